import { branchRef } from "../milestone/names.ts";
import { loadHistory, type History } from "./load.ts";
import type { Oid, Ports, RemoteFailure } from "./ports.ts";
import { refuse } from "./refusal.ts";

/** Where the branch stands, here and on the remote. */
export interface Located {
  /** The commit to go on from; null: the milestone has no branch yet. */
  tip: Oid | null;
  history: History | null;
  /** What the remote holds now; null: nothing, or there is no remote. */
  seen: Oid | null;
  /** Set where this clone's own unpushed commits lost against the remote's. */
  abandoned: Oid | null;
}

/**
 * Finds the branch's newest true state: the remote's, or this clone's where it is ahead (a run was killed before its
 * push). Where the two went apart, the one with the newer lease wins and the other is kept under a name of its own.
 */
export async function locateBranch(
  ports: Pick<Ports, "repository" | "remote">,
  milestone: string,
  options: { write: boolean },
): Promise<Located | RemoteFailure> {
  const { repository, remote } = ports;
  const ref = branchRef(milestone);
  const local = await repository.resolve(ref);
  const fetched = remote ? await remote.fetch(ref) : { ok: true as const, oid: null };
  if (!fetched.ok) return fetched;
  const seen = fetched.oid;
  if (seen === null) return located(ports, milestone, local, seen, null);
  if (local === null || local === seen || (await repository.isAncestor(local, seen))) {
    if (options.write && local !== seen) await repository.swapRef(ref, local, seen);
    return located(ports, milestone, seen, seen, null);
  }
  if (await repository.isAncestor(seen, local)) return located(ports, milestone, local, seen, null);
  const [ours, theirs] = [await read(ports, milestone, local), await read(ports, milestone, seen)];
  if (ours.state.epoch > theirs.state.epoch) return { tip: local, history: ours, seen, abandoned: null };
  if (options.write) {
    await repository.swapRef(`refs/milestone/${milestone}/abandoned-${local.slice(0, 12)}`, null, local);
    await repository.swapRef(ref, local, seen);
  }
  return { tip: seen, history: theirs, seen, abandoned: local };
}

async function located(
  ports: Pick<Ports, "repository">,
  milestone: string,
  tip: Oid | null,
  seen: Oid | null,
  abandoned: Oid | null,
): Promise<Located> {
  const history = tip ? await read(ports, milestone, tip) : null;
  return { tip, history, seen, abandoned };
}

/** @throws Refusal when the log was tampered with or is of a newer version */
async function read(ports: Pick<Ports, "repository">, milestone: string, commit: Oid): Promise<History> {
  const reading = await loadHistory(ports.repository, milestone, commit);
  if (reading.ok) return reading.history;
  const { file, line, message } = reading.problem;
  return refuse(
    `${file}:${line} on the branch milestone/${milestone}: ${message}`,
    "restore the file from the commit before it was changed (git log shows who changed it)",
  );
}
