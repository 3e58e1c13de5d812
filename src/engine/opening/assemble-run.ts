import { Journal } from "../journal/journal.ts";
import type { History } from "../journal/load.ts";
import { keepAbandoned } from "../journal/locate.ts";
import { Publisher } from "../journal/publisher.ts";
import type { RoleBoard } from "../journal/role-board.ts";
import { readChangedPlan } from "../plan/changed-plan.ts";
import { placesOf } from "../plan/plan-source.ts";
import type { Ports } from "../ports.ts";
import type { Run } from "../run/run-context.ts";
import type { Basis } from "./basis.ts";

/** The journal that goes on where the branch stands. What this clone lost against the remote is kept aside. */
export async function openJournal(
  ports: Ports,
  { located, reading, file }: Basis,
  { history, session, roles }: { history: History; session: string; roles: RoleBoard },
): Promise<Journal> {
  const journal = new Journal(ports, {
    history,
    session,
    plan: { text: file.text, path: file.path, places: placesOf(reading) },
    roles,
    author: reading.plan.author ?? ports.repository.author,
    local: located.local,
  });
  await journal.openRoleLogs();
  await keepAbandoned(ports, journal.milestone, located);
  for (const { file } of history.restored) {
    ports.narrator.warn(`a commit cut ${file} on the branch; what it took off is put back`);
  }
  return journal;
}

/** The run of these parts, with the publisher that goes on from what clone and remote both have of the branch. */
export function assembleRun(parts: Omit<Run, "publisher">, { located }: Basis): Run {
  const run: Run = {
    ...parts,
    publisher: new Publisher(parts.ports, parts.journal, {
      seen: located.seen,
      readPlan: (text, commit) => readChangedPlan(run, text, commit),
    }),
  };
  return run;
}
