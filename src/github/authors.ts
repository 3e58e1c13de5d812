import type { Author } from "../milestone/approval/who-counts.ts";
import { branchRef } from "../milestone/names.ts";
import type { ApprovalState } from "../milestone/session/state.ts";
import { type Answer, good } from "./answer.ts";
import type { Account } from "./desired-state.ts";
import type { GitHubRepository } from "./github-repository.ts";

const CO_AUTHOR = "co-authored-by:";
/** `<id>+<login>@users.noreply.github.com`: the one e-mail that says whose account it is. */
const NOREPLY = /^(\d{1,19})\+([^@]{1,100})@users\.noreply\./;
const PAGE = 100;
/** A push or comparison of more files than GitHub lists may have changed any of them. */
const FILES = 300;
/** Commits since the last checkpoint that are looked through, in pages of a hundred. */
const PAGES = 30;

export interface AuthorsInput {
  repository: GitHubRepository;
  milestone: string;
  /** The branch's commit. */
  head: string;
  /** Name of the base branch, where the milestone's work begins. */
  base: string;
  /** Who decided something. */
  people: readonly Account[];
}

/**
 * Who had a hand in the work that a gate is about: authors, committers and co-authors of its commits by GitHub's word,
 * and those among `people` who pushed some of it. Only the push proves anything: names and e-mails in a commit are
 * whatever its writer typed, a bot's as well. Where GitHub does not tell of pushes, a commit whose author and committer
 * it knows no account for gives an unknown author.
 */
export async function readAuthors(
  input: AuthorsInput,
  approval: ApprovalState,
  { pushes, since }: { pushes: readonly Push[] | null; since: string | null },
): Promise<Answer<Author[]>> {
  const found = new Map<number | null, Author>();
  const commits =
    approval.transition === "quality_gate"
      ? await commitsSince(input, since ?? input.base)
      : await commitsOf(input, approval);
  if (!commits.ok) return commits;
  for (const commit of commits.value) {
    const authors = authorsOf(commit);
    for (const author of authors) found.set(author.id, author);
    const isUnknown = !commit.author && !commit.committer;
    if (isUnknown && authors.length === 0 && !pushes) found.set(null, { id: null, login: null });
  }
  const paths = approval.deliverables.map(d => d.path);
  const shas = new Set(commits.value.map(({ sha }) => sha));
  for (const { by, after, files } of pushes ?? []) {
    const touches =
      approval.transition === "quality_gate"
        ? shas.has(after) || files === null
        : files === null || paths.some(path => files.has(path));
    if (touches) found.set(by.id, { id: by.id, login: by.login });
  }
  return good([...found.values()]);
}

interface CommitSaid {
  sha: string;
  author?: object | null;
  committer?: object | null;
  commit: { message: string };
}

async function commitsOf(
  { repository, head }: AuthorsInput,
  { deliverables }: ApprovalState,
): Promise<Answer<CommitSaid[]>> {
  const all: CommitSaid[] = [];
  for (const { path } of deliverables) {
    const answer = await repository.read("GET /repos/{owner}/{repo}/commits", {
      sha: head,
      path,
      per_page: PAGE,
    });
    if (!answer.ok) return answer;
    all.push(...answer.value);
  }
  return good(all);
}

async function commitsSince({ repository, head }: AuthorsInput, from: string): Promise<Answer<CommitSaid[]>> {
  const all: CommitSaid[] = [];
  for (let page = 1; page <= PAGES; page++) {
    const answer = await repository.read("GET /repos/{owner}/{repo}/compare/{basehead}", {
      basehead: `${from}...${head}`,
      per_page: PAGE,
      page,
    });
    if (!answer.ok) return answer;
    all.push(...answer.value.commits);
    if (answer.value.commits.length < PAGE) break;
  }
  return good(all);
}

function authorsOf({ author, committer, commit }: CommitSaid): { id: number; login: string }[] {
  const people = [author, committer].filter(isPerson).map(({ id, login }) => ({ id: Number(id), login }));
  return [...people, ...coAuthors(commit.message)];
}

function isPerson(account: object | null | undefined): account is Account {
  return Boolean(account && "type" in account && account.type === "User" && "id" in account);
}

function coAuthors(message: string): { id: number; login: string }[] {
  const found = [];
  for (const line of message.split("\n")) {
    if (!line.toLowerCase().startsWith(CO_AUTHOR)) continue;
    const email = line.slice(line.indexOf("<") + 1, line.lastIndexOf(">"));
    const match = NOREPLY.exec(email);
    if (match?.[1] && match[2]) found.push({ id: Number(match[1]), login: match[2] });
  }
  return found;
}

/** A push to the milestone's branch by a person; `files` null: any may have changed. */
export interface Push {
  by: Account;
  after: string;
  files: ReadonlySet<string> | null;
}

/** What these people pushed to the branch; null: this GitHub does not tell. */
export async function readPushes(input: AuthorsInput): Promise<Answer<Push[] | null>> {
  const { repository, milestone, people, base } = input;
  const pushes: Push[] = [];
  for (const by of people) {
    const answer = await repository.read("GET /repos/{owner}/{repo}/activity", {
      ref: branchRef(milestone),
      actor: by.login,
      per_page: PAGE,
    });
    if (!answer.ok) {
      const { kind } = answer.failure;
      return kind === "not_found" || kind === "forbidden" ? good(null) : answer;
    }
    for (const { before, after, activity_type: type, actor } of answer.value) {
      if (type === "branch_deletion" || (actor && actor.id !== by.id)) continue;
      const from = /^0+$/.test(before) ? base : before;
      const files = answer.value.length < PAGE ? await filesBetween(repository, from, after) : good(null);
      if (!files.ok) return files;
      pushes.push({ by, after, files: files.value });
    }
  }
  return good(pushes);
}

async function filesBetween(
  repository: GitHubRepository,
  from: string,
  to: string,
): Promise<Answer<ReadonlySet<string> | null>> {
  const answer = await repository.read("GET /repos/{owner}/{repo}/compare/{basehead}", {
    basehead: `${from}...${to}`,
    per_page: 1,
  });
  if (!answer.ok) return answer.failure.kind === "not_found" ? good(null) : answer;
  const files = answer.value.files ?? [];
  if (files.length >= FILES) return good(null);
  return good(
    new Set(files.flatMap(f => [f.filename, ...(f.previous_filename ? [f.previous_filename] : [])])),
  );
}
