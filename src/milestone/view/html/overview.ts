import { activitySentence } from "../../session/activity.ts";
import { questionName } from "../../session/questions.ts";
import type { State } from "../../session/state.ts";
import { counted } from "../../text/sanitise.ts";
import { besideAgents, type Dashboard } from "../dashboard.ts";
import { compact, dateTime, duration, money } from "../figures.ts";
import {
  approvalWords,
  blockedPlace,
  blockerWords,
  doingWords,
  forecastWords,
  gateName,
  taskWords,
  testWords,
} from "../in-words.ts";
import type { ReportData } from "../report-data.ts";
import { STATUS } from "../status.ts";
import { actionsHtml, commandHtml, gateAnswer, proposalAction, questionHtml } from "./actions.ts";
import type { Live, PageData } from "./page-data.ts";
import { barHtml, escapeHtml, section, state, taskLink, toned } from "./parts.ts";

/** Title, state and the percentage: what is understood at a glance. */
export function hero({ report: { dashboard }, live, state: current }: PageData): string {
  const { milestone, status, percentage, session } = dashboard;
  const reason = session?.reason ? ` <span class="muted">${escapeHtml(session.reason)}</span>` : "";
  return `<header>
<p class="small muted">${live ? "Milestone" : "Milestone report"} · <code>${escapeHtml(milestone.id)}</code></p>
<h1>${escapeHtml(milestone.title)}</h1>
${milestone.description ? `<p class="lead">${escapeHtml(milestone.description)}</p>` : ""}
<div class="hero"><b>${percentage} %</b>${state(status)}${reason}</div>
${barHtml(percentage, STATUS[status].tone === "idle" ? "active" : STATUS[status].tone, "Progress")}
<ul class="legend">${taskWords(dashboard)
    .split(" · ")
    .map(part => `<li>${escapeHtml(part)}</li>`)
    .join("")}</ul>
${live ? engineHtml(live, milestone.id, current) : ""}
${live?.remote ? `<p class="small muted">${remoteWords(live.remote)}</p>` : ""}
</header>`;
}

/** How old what the page knows of the remote is. */
function remoteWords({ at, problem }: NonNullable<Live["remote"]>): string {
  const known = at === null ? "not seen yet" : `as of ${dateTime(at)}`;
  return problem === null
    ? `The remote's branches ${known}.`
    : `The remote's branches ${known}; it cannot be reached now: ${escapeHtml(problem)}`;
}

/** Whether anybody is at work, and how that is changed. */
function engineHtml(live: Live, id: string, current: State): string {
  switch (live.engine) {
    case "here":
      return `<div class="engine">${toned("good", "● an engine is at work on this machine")}${actionsHtml(live, [{ command: `milestone pause ${id}`, label: "Pause", asks: { question: "It saves its state and stops its agents. Why?", required: false } }])}</div>`;
    case "elsewhere":
      return `<div class="engine">${toned("good", "● an engine is at work on another machine")}</div>`;
    case "none": {
      if (current.status === "completed" || current.status === "cancelled") return "";
      const started = current.activatedAt !== null;
      return `<div class="engine">${toned("idle", started ? "○ nobody is at work" : "○ not started")}${commandHtml(live, `milestone ${started ? "resume" : "execute"} ${id}`, started ? "goes on" : "starts it")}</div>`;
    }
    default:
      return live.engine satisfies never;
  }
}

/** Time, quality and cost, each as one figure, a bar and a sentence. */
export function cards(data: ReportData): string {
  const { dashboard, costs } = data;
  if (dashboard.timeline.startedAt === null) return "";
  const all = [
    timeCard(dashboard),
    dashboard.quality.total || dashboard.quality.tests ? qualityCard(dashboard) : "",
    costs.total.attempts ? costCard(costs.total) : "",
  ];
  return `<div class="cards">${all.join("")}</div>`;
}

function card(title: string, figure: string, bar: string, words: string): string {
  return `<section class="card"><h3>${escapeHtml(title)}</h3><strong>${escapeHtml(figure)}</strong>${bar}<p>${escapeHtml(words)}</p></section>`;
}

function timeCard(dashboard: Dashboard): string {
  const { timeline, now } = dashboard;
  const verdict = timeline.onTime === null ? "" : timeline.onTime ? "on time" : "late";
  if (timeline.endedAt !== null) {
    const words = [`ended ${dateTime(timeline.endedAt)}`, verdict];
    return card("Time", duration(timeline.elapsedMs), "", words.filter(Boolean).join(" · "));
  }
  const forecast = forecastWords(timeline);
  const soFar = `${duration(timeline.elapsedMs)} so far`;
  if (timeline.due === null || timeline.leftPercent === null) return card("Time", soFar, "", forecast);
  const figure = now > timeline.due ? "overdue" : `${duration(timeline.due - now)} left`;
  const bar = barHtml(
    Math.max(0, timeline.leftPercent),
    timeline.onTime === false ? "bad" : "active",
    "Time left",
  );
  return card("Time", figure, bar, [soFar, forecast, verdict].filter(Boolean).join(" · "));
}

