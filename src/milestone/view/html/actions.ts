import { branchName } from "../../names.ts";
import type { QuestionRow } from "../dashboard.ts";
import { questionWords } from "../in-words.ts";
import type { Live, PageData } from "./page-data.ts";
import { escapeHtml } from "./parts.ts";

/**
 * What a person can do from the live page. Every button gives the very command line that stands beside it, so that
 * nothing can be done here that could not be typed. On the frozen page only the text is left.
 */
export interface Action {
  /** As typed in a terminal. */
  command: string;
  label: string;
  /** What is asked before it is given; absent: nothing, one press does it. */
  asks?: { question: string; required: boolean };
  primary?: boolean;
}

export function actionHtml(live: Live | null, { command, label, asks, primary }: Action): string {
  if (!live) return "";
  const given = `data-command="${escapeHtml(command)}"`;
  const look = primary ? ' class="primary"' : "";
  if (!asks) {
    const name = `aria-label="${escapeHtml(`${label}: ${command}`)}"`;
    return `<form class="act" ${given}><button${look} ${name}>${escapeHtml(label)}</button></form>`;
  }
  const field = `<textarea name="reason" rows="3" maxlength="4000"${asks.required ? " required" : ""}></textarea>`;
  return `<details class="act" data-key="${escapeHtml(command)}"><summary>${escapeHtml(label)} …</summary><form ${given}><label>${escapeHtml(asks.question)}${field}</label><button class="primary">${escapeHtml(label)}</button></form></details>`;
}

/** A row of buttons; nothing on the frozen page. */
export function actionsHtml(live: Live | null, actions: readonly Action[]): string {
  const buttons = actions.map(action => actionHtml(live, action)).join("");
  return buttons ? `<div class="actions">${buttons}</div>` : "";
}

/** A command to be typed, with a button that copies it where there is a script to do so. */
export function commandHtml(live: Live | null, command: string, why = ""): string {
  const copy = live
    ? `<button type="button" class="copy" data-copy="${escapeHtml(command)}" aria-label="${escapeHtml(`Copy: ${command}`)}">Copy</button>`
    : "";
  const reason = why ? ` <span class="muted">${escapeHtml(why)}</span>` : "";
  return `<p class="command"><code>${escapeHtml(command)}</code>${copy}${reason}</p>`;
}

/** How a gate is answered: by buttons, or where a session that runs on GitHub believes it. */
export function gateAnswer(
  { live, web, plan }: Pick<PageData, "live" | "web" | "plan">,
  gate: Parameters<typeof gateActions>[0],
): string {
  if (!live?.isOnGitHub || gate.kind === "manual")
    return `${actionsHtml(live, gateActions(gate))}${commandHtml(live, gate.command)}`;
  const query = encodeURIComponent(`is:pr head:${branchName(plan.id)}`);
  const name = "its pull request";
  const pull = web ? `<a href="${escapeHtml(`${web.repository}/pulls?q=${query}`)}">${name}</a>` : name;
  return `<p>It runs on GitHub and is answered there: by a review of ${pull}, or by this comment on it.</p>${commandHtml(live, `/${gate.command}`)}`;
}

/** The buttons of a gate: approve it, or say what should change. */
function gateActions(gate: { kind: "approval" | "manual"; command: string; task: string | null }): Action[] {
  if (gate.kind === "manual") return [{ command: gate.command, label: "Done", primary: true }];
  return [
    { command: gate.command, label: "Approve", primary: true },
    {
      command: gate.command.replace(/^milestone approve /, "milestone reject "),
      label: "Request changes",
      asks: { question: "What should change? The next attempt is told.", required: true },
    },
  ];
}

/** The buttons of an agent's question: one for each option, and one's own words. */
function questionActions({ command, options }: { command: string; options: string[] }): Action[] {
  const words = command.split(" ").slice(0, 4).join(" ");
  return [
    ...options.map((option, i) => ({ command: `${words} ${i + 1}`, label: option })),
    {
      command: words,
      label: options.length > 0 ? "Answer in words" : "Answer",
      asks: { question: "What is the answer?", required: true },
    },
  ];
}

/** An agent's question with its options: buttons on the live page, a list to read on the frozen one. */
export function questionHtml(live: Live | null, question: QuestionRow, now: number): string {
  const options = question.options.map(option => `<li>${escapeHtml(option)}</li>`).join("");
  const list = options && !live ? `<ol>${options}</ol>` : "";
  if (live?.isOnGitHub && question.asComment)
    return `<p>${escapeHtml(questionWords(question, now))}</p><p>It is answered on GitHub, by a comment on its pull request.</p>${commandHtml(live, `/${question.command}`)}`;
  return `<p>${escapeHtml(questionWords(question, now))}</p>${list}${actionsHtml(live, questionActions(question))}${commandHtml(live, question.command)}`;
}

/** Commands of a blocker's proposals that a button can give: they are recorded, and start nothing by themselves. */
const PRESSED = ["retry", "skip", "resume"] as const;

/** null: it can only be copied. */
export function proposalAction(command: string): Action | null {
  const [, name = "", ...rest] = command.split(" ");
  if (!PRESSED.some(pressed => pressed === name)) return null;
  const flags = rest.filter(word => word.startsWith("--"));
  if (name === "resume" && flags.length === 0) return null;
  const words = flags.map(flag => flag.slice(2).replace(/^add-(\w+)=(\d+)$/, "$2 $1 more")).join(", ");
  if (name === "skip")
    return { command, label: "Skip the task", asks: { question: "Why is it left out?", required: true } };
  const label = name === "retry" ? "Retry" : "Raise the budget";
  return { command, label: words ? `${label}: ${words}` : label, primary: name === "retry" && !words };
}
