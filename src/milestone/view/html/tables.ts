import { counted } from "../../text/sanitise.ts";
import { type CostRow, costCell } from "../cost.ts";
import type { TaskRow } from "../dashboard.ts";
import { approvers, describeEvent, toneOf } from "../describe-event.ts";
import { besideWork, clockTime, compact, dateTime, duration, money, stageWords, took } from "../figures.ts";
import { gateName, LEVELS, paceWords, testRunWords, waitWords } from "../in-words.ts";
import { addStages } from "../performance.ts";
import type { ReportData } from "../report-data.ts";
import { STATUS, type Tone } from "../status.ts";
import { escapeCut, escapeHtml } from "./escape.ts";
import { barHtml, facts, longTable, section, state, tableHtml, taskLink, toned } from "./parts.ts";

/** Events listed in the page; the log holds them all. */
const EVENTS_LISTED = 200;

const pair = (percent: number, tone: Tone, label: string): string =>
  `<span class="pair">${barHtml(percent, tone, label)}<span>${percent} %</span></span>`;

/** A list of more tasks than this shows those that are under way, and folds the others. */
const FOLDED_ABOVE = 12;

export function tasks({ dashboard }: ReportData): string {
  const phases = dashboard.phases
    .filter(() => dashboard.phases.some(p => p.percentage > 0 && p.percentage < 100))
    .map(p => [p.phase, pair(p.percentage, "good", p.phase), `${p.finished} of ${p.total} finished`]);
  const { tasks: all } = dashboard;
  const finished = all.filter(t => t.status === "completed" || t.status === "skipped");
  const pending = all.filter(t => t.status === "pending");
  const groups =
    all.length > FOLDED_ABOVE
      ? [
          taskTable(
            "Under way",
            all.filter(t => !finished.includes(t) && !pending.includes(t)),
          ),
          folded("Still to come", pending),
          folded("Finished", finished),
        ]
      : [taskTable("All tasks", all)];
  return section("tasks", "Tasks", [
    phases.length
      ? tableHtml("Phases", [{ title: "Phase" }, { title: "Progress" }, { title: "" }], phases, true)
      : "",
    ...groups,
  ]);
}

function folded(title: string, rows: TaskRow[]): string {
  if (rows.length === 0) return "";
  return `<details data-key="tasks ${title}"><summary>${title} (${rows.length})</summary>${taskTable("", rows)}</details>`;
}

function taskTable(title: string, rows: TaskRow[]): string {
  if (rows.length === 0) return "";
  const columns = [
    { title: "Task" },
    { title: "Phase", wide: true },
    { title: "Progress" },
    { title: "Status" },
  ];
  const table = tableHtml(title || "Tasks", columns, rows.map(taskCells));
  return title ? `<h3>${title}</h3>${table}` : table;
}

function taskCells(task: TaskRow): string[] {
  const title =
    task.title && task.title !== task.id
      ? `<br><span class="muted">${escapeCut(task.title, 120)}</span>`
      : "";
  const key = task.critical ? ' <span class="muted small">critical path</span>' : "";
  const waits = waitWords(task);
  const status = waits ? `<span class="idle">${escapeHtml(`○ ${waits}`)}</span>` : state(task.status);
  const doing = task.doing ? `<br><span class="muted">${escapeHtml(task.doing)}</span>` : "";
  const begun = task.percentage > 0 && task.percentage < 100;
  return [
    `<b>${taskLink(task.id)}</b>${key}${title}`,
    begun ? (task.phase ?? "") : "",
    begun ? pair(task.percentage, STATUS[task.status].tone, task.id) : "",
    status + doing,
  ];
}

export function performance(data: ReportData): string {
  const { dashboard, chain, utilisation, estimates, history } = data;
  const path = (tasks: string[]) => tasks.map(task => taskLink(task)).join(" → ");
  const list = facts([
    ["Pace", paceWords(dashboard.timeline)],
    [
      "Agents at work",
      utilisation.meanBusy === null
        ? ""
        : `${utilisation.meanBusy.toFixed(1)} of ${utilisation.allowed} on average`,
    ],
    ["Where the attempts' time went", stageWords(estimates.map(e => e.stages).reduce(addStages, {}))],
    ["Retries", history.retries ? String(history.retries) : ""],
    ["Changes requested", history.rejections ? String(history.rejections) : ""],
    [
      "Critical path so far",
      chain.tasks.length
        ? `${path(chain.tasks)}<br>${duration(chain.workMs)} of work, ${duration(chain.waitMs)} of waiting for people`
        : "",
    ],
    ["Critical path left", dashboard.timeline.endedAt === null ? path(dashboard.criticalPath) : ""],
  ]);
  const slots = utilisation.slots.map(s => [
    String(s.slot),
    pair(s.utilisation, "active", `Agent ${s.slot}`),
    took(s.busyMs),
    String(s.attempts),
    s.failed ? String(s.failed) : "",
  ]);
  const slotColumns = [
    { title: "Agent" },
    { title: "Utilisation" },
    { title: "At work", number: true },
    { title: "Attempts", number: true },
    { title: "Failed", number: true },
  ];
  const rows = estimates.map(e => [
    `<b>${escapeHtml(e.task)}</b>`,
    e.estimateMs === null ? "" : duration(e.estimateMs),
    took(e.workMs),
    besideWork(e.stages),
    e.elapsedMs === null ? "" : duration(e.elapsedMs),
  ]);
  const columns = [
    { title: "Task" },
    { title: "Estimate", number: true },
    { title: "Agents' time", number: true },
    { title: "Preparing and testing" },
    { title: "Start to end", number: true },
  ];
  return section("performance", "Performance", [
    list,
    slots.length ? `<h3>Agents</h3>${tableHtml("Agents", slotColumns, slots, true)}` : "",
    rows.length ? `<h3>Estimate and actual</h3>${longTable("Estimate and actual", columns, rows, true)}` : "",
  ]);
}

