import { activitySentence } from "../session/activity.ts";
import { counted, sanitiseLine } from "../text/sanitise.ts";
import { sectionText } from "./blocks-text.ts";
import { besideAgents, type Dashboard, type DashboardInput } from "./dashboard.ts";
import { bar, clockTime, duration } from "./figures.ts";
import { doingWords, qualityWords, taskWords, timeWords, usageWords, waitWords } from "./in-words.ts";
import { needsOf } from "./needs.ts";
import { buildReport } from "./report-data.ts";
import { REPORTS } from "./report-markdown.ts";
import { STATUS } from "./status.ts";

const EVIDENCE_LINES = 3;

/** Below so many columns bars give way to words. */
const NARROW = 72;

/** The dashboard as plain lines: for `milestone status`, a pipe and the Action's log. What is wider is left to be wrapped. */
export function dashboardText(dashboard: Dashboard, columns = Number.POSITIVE_INFINITY): string {
  return [
    statusLine(dashboard),
    measures(dashboard, columns < NARROW),
    section("Needs a person", people(dashboard)),
    section("Agents", agents(dashboard)),
    section("Tasks", tasks(dashboard, columns < NARROW)),
    section(
      "Last events (UTC)",
      dashboard.events.map(e => `${clockTime(e.at)}  ${sanitiseLine(e.text)}`),
    ),
    foot(dashboard),
  ]
    .filter(Boolean)
    .join("\n\n")
    .concat("\n");
}

/** The report for a terminal: how it stands, then what the files of reports hold. */
export function reportText(input: DashboardInput, columns: number): string {
  const data = buildReport(input);
  const sections = REPORTS.map(report => sectionText(report(data), columns));
  return [dashboardText(data.dashboard, columns).trimEnd(), ...sections].join("\n\n").concat("\n");
}

function section(title: string, lines: string[]): string {
  return lines.length ? `${title}\n${lines.map(line => `  ${line}`).join("\n")}` : "";
}

/** `‖ api-v2  Public API v2: paused (asked for)`. */
export function statusLine(dashboard: Dashboard): string {
  const { symbol, word } = STATUS[dashboard.status];
  const { id, title } = dashboard.milestone;
  const name = title === id ? id : `${id}  ${sanitiseLine(title)}`;
  const reason = dashboard.session?.reason ? ` (${sanitiseLine(dashboard.session.reason)})` : "";
  return `${symbol} ${name}: ${word}${reason}`;
}

function measures(dashboard: Dashboard, narrow: boolean): string {
  const { timeline, quality } = dashboard;
  const row = (name: string, percent: number | null, words: string) => {
    if (narrow) return `${name}  ${percent === null ? "" : `${percent} %  `}${words}`;
    const drawn = percent === null ? " ".repeat(20) : bar(percent, 20);
    const figure = percent === null ? "" : `${percent} %`;
    return `${name.padEnd(9)} ${drawn} ${figure.padStart(5)}  ${words}`.trimEnd();
  };
  return [
    row("progress", dashboard.percentage, taskWords(dashboard)),
    row(
      timeline.leftPercent === null ? "time" : "time left",
      timeline.leftPercent === null ? null : Math.max(0, timeline.leftPercent),
      timeWords(dashboard),
    ),
    row("quality", quality.percentage, qualityWords(dashboard)),
    ...dashboard.phases.map(p => row(p.phase, p.percentage, `${p.finished}/${p.total} finished`)),
  ].join("\n");
}

/** Each way out is a line of its own, to be pasted as it stands. */
function people(dashboard: Dashboard): string[] {
  return needsOf(dashboard, "terminal").flatMap(need => [
    `${STATUS[need.status].symbol} ${sanitiseLine(need.name)}  ${sanitiseLine(need.words)}`,
    ...lastWords(need.evidence).map(line => `    │ ${line}`),
    ...need.ways.flatMap(({ words, command }) => [
      ...(words ? [`    ${sanitiseLine(words)}:`] : []),
      `      ${sanitiseLine(command)}`,
    ]),
  ]);
}

/** What a person most needs of the evidence stands at its end. */
function lastWords(evidence: string): string[] {
  const lines = evidence.split("\n").map(line => sanitiseLine(line).trimEnd());
  return lines.filter(Boolean).slice(-EVIDENCE_LINES);
}

function agents(dashboard: Dashboard): string[] {
  const { agents: working, now } = dashboard;
  return [
    ...working.map(a => {
      const again = a.attempt > 1 ? ` (attempt ${a.attempt})` : "";
      return `${String(a.slot ?? "").padStart(3)}  ${a.task}/${a.phase}${again}  ${sanitiseLine(a.executor)}  ${sanitiseLine(doingWords(a, now))}`;
    }),
    ...besideAgents(dashboard).map(
      o => `  ·  ${sanitiseLine(activitySentence(o))}  ${duration(now - o.since)}`,
    ),
  ];
}

function tasks({ tasks: rows }: Dashboard, narrow: boolean): string[] {
  const widest = Math.min(narrow ? 16 : 32, Math.max(...rows.map(t => t.id.length), 0));
  return rows.map(task => {
    const { symbol, word } = STATUS[task.status];
    const status = task.doing ?? waitWords(task) ?? word;
    const percent = `${task.percentage} %`.padStart(5);
    if (narrow) return `${symbol} ${task.id.padEnd(widest)} ${percent}  ${status}`;
    return `${symbol} ${task.id.padEnd(widest)}  ${bar(task.percentage, 10)} ${percent}  ${(task.phase ?? "").padEnd(7)}  ${status}`;
  });
}

function foot(dashboard: Dashboard): string {
  const { session } = dashboard;
  const parts = [
    session ? `session ${session.id} (${session.strategy}, ${counted(session.agents, "agent")})` : "",
    dashboard.usage.attempts ? usageWords(dashboard) : "",
  ].filter(Boolean);
  return parts.join(" · ");
}
