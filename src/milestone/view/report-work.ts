import { findingWords } from "../review/review-finding.ts";
import { counted } from "../text/sanitise.ts";
import {
  absent,
  aside,
  facts,
  figures,
  items,
  joined,
  list,
  paragraph,
  part,
  type Section,
  type Span,
  table,
} from "./blocks.ts";
import { approvers } from "./describe-event.ts";
import { besideWork, dateTime, duration, stageWords, took } from "./figures.ts";
import { gateName, paceWords, testRunWords, timeWords } from "./in-words.ts";
import { addStages } from "./performance.ts";
import type { ReportData } from "./report-data.ts";

/** The reports on the work itself: how fast it went, how good it was, whether it kept its dates. */

export function performance(data: ReportData): Section {
  const { dashboard, utilisation, chain, estimates, history } = data;
  const path = (tasks: readonly string[]): Span[] =>
    joined(
      tasks.map(task => ({ task })),
      " → ",
    );
  const chainWords = `${duration(chain.workMs)} of work, ${duration(chain.waitMs)} of waiting for people`;
  return {
    id: "performance",
    title: "Progress and performance",
    blocks: [
      facts([
        ["Pace", paceWords(dashboard.timeline)],
        [
          "Agents at work",
          utilisation.meanBusy === null
            ? ""
            : `${utilisation.meanBusy.toFixed(1)} of ${utilisation.allowed} on average while a run was going`,
        ],
        ["Retries", history.retries ? String(history.retries) : ""],
        ["Changes requested by reviewers", history.rejections ? String(history.rejections) : ""],
        ["Critical path so far", chain.tasks.length ? [{ lines: [path(chain.tasks), chainWords] }] : ""],
        ["Where the attempts' time went", stageWords(estimates.map(e => e.stages).reduce(addStages, {}))],
        ["Critical path left", dashboard.timeline.endedAt === null ? path(dashboard.criticalPath) : ""],
      ]),
      part(
        "Phases",
        table(
          "Phases",
          ["Phase", "Progress", ""],
          dashboard.phases.map(p => [
            p.phase,
            { percent: p.percentage, of: p.phase, tone: "good" },
            `${p.finished} of ${p.total} finished`,
          ]),
          { slim: true },
        ),
      ),
      part(
        "Agents",
        table(
          "Agents",
          ["Agent", "Utilisation", figures("At work"), figures("Attempts"), figures("Failed")],
          utilisation.slots.map(s => [
            String(s.slot),
            { percent: s.utilisation, of: `Agent ${s.slot}`, tone: "active" },
            took(s.busyMs),
            String(s.attempts),
            s.failed ? String(s.failed) : "",
          ]),
          { slim: true },
        ),
      ),
      part(
        "Estimate and actual",
        table(
          "Estimate and actual",
          [
            "Task",
            figures("Estimate"),
            figures("Agents' time"),
            aside("Preparing and testing"),
            figures("Start to end"),
            aside(""),
          ],
          estimates.map(e => [
            { strong: { task: e.task } },
            e.estimateMs === null ? "" : duration(e.estimateMs),
            took(e.workMs),
            besideWork(e.stages),
            e.elapsedMs === null ? "" : duration(e.elapsedMs),
            e.done ? "completed" : "under way",
          ]),
          { slim: true, long: true },
        ),
      ),
    ],
  };
}

export function quality(data: ReportData): Section {
  const { checkpoints, approvals, tests } = data.dashboard.quality;
  return {
    id: "quality",
    title: "Quality gates",
    blocks: [
      approvals.total
        ? paragraph(`${approvalsWords(approvals)}.`)
        : absent("No phase waits for a person's approval."),
      checkpoints.length ? checkpointTable(checkpoints) : absent("No checkpoint is planned."),
      data.testRuns.length ? testTable(data.testRuns) : absent("The test command has not run."),
      part("Failing now", list((tests?.failures ?? []).slice(0, 50).map(words => ({ words, tone: "bad" })))),
      part("Acceptance criteria", criteriaTable(data.criteria)),
      reviews(data),
    ],
  };
}

type ShownQuality = ReportData["dashboard"]["quality"];

function approvalsWords({ granted, total, open, rejected }: ShownQuality["approvals"]): string {
  const words = [
    `${granted} of ${counted(total, "approval gate")} passed`,
    open ? `${open} open` : "",
    rejected ? `${rejected} sent back` : "",
  ];
  return words.filter(Boolean).join(", ");
}

