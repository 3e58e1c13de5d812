import { counted } from "../../text/sanitise.ts";
import type { Dashboard } from "../dashboard.ts";
import { compact, dateTime, duration, money } from "../figures.ts";
import {
  approvalWords,
  blockedPlace,
  blockerWords,
  gateName,
  taskWords,
  testWords,
  timeWords,
} from "../in-words.ts";
import type { ReportData } from "../report-data.ts";
import { STATUS } from "../status.ts";
import { escapeHtml } from "./escape.ts";
import { barHtml, section, state } from "./parts.ts";

/** Title, state and the percentage: what is understood at a glance. */
export function hero(dashboard: Dashboard): string {
  const { milestone, status, percentage, session } = dashboard;
  const reason = session?.reason ? ` <span class="muted">${escapeHtml(session.reason)}</span>` : "";
  return `<header>
<p class="small muted">Milestone report · <code>${escapeHtml(milestone.id)}</code></p>
<h1>${escapeHtml(milestone.title)}</h1>
${milestone.description ? `<p class="lead">${escapeHtml(milestone.description)}</p>` : ""}
<div class="hero"><b>${percentage} %</b>${state(status)}${reason}</div>
${barHtml(percentage, STATUS[status].tone === "idle" ? "active" : STATUS[status].tone, "Progress")}
<ul class="legend">${taskWords(dashboard)
    .split(" · ")
    .map(part => `<li>${escapeHtml(part)}</li>`)
    .join("")}</ul>
</header>`;
}

/** Time, quality and cost, each as one figure, a bar and a sentence. */
export function cards(data: ReportData): string {
  const { dashboard, costs } = data;
  return `<div class="cards">${timeCard(dashboard)}${qualityCard(dashboard)}${costCard(costs.total)}</div>`;
}

function card(title: string, figure: string, bar: string, words: string): string {
  return `<section class="card"><h3>${escapeHtml(title)}</h3><strong>${escapeHtml(figure)}</strong>${bar}<p>${escapeHtml(words)}</p></section>`;
}

function timeCard(dashboard: Dashboard): string {
  const { timeline, now } = dashboard;
  if (timeline.startedAt === null) return card("Time", "not started", "", timeWords(dashboard));
  const verdict = timeline.onTime === null ? "" : timeline.onTime ? "on time" : "late";
  if (timeline.endedAt !== null) {
    const words = [`ended ${dateTime(timeline.endedAt)}`, verdict];
    return card("Time", duration(timeline.elapsedMs), "", words.filter(Boolean).join(" · "));
  }
  const forecast = timeline.forecast === null ? "" : `forecast ${dateTime(timeline.forecast)}`;
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
export function people({ blockers, approvals, now }: Dashboard): string {
  const items = [
    ...blockers.map(b => {
      const commands = b.proposals.map(
        p => `<p><code>${escapeHtml(p.command)}</code> <span class="muted">${escapeHtml(p.why)}</span></p>`,
      );
      const lines = b.evidence.split("\n").slice(-20).map(escapeHtml).join("\n");
      return `<li class="bad"><strong>✕ ${escapeHtml(blockedPlace(b))}</strong><p>${escapeHtml(blockerWords(b, now))}</p>${lines.trim() ? `<pre tabindex="0">${lines}</pre>` : ""}${commands.join("")}</li>`;
    }),
    ...approvals.map(a => {
      const files = a.deliverables
        .map(f => `<code>${escapeHtml(f.path.split("/").at(-1) ?? f.path)}</code>`)
        .join(", ");
      const criteria = a.criteria.length ? ` Criteria: ${escapeHtml(a.criteria.join(", "))}.` : "";
      return `<li class="wait"><strong>◇ ${escapeHtml(gateName(a))}</strong><p>${escapeHtml(approvalWords(a, now))}.${criteria}</p>${files ? `<p class="muted">${files}</p>` : ""}</li>`;
    }),
  ];
  if (items.length === 0) return "";
  return section("people", "Needs a person", [`<ul class="notes">${items.join("\n")}</ul>`]);
}

export function recommendations(data: ReportData): string {
  const items = data.recommendations.map(
    r =>
      `<li class="idle"><strong>${escapeHtml(r.advice)}</strong><p class="muted">${escapeHtml(r.fact)}</p></li>`,
  );
  const content = items.length
    ? `<ul class="advice">${items.join("\n")}</ul>`
    : "<p>Nothing in this execution calls for a change.</p>";
  return section("advice", "Recommendations", [content]);
}
