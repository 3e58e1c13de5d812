import { atLeast, type Permission } from "../milestone/approval/who-counts.ts";
import { givesCommands } from "../milestone/command/command.ts";
import { readAccess } from "./access.ts";
import { type Answer, good } from "./answer.ts";
import { ACTION, type Account } from "./desired-state.ts";
import type { GitHubRepository } from "./github-repository.ts";
import { readComments, readEditors } from "./issue-comments.ts";

/** A text to plan from, and where it stands. */
export interface IssueText {
  name: string;
  text: string;
}

export type IssueSource =
  | { kind: "read"; title: string; texts: IssueText[] }
  /** Its text was changed after somebody asked for the plan: nobody with a right to has seen it so. */
  | { kind: "edited"; at: string; by: string | null }
  | { kind: "missing" };

const MAX_COMMENTS = 50;
const MAX_PARTS = 50;

/**
 * An issue with its sub-issues, and the comments of people who may write. Others' comments and edited ones are left
 * out. `asked`: when the plan was asked for (RFC 3339); an issue or sub-issue that was edited since is refused.
 */
export async function readIssueSource(
  repository: GitHubRepository,
  { number, asked }: { number: number; asked: string | null },
): Promise<Answer<IssueSource>> {
  const issue = await repository.read("GET /repos/{owner}/{repo}/issues/{issue_number}", {
    issue_number: number,
  });
  if (!issue.ok) return issue.failure.kind === "not_found" ? good({ kind: "missing" }) : issue;
  const { title, body, node_id } = issue.value;
  const parts = await subIssues(repository, number);
  if (!parts.ok) return parts;
  const edited = await readEditors(repository, [node_id, ...parts.value.map(({ node }) => node)]);
  if (!edited.ok) return edited;
  for (const edit of edited.value.values()) {
    // Whole seconds: an edit in the very second of the command is taken for a later one.
    if (asked !== null && edit && Date.parse(edit.at) >= Math.floor(Date.parse(asked) / 1000) * 1000)
      return good({ kind: "edited", at: edit.at, by: edit.login });
  }
  const comments = await writersComments(repository, number);
  if (!comments.ok) return comments;
  const whole = { name: `issue #${number}`, text: `${title}\n\n${body ?? ""}`.trim() };
  return good({
    kind: "read",
    title,
    texts: [whole, ...parts.value.map(({ name, text }) => ({ name, text })), ...comments.value],
  });
}

async function writersComments(repository: GitHubRepository, number: number): Promise<Answer<IssueText[]>> {
  const comments = await readComments(repository, number, ACTION);
  if (!comments.ok) return comments;
  const said = comments.value
    .filter(({ user, viaApp, body }) => user?.type === "User" && !viaApp && !givesCommands(body))
    .slice(-MAX_COMMENTS);
  const editors = await readEditors(
    repository,
    said.map(comment => comment.node),
  );
  if (!editors.ok) return editors;
  const writers = writersOf(repository);
  const texts: IssueText[] = [];
  for (const { user, node, body } of said) {
    const editor = editors.value.get(node);
    if (editor === undefined || (editor !== null && editor.login !== user!.login)) continue;
    const counts = await writers(user!);
    if (!counts.ok) return counts;
    if (counts.value) texts.push({ name: `comment on #${number} by ${user!.login}`, text: body });
  }
  return good(texts);
}

/** Whether somebody may write, asked once for each. */
export function writersOf(repository: GitHubRepository): (user: Account) => Promise<Answer<boolean>> {
  const known = new Map<number, Permission>();
  return async user => {
    const there = known.get(user.id);
    if (there !== undefined) return good(atLeast(there, "write"));
    const access = await readAccess(repository, user);
    if (!access.ok) return access;
    known.set(user.id, access.value);
    return good(atLeast(access.value, "write"));
  };
}

/** Open sub-issues; a server that knows none has none. */
async function subIssues(
  repository: GitHubRepository,
  number: number,
): Promise<Answer<(IssueText & { node: string })[]>> {
  const answer = await repository.read("GET /repos/{owner}/{repo}/issues/{issue_number}/sub_issues", {
    issue_number: number,
    per_page: MAX_PARTS,
  });
  if (!answer.ok) return answer.failure.kind === "not_found" ? good([]) : answer;
  return good(
    answer.value
      .filter(({ state }) => state === "open")
      .map(({ number: part, node_id, title, body }) => ({
        node: node_id,
        name: `sub-issue #${part}`,
        text: `${title}\n\n${body ?? ""}`.trim(),
      })),
  );
}
