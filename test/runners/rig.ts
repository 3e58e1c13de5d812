import { runnersWorkflow } from "../../src/init/runners-workflow.ts";
import { paths } from "../../src/milestone/names.ts";
import type { LoggedEvent } from "../../src/milestone/session/event.ts";
import { type FinishedJob, Runners } from "../rig/github/run/jobs.ts";
import type { RunnerOptions } from "../rig/github/run/runner.ts";
import { createGitHubStandIn, type StandIn } from "../rig/github/stand-in.ts";
import { ACTION } from "../rig/program.ts";
import { git } from "../rig/repository.ts";

export const WORKFLOW = runnersWorkflow(
  { milestone: "m", defaultBranch: "main" },
  { action: "acme/milestone-execute", sha: "v1", version: "v1", labels: ["ubuntu-latest"] },
);

/** A GitHub with runners, and a milestone `m` on its main branch. */
export interface RunnersRig {
  github: StandIn;
  jobs: FinishedJob[];
  /** Starts a run of the workflow and waits until nothing runs any more. */
  dispatch(inputs: Record<string, string>): Promise<void>;
  settled(): Promise<void>;
  events(): LoggedEvent[];
  /** A file of the milestone's branch; null: it is not there. */
  read(path: string): string | null;
  /** Every file of the milestone's branch but the engine's own, with its blob. */
  product(): string;
  git(...args: string[]): string;
  close(): Promise<void>;
}

export async function runnersRig(
  plan: string,
  options: { runners: number; files?: Record<string, string> } & Partial<
    Pick<RunnerOptions, "aheadMs" | "before" | "cold" | "env" | "lost" | "onJob" | "warm">
  >,
): Promise<RunnersRig> {
  const { runners: most, files = {}, ...more } = options;
  let runners: Runners | null = null;
  const github = await createGitHubStandIn({
    roles: { mona: "maintain", alice: "write" },
    files: { [paths.milestone("m")]: plan, ".github/workflows/milestone.yml": WORKFLOW, ...files },
    onDispatch: started => runners!.run(started),
  });
  runners = new Runners({ action: ACTION, serverUrl: github.url, warm: true, ...more }, most);
  const runs = () => [...github.repository.runs.values()];
  const bare = (...args: string[]): string => git(github.repository.git.path, ...args);
  const branch = "refs/heads/milestone/m";
  const settled = async (): Promise<void> => {
    for (let quiet = 0; quiet < 3; ) {
      await github.settled();
      quiet = runs().some(run => run.status !== "completed") ? 0 : quiet + 1;
      await new Promise(resolve => setTimeout(resolve, 20));
    }
  };
  const read = (path: string): string | null =>
    bare("ls-tree", branch, "--", path) === "" ? null : bare("cat-file", "blob", `${branch}:${path}`);
  return {
    github,
    jobs: runners.jobs,
    settled,
    read,
    git: bare,
    async dispatch(inputs) {
      await github.as("mona").request("POST /actions/workflows/milestone.yml/dispatches", {
        ref: "main",
        inputs: { milestone: "m", ...inputs },
      });
      await settled();
    },
    events() {
      const names = new Set(bare("ls-tree", "--name-only", branch, "--", ".milestones/logs/").split("\n"));
      const logs = Array.from(names, (_, at) => paths.log("m", at + 1)).filter(name => names.has(name));
      return logs.flatMap(name =>
        bare("cat-file", "blob", `${branch}:${name}`)
          .split("\n")
          .filter(Boolean)
          .map(line => JSON.parse(line) as LoggedEvent),
      );
    },
    product: () =>
      bare("ls-tree", "-r", branch)
        .split("\n")
        .filter(line => !/\t\.milestones\/(?!deliverables\/)/.test(line))
        .join("\n"),
    close: () => github.close(),
  };
}
