import { readHistory } from "../engine/journal/locate-branch.ts";
import type { Machine } from "../engine/machine/open-machine.ts";
import { locateMilestone } from "../engine/opening/basis.ts";
import { atCommit, findPlanFile, loadPlan, placesOf, requireValid } from "../engine/plan/plan-source.ts";
import type { Oid, Repository } from "../engine/ports.ts";
import { refuse } from "../engine/refusal.ts";
import type { RunOptions } from "../engine/run/run-context.ts";
import { paths } from "../milestone/names.ts";
import { compareDocuments, type Difference } from "../milestone/saved/documents.ts";
import { progressOf } from "../milestone/session/progress.ts";
import type { State } from "../milestone/session/state.ts";
import { counted } from "../milestone/text/sanitise.ts";
import { EXIT, type Outcome } from "./outcome.ts";

/** Commits that a killed run can have made after it last wrote the files that follow from the log: less than a second's. */
const BEHIND_LIMIT = 200;

/** Rebuilds the state from the log alone, and compares it with the files that were written from it. */
export async function replayCommand(
  { ports, checkout }: Machine,
  { milestone }: RunOptions,
): Promise<Outcome> {
  const located = await locateMilestone(ports, milestone, checkout.base);
  if ("ok" in located)
    return refuse(
      `the remote cannot be read: ${located.message}`,
      "check the network and the token, or add --no-push to read what this clone has",
    );
  const { tip, history } = located;
  if (!tip || !history) return refuse(`"${milestone}" has no branch yet`, `milestone execute ${milestone}`);
  const [cut] = history.restored;
  if (cut) refuse(`${cut.file}: a commit took lines off the log's end`, "the next run puts them back");
  // What was kept of an earlier reading is no proof of the log: this one is read from its first line.
  const { state, head } = await readHistory(ports, milestone, { commit: history.readAt, fresh: true });
  const differences = await differencesAt(ports.repository, state, tip);
  const progress = progressOf(state);
  const says = differences[0] ? inWords(differences) : "milestone and session file say the same";
  const text = `${head.seq} events, chain whole, last ${head.hash.slice(0, 12)}; status ${state.status}, ${progress.percentage} %, ${progress.tasksCompleted}/${progress.tasksTotal} tasks; ${says}`;
  const equal = differences.length === 0;
  return {
    status: state.status,
    exitCode: equal ? EXIT.ok : EXIT.failed,
    text,
    json: { events: head.seq, head: head.hash, status: state.status, progress, equal, differences },
    outputs: {},
  };
}

/**
 * Where the files that follow from the log say otherwise than it does. They may be some commits older than it where a
 * run was killed; then they are held against the log of that time.
 */
export async function differencesAt(repository: Repository, state: State, tip: Oid): Promise<Difference[]> {
  const files = await readFiles(repository, state, tip);
  const differences = compareDocuments(state, files);
  if (differences.length === 0) return [];
  const written = await lastWritten(repository, state, tip);
  if (written === tip) return differences;
  const then = await readHistory({ repository }, state.milestone, { commit: written });
  return compareDocuments(then.state, files).length === 0 ? [] : differences;
}

async function readFiles(
  repository: Repository,
  state: State,
  commit: Oid,
): Promise<Parameters<typeof compareDocuments>[1]> {
  const read = atCommit(repository, commit);
  const plan = await findPlanFile(read, state.milestone);
  if (!plan) refuse(`the branch has no file of "${state.milestone}"`, "restore it in .milestones/active/");
  const places = placesOf(requireValid(await loadPlan(read, plan), plan));
  const path = state.session ? paths.session(state.session.id) : null;
  const text = path === null ? undefined : (await read(path))?.toString("utf8");
  return { plan, places, session: path !== null && text !== undefined ? { path, text } : null };
}

/** The oldest commit up to the tip that has the session file as it is now: the one that wrote it. */
async function lastWritten(repository: Repository, state: State, tip: Oid): Promise<Oid> {
  if (!state.session) return tip;
  const path = paths.session(state.session.id);
  const now = await repository.entry(tip, path);
  let written = tip;
  for (const { oid } of await repository.log({ to: tip, limit: BEHIND_LIMIT })) {
    if ((await repository.entry(oid, path))?.oid !== now?.oid) break;
    written = oid;
  }
  return written;
}

function inWords(differences: readonly Difference[]): string {
  const { file, key, written, replayed } = differences[0]!;
  const more = differences.length > 1 ? `, and ${counted(differences.length - 1, "difference")} more` : "";
  return `${file} has ${key}: ${JSON.stringify(written)}, which is ${JSON.stringify(replayed)} by the log${more}; \`git log -p -- ${file}\` on the branch shows who changed it`;
}
