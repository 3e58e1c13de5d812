import { readAccess } from "../src/github/access.ts";
import { describeFailure } from "../src/github/answer.ts";
import { type CommentNow, createComment, readComments } from "../src/github/comments.ts";
import { readMarker, writeMarker } from "../src/github/marker.ts";
import { readSigns, type Sign, setSign } from "../src/github/reactions.ts";
import { text } from "../src/github/text.ts";
import { atLeast, type Permission } from "../src/milestone/approval/candidate.ts";
import { type ParsedComment, parseComment } from "../src/milestone/command/command.ts";
import type { CommandResult } from "./command-result.ts";
import { runCommand } from "./commands.ts";
import type { Desk } from "./desk.ts";
import type { Place } from "./places.ts";
import { impliedMilestone, type Spot } from "./spot.ts";

/** A person's comment somewhere. */
export interface Said {
  place: Place;
  spot: Spot;
  comment: CommentNow;
}

/** At most one reply to refusals for a person and an issue in this time. */
const QUIET_MS = 3_600_000;

/**
 * Carries out the commands of a comment, once, whoever else hears of it. The first 👀 is the claim: GitHub tells which
 * of two replicas set it. `abandoned`: a claim that nobody carried out is taken over.
 */
export async function answerComment(desk: Desk, said: Said, abandoned = false): Promise<void> {
  const { place, spot, comment } = said;
  const log = { repository: `${place.repository.owner}/${place.repository.repo}`, comment: comment.id };
  const skip = notForUs(comment);
  if (skip) return desk.log.debug(log, `the comment runs nothing: ${skip}`);
  const first = parseComment(comment.body);
  if (first.kind === "none") return;
  const implied = await impliedMilestone(place.repository, spot);
  if (!implied.ok) return desk.log.warn(log, describeFailure(implied.failure));
  const parsed = parseComment(comment.body, implied.value.milestone ?? undefined);
  if (parsed.kind === "none") return;
  const access = await readAccess(place.repository, comment.user!);
  const login = comment.user!.login;
  if (!access.ok) return refuse(desk, said, text.refused.unknownPermission(login), null);
  if (implied.value.fork) return refuse(desk, said, text.refused.fork(login), access.value);
  if (parsed.kind === "refused")
    return refuse(desk, said, text.refused.command(parsed.refusal), access.value);
  if (!(await claim(desk, said, abandoned))) return;
  await carryOut(desk, said, parsed, access.value);
}

/** Edited comments, bots' comments and what an app wrote in somebody's name run nothing. */
function notForUs({ user, viaApp, createdAt, updatedAt }: CommentNow): string | null {
  if (user?.type !== "User" || user.login.endsWith("[bot]")) return "it is not a person's";
  if (viaApp) return "an app wrote it";
  if (createdAt !== updatedAt) return "it was edited";
  return null;
}

/** Whether this process is to carry the comment out. */
async function claim(desk: Desk, { place, comment }: Said, abandoned: boolean): Promise<boolean> {
  const log = { comment: comment.id };
  const claimed = await setSign(place.repository, comment.id, "eyes");
  if (!claimed.ok) {
    desk.log.warn(log, describeFailure(claimed.failure));
    return false;
  }
  if (claimed.value.fresh) return true;
  if (!abandoned) {
    desk.log.info(log, "another replica has taken the command");
    return false;
  }
  const signs = await readSigns(place.repository, comment.id, `${await desk.slug()}[bot]`);
  return signs.ok && !signs.value.has("rocket") && !signs.value.has("-1");
}

async function carryOut(
  desk: Desk,
  said: Said,
  { commands }: Extract<ParsedComment, { kind: "commands" }>,
  permission: Permission,
): Promise<void> {
  const { place, comment } = said;
  const user = comment.user!;
  const replies: string[] = [];
  let sign: Sign = "rocket";
  for (const [index, command] of commands.entries()) {
    const by = { user, permission };
    const request = commands.length === 1 ? `comment-${comment.id}` : `comment-${comment.id}-${index + 1}`;
    const result: CommandResult = await runCommand(desk, place, { command, by, request });
    if (result.reply) replies.push(result.reply);
    desk.log.info(
      {
        comment: comment.id,
        command: command.name,
        milestone: command.milestone,
        by: user.login,
        done: result.kind,
      },
      "a command was answered",
    );
    if (result.kind === "refused") {
      sign = "-1";
      break;
    }
  }
  if (sign === "-1") return refuse(desk, said, replies.join("\n\n---\n\n"), permission);
  if (replies.length) await reply(desk, said, replies.join("\n\n---\n\n"));
  await setSign(place.repository, comment.id, sign);
}

/** 👎 and one reply with the reason; who may not even write gets no more than one reply an hour on an issue. */
async function refuse(desk: Desk, said: Said, body: string, permission: Permission | null): Promise<void> {
  const { place, spot, comment } = said;
  const signed = await setSign(place.repository, comment.id, "-1");
  if (!signed.ok) desk.log.warn({ comment: comment.id }, describeFailure(signed.failure));
  // Another replica, or an earlier delivery, has refused it already.
  if (signed.ok && !signed.value.fresh) return;
  if (!atLeast(permission, "write")) {
    const key = `${comment.user?.id}/${place.id}/${spot.number}`;
    const now = desk.settings.clock.now();
    const last = desk.refusals.get(key) ?? Number.NEGATIVE_INFINITY;
    if (now - last < QUIET_MS) return;
    if (desk.refusals.size > 10_000) desk.refusals.clear();
    desk.refusals.set(key, now);
  }
  await reply(desk, said, body);
}

/** One reply to a comment, also when two replicas or a restart come to it. */
async function reply(desk: Desk, { place, spot, comment }: Said, body: string): Promise<void> {
  const to = `comment-${comment.id}`;
  const there = await readComments(place.repository, spot.number, null);
  if (!there.ok) return desk.log.warn({ comment: comment.id }, describeFailure(there.failure));
  const answered = there.value.some(({ ours, body: text }) => {
    const marker = ours ? readMarker(text) : null;
    return marker?.kind === "reply" && marker.to === to;
  });
  if (answered) return;
  const written = await createComment(
    place.repository,
    spot.number,
    `${writeMarker({ kind: "reply", to })}\n${body}`,
    null,
  );
  if (!written.ok) desk.log.warn({ comment: comment.id }, describeFailure(written.failure));
}