export function quality(data: ReportData): string {
  const { checkpoints, approvals } = data.dashboard.quality;
  const gates = checkpoints.map(c => [
    `<b>${escapeHtml(c.name)}</b>`,
    `${c.at} %`,
    c.status === "pending"
      ? toned("idle", "○ not run")
      : c.status === "passed"
        ? toned("good", "✓ passed")
        : toned("bad", "✕ failed"),
    c.checks
      .map(k => `<code>${escapeHtml(k.command)}</code> ${k.ok ? "passed" : `exit ${k.exit ?? "none"}`}`)
      .join("<br>"),
  ]);
  const runs = [...data.testRuns]
    .reverse()
    .map(t => [
      escapeHtml(`${dateTime(t.at)}, ${t.reason}`),
      toned(t.ok ? "good" : "bad", `${t.ok ? "✓" : "✕"} ${testRunWords(t)}`),
      `<code>${escapeHtml(t.command)}</code>`,
      t.commit === null ? "" : `<code>${escapeHtml(t.commit.slice(0, 7))}</code>`,
      took(t.duration_ms),
    ]);
  const runColumns = [
    { title: "Test run" },
    { title: "Result" },
    { title: "Command", wide: true },
    { title: "Commit", wide: true },
    { title: "Took", number: true },
  ];
  return section("quality", "Quality", [
    approvals.total ? `<p>${approvalsWords(approvals)}.</p>` : "",
    gates.length
      ? tableHtml(
          "Checkpoints",
          [{ title: "Checkpoint" }, { title: "At" }, { title: "Result" }, { title: "Commands", wide: true }],
          gates,
        )
      : "",
    runs.length ? longTable("Test runs", runColumns, runs) : "",
  ]);
}

function approvalsWords({
  granted,
  total,
  open,
  rejected,
}: ReportData["dashboard"]["quality"]["approvals"]): string {
  const words = [
    `${granted} of ${counted(total, "approval gate")} passed`,
    open ? `${open} open` : "",
    rejected ? `${rejected} sent back` : "",
  ];
  return words.filter(Boolean).join(", ");
}

export function adherence(data: ReportData): string {
  const { dashboard, runs, waits } = data;
  const longest = [...waits].sort((a, b) => b.ms - a.ms).slice(0, 10);
  const waitRows = longest.map(w => [
    `<b>${escapeHtml(gateName(w))}</b>`,
    took(w.ms),
    escapeHtml(approvers(w.approvers)),
  ]);
  const runRows = runs
    .slice(-20)
    .map(r => [
      dateTime(r.startedAt),
      duration((r.endedAt ?? dashboard.now) - r.startedAt),
      r.endedAt === null ? "still running" : escapeHtml(r.reason),
    ]);
  const late = dashboard.timeline.late.map(
    l =>
      `<li class="${l.missed ? "bad" : "wait"}">${escapeHtml(l.task)} ${l.missed ? "missed" : "will probably miss"} its due date, ${dateTime(l.due)}</li>`,
  );
  return section("adherence", "Time", [
    late.length ? `<ul>${late.join("")}</ul>` : "",
    waitRows.length
      ? `<h3>Longest waits</h3>${tableHtml("Longest waits", [{ title: "Gate" }, { title: "For", number: true }, { title: "Of" }], waitRows, true)}`
      : "",
    runRows.length
      ? `<h3>Runs</h3>${tableHtml("Runs", [{ title: "Started" }, { title: "Took", number: true }, { title: "Ended because" }], runRows, true)}`
      : "",
  ]);
}

