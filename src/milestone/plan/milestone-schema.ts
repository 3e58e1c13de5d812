import { z } from "zod";
import { MILESTONE_STATUSES, type Phase } from "../phase.ts";
import { env, envName, executor, profile, profileName } from "./executor-schema.ts";
import {
  amount,
  approver,
  count,
  date,
  deliverablePath,
  duration,
  flag,
  glob,
  id,
  key,
  line,
  list,
  map,
  neededKey,
  prose,
  shell,
  title,
} from "./schema-parts.ts";
import {
  approvers,
  budget,
  criteria,
  minApprovals,
  phases,
  questions,
  resourcesScope,
  review,
  task,
  weight,
  word,
} from "./task-schema.ts";
import { versionProblem } from "./version.ts";

const approvalGate = (after: Phase) =>
  key(
    map({
      required: key(flag, { means: "Whether the gate is there", default: "of the phase", example: true }),
      approvers,
      min_approvals: minApprovals,
      criteria,
    }),
    {
      means: `The gate after ${after}`,
      default: after === "design" || after === "spec" ? "required" : "not required",
      example: { required: true, approvers: ["octocat"] },
    },
  );
const weightOf = (name: Phase, share: number) =>
  key(weight, { means: `Share of ${name}`, default: String(share), example: share });

const ENFORCEMENTS = ["strict", "progressive", "flexible"] as const;
const kiroConfiguration = map({
  enforcement: key(word(ENFORCEMENTS), {
    means:
      "Tasks that say nothing of phases: `strict` puts all under the four phases (and, written, refuses fewer), `progressive` those above 4 hours, `flexible` none",
    default: "strict, for tasks that say nothing of phases",
    example: "flexible",
  }),
  phase_weights: key(
    map({
      design: weightOf("design", 15),
      spec: weightOf("spec", 25),
      task: weightOf("task", 20),
      execute: weightOf("execute", 40),
    }),
    {
      means: "Share of each phase in a task's progress; together 100",
      default: "15, 25, 20, 40",
      example: { design: 25, spec: 25, task: 25, execute: 25 },
    },
  ),
  approval_gates: key(
    map({
      design_to_spec: approvalGate("design"),
      spec_to_task: approvalGate("spec"),
      task_to_execute: approvalGate("task"),
      execute_completion: approvalGate("execute"),
    }),
    {
      means: "Gates of all tasks; a phase's own `gate` is nearer",
      default: "after design and spec",
      example: { design_to_spec: { required: false } },
    },
  ),
});

const qualityGate = map({
  at: neededKey(amount("a percentage").max(100, { error: "at most 100" }), {
    means: "Progress in percent at which it runs, once",
    example: 50,
  }),
  name: key(line, {
    means: "What it is called",
    default: "Foundation, Core, Integration, Final at 25, 50, 75, 100",
    example: "Core functionality",
  }),
  run: key(z.union([shell, list(shell, "shell commands")], { error: "a shell command, or a list of them" }), {
    means: "Commands that must succeed",
    default: "none",
    example: "npm run check",
  }),
  approvers,
  min_approvals: minApprovals,
  criteria,
});
export type QualityGateFile = z.infer<typeof qualityGate>;

const version = line.superRefine((value, ctx) => {
  const problem = versionProblem(value);
  if (problem) ctx.addIssue({ code: "custom", message: problem });
});

const prerequisite = map({
  tool: key(line, { means: "Program that must be installed", example: "node" }),
  version: key(version, {
    means: "Range that the tool's version must be in, as in npm's package.json",
    default: "any",
    example: ">=24",
  }),
  install: key(shell, {
    means:
      "Run before anything begins, where the tool is missing or of another version; then it is looked for again",
    default: "none",
    example: "npm install --global my-tool",
  }),
  service: key(line, { means: "Service that must be up, with its `check`", example: "db" }),
  check: key(shell, { means: "Succeeds when the service is up", example: "pg_isready" }),
  start: key(shell, {
    means: "Starts the service where it is down",
    default: "none",
    example: "./start-db.sh",
  }),
  alternative: key(shell, {
    means: "Starts something in its place where it cannot be started",
    default: "none",
    example: "./start-sqlite.sh",
  }),
  env: key(z.string({ error: "a variable's name" }), {
    means: "Variable that must be set",
    example: "API_KEY",
  }),
  command: key(shell, { means: "Must succeed", example: "test -f .env" }),
  data: key(
    map({
      check: neededKey(shell, { means: "Succeeds when the data is there", example: "test -s data/seed.csv" }),
      prepare: neededKey(shell, {
        means: "Makes the data, in the checkout, before anything begins",
        example: "./fetch-data.sh",
      }),
    }),
    {
      means: "Data that must be there, and how to make it",
      default: "none",
      example: { check: "test -s data/seed.csv", prepare: "./fetch-data.sh" },
    },
  ),
}).superRefine((value, ctx) => {
  const { tool, service, env, command, data } = value;
  if ([tool, service, env, command, data].filter(kind => kind !== undefined).length !== 1) {
    ctx.addIssue({ code: "custom", message: "one of tool, service, env, command and data" });
  } else if (value.install !== undefined && tool === undefined) {
    ctx.addIssue({ code: "custom", path: ["install"], message: "`install` beside a tool" });
  } else if (value.service !== undefined && value.check === undefined) {
    ctx.addIssue({ code: "custom", message: "a `check` command beside the service" });
  }
});
export type PrerequisiteFile = z.infer<typeof prerequisite>;

