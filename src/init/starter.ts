import { FLAG_NAMES, type FlagName, flagDefault, flagSpec } from "../milestone/command/command-flags.ts";
import { startableCommands } from "../milestone/command/command-table.ts";
import { renderScalar } from "../milestone/yaml/render.ts";

/** What `milestone init` found out about a repository. */
export interface StarterFacts {
  /** Id of the starter milestone, and name of its file. */
  milestone: string;
  defaultBranch: string;
  /** Prepares a work tree, such as `npm ci`; absent: nothing was found that needs it. */
  setup?: string;
  /** Files whose change makes `setup` run again, such as a lock file. */
  setupInputs?: string[];
  testCommand?: string;
  /** Commands that check the repository and pass. */
  checks?: string[];
  /** What was found and does not work, by its key: why. */
  failed?: { setup?: { command: string; why: string }; testCommand?: { command: string; why: string } };
  /** Each phase runs on a machine of its own on GitHub. */
  runners?: boolean;
  /** Owner of the repository, when its remote tells. */
  owner?: string;
  /** `$schema` addresses for editors. */
  schemas?: { milestone: string; config: string; github: string };
}

export interface StarterWorkflow {
  /** The Action as `uses` names it, `OWNER/milestone-execute`. */
  action: string;
  /** Commit to which it is pinned, and the version that this is. */
  sha: string;
  version: string;
  /** true: for repositories without the app; the Action keeps issues and pull request, and reviews resume it. */
  project: boolean;
}

const text = (value: string) => renderScalar(value, "plain", false);
const schemaLine = (url: string | undefined) => (url ? `# yaml-language-server: $schema=${url}\n` : "");

/**
 * A milestone that runs as it is, with the shell alone: four tasks, three of them side by side. It is commented as the
 * first one that somebody reads, and is valid without a warning.
 */
export function starterMilestone({ milestone, checks = [], schemas }: StarterFacts): string {
  const gate =
    checks.length > 0
      ? `quality_gates: [{ at: 100, name: Checks, run: [${checks.map(each => renderScalar(each, "plain", true)).join(", ")}] }]\n`
      : "";
  const place = `docs/${milestone}`;
  const found = "find . -type f ! -path '*/.*' ! -path '*/node_modules/*'";
  return `${schemaLine(schemas?.milestone)}# A milestone: tasks that need each other. \`milestone validate ${milestone}\` checks it, \`milestone execute ${milestone}\` runs it.
id: ${text(milestone)}
title: An overview of this repository
${gate}tasks:
  # These three need nothing from each other: they run side by side, each in a work tree of its own.
  kinds: mkdir -p ${place} && ${found} | sed 's/.*[./]//' | sort | uniq -c | sort -rn > ${place}/kinds.txt
  largest: mkdir -p ${place} && ${found} -exec wc -c {} + | sort -rn | sed -n 1,20p > ${place}/largest.txt
  folders: mkdir -p ${place} && ${found} | sed 's|/[^/]*$||' | sort | uniq -c | sort -rn > ${place}/folders.txt
  overview:
    needs: [kinds, largest, folders]
    run: cd ${place} && for page in kinds largest folders; do echo "## $page"; cat "$page.txt"; done > overview.md
    deliverables: [{ changed: ${text(`${place}/overview.md`)} }]
    # gate: true # a person approves before it is done: milestone approve ${milestone} overview, or a review on GitHub
  # An agent writes code: feature: { agent: claude, description: What is to be done, phases: [design, execute], needs: overview }
`;
}

