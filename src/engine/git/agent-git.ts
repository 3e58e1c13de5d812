import { copyFileSync, existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { encodeIndexFile, type IndexEntry } from "./index-file.ts";
import type { Oid, Person } from "./object.ts";

export interface AgentGit {
  /** The work tree. */
  root: string;
  commit: Oid;
  entries: Iterable<IndexEntry>;
  /** The user's git directory, whose objects are borrowed. */
  commonDirectory: string;
  /** Who commits, should the agent commit; its commits are not looked at, only its files are. */
  identity: Person;
}

/**
 * A git directory for the agent alone, so that `git status`, `diff` and `log` answer rightly. It borrows the
 * user's objects and shares nothing else; the engine never reads it. It is made anew each time: what an agent
 * left there (hooks, settings, a link in place of the directory) is gone before the next one starts.
 */
export function writeAgentGit({ root, commit, entries, commonDirectory, identity }: AgentGit): void {
  const directory = join(root, ".git");
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(join(directory, "objects/info"), { recursive: true });
  mkdirSync(join(directory, "refs/heads"), { recursive: true });
  writeFileSync(join(directory, "HEAD"), `${commit}\n`);
  writeFileSync(join(directory, "objects/info/alternates"), `${join(commonDirectory, "objects")}\n`);
  writeFileSync(join(directory, "config"), configuration(identity));
  const shallow = join(commonDirectory, "shallow");
  if (existsSync(shallow)) copyFileSync(shallow, join(directory, "shallow"));
  writeFileSync(join(directory, "index"), encodeIndexFile(entries));
}

function configuration({ name, email }: Person): string {
  const quote = (text: string) => `"${text.replace(/[\\"]/g, "\\$&").replace(/[\r\n]/g, " ")}"`;
  return [
    "[core]",
    "\trepositoryformatversion = 0",
    "\tbare = false",
    "\tfilemode = true",
    "[user]",
    `\tname = ${quote(name)}`,
    `\temail = ${quote(email)}`,
    "[gc]",
    "\tauto = 0",
    "",
  ].join("\n");
}
