import { branchName } from "../names.ts";
import type { LoggedEvent } from "../session/event.ts";
import { counted, sanitiseLine } from "../text/sanitise.ts";
import { describeEvent } from "./describe-event.ts";

/** What is told outside GitHub while a milestone goes on, as chat tools take it. */
export interface Notice {
  /** The sentence, for Slack, Mattermost, Rocket.Chat and those that read like them. */
  text: string;
  /** The same, for Discord, where nobody is pinged by it. */
  content: string;
  allowed_mentions: { parse: [] };
  kind: NoticeKind;
  milestone: string;
  title: string;
  task: string | null;
  phase: string | null;
  /** What a person may do; null: nothing is to be done. */
  command: string | null;
  branch: string;
  at: string;
  /** The workflow's run; null: it is not on a runner. */
  run: string | null;
}

export type NoticeKind = "start" | "gate" | "question" | "blocker" | "end";

/** Of the words; escaped they stay below the 2,000 characters that Discord takes. */
const TEXT_LIMIT = 300;

export interface NoticePlace {
  title: string;
  /** The page of the workflow's run; null: it is not on a runner. */
  run: string | null;
}

/** The notice of an event; null for the many that nobody is called for. */
export function noticeOf(event: LoggedEvent, place: NoticePlace): Notice | null {
  const kind = kindOf(event);
  if (!kind) return null;
  const { milestone_id: milestone, task_id: task, phase, timestamp: at } = event;
  const command = commandFor(event, kind);
  return notice({ kind, milestone, words: describeEvent(event), task, phase, command, at }, place);
}

/** That a run begins, which is recorded before anybody listens. */
export function startNotice(
  { milestone, agents, at }: { milestone: string; agents: number; at: string },
  place: NoticePlace,
): Notice {
  const words = `a run started with ${counted(agents, "agent")}`;
  return notice({ kind: "start", milestone, words, command: null, at }, place);
}

function notice(
  about: {
    kind: NoticeKind;
    milestone: string;
    words: string;
    task?: string | undefined;
    phase?: string | undefined;
    command: string | null;
    at: string;
  },
  { title, run }: NoticePlace,
): Notice {
  const { kind, milestone, words, task = null, phase = null, command, at } = about;
  const sentence = inert(`${milestone}: ${sanitiseLine(words).slice(0, TEXT_LIMIT).toWellFormed()}`);
  const text = run === null ? sentence : `${sentence} ${run}`;
  return {
    text,
    content: text,
    allowed_mentions: { parse: [] },
    kind,
    milestone,
    title,
    task,
    phase,
    // On GitHub it is a comment.
    command: run === null ? command : command && `/${command}`,
    branch: branchName(milestone),
    at,
    run,
  };
}

function kindOf(event: LoggedEvent): NoticeKind | null {
  switch (event.event) {
    case "approval_requested":
      return "gate";
    case "question_asked":
      return "question";
    case "blocker_detected":
      return event.data.severity === "warning" ? null : "blocker";
    case "milestone_completed":
    case "milestone_cancelled":
    case "milestone_postponed":
    case "session_paused":
    case "session_suspended":
    case "session_interrupted":
      return "end";
    default:
      return null;
  }
}

function commandFor(
  { milestone_id: id, task_id: task, phase }: LoggedEvent,
  kind: NoticeKind,
): string | null {
  if (kind === "gate")
    return task && phase ? `milestone approve ${id} ${task}/${phase}` : `milestone approve ${id}`;
  if (kind === "question") return `milestone answer ${id} ${task}/${phase} <answer>`;
  if (kind === "blocker") return task ? `milestone retry ${id} ${task}` : `milestone retry ${id}`;
  return null;
}

/** Unseen, and enough for a chat tool to read no call and no link. */
const BREAK = "\u200b";

/** Chat tools read `<!channel>`, `@all` and `[text](address)` as calls and links. */
function inert(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll("@", `@${BREAK}`)
    .replaceAll("](", `]${BREAK}(`);
}