/** Defaults of all milestones: what was found out is set, the rest stands there as comments. */
export function starterConfig(facts: StarterFacts): string {
  const { setup, setupInputs, testCommand, failed, schemas, runners } = facts;
  const set = (
    key: string,
    value: string | undefined,
    example: string,
    bad?: { command: string; why: string },
  ) =>
    value !== undefined
      ? `${key}: ${text(value)}`
      : bad
        ? `# It did not work when it was tried: ${bad.why.replace(/\s+/g, " ").slice(0, 160)}\n# ${key}: ${text(bad.command)}`
        : `# ${key}: ${example}`;
  const inputs = setupInputs?.length
    ? `setup_inputs: [${setupInputs.map(path => renderScalar(path, "plain", true)).join(", ")}]`
    : "# setup_inputs: [package-lock.json]";
  return `${schemaLine(schemas?.config)}# Defaults of all milestones. Whatever stands here may stand in a milestone too; the milestone then wins.

# Prepares each work tree before its first phase, and again when one of these files changes.
${set("setup", setup, "npm ci", failed?.setup)}
${inputs}

# Runs on the integrated branch after execute phases; its real result is what reports show.
${set("test_command", testCommand, "npm test", failed?.testCommand)}
# A milestone does not start on red tests, unless:
# test_baseline: ignore

# executor: { agent: claude, timeout: 30m, retries: 2, fallback: [codex] }
# budget: { minutes: 300, cost_usd: 20 }
${runners ? "" : "# "}runners: { max: 12, labels: [ubuntu-latest] }
# prerequisites: [{ tool: node, version: ">=24" }]
# limits: { long_running: 1h, phase_timeout: 1h 30m }
# notify: { stakeholders: [octocat], escalation: [acme/leads] }
# author: { name: Milestone Bot, email: bot@example.org }
`;
}

/** `.github/milestone.yml`, which only counts on the default branch. */
export function starterGitHubConfig({ defaultBranch, owner, schemas }: StarterFacts): string {
  return `${schemaLine(schemas?.github)}# How milestones are steered on GitHub. Every key may be left out.
workflow: milestone.yml
base: ${text(defaultBranch)}
# labels: [automation]
# Who approves gates that name nobody; without it, anyone with write permission.
# approvers: [${owner ? renderScalar(owner, "plain", true) : "octocat"}]
# Access that a command needs, where it is not the usual one.
# permissions: { execute: maintain, skip: admin }
# notify: { stakeholders: [octocat], escalation: [acme/leads] }
`;
}

/** v7.0.1, which refuses to check out a fork's code for privileged events. */
export const CHECKOUT = "actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1";

const CACHE = "actions/cache@27d5ce7f107fe9357f9df03efb73ab90386fccae # v5.0.5";

/** What setups are made of where nobody says. */
const LOCK_FILES = [
  "package-lock.json",
  "yarn.lock",
  "pnpm-lock.yaml",
  "bun.lock",
  "requirements*.txt",
  "poetry.lock",
  "uv.lock",
  "go.sum",
  "Cargo.lock",
  "Gemfile.lock",
  "composer.lock",
].map(name => `**/${name}`);

