import { refuse } from "../engine/refusal.ts";
import type { Files } from "../import/imported.ts";
import { detectProject, type ProjectFacts } from "../init/detect-project.ts";
import { runnersWorkflow } from "../init/runners-workflow.ts";
import {
  type StarterFacts,
  type StarterWorkflow,
  starterConfig,
  starterGitHubConfig,
  starterMilestone,
  starterWorkflow,
} from "../init/starter.ts";
import { idProblem, paths, ROOT } from "../milestone/names.ts";
import { EXIT, type Outcome } from "./outcome.ts";

export interface InitRequest {
  /** Of the starter milestone; null: `first`. */
  id: string | null;
  /** Overwrite what is there. */
  force: boolean;
  /** Show what would be written. */
  dryRun: boolean;
  /** Each phase runs on a machine of its own; absent: all on one. */
  runners?: boolean;
  files: Files;
  git: { defaultBranch: string; repository: { owner: string } | null };
  /** The Action as the workflow shall name it. */
  action: Pick<StarterWorkflow, "action" | "sha" | "version">;
  schemas?: StarterFacts["schemas"];
  /** false: no starter milestone is written, since one is going to be planned. */
  starter?: boolean;
  /** Runs setup and tests once, in a fresh tree; absent: what is found is written as it is. */
  tryOut?: TryOut;
}

/** `why`: in one line; `uncommitted`: it cannot be tried on what is committed. */
export type TryOut = (
  trial: { setup: string | null; tests: string | null },
  from: string,
) => Promise<
  | { kind: "passed" }
  | { kind: "failed"; step: "setup" | "tests"; why: string; output: string }
  | { kind: "untried"; why: string }
>;

const WORKFLOW = ".github/workflows/milestone.yml";
const FIRST = "first";

/**
 * Writes a starter milestone that runs as it is, config, workflow and `.github/milestone.yml`, from what the
 * repository tells of itself. What is there stays, unless forced.
 * @throws Refusal for an id that is not valid
 */
export async function initCommand(request: InitRequest): Promise<Outcome> {
  const { files, force, dryRun } = request;
  const id = request.id ?? FIRST;
  const problem = idProblem(id);
  if (problem)
    refuse(
      `the id ${JSON.stringify(id).slice(0, 80)} is not valid: ${problem}`,
      "name another one: milestone init my-milestone",
    );
  for (const folder of [ROOT, ".github"]) {
    if ((await files.readFile(folder)) === null) continue;
    refuse(
      `${folder} is a file, and files are to be written into a folder of that name`,
      `rename that file (git mv ${folder} ${folder.slice(1)}.txt) and commit`,
    );
  }
  const project = await detectProject(files);
  const isNew = force || (await files.readFile(paths.config)) === null;
  const worked = project && isNew && !dryRun && request.tryOut ? await tried(project, request.tryOut) : null;
  const facts: StarterFacts = { ...factsOf(request, id, project), ...worked?.facts };
  // No machine runs it on the integrated branch there: such a milestone would be refused on GitHub.
  if (request.runners) delete facts.testCommand;
  const others = await otherMilestones(files, id);
  const wanted: Planned[] = [
    ...(request.starter === false || (request.id === null && others.length > 0)
      ? []
      : [{ path: paths.milestone(id), text: starterMilestone(facts) }]),
    { path: paths.config, text: starterConfig(facts) },
    { path: paths.githubConfig, text: starterGitHubConfig(facts) },
    ...(await workflowFile(request, facts)),
  ];
  const judgedFiles = await judged(wanted, files, force);
  for (const { path, text, fate } of judgedFiles)
    if (fate === "write" && !dryRun) await files.writeFile(path, text);
  const lines = [
    found(request, project),
    ...(project?.note ? [`note: ${project.note}`] : []),
    ...(worked?.lines ?? []),
    ...judgedFiles.map(file => told(file, dryRun)),
  ];
  const written = judgedFiles.filter(file => file.fate === "write").map(file => file.path);
  const start = wanted[0]!.path === paths.milestone(id) ? id : (others[0] ?? id);
  const json = {
    milestone: start,
    files: written,
    kept: judgedFiles.filter(f => f.fate === "keep").map(f => f.path),
    written: !dryRun,
    project,
  };
  const text = [...lines, ...(request.starter === false ? [] : ["", ...next(start)])].join("\n");
  return { status: null, exitCode: EXIT.ok, text, json, outputs: { milestone: start } };
}

interface TriedCommands {
  facts: Pick<StarterFacts, "setup" | "setupInputs" | "testCommand" | "checks" | "failed">;
  lines: string[];
}