export function blockers(data: ReportData): string {
  const { now } = data.dashboard;
  const rows = data.blockers.map(b => [
    `<b>${escapeHtml(b.task ? `${b.task}${b.phase ? `/${b.phase}` : ""}` : "milestone")}</b><br><span class="muted">${escapeHtml(b.message)}</span>`,
    escapeHtml(b.type),
    escapeHtml(LEVELS[b.level as keyof typeof LEVELS]),
    b.resolvedAt === null
      ? toned("bad", `✕ open for ${duration(now - b.detectedAt)}`)
      : `${toned("good", "✓ resolved")}<br>${escapeHtml(b.how)}, after ${duration(b.resolvedAt - b.detectedAt)}`,
  ]);
  const failures = data.failures.map(f => [
    escapeHtml(f.type),
    String(f.count),
    escapeHtml(f.where.slice(0, 8).join(", ") + (f.where.length > 8 ? " …" : "")),
  ]);
  return section("blockers", "Blockers and failures", [
    rows.length
      ? longTable(
          "Blockers",
          [{ title: "Where" }, { title: "Type" }, { title: "Level", wide: true }, { title: "Resolution" }],
          rows,
        )
      : "",
    failures.length
      ? `<h3>Failed attempts</h3>${tableHtml("Failed attempts", [{ title: "Cause" }, { title: "Count", number: true }, { title: "Where" }], failures, true)}${lastWords(data)}`
      : "",
  ]);
}

/** Failed attempts whose own words are shown here; each task has its own. */
const WORDS_LISTED = 10;

function lastWords({ history }: ReportData): string {
  const items = history.record.failed
    .slice(-WORDS_LISTED)
    .reverse()
    .map(f => {
      const words = f.words
        ? `<pre tabindex="0">${f.words.split("\n").map(escapeHtml).join("\n")}</pre>`
        : "";
      return `<li><p><b>${taskLink(f.task, `${f.task}/${f.phase}`)}</b>, attempt ${f.attempt}: ${escapeCut(f.message, 400)}</p>${words}</li>`;
    });
  return items.length
    ? `<details data-key="words"><summary>What they said at the end</summary><ul class="attempts">${items.join("")}</ul></details>`
    : "";
}

export function costs(data: ReportData): string {
  const { byTask, byPhase, byAgent, byModel, total } = data.costs;
  if (total.attempts === 0) return "";
  const part = (title: string, rows: CostRow[]) => (rows.length ? costTable(title, rows) : "");
  return section("cost", "Cost", [
    part("Phase", byPhase),
    part("Agent", byAgent),
    part("Model", byModel),
    `<details data-key="costs"><summary>Every task</summary>${part("Task", [...byTask, total])}</details>`,
  ]);
}

/** Only columns in which somebody told something. */
function costTable(title: string, rows: CostRow[]): string {
  const all: {
    name: string;
    wide?: boolean;
    of: (row: CostRow) => string;
    told: (row: CostRow) => number;
  }[] = [
    { name: "Attempts", of: r => String(r.attempts), told: r => r.attempts },
    { name: "Failed", wide: true, of: r => (r.failed ? String(r.failed) : ""), told: r => r.failed },
    { name: "Time", of: r => took(r.workMs), told: r => r.workMs },
    {
      name: "Tokens in",
      wide: true,
      of: r => (r.inputTokens ? compact(r.inputTokens) : ""),
      told: r => r.inputTokens,
    },
    {
      name: "Tokens out",
      wide: true,
      of: r => (r.outputTokens ? compact(r.outputTokens) : ""),
      told: r => r.outputTokens,
    },
    { name: "Cost", of: r => (r.costUsd ? costCell(r) : ""), told: r => r.costUsd },
    { name: "Wasted", wide: true, of: r => (r.wastedUsd ? money(r.wastedUsd) : ""), told: r => r.wastedUsd },
  ];
  const shown = all.filter(column => rows.some(row => column.told(row) > 0));
  const columns = [{ title }, ...shown.map(c => ({ title: c.name, number: true, wide: c.wide ?? false }))];
  const cells = rows.map(r => [`<b>${escapeHtml(r.name)}</b>`, ...shown.map(c => c.of(r))]);
  return tableHtml(`Cost by ${title.toLowerCase()}`, columns, cells);
}

export function trail(data: ReportData): string {
  // The newest first: a long list shows its first rows.
  const rows = [...data.audit]
    .reverse()
    .map(a => [
      dateTime(Date.parse(a.at)),
      a.who === null
        ? ""
        : `<b>${escapeHtml(a.who)}</b>${a.permission ? `<br><span class="muted">${escapeHtml(a.permission)}</span>` : ""}`,
      escapeCut(a.words, 240),
      a.commit === null ? "" : `<code>${escapeHtml(a.commit.slice(0, 7))}</code>`,
    ]);
  const columns = [
    { title: "When", wide: true },
    { title: "Who" },
    { title: "What" },
    { title: "Commit", wide: true },
  ];
  const { events, newest } = data.history.record;
  const listed = newest.slice(-EVENTS_LISTED).reverse();
  const lines = listed.map(e => [
    `<span class="muted">${clockTime(Date.parse(e.timestamp))}</span>`,
    `<span class="${toneOf(e)}" aria-hidden="true">●</span> ${escapeCut(describeEvent(e), 400)}`,
  ]);
  return section("trail", "Audit and events", [
    rows.length ? longTable("Decisions of people", columns, rows) : "",
    `<details data-key="events"><summary>${listed.length < events ? `The newest ${listed.length} of ${events} events` : `All ${events} events`}</summary>${tableHtml("Events", [{ title: "Time" }, { title: "Event" }], lines)}</details>`,
  ]);
}
