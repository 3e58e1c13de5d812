import { phasePlan } from "../milestone/plan/plan.ts";
import { type OpenQuestion, openQuestions, questionName } from "../milestone/session/questions.ts";
import { type Answer, describeFailure, good } from "./answer.ts";
import type { DesiredState, Self } from "./desired-state.ts";
import type { GitHubRepository } from "./github-repository.ts";
import { type CommentNow, createComment, readComments } from "./issue-comments.ts";
import { readMarker, writeMarker } from "./marker.ts";
import type { SyncMemory } from "./memory.ts";
import { isClosedTooEarly, readPull } from "./pull.ts";
import { answerers } from "./rules.ts";
import { text } from "./text.ts";

/** A comment that is made once and never changed: people are told of the same thing once. */
export interface NoticeComment {
  key: string;
  body: string;
}

/** What people are told on the milestone's own pull request: each question, and what stakeholders want to know. */
export function desiredNotices(
  desired: DesiredState,
  { pull = null, resting }: Pick<SyncMemory, "pull" | "resting">,
): NoticeComment[] {
  const { milestone, state, notify } = desired;
  const people = notify.stakeholders;
  const notices: NoticeComment[] = openQuestions(state).map(question => {
    const key = `question:${questionName(question)}:${question.askedAt}`;
    return notice(milestone, key, text.question(question, milestone, answerersOf(desired, question)));
  });
  if (isClosedTooEarly(state, pull)) {
    const session = state.session?.id ?? "";
    notices.push(notice(milestone, `closed:${session}`, text.notice.closed(milestone)));
  }
  const unchecked = resting.get("check run")?.failure;
  if (unchecked)
    notices.push(notice(milestone, "unchecked", text.notice.unchecked(describeFailure(unchecked))));
  if (!people.length || !state.activatedAt) return notices;
  notices.push(notice(milestone, `activated:${state.activatedAt}`, text.notice.activated(milestone, people)));
  const risk = state.warnings.findLast(warning => warning.type === "due_risk");
  if (risk) notices.push(notice(milestone, "due", text.notice.due(milestone, people, risk.message)));
  if (state.status === "completed") {
    notices.push(notice(milestone, "completed", text.notice.completed(milestone, people)));
  }
  return notices;
}

function answerersOf({ plan, approvers }: DesiredState, { task, phase }: OpenQuestion): readonly string[] {
  const planned = plan.tasks.find(({ id }) => id === task);
  return answerers((planned && phasePlan(planned, phase)?.gate) ?? null, { approvers });
}

function notice(milestone: string, key: string, body: string): NoticeComment {
  return { key, body: `${writeMarker({ kind: "notice", milestone, key })}\n${body}` };
}

/** Those that no comment of ours has told yet. */
export function missingNotices(
  wanted: NoticeComment[],
  milestone: string,
  comments: CommentNow[],
): NoticeComment[] {
  const told = new Set<string>();
  for (const comment of comments) {
    const marker = comment.ours ? readMarker(comment.body) : null;
    if (marker?.kind === "notice" && marker.milestone === milestone) told.add(marker.key);
  }
  return wanted.filter(({ key }) => !told.has(key));
}

/** One comment on the open pull request of each milestone that depends on this one. */
export async function notifyDependants(
  repository: GitHubRepository,
  desired: DesiredState,
  self: Self,
): Promise<Answer<number>> {
  let told = 0;
  for (const { milestones, change, again } of desired.dependants) {
    const wanted = notice(
      desired.milestone,
      again ? `dependency:${change}:${again}` : `dependency:${change}`,
      text.notice.dependency(desired.milestone, change),
    );
    for (const dependant of milestones) {
      const pull = await readPull(repository, dependant);
      if (!pull.ok) return pull;
      if (!pull.value?.open) continue;
      const comments = await readComments(repository, pull.value.number, self);
      if (!comments.ok) return comments;
      if (!missingNotices([wanted], desired.milestone, comments.value).length) continue;
      const written = await createComment(repository, pull.value.number, wanted.body, self);
      if (!written.ok) return written;
      told += 1;
    }
  }
  return good(told);
}
