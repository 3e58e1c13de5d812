import { type Command, parseComment } from "../milestone/command/command.ts";
import { draftsPlan } from "../milestone/command/command-reader.ts";
import { readAnswer } from "../milestone/session/questions.ts";
import { type Answer, good } from "./answer.ts";
import type { Account } from "./desired-state.ts";
import { ACTION } from "./desired-state.ts";
import type { GitHubRepository } from "./github-repository.ts";
import { readComments, readEditors } from "./issue-comments.ts";
import { writersOf } from "./issue-source.ts";
import { type PlanBranch, recordAt } from "./plan-branch.ts";
import { openQuestions } from "./plan-page.ts";
import type { PlanRecord, RecordedAnswer } from "./plan-record.ts";
import type { PullNow } from "./pull.ts";

/** What somebody said about a drafted plan. */
export interface PlanWords {
  /** `comment-<id>` or `review-<id>`: what is taken once is not taken again. */
  key: string;
  by: string;
  text: string;
  /** What it answers of the open questions. */
  answers: RecordedAnswer[];
}

interface Said {
  key: string;
  /** Of all that the text was put together from. */
  nodes: string[];
  user: Account;
  text: string;
  answers: { question: string; answer: string }[];
}

type Drafts = Pick<PlanBranch, "record" | "drafts">;

const MAX_SAID = 100;
const MAX_TEXT = 4_000;

/**
 * The words about a drafted plan that no draft holds yet: reviews, and `/milestone plan <text>` in the pull request, of
 * people who may write and whose text nobody edited.
 */
export async function readPlanWords(
  repository: GitHubRepository,
  pull: PullNow,
  drafted: Drafts,
): Promise<Answer<PlanWords[]>> {
  const comments = await commented(repository, pull, drafted);
  if (!comments.ok) return comments;
  const reviews = await reviewed(repository, pull, drafted);
  if (!reviews.ok) return reviews;
  const { taken } = drafted.record;
  const said = [...comments.value, ...reviews.value].filter(({ key }) => !taken.includes(key));
  const editors = await readEditors(
    repository,
    said.flatMap(each => each.nodes),
  );
  if (!editors.ok) return editors;
  const writers = writersOf(repository);
  const words: PlanWords[] = [];
  for (const { key, nodes, user, text, answers } of said) {
    if (nodes.some(node => editors.value.get(node) !== null)) continue;
    const counts = await writers(user);
    if (!counts.ok) return counts;
    if (!counts.value) continue;
    const by = user.login;
    const given = answers.map(answer => ({ ...answer, by }));
    words.push({ key, by, text: text.slice(0, MAX_TEXT).toWellFormed(), answers: given });
  }
  return good(words);
}

async function commented(
  repository: GitHubRepository,
  { number }: PullNow,
  drafted: Drafts,
): Promise<Answer<Said[]>> {
  const comments = await readComments(repository, number, ACTION);
  if (!comments.ok) return comments;
  return good(
    comments.value.slice(-MAX_SAID).flatMap(({ id, node, user, viaApp, body, createdAt }): Said[] => {
      if (user?.type !== "User" || viaApp) return [];
      const { words, answers } = commandsIn(body, createdAt, drafted);
      if (words.trim() === "" && answers.length === 0) return [];
      return [{ key: `comment-${id}`, nodes: [node], user, text: words, answers }];
    }),
  );
}

/** What the commands in a text say of the plan: what should be otherwise, and answers to what was asked then. */
function commandsIn(
  body: string,
  at: string,
  drafted: Drafts,
): { words: string; answers: { question: string; answer: string }[] } {
  const record = recordAt(drafted, at);
  const parsed = parseComment(body, { implied: record.milestone });
  const commands = parsed.kind === "commands" ? parsed.commands : [];
  return {
    words: commands
      .filter(draftsPlan)
      .map(command => command.flags.goal ?? "")
      .join("\n"),
    answers: commands.flatMap(command => planAnswer(command, record) ?? []),
  };
}

/** What `/milestone answer plan#<number> <answer>` answers; null: none of the questions that are open. */
export function planAnswer(
  { name, target, question: number, reason, flags }: Command,
  record: Pick<PlanRecord, "questions" | "answers">,
): { question: string; answer: string } | null {
  const open = openQuestions(record);
  const given = reason || (flags.reason ?? "");
  if (name !== "answer" || target?.task !== "plan" || given.trim() === "") return null;
  const asked = number === null ? (open.length === 1 ? open[0] : undefined) : open[number - 1];
  return asked ? { question: asked.question, answer: readAnswer(given, asked.options).answer } : null;
}

async function reviewed(
  repository: GitHubRepository,
  { number }: PullNow,
  drafted: Drafts,
): Promise<Answer<Said[]>> {
  const reviews = await repository.readAll("GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews", {
    pull_number: number,
  });
  if (!reviews.ok) return reviews;
  const lines = await repository.readAll("GET /repos/{owner}/{repo}/pulls/{pull_number}/comments", {
    pull_number: number,
  });
  if (!lines.ok) return lines;
  return good(
    reviews.value.slice(-MAX_SAID).flatMap(({ id, node_id, user, state, body, submitted_at }): Said[] => {
      if (user?.type !== "User" || state === "DISMISSED" || state === "PENDING") return [];
      const own = lines.value.filter(line => line.pull_request_review_id === id && line.user?.id === user.id);
      const commands = [body, ...own.map(line => line.body)].map(each =>
        commandsIn(each, submitted_at ?? "", drafted),
      );
      const answers = commands.flatMap(each => each.answers);
      // An approval asks for nothing but what its commands say.
      const said =
        state === "APPROVED"
          ? commands.map(each => each.words)
          : [body, ...own.map(line => `${line.path}, line ${line.line ?? "?"}: ${line.body}`)];
      const text = said.filter(part => part.trim() !== "").join("\n");
      const by: Account = { id: Number(user.id), login: user.login, type: user.type };
      return text === "" && answers.length === 0
        ? []
        : [
            {
              key: `review-${id}`,
              nodes: [node_id, ...own.map(line => line.node_id)],
              user: by,
              text,
              answers,
            },
          ];
    }),
  );
}