const mentions = list(approver, "logins or teams");
const limit = (means: string, fallback: string) =>
  key(duration, { means, default: fallback, example: fallback });
const amountOf = (means: string, fallback: number, most: number) =>
  key(count(1, most), { means, default: String(fallback), example: fallback });

const limits = map({
  long_running: limit("A phase that runs longer is warned of", "1h"),
  task_stall: limit("A phase without output, file change and processor time for so long is warned of", "5m"),
  execution_stall: limit("A milestone without any progress for so long is warned of", "10m"),
  disk_percent: amountOf("Use of the disk, in percent, above which nothing new starts", 90, 100),
  lock_wait: limit("How long a resource that another milestone holds is waited for", "10m"),
  checkpoint_files: amountOf("Changed files of state after which a checkpoint is committed", 10, 100_000),
  push_tasks: amountOf("Tasks after which the branch is pushed at the latest", 3, 10_000),
  phase_timeout: limit("Timeout of a phase that names none", "1h 30m"),
  file_mib: key(count(1, 100_000), {
    means:
      "Greatest size in MiB of a file that a phase leaves; a larger tracked file may be edited, and grow by as much",
    default: "20",
    example: 50,
  }),
  phase_mib: key(count(1, 100_000), {
    means: "Greatest size in MiB of all that a phase leaves",
    default: "100",
    example: 500,
  }),
  phase_files: key(count(1, 10_000_000), {
    means: "Most files that a phase may change",
    default: "20000",
    example: 50_000,
  }),
  rest: key(duration, {
    means: "How long a run waits for an account's usage limit to end before it rests as `waiting_limit`",
    default: "10m",
    example: "30m",
  }),
});

const dollars = z.number({ error: "a price of 0 or more" }).min(0, { error: "a price of 0 or more" });
const price = map({
  input: neededKey(dollars, { means: "US dollars per million input tokens", example: 1.25 }),
  cached: key(dollars, {
    means: "US dollars per million input tokens that come from a cache",
    default: "as `input`",
    example: 0.125,
  }),
  output: neededKey(dollars, { means: "US dollars per million output tokens", example: 10 }),
});

const RELEASES = ["none", "draft"] as const;
const RELEASE_ERROR = `one of ${RELEASES.join(", ")}, or a map`;
const release = z.union(
  [
    word(RELEASES),
    map({
      draft: key(flag, {
        means: "On GitHub a draft release with the section, or else the report, as notes",
        default: "false",
        example: true,
      }),
      changelog: key(deliverablePath, {
        means: "File that gets a section of the tasks that were done",
        default: "none",
        example: "CHANGELOG.md",
      }),
      version: key(word(["major", "minor", "patch"]), {
        means: "How the version is raised that these files, or the changelog, state",
        default: "none",
        example: "minor",
      }),
      run: key(shell, {
        means: "Command that writes `$MILESTONE_VERSION` into its files",
        default: "`package.json`, `pyproject.toml`, `Cargo.toml`, their lock files, `VERSION`",
        example: "npm version --no-git-tag-version $MILESTONE_VERSION",
      }),
    }),
  ],
  { error: RELEASE_ERROR },
);

