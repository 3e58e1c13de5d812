import { readAccess } from "../src/github/access.ts";
import { type Answer, describeFailure, type Failure, good, isRefusal } from "../src/github/answer.ts";
import { readActive } from "../src/github/base-files.ts";
import type { GitHubRepository } from "../src/github/github-repository.ts";
import {
  type CommentNow,
  commentNow,
  createComment,
  readComments,
  readEditors,
} from "../src/github/issue-comments.ts";
import { readMarker, writeMarker } from "../src/github/marker.ts";
import { readSigns, type Sign, type Signed, setSign } from "../src/github/reactions.ts";
import { text } from "../src/github/text.ts";
import { atLeast, type Permission } from "../src/milestone/approval/who-counts.ts";
import { type Command, type ParsedComment, parseComment } from "../src/milestone/command/command.ts";
import { milestoneOfBranch, milestoneOfPlanBranch } from "../src/milestone/names.ts";
import { unreachable } from "../src/milestone/phase.ts";
import type { AppContext } from "./app-context.ts";
import type { CommandResult } from "./authorized-command.ts";
import { runCommand } from "./commands.ts";
import type { CommentOrigin, Happening, IncomingComment } from "./happenings.ts";
import { KNOWN_MS } from "./inbox/inbox.ts";
import type { InstalledRepository } from "./installed-repositories.ts";
import { placeOf } from "./place.ts";
import { Again, againAfter, current, MOMENT_MS } from "./working.ts";

/** A person's comment, and where it stands. */
interface CommentContext {
  origin: CommentOrigin;
  place: InstalledRepository;
  incoming: IncomingComment;
  comment: CommentNow;
  signed: Signed;
}

/** At most one reply to refusals for a person and an issue in this time. */
const QUIET_MS = 3_600_000;
/** What a person without write permission gets in an hour: answers, and signs of refusal. */
const ANSWERS_AN_HOUR = 8;
const REFUSALS_AN_HOUR = 20;
const HOUR_MS = 3_600_000;

/**
 * Carries out the commands of a comment, once, no matter who else receives it. Only reads come before the authorisation, and
 * the first 👀 is the claim where two processes share no inbox: GitHub tells which of them set it.
 */
export async function runCommentCommands(
  app: AppContext,
  origin: CommentOrigin,
  incoming: IncomingComment,
): Promise<void> {
  const place = await placeOf(app, origin);
  const comment = commentNow(incoming.comment, await app.self());
  const signed = { form: incoming.form, id: comment.id, node: comment.node };
  const context: CommentContext = { origin, place, incoming, comment, signed };
  const log = { repository: `${place.repository.owner}/${place.repository.repo}`, comment: comment.id };
  const { user } = comment;
  if (user?.type !== "User" || user.login.endsWith("[bot]"))
    return app.log.debug(log, "not a person's comment");
  if (comment.viaApp) return app.log.debug(log, "an app wrote the comment");
  if (parseComment(comment.body).kind === "none") return;
  const access = await readAccess(place.repository, user);
  if (!access.ok) return failed(app, context, access.failure);
  if (access.value === "none")
    return putOff(
      app,
      context,
      text.refused.permission(user.login, "/milestone", "people with access to this repository"),
    );
  if (!atLeast(access.value, "write")) {
    if (current()?.job.lane !== "stranger")
      return queueForStranger(app, { name: "remark", origin, incoming });
    if (!(await hasAnswersLeft(app, context))) return;
  }
  const editors = await readEditors(place.repository, [comment.node]);
  if (!editors.ok) return failed(app, context, editors.failure);
  if (editors.value.get(comment.node) !== null) return app.log.info(log, "an edited comment runs nothing");
  const implied = await impliedMilestone(place.repository, incoming);
  if (!implied.ok) return failed(app, context, implied.failure);
  if (implied.value.fork) return refuse(app, context, text.refused.fork(user.login), access.value);
  const reading = await parseHere(context, implied.value.milestone);
  if (!reading.ok) return failed(app, context, reading.failure);
  const parsed = reading.value;
  if (parsed.kind === "none") return;
  if (parsed.kind === "refused")
    return refuse(app, context, text.refused.command(parsed.refusal), access.value);
  await carryOut(app, context, parsed.commands, { permission: access.value, plan: implied.value.plan });
}

/** Work for people who may not write: one line for all of them, so that nobody with rights waits behind it. */
async function queueForStranger(
  app: AppContext,
  happening: Extract<Happening, { name: "remark" }>,
): Promise<void> {
  const { origin, incoming } = happening;
  const id = `stranger/${incoming.form}/${incoming.comment.id}`;
  const line = `${origin.repository.id}/refusals`;
  await app.inbox.take([{ id, line, lane: "stranger", name: "remark", body: JSON.stringify(happening) }]);
}

