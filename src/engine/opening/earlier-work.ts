import { paths } from "../../milestone/names.ts";
import type { Plan } from "../../milestone/plan/plan.ts";
import { blockedBefore } from "../../milestone/session/planned-state.ts";
import type { Located } from "../journal/locate.ts";
import type { Complaint } from "../refusal.ts";
import { type OlderTree, olderDeliverables } from "./older-deliverables.ts";

/** What a milestone that is about to begin takes over, by its place on the branch, and what is to be said of it. */
export interface EarlierWork {
  files: Map<string, Buffer>;
  warnings: Complaint[];
}

/** What an earlier tool left of a milestone that no log of ours tells of. */
export async function earlierWork(tree: OlderTree, plan: Plan, located: Located): Promise<EarlierWork> {
  const { files, warnings } = await olderDeliverables(tree, plan);
  const log = await olderLog(tree, plan.id, located);
  return {
    files: new Map([...files, ...log.files]),
    warnings: [...log.warnings, ...warnings, ...triedAgain(plan)],
  };
}

/** Kept under a name of its own: the new log takes its place, which in a checkout nothing else may have kept. */
async function olderLog({ read }: OlderTree, id: string, { older, history }: Located): Promise<EarlierWork> {
  const file = older ?? history?.older;
  const content = file ? await read(file) : null;
  if (!file || !content) return { files: new Map(), warnings: [] };
  const kept = paths.olderLog(id);
  const warning: Complaint = {
    message: `${file} is an earlier tool's log: its lines cannot be verified, so none counts, and a new log begins in its place`,
    remedy: `read the old one in ${kept}`,
    ...(older ? { file, line: 1 } : {}),
  };
  return { files: new Map([[kept, content]]), warnings: [warning] };
}

function triedAgain(plan: Plan): Complaint[] {
  const ids = blockedBefore(plan);
  if (ids.length === 0) return [];
  const names = ids.slice(0, 5).join(", ") + (ids.length > 5 ? ` and ${ids.length - 5} more` : "");
  const message = `the milestone file says that something blocked ${names}, which no log tells of: the work is tried again`;
  return [{ message, remedy: "set what must not run to `status: skipped`" }];
}
