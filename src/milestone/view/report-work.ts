import { findingWords } from "../review/review-finding.ts";
import { codeSpan, escapeLine } from "../text/escape-markdown.ts";
import { counted } from "../text/sanitise.ts";
import { bar, besideWork, dateTime, duration, stageWords, took } from "./figures.ts";
import { gateName, paceWords, testRunWords, timeWords } from "./in-words.ts";
import { RIGHT, table } from "./markdown-table.ts";
import { addStages } from "./performance.ts";
import type { ReportData } from "./report-data.ts";

/** The reports on the work itself: how fast it went, how good it was, whether it kept its dates. */

export function performance(data: ReportData): string {
  const { dashboard, utilisation, chain, estimates } = data;
  const pace = paceWords(dashboard.timeline);
  const whereTimeWent = stageWords(estimates.map(e => e.stages).reduce(addStages, {}));
  const chainMs = chain.workMs + chain.waitMs;
  const lines = [
    pace ? `- Pace: ${pace}.` : "",
    data.history.retries ? `- Retries: ${data.history.retries}.` : "",
    data.history.rejections ? `- Changes requested by reviewers: ${data.history.rejections}.` : "",
    utilisation.meanBusy === null
      ? ""
      : `- Agents: ${utilisation.meanBusy.toFixed(1)} of ${utilisation.allowed} at work on average while a run was going.`,
    chain.tasks.length
      ? `- Critical path so far: ${chain.tasks.map(t => escapeLine(t)).join(" → ")}; ${duration(chainMs)}, of which ${duration(chain.waitMs)} waiting for people.`
      : "",
    dashboard.criticalPath.length
      ? `- Critical path of what is left: ${dashboard.criticalPath.map(t => escapeLine(t)).join(" → ")}.`
      : "",
    whereTimeWent ? `- Where the attempts' time went: ${whereTimeWent}.` : "",
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
    ["Task", "Estimate", "Agents' time", "Preparing and testing", "Start to end", ""],
    estimates.map(e => [
      escapeLine(e.task),
      e.estimateMs === null ? "" : duration(e.estimateMs),
      took(e.workMs),
      besideWork(e.stages),
      e.elapsedMs === null ? "" : duration(e.elapsedMs),
      e.done ? "completed" : "under way",
    ]),
    ["---", RIGHT, RIGHT, "---", RIGHT],
  );
  const slots = table(
    ["Agent", "At work", "Utilisation", "Attempts", "Failed"],
    utilisation.slots.map(s => [
      String(s.slot),
      took(s.busyMs),
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

export function quality(data: ReportData): string {
  const { checkpoints, approvals, tests } = data.dashboard.quality;
  const gates = table(
    ["Checkpoint", "At", "Result", "Commands", "Decided"],
    checkpoints.map(c => [
      escapeLine(c.name),
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
      t.commit === null ? "" : codeSpan(t.commit.slice(0, 7)),
      testRunWords(t),
      took(t.duration_ms),
    ]),
    ["---", "---", "---", "---", RIGHT],
  );
  const failures = tests?.failures.length
    ? `Failing now:\n\n${tests.failures
        .slice(0, 50)
        .map(f => `- ${escapeLine(f)}`)
        .join("\n")}`
    : "";
  return [
    "## 3. Quality gates",
    checkpoints.length ? gates : "No checkpoint is planned.",
    `Approval gates: ${approvals.granted} of ${approvals.total} passed, ${approvals.open} open, ${approvals.rejected} sent back.`,
    data.testRuns.length ? runs : "The test command has not run.",
    failures,
    criteriaTable(data),
    reviewsTable(data),
  ]
    .filter(Boolean)
    .join("\n\n");
}

/** Each criterion with what proves it, and the commit of the phase that it belongs to. */
function criteriaTable({ criteria }: ReportData): string {
  if (criteria.length === 0) return "";
  const rows = criteria.map(each => [
    escapeLine(`${each.task}/${each.phase}`),
    escapeLine(each.criterion),
    each.evidence.command === null
      ? escapeLine(each.evidence.words)
      : `${codeSpan(each.evidence.command)} ${each.evidence.words}`,
    each.commit === null ? "" : codeSpan(each.commit.slice(0, 7)),
  ]);
  return `### Acceptance criteria\n\n${table(["Phase", "Criterion", "Evidence", "Commit"], rows)}`;
}

function reviewsTable({ history }: ReportData): string {
  const { reviews } = history.record;
  if (reviews.length === 0) return "";
  const rows = reviews.flatMap(({ task, phase, attempt, landed, review }) =>
    review.findings.map(finding => [
      escapeLine(`${task}/${phase}, attempt ${attempt}`),
      finding.own ? "the engine" : escapeLine(review.agent ?? ""),
      finding.severity,
      escapeLine(findingWords(finding), 400),
      landed ? "landed with it" : "sent back",
    ]),
  );
  const left = reviews.reduce((sum, { review }) => sum + review.dropped, 0);
  const count = `${counted(reviews.length, "review")}, ${counted(rows.length, "finding")}${left > 0 ? `; ${left} more were left out, as what they quote is not in the patch` : ""}.`;
  const list = rows.length > 0 ? `\n\n${table(["Attempt", "By", "Severity", "Finding", ""], rows)}` : "";
  return `### Reviews\n\n${count}${list}`;
}

export function adherence(data: ReportData): string {
  const { dashboard, runs } = data;
  const { timeline } = dashboard;
  const lines = [
    `- ${timeWords(dashboard)}.`,
    timeline.due === null ? "- No due date is set." : `- Due ${dateTime(timeline.due)}.`,
    ...timeline.late.map(
      l =>
        `- ${escapeLine(l.task)} ${l.missed ? "missed" : "will probably miss"} its due date, ${dateTime(l.due)}.`,
    ),
  ];
  const longest = [...data.waits].sort((a, b) => b.ms - a.ms).slice(0, 10);
  const waits = table(
    ["Longest waits", "For", "Of"],
    longest.map(w => [
      escapeLine(gateName(w)),
      took(w.ms),
      escapeLine(w.approvers.join(", ") || "anyone who may"),
    ]),
    ["---", RIGHT],
  );
  const listed = runs.slice(-20);
  const run = table(
    ["Run", "Took", "Ended because"],
    listed.map(r => [
      dateTime(r.startedAt),
      duration((r.endedAt ?? dashboard.now) - r.startedAt),
      r.endedAt === null ? "still running" : escapeLine(r.reason),
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
