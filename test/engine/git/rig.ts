import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import { type GitRepository, openRepository } from "../../../src/engine/git/git-repository.ts";
import { runToEnd } from "../../rig/spawner/spawner.ts";

export const AUTHOR = { name: "Mona", email: "mona@example.test" };
const AT = Date.UTC(2026, 10, 21, 9, 0, 0);

/** A folder that goes away with the test. */
export function temporaryFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "milestone-test-")));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Real git, apart from the machine's own settings. */
export function git(directory: string, ...args: string[]): string {
  const environment = {
    PATH: process.env.PATH,
    HOME: directory,
    GIT_CONFIG_NOSYSTEM: "1",
    ...(process.env.GIT_DEFAULT_HASH ? { GIT_DEFAULT_HASH: process.env.GIT_DEFAULT_HASH } : {}),
    GIT_AUTHOR_NAME: "n",
    GIT_AUTHOR_EMAIL: "n@example.test",
    GIT_COMMITTER_NAME: "n",
    GIT_COMMITTER_EMAIL: "n@example.test",
  };
  const argv = ["-c", "init.defaultBranch=main", "-c", "protocol.file.allow=always", ...args];
  return runToEnd({ program: "git", args: argv, directory, environment }).trim();
}

export function write(root: string, files: Record<string, string | Buffer>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
}

/** A repository with one commit of these files on `main`. */
export function makeRepository(files: Record<string, string | Buffer> = { "README.md": "hello\n" }): string {
  const root = join(temporaryFolder(), "repository");
  mkdirSync(root);
  git(root, "init", "--quiet");
  write(root, files);
  commitAll(root, "first");
  return root;
}

export function commitAll(root: string, message: string): string {
  git(root, "add", "--all");
  git(root, "commit", "--quiet", "--allow-empty", "--message", message);
  return git(root, "rev-parse", "HEAD");
}

export async function open(
  directory: string,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<GitRepository> {
  const outcome = await openRepository({ directory, environment });
  if (!outcome.ok) throw new Error(outcome.message);
  onTestFinished(() => outcome.value.close());
  return outcome.value;
}

/** A commit on top of `base` with these contents; null removes. */
export function commitOn(
  repository: GitRepository,
  base: string,
  files: Record<string, string | Buffer | null>,
  message = "work",
): Promise<string> {
  const changes = new Map(
    Object.entries(files).map(([path, content]) => [path, content === null ? null : Buffer.from(content)]),
  );
  return repository.commit({ parents: [base], base, changes, message, author: AUTHOR, at: AT });
}

export async function headOf(repository: GitRepository): Promise<string> {
  const oid = await repository.resolve("HEAD");
  if (oid === null) throw new Error("the repository has no commit");
  return oid;
}