/** What a milestone file may say for itself and config.yaml for all. */
const shared = {
  executor: key(executor, {
    means: "How phases are carried out; nearest wins: phase, task, milestone, config",
    default: "none",
    example: { agent: "claude", timeout: "30m" },
  }),
  phases: phases("tasks that say nothing of phases themselves"),
  kiro_configuration: key(kiroConfiguration, {
    means: "The four phases: who goes through them, their weights and gates",
    default: "strict, 15, 25, 20, 40, gates after design and spec",
    example: { enforcement: "flexible" },
  }),
  setup: key(shell, {
    means: "Prepares the work trees before their first phase; runs once for all of them",
    default: "none",
    example: "npm ci",
  }),
  setup_inputs: key(list(glob, "globs"), {
    means: "Files whose change makes `setup` run again",
    default: "none",
    example: ["package-lock.json"],
  }),
  env: key(env, {
    means:
      "Environment of everything that runs (setup, tests, checks, probes, phases): names of variables to pass on, or names with values",
    default: "none",
    example: ["NODE_AUTH_TOKEN"],
  }),
  test_command: key(shell, {
    means: "Runs on the integrated branch after execute phases, and before anything begins",
    default: "none",
    example: "npm test",
  }),
  test_baseline: key(word(["require", "ignore"]), {
    means: "`ignore`: the milestone may start although its tests already fail",
    default: "require",
    example: "ignore",
  }),
  quality_gates: key(list(qualityGate, "quality gates"), {
    means: "Checks and approvals at marks of the milestone's progress",
    default: "none",
    example: [{ at: 50, name: "Core functionality", run: "npm run check" }],
  }),
  budget,
  prices: key(z.record(line, price, { error: "a map of models to prices" }), {
    means: "Prices of models, for agents that report tokens only",
    default: "a table that is shipped",
    example: { "gpt-5": { input: 1.25, cached: 0.125, output: 10 } },
  }),
  prerequisites: key(list(prerequisite, "prerequisites"), {
    means: "What must be there before anything begins",
    default: "none",
    example: [
      { tool: "node", version: ">=24" },
      { service: "db", check: "pg_isready", start: "./start-db.sh" },
    ],
  }),
  resources_scope: resourcesScope,
  roles: key(
    z.record(
      profileName,
      map({
        agent: key(profileName, {
          means: "Agent profile of the role",
          default: "the task's",
          example: "codex",
        }),
        brief: key(prose, {
          means: "What is said to it before the task",
          default: "none",
          example: "You write tests, never code",
        }),
      }),
      { error: "a map of roles" },
    ),
    {
      means: "Roles that tasks and phases name by `role`",
      default: "none",
      example: { tester: { agent: "codex", brief: "You write tests, never code" } },
    },
  ),
  review,
  questions,
  limits: key(limits, {
    means: "Thresholds of the watching, and bounds of what a phase leaves",
    default: "each its own",
    example: { phase_timeout: "2h" },
  }),
  notify: key(
    map({
      stakeholders: key(mentions, {
        means: "Mentioned once each on activation, risk of a missed due date and completion",
        default: "none",
        example: ["octocat"],
      }),
      escalation: key(mentions, {
        means: "Mentioned where a blocker reaches level 4",
        default: "none",
        example: ["acme/leads"],
      }),
      webhook: key(envName, {
        means: "Variable that holds the address to which events are posted as JSON",
        default: "none",
        example: "CHAT_WEBHOOK",
      }),
    }),
    { means: "Who is told", default: "nobody", example: { stakeholders: ["octocat"] } },
  ),
  author: key(
    map({
      name: neededKey(line, { means: "Name of the author", example: "Release Bot" }),
      email: neededKey(line.regex(/^[^<>\s]+$/, { error: "an e-mail address" }), {
        means: "E-mail address of the author",
        example: "bot@example.org",
      }),
    }),
    {
      means: "Author of the commits",
      default: "github-actions[bot] on a runner, the git identity elsewhere",
      example: { name: "Release Bot", email: "bot@example.org" },
    },
  ),
  signing: key(
    map({
      format: key(word(["ssh", "openpgp"]), { means: "Kind of the key", default: "ssh", example: "ssh" }),
      key: neededKey(envName, { means: "Variable that holds the key", example: "SIGNING_KEY" }),
    }),
    {
      means: "Commits and tag are signed",
      default: "none",
      example: { format: "ssh", key: "SIGNING_KEY" },
    },
  ),
  release: key(release, {
    means: "What is made ready once every task is done; `draft` alone is `{ draft: true }`",
    default: "none",
    example: { draft: true, changelog: "CHANGELOG.md", version: "minor" },
  }),
  landing: key(
    map({
      method: key(word(["squash", "merge"]), {
        means: "How the branch is put on its base",
        default: "merge",
        example: "squash",
      }),
      state: key(word(["keep", "summary"]), {
        means: "`summary`: without logs, sessions, approvals and deliverables",
        default: "keep",
        example: "summary",
      }),
    }),
    {
      means: "How a finished milestone is landed where `land` is not told otherwise",
      default: "a merge with all state",
      example: { method: "squash", state: "summary" },
    },
  ),
  runners: key(
    map({
      max: key(count(1, 100), { means: "Jobs at once", default: "1", example: 12 }),
      labels: key(list(line, "runner labels"), {
        means: "Where the jobs run",
        default: "[ubuntu-latest]",
        example: ["ubuntu-latest"],
      }),
    }),
    {
      means: "Each phase runs in a job of its own on GitHub",
      default: "one machine",
      example: { max: 12, labels: ["ubuntu-latest"] },
    },
  ),
  isolation: key(word(["auto", "strict", "none"]), {
    means: "How phases are shut off from the machine; `none` counts in config.yaml of the base branch alone",
    default: "auto",
    example: "strict",
  }),
  trust_agent_settings: key(flag, {
    means: "`true`: agents obey settings that another agent changed on this branch",
    default: "false",
    example: true,
  }),
  move_submodules: key(flag, {
    means:
      "`true`: a phase may move a submodule to another commit, which a branch or tag of the submodule's own repository must have",
    default: "false",
    example: true,
  }),
  tick_source: key(flag, {
    means: "`false`: a finished task is not ticked in the list that the milestone was imported from",
    default: "true",
    example: false,
  }),
};