/** What of a project works, found out by running it; what does not is said, with how it failed. */
async function tried(project: ProjectFacts, tryOut: TryOut): Promise<TriedCommands | null> {
  const { from, setup, setupInputs, testCommand, checks = [], otherwise = [] } = project;
  if (setup === undefined && testCommand === undefined) return null;
  const ways = [{ setup, setupInputs, testCommand }, ...otherwise];
  let first: Extract<Awaited<ReturnType<TryOut>>, { kind: "failed" }> | null = null;
  for (const way of ways) {
    const answer = await tryOut({ setup: way.setup ?? null, tests: way.testCommand ?? null }, from);
    if (answer.kind === "untried") return { facts: {}, lines: [`not tried: ${answer.why}`] };
    if (answer.kind === "failed") {
      first ??= answer;
      continue;
    }
    const passing: string[] = [];
    for (const check of checks)
      if ((await tryOut({ setup: way.setup ?? null, tests: check }, from)).kind === "passed")
        passing.push(check);
    const what = [way.setup, way.testCommand, ...passing].flatMap(each => (each ? [`\`${each}\``] : []));
    return {
      facts: { ...absent, ...defined(way), ...(passing.length > 0 ? { checks: passing } : {}) },
      lines: [`tried in a fresh tree: ${what.join(", ")} passed`],
    };
  }
  const { step, why, output } = first!;
  const command = (step === "setup" ? setup : testCommand)!;
  const bad = { command, why };
  const rest = step === "tests" ? defined({ setup, setupInputs, testCommand: undefined }) : {};
  return {
    facts: { ...absent, ...rest, failed: step === "setup" ? { setup: bad } : { testCommand: bad } },
    lines: [
      `tried in a fresh tree: ${step === "setup" ? "setup" : "tests"} \`${command}\` did not pass, so it stands in ${paths.config} as a comment`,
      ...output
        .split("\n")
        .filter(line => line.trim() !== "")
        .map(line => `  | ${line.slice(0, 200)}`),
      step === "setup"
        ? "  mend it or name another setup there; the tests were not run without it"
        : "  install what it needs by `setup`, or mend the tests, and take the comment away",
    ],
  };
}

const absent = { setup: undefined, setupInputs: undefined, testCommand: undefined } as const;

/** Without the keys that have no value. */
function defined<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as never;
}

const next = (id: string): string[] => [
  "1. git add .milestones .github && git commit -m 'Plan with milestones'",
  `2. milestone plan ${id}      shows what would run`,
  `3. milestone execute ${id}   runs it, on the branch milestone/${id}; your checkout stays as it is`,
];

function factsOf(
  { git, schemas, runners }: InitRequest,
  id: string,
  project: ProjectFacts | null,
): StarterFacts {
  const { setup, setupInputs, testCommand } = project ?? {};
  return {
    milestone: id,
    defaultBranch: git.defaultBranch,
    ...(setup === undefined ? {} : { setup }),
    ...(setupInputs === undefined ? {} : { setupInputs }),
    ...(testCommand === undefined ? {} : { testCommand }),
    ...(runners ? { runners } : {}),
    ...(git.repository ? { owner: git.repository.owner } : {}),
    ...(schemas ? { schemas } : {}),
  };
}

/** Ids of milestones that are there already, besides the one to be written. */
async function otherMilestones(files: Files, id: string): Promise<string[]> {
  const names = (await files.list(".milestones/active")) ?? [];
  return names
    .filter(name => /^[^/]+\.yaml$/.test(name))
    .map(name => name.slice(0, -".yaml".length))
    .filter(name => name !== id)
    .sort();
}

interface Planned {
  path: string;
  text: string;
  /** Why the file is not needed. */
  instead?: string;
}

/** The workflow serves repositories with the app and without it: with the app `project` does nothing. */
async function workflowFile(
  { files, action, runners }: InitRequest,
  facts: StarterFacts,
): Promise<Planned[]> {
  const text = runners
    ? runnersWorkflow(facts, { ...action, labels: ["ubuntu-latest"] })
    : starterWorkflow(facts, { ...action, project: true });
  const name = action.action.slice(action.action.lastIndexOf("/"));
  for (const other of ((await files.list(".github/workflows")) ?? []).sort()) {
    const path = `.github/workflows/${other}`;
    if (path === WORKFLOW || !/\.ya?ml$/.test(other)) continue;
    const there = await files.readFile(path);
    if (there?.includes(`${name}@`))
      return [{ path: WORKFLOW, text, instead: `${path} runs milestones already` }];
  }
  return [{ path: WORKFLOW, text }];
}

type JudgedFile = Planned & { fate: "write" | "keep" | "same" | "leave out" };

async function judged(wanted: readonly Planned[], files: Files, force: boolean): Promise<JudgedFile[]> {
  const out: JudgedFile[] = [];
  for (const file of wanted) {
    const there = file.instead === undefined ? await files.readFile(file.path) : null;
    const fate =
      file.instead !== undefined
        ? "leave out"
        : there === null
          ? "write"
          : there === file.text
            ? "same"
            : force
              ? "write"
              : "keep";
    out.push({ ...file, fate });
  }
  return out;
}

function told({ path, fate, instead }: JudgedFile, dryRun: boolean): string {
  switch (fate) {
    case "write":
      return `${dryRun ? "would write" : "wrote"} ${path}`;
    case "keep":
      return `kept  ${path} (there already; --force overwrites it)`;
    case "same":
      return `kept  ${path} (as it would be written)`;
    case "leave out":
      return `left out ${path} (${instead})`;
    default:
      return fate satisfies never;
  }
}

function found({ git }: InitRequest, project: ProjectFacts | null): string {
  const parts = [`branch ${git.defaultBranch}`, ...(git.repository ? [`owner ${git.repository.owner}`] : [])];
  if (project) {
    parts.push(
      ...(project.setup ? [`setup \`${project.setup}\``] : []),
      project.testCommand ? `tests \`${project.testCommand}\`` : "no test command",
      `(from ${project.from})`,
    );
  } else parts.push("no setup or test command; add them to .milestones/config.yaml");
  return `found: ${parts.join(", ").replace(", (", " (")}`;
}
