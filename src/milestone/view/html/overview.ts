import { activitySentence } from "../../session/activity.ts";
import type { State } from "../../session/state.ts";
import { counted } from "../../text/sanitise.ts";
import type { Measure, Need } from "../blocks.ts";
import { besideAgents } from "../dashboard.ts";
import { overviewOf } from "../dashboard-document.ts";
import { compact, dateTime, duration, money } from "../figures.ts";
import { doingWords, taskWords } from "../in-words.ts";
import { blockerNeed, gateNeed, questionNeed } from "../needs.ts";
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
  const [, time, quality] = overviewOf(dashboard);
  const { endedAt } = dashboard.timeline;
  const ended = endedAt === null ? [] : [`ended ${dateTime(endedAt)}`];
  const all = [
    measureCard({ ...time!, parts: [...time!.parts, ...ended] }),
    dashboard.quality.total || dashboard.quality.tests ? measureCard(quality!) : "",
    costs.total.attempts ? costCard(costs.total) : "",
  ];
  return `<div class="cards">${all.join("")}</div>`;
}

function card(title: string, figure: string, bar: string, words: string): string {
  return `<section class="card"><h3>${escapeHtml(title)}</h3><strong>${escapeHtml(figure)}</strong>${bar}<p>${escapeHtml(words)}</p></section>`;
}

function measureCard({ name, percent = null, tone = "active", parts }: Measure<string>): string {
  const [figure = "", ...words] = parts;
  const bar = percent === null ? "" : barHtml(percent, tone, name);
  return card(name, figure, bar, words.join(" · "));
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

/** What waits for a person, with what resolves it. */
export function people(page: PageData): string {
  const { report, live } = page;
  const { blockers, approvals, questions, now } = report.dashboard;
  const items = [
    ...approvals.map(gate => {
      const files = gate.deliverables
        .map(({ path }) => {
          const file = path.split("/").at(-1) ?? path;
          return `<code>${gate.task ? taskLink(gate.task, file) : escapeHtml(file)}</code>`;
        })
        .join(", ");
      return needHtml(gateNeed(gate, now, "terminal"), {
        key: `gate ${gate.request}`,
        task: gate.task,
        answer: `${files ? `<p class="muted">${files}</p>` : ""}${gateAnswer(page, gate)}`,
      });
    }),
    ...blockers.map(blocker => {
      const need = blockerNeed(blocker, now, "terminal");
      const actions = need.ways.flatMap(({ command }) => proposalAction(command) ?? []);
      const commands = need.ways.map(({ command, words }) => commandHtml(live, command, words));
      return needHtml(need, {
        key: `blocker ${blocker.id}`,
        task: blocker.task ?? null,
        answer: [actionsHtml(live, actions), ...commands].join(""),
      });
    }),
    ...questions.map(question => {
      const need = { ...questionNeed(question, now, "terminal"), words: "" };
      const answer = questionHtml(live, question, now);
      return needHtml(need, { key: `question ${need.name}`, task: question.task, answer });
    }),
  ];
  if (items.length === 0) return "";
  return section("people", "Needs a person", [`<ul class="notes">${items.join("\n")}</ul>`]);
}

function needHtml(
  { status, name, words, criteria, evidence }: Need,
  { key, task, answer }: { key: string; task: string | null; answer: string },
): string {
  const { symbol, tone } = STATUS[status];
  const said = evidence.split("\n").slice(-20).map(escapeHtml).join("\n");
  return [
    `<li class="${tone}" data-key="${escapeHtml(key)}">`,
    `<strong>${symbol} ${task ? taskLink(task, name) : escapeHtml(name)}</strong>`,
    words ? `<p>${escapeHtml(words)}</p>` : "",
    criteria.length > 0
      ? `<ul class="criteria">${criteria.map(c => `<li>${escapeHtml(c)}</li>`).join("")}</ul>`
      : "",
    said.trim() ? `<pre tabindex="0">${said}</pre>` : "",
    `${answer}</li>`,
  ].join("");
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
