import { paths } from "../milestone/names.ts";
import { reportMarkdown } from "../milestone/view/report.ts";
import { loadHistory } from "./load.ts";
import type { Run } from "./run-context.ts";

/** The session's report as of every event recorded so far, and its path on the branch. */
export async function reportNow(run: Run): Promise<{ path: string; text: string }> {
  const { journal, plan, ports, roles } = run;
  const saved = await loadHistory(ports.repository, journal.milestone, journal.tip);
  const events = [...(saved.ok ? saved.history.events : []), ...journal.unsaved];
  const text = reportMarkdown({
    plan,
    state: journal.state,
    events,
    roles: roles.snapshot(),
    now: ports.clock.now(),
  });
  return { path: paths.report(journal.session), text };
}
