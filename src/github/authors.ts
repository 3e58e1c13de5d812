import type { Author } from "../milestone/approval/who-counts.ts";
import { type Answer, good } from "./answer.ts";
import type { Repository } from "./repository.ts";

const CO_AUTHOR = "co-authored-by:";
/** `<id>+<login>@users.noreply.github.com`: the one e-mail that says whose account it is. */
const NOREPLY = /^(\d{1,19})\+([^@]{1,100})@users\.noreply\./;

/**
 * Whoever wrote one of these files by hand, as author, committer or co-author of a commit on the branch. Bots are
 * left out. A commit whose author GitHub knows no account for gives nobody: e-mails prove nothing.
 */
export async function readAuthors(
  repository: Repository,
  commit: string,
  paths: readonly string[],
): Promise<Answer<Author[]>> {
  const found = new Map<number, Author>();
  for (const path of paths) {
    const answer = await repository.read("GET /repos/{owner}/{repo}/commits", {
      sha: commit,
      path,
      per_page: 100,
    });
    if (!answer.ok) return answer;
    for (const { author, committer, commit: details } of answer.value) {
      for (const account of [author, committer]) {
        if (account && "id" in account && account.type === "User") add(found, account.id, account.login);
      }
      for (const { id, login } of coAuthors(details.message)) add(found, id, login);
    }
  }
  return good([...found.values()]);
}

function add(found: Map<number, Author>, id: number | bigint, login: string): void {
  found.set(Number(id), { id: Number(id), login });
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
