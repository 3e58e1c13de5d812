import type { Plan } from "../plan.ts";
import { codeSpan, fenced, inertLine } from "../text/inert.ts";
import type { CostRow } from "./cost.ts";
import { describeEvent } from "./describe-event.ts";
import { bar, compact, counted, dateTime, duration, money } from "./figures.ts";
import { mermaidGantt } from "./gantt.ts";
import {
  approvalWords,
  gateName,
  LEVELS,
  qualityWords,
  taskWords,
  testWords,
  timeWords,
} from "./in-words.ts";
import { mermaidGraph } from "./mermaid.ts";
import { buildReport, type ReportData, type ReportInput } from "./report-data.ts";
import { STATUS } from "./status.ts";

/** Events listed in the report; the log holds them all. */
const EVENTS_LISTED = 100;

/** `reports/<session>.md`: the seven reports and the costs, from the log alone. */
export function reportMarkdown(input: ReportInput): string {
  const data = buildReport(input);
  return [
    summary(data, input.plan),
    performance(data),
    quality(data),
    adherence(data),
    blockers(data),
    trail(data),
    recommendations(data),
    costs(data),
  ]
    .join("\n\n")
    .concat("\n");
}

function table(head: string[], rows: string[][], align: string[] = []): string {
  const line = (cells: string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map((_, i) => align[i] ?? "---")), ...rows.map(line)].join("\n");
}

const RIGHT = "---:";

function summary(data: ReportData, plan: Plan): string {
  const { dashboard, commits, deliverables } = data;
  const { milestone, session, timeline, status } = dashboard;
  const facts: [string, string][] = [
    ["Status", `${STATUS[status].emoji} ${STATUS[status].word}`],
    ["Progress", `\`${bar(dashboard.percentage, 20)}\` ${dashboard.percentage} % · ${taskWords(dashboard)}`],
    ["Session", session ? codeSpan(session.id) : "none yet"],
    ["Strategy", session ? `${session.strategy}, ${counted(data.utilisation.allowed, "agent")}` : ""],
    ["Started", timeline.startedAt === null ? "" : dateTime(timeline.startedAt)],
    ["Ended", timeline.endedAt === null ? "" : dateTime(timeline.endedAt)],
    ["Duration", `${duration(timeline.elapsedMs)}, of which ${duration(timeline.activeMs)} in runs`],
    [
      "Delivered",
      `${counted(deliverables, "deliverable")}, ${counted(commits, "commit")} on ${codeSpan(milestone.branch)}`,
    ],
    ["Quality", qualityWords(dashboard)],
    [
      "Used",
      `${counted(data.costs.total.attempts, "attempt")}, ${duration(data.costs.total.workMs)} of agents' time${costWords(data.costs.total)}`,
    ],
  ];
  const graph = mermaidGraph(dashboard);
  const gantt = mermaidGantt({ plan, history: data.history, now: timeline.endedAt ?? dashboard.now });
  return [
    `# Report: ${inertLine(milestone.title)}`,
    milestone.description ? inertLine(milestone.description, 1_000) : "",
    "## 1. Execution summary",
    table(
      ["", ""],
      facts.filter(([, value]) => value !== "").map(([name, value]) => [`**${name}**`, value]),
    ),
    graph ? fenced(graph, { info: "mermaid" }) : "",
    gantt ? fenced(gantt, { info: "mermaid" }) : "",
  ]
    .filter(Boolean)
    .join("\n\n");
}

function costWords(row: CostRow): string {
  const tokens = row.inputTokens + row.outputTokens;
  return `${tokens ? `, ${compact(tokens)} tokens` : ""}${row.costUsd ? `, ${money(row.costUsd)}` : ""}`;
}