/** The folder in which the engine keeps what `setup` made of the base branch's files: it is 5 GiB at the most. */
function cacheStep(setupInputs: readonly string[] = LOCK_FILES): string {
  // A name that would be more than a name in an expression is left out.
  const named = setupInputs.filter(path => /^[\w./*@+-]+$/.test(path));
  const inputs = [".milestones/config.yaml", ...named].map(path => `'${path}'`);
  return `      # What setup made is found again, so that it runs only when what it is made of has changed.
      - uses: ${CACHE}
        with:
          path: ~/.cache/milestone
          key: milestone-setup-\${{ runner.os }}-\${{ hashFiles(${inputs.join(", ")}) }}
`;
}

/**
 * `.github/workflows/milestone.yml`: started by hand, by the app, or by the Action itself; no expression stands in a
 * script, and no permission that is not used.
 */
export function starterWorkflow(
  facts: StarterFacts,
  { action, sha, version, project }: StarterWorkflow,
): string {
  const branch = "github.event.pull_request.head.ref";
  // The same group for a milestone's runs and for reviews of its branch, which know its id as part of a name alone.
  const group = project
    ? `milestone-\${{ inputs.milestone && format('milestone/{0}', inputs.milestone) || ${branch} }}`
    : "milestone-${{ inputs.milestone }}";
  const name = project
    ? `\${{ inputs.command || 'resume' }} \${{ inputs.milestone || ${branch} }}`
    : "${{ inputs.command || 'resume' }} ${{ inputs.milestone }}";
  return `name: milestone
# The app finds the run that it asked for by the request at the title's end.
run-name: milestone ${name} \${{ inputs.request }}

on:
  workflow_dispatch:
    inputs:
${WORKFLOW_INPUTS}${SCHEDULE}${project ? REVIEW_TRIGGER : ""}
permissions:
${project ? PROJECT_PERMISSIONS : PERMISSIONS}
# Runs of one milestone wait for each other; none is dropped.
concurrency:
  group: ${group}
  cancel-in-progress: false
  queue: max

jobs:
  milestone:
${project ? REVIEW_CONDITION : ""}    runs-on: ubuntu-latest
    timeout-minutes: 350
    steps:
      - uses: ${CHECKOUT}
        with:
          ref: ${text(facts.defaultBranch)}
          persist-credentials: false
${project ? BRANCH_STEP : ""}${cacheStep(facts.setupInputs)}      - uses: ${action}@${sha} # ${version}
        with:
          milestone: \${{ inputs.milestone${project ? " || steps.branch.outputs.milestone" : ""} }}
          command: \${{ inputs.command || 'resume' }}
${PASSED_ON}${project ? "          project: true\n" : ""}        # Keys of the agents that your milestones use, e.g.:
        # env:
        #   ANTHROPIC_API_KEY: \${{ secrets.ANTHROPIC_API_KEY }}
`;
}

/** With the app the Action only pushes, and reads the reviews that approve. */
const PERMISSIONS = `  contents: write # the branch milestone/<id>
  pull-requests: read # reviews of its pull request
  issues: read # approving comments
  actions: read # whether an earlier run is still alive
`;

const PROJECT_PERMISSIONS = `  contents: write # the branch milestone/<id>
  pull-requests: write # its pull request
  issues: write # one issue for each blocker
  checks: write # the progress check
  actions: read # whether an earlier run is still alive
`;

const DISPATCHED = FLAG_NAMES.filter(name => flagSpec(name).dispatch);

/** The inputs that the app and the command comments may send. */
export const WORKFLOW_INPUTS = [
  "milestone: { description: Id of the milestone (not needed by list) }",
  `command: { description: What to do, type: choice, default: execute, options: [${startableCommands().join(", ")}] }`,
  'target: { description: "<task> or <task>/<phase>, for the commands that want one" }',
  ...DISPATCHED.map(name => `${name}: { ${dispatchInput(name)} }`),
]
  .map(line => `      ${line}\n`)
  .join("");

function dispatchInput(name: FlagName): string {
  const spec = flagSpec(name);
  const value = flagDefault(name);
  const scalar = (text: string) => renderScalar(text, "plain", true);
  const choices = spec.type === "choice" ? spec.choices.map(c => (isWord(c) ? c : `"${c}"`)) : [];
  return [
    `description: ${scalar(spec.summary)}`,
    ...(spec.type === "boolean" ? ["type: boolean"] : []),
    ...(spec.type === "choice" ? ["type: choice", `options: [${choices.join(", ")}]`] : []),
    ...(value === null
      ? []
      : [`default: ${spec.type === "boolean" || isWord(value) ? value : `"${value}"`}`]),
  ].join(", ");
}

/** Whether YAML reads it as text without quotes. */
function isWord(text: string): boolean {
  return /^[a-z-]+$/.test(text) && text !== "true" && text !== "false";
}

export const PASSED_ON = ["target", ...DISPATCHED]
  .map(name => `          ${name}: \${{ inputs.${name} }}\n`)
  .join("");

/** Off the full hour, when GitHub's schedules are late; not each hour, as a run costs a minute of somebody's quota. */
export const SCHEDULE = `  # Goes on with the milestones that waited for a usage limit of an agent's account, once it has ended.
  schedule:
    - cron: "23 */3 * * *"
`;

export const REVIEW_TRIGGER = `  # A review of the milestone's pull request approves or rejects its gates.
  pull_request_review:
    types: [submitted]
`;

/** Forks never get here: their reviews would run with this repository's token. */
export const REVIEW_OF_MILESTONE = `      github.event_name != 'pull_request_review' ||
      (github.event.review.state != 'commented' &&
      github.event.pull_request.head.repo.full_name == github.repository &&
      startsWith(github.event.pull_request.head.ref, 'milestone/'))`;

const REVIEW_CONDITION = `    if: >-
${REVIEW_OF_MILESTONE}
`;

/** The branch's name is data of others: it reaches the script as a variable alone. */
export const BRANCH_STEP = `      - id: branch
        if: github.event_name == 'pull_request_review'
        env:
          BRANCH: \${{ github.event.pull_request.head.ref }}
        run: echo "milestone=\${BRANCH#milestone/}" >> "$GITHUB_OUTPUT"
`;
