import { commentNow } from "../src/github/comments.ts";
import { givesCommands } from "../src/milestone/command/command.ts";
import { answerComment } from "./comments.ts";
import type { Desk } from "./desk.ts";
import { type FromRepository, placeOf } from "./from.ts";

export interface CommentPayload extends FromRepository {
  comment: Parameters<typeof commentNow>[0];
  issue: { number: number; pull_request?: unknown; body: string | null; user: { type?: string } | null };
}

/** A new comment: perhaps commands. */
export async function onComment(desk: Desk, payload: CommentPayload): Promise<void> {
  const { comment, issue } = payload;
  // Most comments are talk; they cost nothing.
  if (!givesCommands(comment.body ?? "")) return;
  if (payload.sender?.type !== "User")
    return desk.log.info({ comment: comment.id }, "ignored: a bot's comment");
  const place = await placeOf(desk, payload, "issue_comment");
  if (!place) return;
  const spot = {
    number: issue.number,
    isPull: Boolean(issue.pull_request),
    body: issue.body,
    byBot: issue.user?.type === "Bot",
  };
  const said = { place, spot, comment: commentNow(comment, null) };
  desk.queues.add(`${place.id}/comment/${comment.id}`, () => answerComment(desk, said));
}