function performance(data: ReportData): string {
  const { dashboard, utilisation, chain, estimates } = data;
  const { velocity } = dashboard.timeline;
  const chainMs = chain.workMs + chain.waitMs;
  const lines = [
    `- Velocity: ${velocity === null ? "not known yet" : `${velocity.toFixed(1)} percentage points per hour of running`}.`,
    `- Retries: ${data.history.retries}; changes requested by reviewers: ${data.history.rejections}.`,
    utilisation.meanBusy === null
      ? ""
      : `- Agents: ${utilisation.meanBusy.toFixed(1)} of ${utilisation.allowed} at work on average while a run was going.`,
    chain.tasks.length
      ? `- Critical path so far: ${chain.tasks.map(t => inertLine(t)).join(" → ")}; ${duration(chainMs)}, of which ${duration(chain.waitMs)} waiting for people.`
      : "",
    dashboard.criticalPath.length
      ? `- Critical path of what is left: ${dashboard.criticalPath.map(t => inertLine(t)).join(" → ")}.`
      : "",
  ].filter(Boolean);
  const phases = table(
    ["Phase", "Progress", "Finished"],
    dashboard.phases.map(p => [
      p.phase,
      `\`${bar(p.percentage, 20)}\` ${p.percentage} %`,
      `${p.finished}/${p.total}`,
    ]),
  );
  const estimated = table(
    ["Task", "Estimate", "Agents' time", "Start to end", ""],
    estimates.map(e => [
      inertLine(e.task),
      e.estimateMs === null ? "" : duration(e.estimateMs),
      duration(e.workMs),
      e.elapsedMs === null ? "" : duration(e.elapsedMs),
      e.done ? "completed" : "under way",
    ]),
    ["---", RIGHT, RIGHT, RIGHT],
  );
  const slots = table(
    ["Agent", "At work", "Utilisation", "Attempts", "Failed"],
    utilisation.slots.map(s => [
      String(s.slot),
      duration(s.busyMs),
      `\`${bar(s.utilisation, 10)}\` ${s.utilisation} %`,
      String(s.attempts),
      String(s.failed),
    ]),
    [RIGHT, RIGHT, "---", RIGHT, RIGHT],
  );
  return [
    "## 2. Progress and performance",
    lines.join("\n"),
    dashboard.phases.length ? phases : "",
    estimates.length ? `### Estimate and actual\n\n${estimated}` : "",
    utilisation.slots.length ? `### Agents\n\n${slots}` : "",
  ]
    .filter(Boolean)
    .join("\n\n");
}

function quality(data: ReportData): string {
  const { checkpoints, approvals, tests } = data.dashboard.quality;
  const gates = table(
    ["Checkpoint", "At", "Result", "Commands", "Decided"],
    checkpoints.map(c => [
      inertLine(c.name),
      `${c.at} %`,
      c.status === "pending" ? "not run" : c.status,
      c.checks.map(k => `${codeSpan(k.command)} ${k.ok ? "passed" : `exit ${k.exit ?? "none"}`}`).join(", "),
      c.decidedAt === null ? "" : dateTime(Date.parse(c.decidedAt)),
    ]),
  );
  const runs = table(
    ["Test run", "Command", "Commit", "Result", "Took"],
    data.testRuns.map(t => [
      `${t.reason}, ${dateTime(t.at)}`,
      codeSpan(t.command),
      codeSpan(t.commit.slice(0, 7)),
      testRunWords(t),
      duration(t.duration_ms),
    ]),
    ["---", "---", "---", "---", RIGHT],
  );
  const failures = tests?.failures.length
    ? `Failing now:\n\n${tests.failures
        .slice(0, 50)
        .map(f => `- ${inertLine(f)}`)
        .join("\n")}`
    : "";
  return [
    "## 3. Quality gates",
    checkpoints.length ? gates : "No checkpoint is planned.",
    `Approval gates: ${approvals.granted} of ${approvals.total} passed, ${approvals.open} open, ${approvals.rejected} sent back.`,
    data.testRuns.length ? runs : "The test command has not run.",
    failures,
  ]
    .filter(Boolean)
    .join("\n\n");
}

function testRunWords(t: ReportData["testRuns"][number]): string {
  const figures = { ...t, total: t.total ?? null, passed: t.passed ?? null, skipped: t.skipped ?? null };
  const words = testWords({ ...figures, failed: t.failed ?? null, durationMs: t.duration_ms, at: "" });
  return words.replace(/^tests /, "");
}

function adherence(data: ReportData): string {
  const { dashboard, runs } = data;
  const { timeline } = dashboard;
  const lines = [
    `- ${timeWords(dashboard)}.`,
    timeline.due === null ? "- No due date is set." : `- Due ${dateTime(timeline.due)}.`,
    ...timeline.late.map(
      l =>
        `- ${inertLine(l.task)} ${l.missed ? "missed" : "will probably miss"} its due date, ${dateTime(l.due)}.`,
    ),
  ];
  const longest = [...data.waits].sort((a, b) => b.ms - a.ms).slice(0, 10);
  const waits = table(
    ["Longest waits", "For", "Of"],
    longest.map(w => [
      inertLine(gateName(w)),
      duration(w.ms),
      inertLine(w.approvers.join(", ") || "anyone who may"),
    ]),
    ["---", RIGHT],
  );
  const listed = runs.slice(-20);
  const run = table(
    ["Run", "Took", "Ended because"],
    listed.map(r => [
      dateTime(r.startedAt),
      duration((r.endedAt ?? dashboard.now) - r.startedAt),
      r.endedAt === null ? "still running" : inertLine(r.reason),
    ]),
    ["---", RIGHT],
  );
  return [
    "## 4. Timeline adherence",
    lines.join("\n"),
    longest.length ? waits : "",
    runs.length > listed.length ? `The newest ${listed.length} of ${runs.length} runs:` : "",
    listed.length ? run : "",
  ]
    .filter(Boolean)
    .join("\n\n");
}

