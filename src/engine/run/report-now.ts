import { paths } from "../../milestone/names.ts";
import { reportMarkdown } from "../../milestone/view/report.ts";
import type { Run } from "./run-context.ts";

/** The session's report as of every event recorded so far, and its path on the branch. */
export function reportNow({ journal, plan, ports, roles }: Run): { path: string; text: string } {
  const text = reportMarkdown({
    plan,
    state: journal.state,
    history: journal.history,
    roles: roles.snapshot(),
    now: ports.clock.now(),
  });
  return { path: paths.report(journal.session), text };
}
