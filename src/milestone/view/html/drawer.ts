import { PHASES } from "../../phase.ts";
import { isDone, isOnBranch } from "../../session/state.ts";
import { noteOrigin } from "../../session/task-notes.ts";
import { counted } from "../../text/sanitise.ts";
import type { ApprovalRow } from "../dashboard.ts";
import { besideWork, compact, dateTime, duration, money, took } from "../figures.ts";
import { approvalWords, blockerWords, noteFate } from "../in-words.ts";
import { type Attempt, workMs } from "../run-history.ts";
import type { Tone } from "../status.ts";
import { why } from "../why.ts";
import {
  type Action,
  actionsHtml,
  commandHtml,
  gateAnswer,
  proposalAction,
  questionHtml,
} from "./actions.ts";
import { diffHtml, documentHtml } from "./document-html.ts";
import { commitLink } from "./made.ts";
import type { PageData, ShownDocument, ShownLog } from "./page-data.ts";
import { escapeCut, escapeHtml, facts, state, taskAnchor, taskLink, toned } from "./parts.ts";

/** What is read only where somebody looks at the task. */
export interface TaskFiles {
  documents: readonly ShownDocument[];
  logs: readonly ShownLog[];
}

/** Everything about one task: why it stands where it stands, its gate, attempts, documents and commits. */
export function taskDrawer(page: PageData, id: string, files: TaskFiles): string {
  const row = page.report.dashboard.tasks.find(t => t.id === id);
  const task = page.plan.tasks.find(t => t.id === id);
  if (!row || !task) return "";
  const at = page.state.tasks.get(id);
  const title = row.title && row.title !== id ? row.title : id;
  const doing = row.doing ? ` <span class="muted">${escapeHtml(row.doing)}</span>` : "";
  const share =
    row.percentage > 0 && row.percentage < 100 ? ` <span class="muted">${row.percentage} %</span>` : "";
  const description =
    task.description && task.description !== task.title
      ? `<p class="muted">${escapeCut(task.description, 2_000)}</p>`
      : "";
  const anchor = taskAnchor(id);
  return [
    `<section class="drawer" id="${anchor}" role="${page.live ? "dialog" : "region"}" aria-labelledby="${anchor}-title" tabindex="-1">`,
    `<div class="task-head"><p class="small muted"><code>${escapeHtml(id)}</code></p><h2 id="${anchor}-title">${escapeCut(title, 300)}</h2><a class="close" href="#tasks" aria-label="Close the task">✕</a><p>${state(row.status)}${share}${doing}</p></div>`,
    description,
    whyHtml(page, id),
    ...page.report.dashboard.approvals.filter(a => a.task === id).map(a => gateHtml(page, a)),
    ...page.report.dashboard.questions
      .filter(q => q.task === id)
      .map(
        q =>
          `<div class="gate"><h3>? Question of ${escapeHtml(q.phase)}</h3>${questionHtml(page.live, q, page.report.dashboard.now)}</div>`,
      ),
    blockersHtml(page, id),
    notesHtml(page, id),
    documentsHtml(
      page,
      files.documents,
      page.report.dashboard.approvals.find(a => a.task === id),
    ),
    logsHtml(files.logs),
    attemptsHtml(page, id),
    commitsHtml(page, id),
    relationsHtml(page, id),
    at && !isDone(at) ? taskActions(page, id) : "",
    "</section>",
  ]
    .filter(Boolean)
    .join("\n");
}

function whyHtml({ plan, state: current, report, live }: PageData, id: string): string {
  const at = current.tasks.get(id);
  if (at && isDone(at)) return at.skipReason ? `<p>Skipped: ${escapeHtml(at.skipReason)}</p>` : "";
  if (!current.activatedAt) return "";
  // What it needs is listed below; its own causes are to be told, and telling all of a thousand tasks' takes long.
  const row = report.dashboard.tasks.find(t => t.id === id);
  if (row?.waitsFor.length && !live) return `<div class="why"><p>Waits for ${links(row.waitsFor)}.</p></div>`;
  const { now, activities } = report.dashboard;
  const { sentences } = why(plan, current, id, { now, activities }) ?? { sentences: [] };
  const lines = sentences.slice(0, 6).map(s => `<p>${escapeCut(s, 600)}</p>`);
  return lines.length ? `<div class="why">${lines.join("")}</div>` : "";
}