function blockers(data: ReportData): string {
  const { dashboard } = data;
  const rows = data.blockers.map(b => [
    inertLine(b.task ? `${b.task}${b.phase ? `/${b.phase}` : ""}` : "milestone"),
    b.type,
    `${b.level}, ${LEVELS[b.level as keyof typeof LEVELS]}`,
    inertLine(b.message),
    b.resolvedAt === null
      ? `open for ${duration(dashboard.now - b.detectedAt)}`
      : `${inertLine(b.how)}, after ${duration(b.resolvedAt - b.detectedAt)}`,
  ]);
  const failures = table(
    ["Failed attempts", "Count", "Where"],
    data.failures.map(f => [
      f.type,
      String(f.count),
      f.where
        .slice(0, 8)
        .map(w => inertLine(w))
        .join(", ") + (f.where.length > 8 ? " …" : ""),
    ]),
    ["---", RIGHT],
  );
  const waiting = dashboard.approvals.map(
    a => `- ${inertLine(gateName(a))} ${inertLine(approvalWords(a, dashboard.now))}`,
  );
  return [
    "## 5. Blocker analysis",
    rows.length ? table(["Where", "Type", "Level", "Message", "Resolution"], rows) : "There was no blocker.",
    data.failures.length ? failures : "No attempt failed.",
    waiting.length ? `Waiting for people:\n\n${waiting.join("\n")}` : "",
  ]
    .filter(Boolean)
    .join("\n\n");
}

function trail(data: ReportData): string {
  const audit = table(
    ["When", "Who", "What", "Permission", "Commit"],
    data.audit.map(a => [
      dateTime(Date.parse(a.at)),
      a.who === null ? "" : inertLine(a.id === null ? a.who : `${a.who} (${a.id})`),
      inertLine(a.words, 200),
      a.permission === null ? "" : inertLine(a.permission),
      a.commit === null ? "" : codeSpan(a.commit.slice(0, 7)),
    ]),
  );
  const listed = data.events.slice(-EVENTS_LISTED);
  const lines = listed.map(
    e => `- \`${e.seq}\` ${dateTime(Date.parse(e.timestamp))} ${inertLine(describeEvent(e))}`,
  );
  const id = data.dashboard.milestone.id;
  return [
    "## 6. Event log and audit trail",
    `The log has ${counted(data.events.length, "event")}; \`milestone audit ${id}\` verifies its chain, \`milestone replay ${id}\` the state made of it.`,
    data.audit.length ? audit : "No person has decided anything yet.",
    `<details><summary>${listed.length < data.events.length ? `The newest ${listed.length} events` : "All events"}</summary>\n\n${lines.join("\n")}\n\n</details>`,
  ].join("\n\n");
}

function recommendations(data: ReportData): string {
  const lines = data.recommendations.map(r => `- ${inertLine(r.fact)} **${inertLine(r.advice)}**`);
  return `## 7. Recommendations\n\n${lines.join("\n") || "Nothing in this execution calls for a change."}`;
}

function costs(data: ReportData): string {
  const { byTask, byPhase, byAgent, byModel, total } = data.costs;
  if (total.attempts === 0) return "## 8. Cost\n\nNothing has run.";
  const part = (title: string, rows: CostRow[]) => (rows.length ? costTable(title, rows) : "");
  const told = total.costUsd > 0 || total.inputTokens > 0;
  return [
    "## 8. Cost",
    told
      ? "As the agents' programs reported it; attempts that report nothing count with their time alone."
      : "No agent reported tokens or cost.",
    part("Phase", byPhase),
    part("Agent", byAgent),
    part("Model", byModel),
    part("Task", [...byTask, total]),
  ]
    .filter(Boolean)
    .join("\n\n");
}

function costTable(title: string, rows: CostRow[]): string {
  return table(
    [title, "Attempts", "Failed", "Time", "Tokens in", "Tokens out", "Cost"],
    rows.map(r => [
      inertLine(r.name),
      String(r.attempts),
      String(r.failed),
      duration(r.workMs),
      compact(r.inputTokens),
      compact(r.outputTokens),
      money(r.costUsd),
    ]),
    ["---", RIGHT, RIGHT, RIGHT, RIGHT, RIGHT, RIGHT],
  );
}
