import { branchRef, idProblem, milestoneOfBranch, paths, sessionId } from "../../milestone/names.ts";
import type { State } from "../../milestone/session/state.ts";
import type { LockPlace, Oid, Ports } from "../ports.ts";
import { refuse } from "../refusal.ts";
import type { RunOptions } from "../run/run-context.ts";

/** The session that a run goes on with; null where the last one ended, as with a postponement. */
export function sessionToResume({ session, status }: State): State["session"] {
  const ended = session?.status === "postponed" || session?.status === "completed";
  return status === "planned" || ended ? null : session;
}

/** A session goes on as it was started, but for what this run was asked. */
export function keptOptions(options: RunOptions, session: State["session"]): RunOptions {
  if (!session || !options.unchosen) return options;
  const known = Object.fromEntries(options.unchosen.map(name => [name, session[name]]));
  return { ...options, ...known } as RunOptions;
}

/** The id of the session to go on with, or of a new one, as the options ask. @throws Refusal */
export async function chooseSession(
  ports: Ports,
  options: RunOptions,
  at: { resumable: State["session"]; before: State | null; base: Oid; tip: Oid | null },
): Promise<string> {
  const { resumable, before } = at;
  // What was postponed is taken up in a new session, which `resume` may ask for as well.
  if (options.resume === "true" && !resumable && before?.status !== "postponed") {
    refuse(
      `${options.sessionId ? `the session ${options.sessionId} is unknown: ` : ""}the milestone "${options.milestone}" has no session to resume`,
      `start one with \`execute\` and without --resume`,
    );
  }
  if (options.resume === "false" && resumable) {
    refuse(`the session ${resumable.id} is not finished`, "resume it (--resume, or leave --no-resume out)");
  }
  const wanted = options.sessionId;
  if (!wanted) return resumable?.id ?? sessionId(options.milestone, ports.clock.now(), ports.random);
  const problem = idProblem(wanted);
  if (problem)
    refuse(`the session id ${JSON.stringify(wanted)} is not valid: ${problem}`, "correct --session-id");
  if (resumable?.id === wanted) return wanted;
  if (resumable) {
    refuse(
      `the session ${wanted} is unknown; the one to resume is ${resumable.id}`,
      "correct or leave out --session-id",
    );
  }
  const user = await userOf(ports, wanted, { ...at, milestone: options.milestone });
  if (user === null) return wanted;
  return refuse(`the session ${wanted} is one of ${user} already`, "give the new session another id");
}

/** Where a session of this id is: two milestones would write the same files, which no merge could tell apart. */
async function userOf(
  ports: Ports,
  session: string,
  { milestone, base, tip }: { milestone: string; base: Oid; tip: Oid | null },
): Promise<string | null> {
  const isAt = async (commit: Oid) =>
    (await ports.repository.readFile(commit, paths.session(session))) !== null;
  if (tip && (await isAt(tip))) return "this milestone";
  if (await isAt(base)) return "the base branch";
  for (const place of branchPlaces(ports)) {
    const listing = await place.locks.list(branchRef(""));
    if (!listing.ok) return unasked(session, listing.message);
    const others = [...listing.refs].filter(([ref]) => !isBranchOf(ref, milestone));
    const fetched = await place.fetchAll(new Map(others));
    if (!fetched.ok) return unasked(session, fetched.message);
    for (const [ref, oid] of fetched.refs) if (await isAt(oid)) return `the branch ${shortName(ref)}`;
  }
  return null;
}

const shortName = (ref: string): string => ref.slice("refs/heads/".length);

/** Whether the branch is the milestone's own, or no milestone's at all. */
function isBranchOf(ref: string, milestone: string): boolean {
  const owner = milestoneOfBranch(shortName(ref));
  return owner === null || owner === milestone;
}

function unasked(session: string, why: string): never {
  return refuse(
    `whether another milestone uses the session ${session} cannot be told: ${why}`,
    "start again, or leave out --session-id",
  );
}

/** Where other milestones' branches are. */
function branchPlaces({ remote, ownLocks }: Ports): LockPlace[] {
  const shared = remote?.locks ? [{ ...remote, locks: remote.locks }] : [];
  return ownLocks ? [ownLocks, ...shared] : shared;
}