function gateHtml(page: PageData, approval: ApprovalRow): string {
  const { report } = page;
  const criteria = approval.criteria.map(c => `<li>${escapeHtml(c)}</li>`).join("");
  return `<div class="gate"><h3>◇ ${approval.kind === "manual" ? "A person's work" : `Gate of ${escapeHtml(approval.phase ?? "")}`}</h3><p>${escapeHtml(approvalWords(approval, report.dashboard.now))}.</p>${criteria ? `<ul>${criteria}</ul>` : ""}${gateAnswer(page, approval)}</div>`;
}

function blockersHtml({ live, report }: PageData, id: string): string {
  const { blockers, now } = report.dashboard;
  return blockers
    .filter(b => b.task === id)
    .map(b => {
      const lines = b.evidence.split("\n").slice(-40).map(escapeHtml).join("\n");
      const actions = b.proposals.flatMap(p => proposalAction(p.command) ?? []);
      return `<div class="blocker"><h3>✕ Blocked</h3><p>${escapeHtml(blockerWords(b, now))}</p>${lines.trim() ? `<pre tabindex="0">${lines}</pre>` : ""}${actionsHtml(live, actions)}${b.proposals.map(p => commandHtml(live, p.command, p.why)).join("")}</div>`;
    })
    .join("");
}

/** Notes drawn out; of more the newest. */
const MOST_NOTES = 20;

/** What its agents left for other tasks, and theirs for it. */
function notesHtml({ report }: PageData, id: string): string {
  const own = report.notes.filter(({ from, to }) => from === id || to === id);
  if (own.length === 0) return "";
  const items = own
    .slice(-MOST_NOTES)
    .map(
      note =>
        `<li><p>${escapeHtml(noteOrigin(note))} for ${escapeHtml(note.to)} <span class="muted">${escapeHtml(noteFate(note))}</span></p><p>${escapeCut(note.text, 1_000)}</p></li>`,
    );
  const more = own.length > MOST_NOTES ? `, the newest ${MOST_NOTES} of ${own.length}` : "";
  return `<h3>Notes between tasks${more}</h3><ul class="plain">${items.join("")}</ul>`;
}

/** Open where the gate asks for them; folded where they are only to be had. */
function documentsHtml(
  { web }: PageData,
  documents: readonly ShownDocument[],
  gate: ApprovalRow | undefined,
): string {
  if (documents.length === 0) return "";
  const folds = documents.map(({ phase, path, text, diff }) => {
    const name = path.split("/").at(-1)!;
    const asked = gate?.phase === phase;
    const link = web
      ? `<p class="small"><a href="${escapeHtml(`${web.repository}/blob/${web.commit}/${path}`)}" rel="noreferrer noopener" target="_blank">Open on the web</a></p>`
      : "";
    const changed = diff
      ? `<details${asked ? " open" : ""} data-key="diff ${escapeHtml(path)}"><summary>What changed since it was last looked at</summary>${diffHtml(diff)}</details>`
      : "";
    const body =
      text === null ? '<p class="muted">It is gone from the branch.</p>' : documentHtml(path, text);
    return `<details class="file"${asked ? " open" : ""} data-key="${escapeHtml(path)}"><summary><b>${escapeHtml(name)}</b> <span class="muted">${escapeHtml(phase)}</span></summary>${link}${changed}${body}</details>`;
  });
  return `<h3>Documents</h3>${folds.join("")}`;
}

function logsHtml(logs: readonly ShownLog[]): string {
  if (logs.length === 0) return "";
  const items = logs.map(log => {
    const size = log.bytes < 1_024 ? `${log.bytes} B` : `${Math.ceil(log.bytes / 1_024)} KiB`;
    return `<details class="log" data-key="${escapeHtml(log.key)}" data-log="${escapeHtml(log.key)}"><summary><b>${escapeHtml(log.name)}</b> <span class="muted">${size}</span></summary><pre tabindex="0" role="log" aria-label="${escapeHtml(`Output of ${log.name}`)}" data-keep></pre></details>`;
  });
  return `<h3>Logs</h3>${items.join("")}`;
}

const TONES: Record<Attempt["outcome"], Tone> = {
  running: "active",
  completed: "good",
  failed: "bad",
  interrupted: "idle",
};

/** Attempts drawn out; of more the newest. */
const MOST_ATTEMPTS = 30;

