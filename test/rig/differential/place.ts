import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { runProgram } from "../spawner/spawner.ts";

export type Content = string | Buffer;

/** A folder of its own in which one repository is built, with a home in which nothing but what is written there counts. */
export class Place {
  readonly folder = realpathSync(mkdtempSync(join(tmpdir(), "differential-")));
  readonly home = join(this.folder, "home");
  /** The person's repository. */
  readonly root = join(this.folder, "person");

  constructor() {
    mkdirSync(this.home);
    writeFileSync(join(this.home, ".gitconfig"), GLOBAL);
  }

  get environment(): Record<string, string> {
    return {
      PATH: process.env.PATH ?? "",
      HOME: this.home,
      GIT_CONFIG_NOSYSTEM: "1",
      GIT_AUTHOR_DATE: "1790000000 +0000",
      GIT_COMMITTER_DATE: "1790000000 +0000",
    };
  }

  /** Real git, apart from the machine's own settings. */
  git(directory: string, ...args: string[]): string {
    const { code, stdout, stderr } = this.tryGit(directory, args);
    if (code !== 0) throw new Error(`git ${args.join(" ")} ended with ${code}: ${stderr}`);
    return stdout.trimEnd();
  }

  tryGit(directory: string, args: string[]): { code: number | null; stdout: string; stderr: string } {
    const { code, stdout, stderr } = runProgram({
      ...{ program: "git", args, directory, environment: this.environment },
    });
    return { code, stdout: stdout.toString(), stderr: stderr.toString() };
  }

  /** Another repository with one commit of these files. */
  library(name: string, files: Record<string, Content>): string {
    const root = join(this.folder, name);
    mkdirSync(root, { recursive: true });
    this.git(root, "init", "--quiet");
    write(root, files);
    this.commit(root);
    return root;
  }

  commit(root: string, ...options: string[]): void {
    this.git(root, "add", "--all", "--force");
    this.git(root, "commit", "--quiet", "--allow-empty", "--message=work", ...options);
  }

  close(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

const GLOBAL = `[user]
	name = Mona
	email = mona@example.test
[init]
	defaultBranch = main
[protocol "file"]
	allow = always
[gc]
	auto = 0
`;

export function write(root: string, files: Record<string, Content>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
}

export function hasLfs(): boolean {
  try {
    return (
      runProgram({ program: "git-lfs", args: ["version"], directory: tmpdir(), environment: process.env })
        .code === 0
    );
  } catch {
    return false;
  }
}
