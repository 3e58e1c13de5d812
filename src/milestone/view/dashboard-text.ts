import { activitySentence } from "../session/activity.ts";
import { questionName } from "../session/questions.ts";
import { counted, sanitiseLine } from "../text/sanitise.ts";
import { besideAgents, type Dashboard } from "./dashboard.ts";
import { bar, clockTime, duration } from "./figures.ts";
import {
  approvalWords,
  blockedPlace,
  blockerWords,
  doingWords,
  gateName,
  qualityWords,
  questionWords,
  taskWords,
  timeWords,
  usageWords,
  waitWords,
} from "./in-words.ts";
import { STATUS } from "./status.ts";

const EVIDENCE_LINES = 3;

/** The dashboard as plain lines, for `milestone status` into a pipe and for the Action's log. */
export function dashboardText(dashboard: Dashboard): string {
  return [
    head(dashboard),
    measures(dashboard),
    section("Needs a person", people(dashboard)),
    section("Agents", agents(dashboard)),
    section("Tasks", tasks(dashboard)),
    section(
      "Last events",
      dashboard.events.map(e => `${clockTime(e.at)}  ${sanitiseLine(e.text)}`),
    ),
    foot(dashboard),
  ]
    .filter(Boolean)
    .join("\n\n")
    .concat("\n");
}

function section(title: string, lines: string[]): string {
  return lines.length ? `${title}\n${lines.map(line => `  ${line}`).join("\n")}` : "";
}

function head(dashboard: Dashboard): string {
  const { symbol, word } = STATUS[dashboard.status];
  const { id, title } = dashboard.milestone;
  const name = title === id ? id : `${id}  ${sanitiseLine(title)}`;
  const reason = dashboard.session?.reason ? ` (${sanitiseLine(dashboard.session.reason)})` : "";
  return `${symbol} ${name}: ${word}${reason}`;
}

function measures(dashboard: Dashboard): string {
  const { timeline, quality } = dashboard;
  const row = (name: string, percent: number | null, words: string) => {
    const drawn = percent === null ? " ".repeat(20) : bar(percent, 20);
    const figure = percent === null ? "" : `${percent} %`;
    return `${name.padEnd(9)} ${drawn} ${figure.padStart(5)}  ${words}`.trimEnd();
  };
  return [
    row("progress", dashboard.percentage, taskWords(dashboard)),
    row(
      "time left",
      timeline.leftPercent === null ? null : Math.max(0, timeline.leftPercent),
      timeWords(dashboard),
    ),
    row("quality", quality.percentage, qualityWords(dashboard)),
    ...dashboard.phases.map(p => row(p.phase, p.percentage, `${p.finished}/${p.total} finished`)),
  ].join("\n");
}

function people({ blockers, approvals, questions, now, session }: Dashboard): string[] {
  return [
    ...blockers.flatMap(b => [
      `${STATUS.blocked.symbol} ${blockedPlace(b)}  ${sanitiseLine(blockerWords(b, now))}`,
      ...lastWords(b.evidence).map(line => `    │ ${line}`),
      ...b.proposals.map(p => `    ${sanitiseLine(p.command)}   ${sanitiseLine(p.why)}`),
    ]),
    ...approvals.flatMap(a => [
      `${STATUS.waiting_approval.symbol} ${sanitiseLine(gateName(a))}  ${sanitiseLine(approvalWords(a, now))}`,
      session?.onGitHub && a.kind === "approval"
        ? `    a review of its pull request, or this comment on it: /${sanitiseLine(a.command)}`
        : `    ${sanitiseLine(a.command)}`,
    ]),
    ...questions.flatMap(q => [
      `${STATUS.waiting_answer.symbol} ${questionName(q)}  ${sanitiseLine(questionWords(q, now))}`,
      ...q.options.map(
        (option, i) => `    ${i + 1}. ${sanitiseLine(option)}${option === q.default ? " (default)" : ""}`,
      ),
      `    ${sanitiseLine(q.command)}`,
    ]),
  ];
}

/** What a person most needs of the evidence stands at its end. */
function lastWords(evidence: string): string[] {
  const lines = evidence.split("\n").map(line => sanitiseLine(line).trimEnd());
  return lines.filter(Boolean).slice(-EVIDENCE_LINES);
}

function agents(dashboard: Dashboard): string[] {
  const { agents: working, roles, activities, now } = dashboard;
  // Without a session nobody works, and that six roles have stopped is no news.
  if (working.length === 0 && activities.length === 0 && roles.every(r => r.status === "stopped")) return [];
  return [
    ...working.map(a => {
      const again = a.attempt > 1 ? ` (attempt ${a.attempt})` : "";
      return `${String(a.slot ?? "").padStart(3)}  ${a.task}/${a.phase}${again}  ${sanitiseLine(a.executor)}  ${sanitiseLine(doingWords(a, now))}`;
    }),
    ...besideAgents(dashboard).map(
      o => `  ·  ${sanitiseLine(activitySentence(o))}  ${duration(now - o.since)}`,
    ),
    ...roles.map(
      r => `  ·  ${r.role.replaceAll("_", " ")}: ${r.status}${r.work ? `, ${sanitiseLine(r.work)}` : ""}`,
    ),
  ];
}

function tasks({ tasks: rows }: Dashboard): string[] {
  const widest = Math.min(32, Math.max(...rows.map(t => t.id.length), 0));
  return rows.map(task => {
    const { symbol, word } = STATUS[task.status];
    const status = task.doing ?? waitWords(task) ?? word;
    const percent = `${task.percentage} %`.padStart(5);
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