function qualityCard(dashboard: Dashboard): string {
  const { quality } = dashboard;
  const failed = quality.tests?.ok === false || quality.checkpoints.some(c => c.status === "failed");
  const bar =
    quality.percentage === null ? "" : barHtml(quality.percentage, failed ? "bad" : "good", "Gates passed");
  const figure =
    quality.total === 0 ? "no gates" : `${quality.passed} of ${counted(quality.total, "gate")} passed`;
  return card("Quality", figure, bar, testWords(quality.tests));
}

function costCard(total: ReportData["costs"]["total"]): string {
  const tokens = total.inputTokens + total.outputTokens;
  const figure = total.costUsd > 0 ? money(total.costUsd) : duration(total.workMs);
  const words = [
    counted(total.attempts, "attempt"),
    total.failed ? `${total.failed} failed` : "",
    `${duration(total.workMs)} of agents' time`,
    tokens ? `${compact(tokens)} tokens` : "",
  ];
  return card("Used", figure, "", words.filter(Boolean).join(" · "));
}

/** Blockers with the commands that resolve them, and the gates that wait. */
export function people(page: PageData): string {
  const { report, live } = page;
  const { blockers, approvals, questions, now } = report.dashboard;
  const items = [
    ...approvals.map(a => {
      const files = a.deliverables
        .map(f => {
          const file = f.path.split("/").at(-1) ?? f.path;
          return `<code>${a.task ? taskLink(a.task, file) : escapeHtml(file)}</code>`;
        })
        .join(", ");
      const name = a.task ? taskLink(a.task, gateName(a)) : escapeHtml(gateName(a));
      const criteria = a.criteria.map(c => `<li>${escapeHtml(c)}</li>`).join("");
      return `<li class="wait" data-key="gate ${escapeHtml(a.request)}"><strong>◇ ${name}</strong><p>${escapeHtml(approvalWords(a, now))}.</p>${criteria ? `<ul class="criteria">${criteria}</ul>` : ""}${files ? `<p class="muted">${files}</p>` : ""}${gateAnswer(page, a)}</li>`;
    }),
    ...blockers.map(b => {
      const lines = b.evidence.split("\n").slice(-20).map(escapeHtml).join("\n");
      const name = b.task ? taskLink(b.task, blockedPlace(b)) : escapeHtml(blockedPlace(b));
      const actions = b.proposals.flatMap(p => proposalAction(p.command) ?? []);
      const commands = b.proposals.map(p => commandHtml(live, p.command, p.why)).join("");
      return `<li class="bad" data-key="blocker ${escapeHtml(b.id)}"><strong>✕ ${name}</strong><p>${escapeHtml(blockerWords(b, now))}</p>${lines.trim() ? `<pre tabindex="0">${lines}</pre>` : ""}${actionsHtml(live, actions)}${commands}</li>`;
    }),
    ...questions.map(q => {
      const name = taskLink(q.task, questionName(q));
      return `<li class="wait" data-key="question ${escapeHtml(questionName(q))}"><strong>? ${name}</strong>${questionHtml(live, q, now)}</li>`;
    }),
  ];
  if (items.length === 0) return "";
  return section("people", "Needs a person", [`<ul class="notes">${items.join("\n")}</ul>`]);
}

/** Who is at work at this moment, on what. Of a frozen page that is the past. */
export function atWork({ report, live }: PageData): string {
  const { agents, activities, now } = report.dashboard;
  if (!live || (agents.length === 0 && activities.length === 0)) return "";
  const rows = agents.map(a => {
    const attempt = a.attempt > 1 ? ` <span class="muted">#${a.attempt}</span>` : "";
    return `<li><b>${taskLink(a.task, `${a.task}/${a.phase}`)}</b>${attempt} <span class="state active">▸ ${escapeHtml(doingWords(a, now))}</span> <span class="muted">${escapeHtml(a.executor)}</span></li>`;
  });
  const others = besideAgents(report.dashboard).map(
    a =>
      `<li>${escapeHtml(activitySentence(a))} <span class="muted">for ${duration(now - a.since)}</span></li>`,
  );
  return section("now", "At work now", [`<ul class="now">${[...rows, ...others].join("")}</ul>`]);
}