export const configSchema = map({
  ...shared,
  remote: key(line, {
    means: "Name of the remote that is pushed to",
    default: "origin",
    example: "upstream",
  }),
  agents: key(z.record(profileName, profile, { error: "a map of profile names" }), {
    means: "Agent profiles by name; those built in may be overridden key by key",
    default: "claude, codex, gemini, copilot",
    example: { mine: { command: "my-agent", prompt: "file" } },
  }),
}).describe("Defaults of all milestones, .milestones/config.yaml");
export type ConfigFile = z.infer<typeof configSchema>;

export const milestoneSchema = map({
  id: neededKey(id, { means: "Equal to the file's name", example: "api-v2" }),
  title: key(title, { means: "One line for people", default: "the id", example: "Public API v2" }),
  description: key(prose, {
    means: "What it is for",
    default: "none",
    example: "Partners read orders by REST",
  }),
  status: key(word(MILESTONE_STATUSES), {
    means: "State of the milestone; the engine writes it",
    default: "planned",
    example: "planned",
  }),
  start: key(date, { means: "When it is meant to begin", default: "none", example: "2026-12-01" }),
  due: key(date, {
    means: "When it should be done; a miss is a warning",
    default: "none",
    example: "2026-12-20",
  }),
  dependencies: key(
    map({
      requires: key(list(id, "milestone ids"), {
        means: "Milestones that must be completed first",
        default: "none",
        example: ["auth-v1"],
      }),
      enables: key(list(id, "milestone ids"), {
        means: "Milestones that are told when this one moves",
        default: "none",
        example: ["sdk-v2"],
      }),
    }),
    { means: "Other milestones", default: "none", example: { requires: ["auth-v1"], enables: ["sdk-v2"] } },
  ),
  ...shared,
  source: key(
    map({
      format: neededKey(line, { means: "The tool that wrote it", example: "kiro" }),
      path: neededKey(line, { means: "Where it lies in the repository", example: ".kiro/specs/login" }),
      hash: key(line, {
        means: "SHA-256 of the files when they were last read",
        default: "none",
        example: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
      }),
      ids: key(z.record(line, line, { error: "a map of ids to ids" }), {
        means: "Tasks that got another title there: the id that it would make, and the id here",
        default: "none",
        example: { "login-page": "login" },
      }),
    }),
    {
      means: "The plan of another tool that the milestone was made of; `milestone import` writes it",
      default: "none",
      example: { format: "kiro", path: ".kiro/specs/login" },
    },
  ),
  tasks: neededKey(z.array(task, { error: "a list or a map of tasks" }), {
    means: "The work: a list of tasks, or a map of ids to tasks; a task may be a shell command alone",
    example: [{ id: "build", run: "npm run build" }],
  }),
}).describe("A milestone, .milestones/active/<id>.yaml");
export type MilestoneFile = z.infer<typeof milestoneSchema>;