/** Who may not write gets a bounded number of answers: the first beyond it says so, the rest get nothing. */
async function hasAnswersLeft(app: AppContext, context: CommentContext): Promise<boolean> {
  const { place, comment } = context;
  const person = `${comment.user!.id}/${place.id}`;
  for (let n = 1; n <= ANSWERS_AN_HOUR; n += 1)
    if (await app.inbox.once(`answer/${person}/${n}`, HOUR_MS, comment.id)) return true;
  await putOff(app, context, text.refused.tooMany(comment.user!.login, ANSWERS_AN_HOUR));
  return false;
}

/** Reads the comment with what the place implies; where that is nothing, with the milestones that there are. */
async function parseHere(
  { place, comment }: CommentContext,
  implied: string | null,
): Promise<Answer<ParsedComment>> {
  if (implied !== null) return good(parseComment(comment.body, { implied }));
  const known = await readActive(place.repository, place.defaultBranch);
  return known.ok ? good(parseComment(comment.body, { known: known.value })) : known;
}

interface Implied {
  /** The milestone that the place is about, or null. */
  milestone: string | null;
  /** A pull request from another repository: nothing of it is executed. */
  fork: boolean;
  /** The milestone whose plan a pull request proposes. */
  plan: string | null;
}

/** Which milestone a place is about: its pull request's branch, or the marker of a blocker's or progress issue. */
export async function impliedMilestone(
  repository: GitHubRepository,
  { number, isPull, body, byBot }: Pick<IncomingComment, "number" | "isPull" | "body" | "byBot">,
): Promise<Answer<Implied>> {
  if (!isPull) {
    const marker = byBot ? readMarker(body) : null;
    const about = marker?.kind === "blocker" || marker?.kind === "tracking" ? marker.milestone : null;
    return good({ milestone: about, fork: false, plan: null });
  }
  const answer = await repository.read("GET /repos/{owner}/{repo}/pulls/{pull_number}", {
    pull_number: number,
  });
  if (!answer.ok) return answer;
  const { head, base } = answer.value;
  const fork = head.repo?.id !== base.repo.id;
  const plan = fork ? null : milestoneOfPlanBranch(head.ref);
  return good({ milestone: fork ? null : (plan ?? milestoneOfBranch(head.ref)), fork, plan });
}

async function carryOut(
  app: AppContext,
  context: CommentContext,
  commands: Command[],
  { permission, plan }: { permission: Permission; plan: string | null },
): Promise<void> {
  const { place, comment } = context;
  const user = comment.user!;
  const replies: string[] = [];
  let claimed = false;
  for (const [index, command] of commands.entries()) {
    const suffix = commands.length === 1 ? "" : `-${index + 1}`;
    const authorized = {
      command,
      by: { user, permission },
      request: `${requestOf(context)}${suffix}`,
      at: {
        number: context.incoming.number,
        conversation: context.incoming.form === "comment",
        isPull: context.incoming.isPull,
        title: context.incoming.title ?? null,
        plan,
      },
    };
    const result: CommandResult | null = await runCommand(app, place, authorized, async () => {
      claimed ||= await claim(app, context);
      return claimed;
    });
    if (!result) return app.log.info({ comment: comment.id }, "the command was answered already");
    if (result.reply) replies.push(result.reply);
    app.log.info(
      {
        comment: comment.id,
        command: command.name,
        milestone: command.milestone,
        by: user.login,
        done: result.kind,
      },
      "a command was answered",
    );
    if (result.kind === "refused") return refuse(app, context, replies.join("\n\n---\n\n"), permission);
  }
  if (replies.length) await reply(app, context, replies.join("\n\n---\n\n"));
  await finish(app, context, "rocket");
}

/** The key of the command that a comment is: the run reads there whose command it is. */
function requestOf({ incoming, comment }: CommentContext): string {
  switch (incoming.form) {
    case "comment":
      return `comment-${comment.id}`;
    case "line":
      return `line-${comment.id}`;
    case "review":
      return `review-${incoming.number}-${comment.id}`;
  }
}

const claimOf = (context: CommentContext): string => `command/${context.place.id}/${requestOf(context)}`;

/**
 * 👀: the command is taken. One that this inbox had before, by a process that has died since or a try that failed, goes on
 * at once. Where another process that shares no inbox set it first, this one comes back when the other has had its time.
 */