const RESULT = {
  pending: { tone: "idle", text: "○ not run" },
  passed: { tone: "good", text: "✓ passed" },
  failed: { tone: "bad", text: "✕ failed" },
} as const;

function checkpointTable(checkpoints: ShownQuality["checkpoints"]) {
  return table(
    "Checkpoints",
    ["Checkpoint", "At", "Result", aside("Commands"), aside("Decided")],
    checkpoints.map(c => [
      { strong: c.name },
      `${c.at} %`,
      RESULT[c.status],
      { lines: c.checks.map(k => [{ code: k.command }, k.ok ? " passed" : ` exit ${k.exit ?? "none"}`]) },
      c.decidedAt === null ? "" : dateTime(c.decidedAt),
    ]),
  );
}

/** The newest first: a long table shows its first rows. */
function testTable(runs: ReportData["testRuns"]) {
  return table(
    "Test runs",
    ["Test run", "Result", aside("Command"), aside("Commit"), figures("Took")],
    [...runs]
      .reverse()
      .map(t => [
        `${dateTime(t.at)}, ${t.reason}`,
        { tone: t.ok ? "good" : "bad", text: `${t.ok ? "✓" : "✕"} ${testRunWords(t)}` },
        { code: t.command },
        shortCommit(t.commit),
        took(t.duration_ms),
      ]),
    { long: true },
  );
}

export const shortCommit = (commit: string | null): Span => ({ code: commit?.slice(0, 7) ?? "" });

/** Each criterion with what proves it, and the commit of the phase that it belongs to. */
function criteriaTable(criteria: ReportData["criteria"]) {
  return table(
    "Acceptance criteria",
    ["Phase", "Criterion", "Evidence", aside("Commit")],
    criteria.map(each => [
      { task: each.task, text: `${each.task}/${each.phase}` },
      each.criterion,
      each.evidence.command === null
        ? each.evidence.words
        : [{ code: each.evidence.command }, ` ${each.evidence.words}`],
      shortCommit(each.commit),
    ]),
    { long: true },
  );
}

function reviews({ history }: ReportData) {
  const { reviews: all } = history.record;
  const rows = all.flatMap(({ task, phase, attempt, landed, review }) =>
    review.findings.map(finding => [
      [{ task, text: `${task}/${phase}` }, `, attempt ${attempt}`],
      finding.own ? "the engine" : (review.agent ?? ""),
      finding.severity,
      { text: findingWords(finding), most: 400 },
      landed ? "landed with it" : "sent back",
    ]),
  );
  const left = all.reduce((sum, { review }) => sum + review.dropped, 0);
  const dropped = left > 0 ? `; ${left} more were left out, as what they quote is not in the patch` : "";
  return part(
    "Reviews",
    ...(all.length > 0
      ? [paragraph(`${counted(all.length, "review")}, ${counted(rows.length, "finding")}${dropped}.`)]
      : []),
    table("Reviews", ["Attempt", aside("By"), "Severity", "Finding", ""], rows, { long: true }),
  );
}

/** Runs listed in the report; the log holds them all. */
const RUNS_LISTED = 20;

export function adherence(data: ReportData): Section {
  const { dashboard, runs } = data;
  const { timeline } = dashboard;
  const longest = [...data.waits].sort((a, b) => b.ms - a.ms).slice(0, 10);
  const listed = runs.slice(-RUNS_LISTED);
  return {
    id: "adherence",
    title: "Timeline adherence",
    blocks: [
      list([
        ...items(`${timeWords(dashboard)}.`),
        ...items(timeline.due === null ? "No due date is set." : `Due ${dateTime(timeline.due)}.`),
        ...timeline.late.map(l => ({
          words: [
            { task: l.task },
            ` ${l.missed ? "missed" : "will probably miss"} its due date, ${dateTime(l.due)}.`,
          ],
          tone: l.missed ? ("bad" as const) : ("wait" as const),
        })),
      ]),
      part(
        "Longest waits",
        table(
          "Longest waits",
          ["Gate", figures("For"), "Of"],
          longest.map(w => [{ strong: gateName(w) }, took(w.ms), approvers(w.approvers)]),
          { slim: true },
        ),
      ),
      part(
        runs.length > listed.length ? `The newest ${listed.length} of ${runs.length} runs` : "Runs",
        table(
          "Runs",
          ["Started", figures("Took"), "Ended because"],
          listed.map(r => [
            dateTime(r.startedAt),
            duration((r.endedAt ?? dashboard.now) - r.startedAt),
            r.endedAt === null ? "still running" : r.reason,
          ]),
          { slim: true },
        ),
      ),
    ],
  };
}