function attemptsHtml({ report }: PageData, id: string): string {
  const { history, dashboard } = report;
  const own = history.attempts.filter(a => a.task === id);
  if (own.length === 0) return "";
  const items = own.slice(-MOST_ATTEMPTS).map(attempt => {
    const { phase, attempt: number, outcome, executor, usage } = attempt;
    const said = history.record.failed.findLast(
      f => f.task === id && f.phase === phase && f.attempt === number,
    );
    const tokens = (usage?.input_tokens ?? 0) + (usage?.output_tokens ?? 0);
    const words = [
      executor,
      took(workMs(attempt, dashboard.now)),
      besideWork(attempt.stages),
      tokens ? `${compact(tokens)} tokens` : "",
      usage?.cost_usd ? money(usage.cost_usd) : "",
    ];
    const mark =
      outcome === "completed" ? "✓" : outcome === "failed" ? "✕" : outcome === "running" ? "▸" : "‖";
    const last = said?.words
      ? `<pre tabindex="0">${said.words.split("\n").map(escapeHtml).join("\n")}</pre>`
      : "";
    const message = attempt.message ? `<p>${escapeCut(attempt.message, 500)}</p>` : "";
    return `<li><p><b>${escapeHtml(phase)}</b>${number > 1 ? ` #${number}` : ""} ${toned(TONES[outcome], `${mark} ${outcome}`)} <span class="muted">${escapeHtml(words.filter(Boolean).join(" · "))}</span></p>${message}${last}</li>`;
  });
  const more = own.length > MOST_ATTEMPTS ? `, the newest ${MOST_ATTEMPTS} of ${own.length}` : "";
  return `<h3>Attempts${more}</h3><ul class="attempts">${items.join("")}</ul>`;
}

function commitsHtml({ made, web }: PageData, id: string): string {
  const own = made?.commits.filter(c => c.task === id && c.paths.length > 0) ?? [];
  if (own.length === 0) return "";
  const items = own.map(
    c =>
      `<li>${commitLink(c.oid, web)} ${escapeCut(c.subject, 160)}<br><span class="muted small">${c.paths.slice(0, 20).map(escapeHtml).join(", ")}${c.paths.length > 20 ? " …" : ""}</span></li>`,
  );
  return `<h3>Changes</h3><ul class="plain">${items.join("")}</ul>`;
}

function links(ids: readonly string[]): string {
  const shown = ids.slice(0, 40).map(task => taskLink(task));
  return shown.join(", ") + (ids.length > 40 ? " …" : "");
}

function relationsHtml({ plan, report, state: current }: PageData, id: string): string {
  const row = report.dashboard.tasks.find(t => t.id === id)!;
  const after = plan.tasks.filter(t => t.dependencies.includes(id)).map(t => t.id);
  const at = current.tasks.get(id);
  const phases = PHASES.flatMap(phase => {
    const found = at?.phases.get(phase);
    return found && at!.workflow && !isDone(at!) ? [`${phase} ${state(found.status)}`] : [];
  });
  const cost = report.costs.byTask.find(r => r.name === id);
  const used = cost
    ? [
        counted(cost.attempts, "attempt"),
        `${duration(cost.workMs)} of agents' time`,
        cost.costUsd > 0 ? money(cost.costUsd) : "",
      ]
    : [];
  const list = facts([
    ["Phases", phases.join("<br>")],
    ["Needs", links(row.dependencies)],
    ["Needed by", links(after)],
    ["Used", escapeHtml(used.filter(Boolean).join(" · "))],
    ["Started", at?.startedAt ? dateTime(at.startedAt) : ""],
    ["Ended", at?.completedAt ? dateTime(at.completedAt) : ""],
  ]);
  return `<h3>In short</h3>${list}`;
}

function taskActions({ live, plan, state: current }: PageData, id: string): string {
  if (!live || !current.activatedAt || !isOnBranch(current)) return "";
  const actions: Action[] = [
    {
      command: `milestone retry ${plan.id} ${id}`,
      label: "Retry",
      asks: { question: "Anything to be recorded with it?", required: false },
    },
    {
      command: `milestone skip ${plan.id} ${id}`,
      label: "Skip",
      asks: { question: "Why is it left out? What depends on it may start.", required: true },
    },
  ];
  return actionsHtml(live, actions);
}
