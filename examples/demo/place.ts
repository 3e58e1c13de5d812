import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** A temporary folder with a bare remote and the clones of two people. */
export interface Place {
  folder: string;
  /** Where the milestone is executed. */
  yours: string;
  /** A colleague's clone of the same remote. */
  colleagues: string;
  environment: NodeJS.ProcessEnv;
  git(directory: string, ...args: string[]): string;
  remove(): void;
}

/** Copies the project into a new repository, pushes it and clones it twice. @throws when git is missing or fails */
export function makePlace(project: string, worker: string): Place {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "milestone-demo-")));
  const home = join(folder, "home");
  mkdirSync(home);
  const environment: NodeJS.ProcessEnv = {
    ...process.env,
    // The node that runs the demo is the one that the agents get.
    PATH: `${dirname(process.execPath)}:${process.env.PATH ?? ""}`,
    // A person's own git settings (signing, hooks, templates) have no place in a demo.
    HOME: home,
    GIT_CONFIG_GLOBAL: join(home, "none"),
    GIT_CONFIG_NOSYSTEM: "1",
    DEMO_WORKER: worker,
  };
  const git = (directory: string, ...args: string[]): string =>
    execFileSync("git", args, {
      cwd: directory,
      env: environment,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    }).trimEnd();
  const remote = join(folder, "remote.git");
  git(folder, "init", "--quiet", "--bare", "--initial-branch=main", remote);
  const clone = (name: string, person: string): string => {
    const root = join(folder, name);
    git(folder, "clone", "--quiet", remote, root);
    git(root, "config", "user.name", person);
    git(root, "config", "user.email", `${person.toLowerCase()}@example.test`);
    return root;
  };
  const yours = clone("tally", "You");
  git(yours, "symbolic-ref", "HEAD", "refs/heads/main");
  cpSync(project, yours, { recursive: true });
  git(yours, "add", "--all");
  git(yours, "commit", "--quiet", "--message", "A readme, a test and a milestone");
  git(yours, "push", "--quiet", "origin", "main");
  const colleagues = clone("tally-of-mona", "Mona");
  const remove = (): void => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  return { folder, yours, colleagues, environment, git, remove };
}