async function claim(app: AppContext, context: CommentContext): Promise<boolean> {
  const { place, comment, signed } = context;
  const now = app.settings.clock.now();
  const claim = await app.inbox.claim(claimOf(context), KNOWN_MS, current()?.lease ?? null);
  switch (claim) {
    case "settled":
      return false;
    case "begun":
      throw new Again(now + MOMENT_MS, "another job carries the command out");
    case "abandoned": {
      const signs = await readSigns(place.repository, signed, `${await app.slug()}[bot]`);
      if (!signs.ok) againAfter(signs.failure, now);
      if (signs.ok && (signs.value.has("rocket") || signs.value.has("-1"))) return false;
      break;
    }
    case "ours":
      break;
    default:
      return unreachable("claim", claim);
  }
  const claimed = await setSign(place.repository, signed, "eyes");
  if (!claimed.ok) {
    againAfter(claimed.failure, now);
    app.log.warn({ comment: comment.id }, describeFailure(claimed.failure));
    return true;
  }
  if (claimed.value.fresh || claim === "abandoned") return true;
  throw new Again(now + app.settings.abandonedMs, "another process has taken the command");
}

/** GitHub gave no answer: what passes is tried again, the rest is said. */
async function failed(app: AppContext, context: CommentContext, failure: Failure): Promise<void> {
  if ((current()?.job.tries ?? 0) < 6) againAfter(failure, app.settings.clock.now());
  app.log.warn({ comment: context.comment.id }, describeFailure(failure));
  const { login } = context.comment.user!;
  const reply = isRefusal(failure)
    ? text.refused.github(login, describeFailure(failure))
    : text.refused.unknownPermission(login);
  await refuse(app, context, reply, null);
}

interface RefusedComment {
  origin: CommentOrigin;
  incoming: IncomingComment;
  body: string;
}

/** What a stranger is told is for later: nobody with rights waits behind it. */
async function putOff(
  app: AppContext,
  { origin, incoming, comment, place }: CommentContext,
  body: string,
): Promise<void> {
  const refusal: RefusedComment = { origin, incoming, body };
  const line = `${place.id}/refusals`;
  const id = `refusal/${comment.id}`;
  await app.inbox.take([{ id, line, lane: "stranger", name: "refusal", body: JSON.stringify(refusal) }]);
}

/** One write: a reply, or, where this person had one on this issue within the hour, 👎; beyond a number, nothing. */
export async function postRefusal(
  app: AppContext,
  { origin, incoming, body }: RefusedComment,
): Promise<void> {
  const place = await placeOf(app, origin);
  const comment = commentNow(incoming.comment, await app.self());
  const signed = { form: incoming.form, id: comment.id, node: comment.node };
  const person = `${comment.user?.id}/${place.id}`;
  if (await app.inbox.once(`refused/${person}/${incoming.number}`, QUIET_MS, comment.id))
    return reply(app, { origin, place, incoming, comment, signed }, body);
  let left = false;
  for (let n = 1; n <= REFUSALS_AN_HOUR && !left; n += 1)
    left = await app.inbox.once(`refusal/${person}/${n}`, HOUR_MS, comment.id);
  if (!left) return;
  const said = await setSign(place.repository, signed, "-1");
  if (!said.ok) againAfter(said.failure, app.settings.clock.now());
}

/** One reply with the reason and 👎, which ends it; who may not write gets one of the two. */
async function refuse(
  app: AppContext,
  context: CommentContext,
  body: string,
  permission: Permission | null,
): Promise<void> {
  if (!atLeast(permission, "write")) return putOff(app, context, body);
  await reply(app, context, body);
  await finish(app, context, "-1");
}

/** The sign that the command is done with; from then on nothing of it is looked at again. */
async function finish(app: AppContext, context: CommentContext, sign: Sign): Promise<void> {
  const set = await setSign(context.place.repository, context.signed, sign);
  if (!set.ok) {
    againAfter(set.failure, app.settings.clock.now());
    app.log.warn({ comment: context.comment.id }, describeFailure(set.failure));
  }
  await app.inbox.settle(claimOf(context), KNOWN_MS);
}

/** One reply to a comment, also when two processes or a restart come to it. */
async function reply(app: AppContext, context: CommentContext, body: string): Promise<void> {
  const { place, incoming, comment } = context;
  const now = app.settings.clock.now();
  const to = requestOf(context);
  const there = await readComments(place.repository, incoming.number, await app.self());
  if (!there.ok) {
    againAfter(there.failure, now);
    return app.log.warn({ comment: comment.id }, describeFailure(there.failure));
  }
  const answered = there.value.some(({ ours, body: said }) => {
    const marker = ours ? readMarker(said) : null;
    return marker?.kind === "reply" && marker.to === to;
  });
  if (answered) return;
  const marked = `${writeMarker({ kind: "reply", to })}\n${body}`;
  const written = await createComment(place.repository, incoming.number, marked, await app.self());
  if (written.ok) return;
  againAfter(written.failure, now);
  app.log.warn({ comment: comment.id }, describeFailure(written.failure));
}
