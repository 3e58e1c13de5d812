import { documentText, sectionText, titleText } from "./blocks-text.ts";
import type { Dashboard, DashboardInput } from "./dashboard.ts";
import { dashboardDocument, headOf } from "./dashboard-document.ts";
import { buildReport } from "./report-data.ts";
import { REPORTS } from "./report-markdown.ts";

/** The dashboard as plain lines: for `milestone status`, a pipe and the Action's log. What is wider is left to be wrapped. */
export function dashboardText(dashboard: Dashboard, columns = Number.POSITIVE_INFINITY): string {
  return documentText(dashboardDocument(dashboard, "terminal"), columns);
}

export const statusLine = (dashboard: Dashboard): string => titleText(headOf(dashboard));

/** The report for a terminal: how it stands, then what the files of reports hold. */
export function reportText(input: DashboardInput, columns: number): string {
  const data = buildReport(input);
  const sections = REPORTS.map(report => sectionText(report(data), columns));
  return [dashboardText(data.dashboard, columns).trimEnd(), ...sections].join("\n\n").concat("\n");
}
