import type { MilestoneStatus } from "../../phase.ts";
import { STATUS } from "../status.ts";
import { barHtml, escapeCut, escapeHtml, toned } from "./parts.ts";

/** As `milestone list --json` has it. */
export interface ListedMilestone {
  id: string;
  title: string;
  shelf: string;
  /** `unreadable` where its file or its log has an error. */
  status: MilestoneStatus | "unreadable";
  percentage: number | null;
}

/** What a person is likely to look at first, then the others. */
const ORDER: readonly ListedMilestone["status"][] = [
  "blocked",
  "waiting_approval",
  "waiting_answer",
  "in_progress",
  "waiting_limit",
  "paused",
  "unreadable",
  "planned",
  "postponed",
  "completed",
  "cancelled",
];

const rank = ({ status }: ListedMilestone): number => (ORDER.indexOf(status) + 1 || ORDER.length) - 1;

export function listHtml(milestones: readonly ListedMilestone[]): string {
  if (milestones.length === 0)
    return '<p class="muted small">No milestones yet: <code>milestone init</code></p>';
  const items = sorted(milestones).map(milestone => {
    const { id, title, status, percentage } = milestone;
    const look =
      status === "unreadable"
        ? { symbol: "✕", word: "cannot be read", tone: "bad" as const }
        : STATUS[status];
    const share =
      percentage !== null && percentage < 100 ? ` <span class="muted">${percentage} %</span>` : "";
    const bar =
      percentage === null ? "" : barHtml(percentage, look.tone === "idle" ? "active" : look.tone, "Progress");
    return `<li data-key="${escapeHtml(id)}"><a href="#m/${escapeHtml(id)}"><b>${escapeCut(title, 80)}</b>${toned(look.tone, `${look.symbol} ${look.word}`)}${share}${bar}</a></li>`;
  });
  return `<ul>${items.join("")}</ul>`;
}

/** The one that is shown where the address names none. */
export const firstOf = (milestones: readonly ListedMilestone[]): string | null =>
  sorted(milestones)[0]?.id ?? null;

function sorted(milestones: readonly ListedMilestone[]): ListedMilestone[] {
  return [...milestones].sort((a, b) => rank(a) - rank(b));
}

/** In the place of a milestone that cannot be read: why, and what mends it. */
export function troubleHtml(
  milestone: string,
  complaints: readonly { message: string; remedy: string; file?: string; line?: number }[],
): string {
  const items = complaints.map(({ message, remedy, file, line }) => {
    const place = file
      ? `<p class="muted"><code>${escapeHtml(`${file}${line ? `:${line}` : ""}`)}</code></p>`
      : "";
    return `<li class="bad"><strong>✕ ${escapeCut(message, 600)}</strong>${place}<p>${escapeCut(remedy, 600)}</p></li>`;
  });
  return `<header><h1>${escapeHtml(milestone)}</h1><p class="lead">It cannot be shown.</p></header><ul class="notes">${items.join("")}</ul>`;
}
