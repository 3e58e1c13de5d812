import { a as refuse } from "./engine-refusal.js";
import { t as detectProject } from "./init-detect-project.js";
import { r as RESULT_ARTIFACT } from "./engine-runners-result-file.js";
import { c as renderScalar } from "./milestone-yaml-render.js";
import { c as FLAG_NAMES, d as flagSummary, f as flagUsage, h as takesValue, i as commandsAt, l as flagDefault, n as SHELLS, o as startableCommands, r as TERMINAL_FLAGS, t as COMMANDS, u as flagSpec } from "./milestone-command-command-table.js";
import { i as branchName, n as ROOT, s as idProblem, u as paths } from "./milestone-names.js";
import { t as EXIT } from "./commands-outcome.js";
import { t as narrator } from "./commands-narrate.js";
import { n as relativeTo, t as nodeFiles } from "./commands-node-files.js";
import { i as createRedactor } from "./engine-output-workflow-commands.js";
import { n as secretValues } from "./engine-process-entry.js";
import { n as createApi, t as repositoryAt } from "./github-github-repository.js";
import { t as readGitFacts } from "./init-git-facts.js";
import { mkdtempSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout } from "node:timers/promises";
import { tmpdir } from "node:os";

// src/init/starter.ts
const text = (value) => renderScalar(value, "plain", false);
const schemaLine = (url) => url ? `# yaml-language-server: $schema=${url}\n` : "";
/**
* A milestone that runs as it is, with the shell alone: four tasks, three of them side by side. It is commented as the
* first one that somebody reads, and is valid without a warning.
*/
function starterMilestone({ milestone, checks = [], schemas }) {
	const gate = checks.length > 0 ? `quality_gates: [{ at: 100, name: Checks, run: [${checks.map((each) => renderScalar(each, "plain", true)).join(", ")}] }]\n` : "";
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
function starterConfig(facts) {
	const { setup, setupInputs, testCommand, failed, schemas, runners } = facts;
	const set = (key, value, example, bad) => value !== void 0 ? `${key}: ${text(value)}` : bad ? `# It did not work when it was tried: ${bad.why.replace(/\s+/g, " ").slice(0, 160)}\n# ${key}: ${text(bad.command)}` : `# ${key}: ${example}`;
	const inputs = setupInputs?.length ? `setup_inputs: [${setupInputs.map((path) => renderScalar(path, "plain", true)).join(", ")}]` : "# setup_inputs: [package-lock.json]";
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
function starterGitHubConfig({ defaultBranch, owner, schemas }) {
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
const CHECKOUT = "actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1";
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
	"composer.lock"
].map((name) => `**/${name}`);
/** The folder in which the engine keeps what `setup` made of the base branch's files: it is 5 GiB at the most. */
function cacheStep(setupInputs = LOCK_FILES) {
	const inputs = [".milestones/config.yaml", ...setupInputs.filter((path) => /^[\w./*@+-]+$/.test(path))].map((path) => `'${path}'`);
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
function starterWorkflow(facts, { action, sha, version, project }) {
	const branch = "github.event.pull_request.head.ref";
	return `name: milestone
# The app finds the run that it asked for by the request at the title's end.
run-name: milestone ${project ? `\${{ inputs.command || 'resume' }} \${{ inputs.milestone || ${branch} }}` : "${{ inputs.command || 'resume' }} ${{ inputs.milestone }}"} \${{ inputs.request }}

on:
  workflow_dispatch:
    inputs:
${WORKFLOW_INPUTS}${SCHEDULE}${project ? REVIEW_TRIGGER : ""}
permissions:
${project ? PROJECT_PERMISSIONS : PERMISSIONS}
# Runs of one milestone wait for each other; none is dropped.
concurrency:
  group: ${project ? `milestone-\${{ inputs.milestone && format('milestone/{0}', inputs.milestone) || ${branch} }}` : "milestone-${{ inputs.milestone }}"}
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
const DISPATCHED = FLAG_NAMES.filter((name) => flagSpec(name).dispatch);
/** The inputs that the app and the command comments may send. */
const WORKFLOW_INPUTS = [
	"milestone: { description: Id of the milestone (not needed by list) }",
	`command: { description: What to do, type: choice, default: execute, options: [${startableCommands().join(", ")}] }`,
	"target: { description: \"<task> or <task>/<phase>, for the commands that want one\" }",
	...DISPATCHED.map((name) => `${name}: { ${dispatchInput(name)} }`)
].map((line) => `      ${line}\n`).join("");
function dispatchInput(name) {
	const spec = flagSpec(name);
	const value = flagDefault(name);
	const scalar = (text) => renderScalar(text, "plain", true);
	const choices = spec.type === "choice" ? spec.choices.map((c) => isWord(c) ? c : `"${c}"`) : [];
	return [
		`description: ${scalar(spec.summary)}`,
		...spec.type === "boolean" ? ["type: boolean"] : [],
		...spec.type === "choice" ? ["type: choice", `options: [${choices.join(", ")}]`] : [],
		...value === null ? [] : [`default: ${spec.type === "boolean" || isWord(value) ? value : `"${value}"`}`]
	].join(", ");
}
/** Whether YAML reads it as text without quotes. */
function isWord(text) {
	return /^[a-z-]+$/.test(text) && text !== "true" && text !== "false";
}
const PASSED_ON = ["target", ...DISPATCHED].map((name) => `          ${name}: \${{ inputs.${name} }}\n`).join("");
/** Off the full hour, when GitHub's schedules are late; not each hour, as a run costs a minute of somebody's quota. */
const SCHEDULE = `  # Goes on with the milestones that waited for a usage limit of an agent's account, once it has ended.
  schedule:
    - cron: "23 */3 * * *"
`;
const REVIEW_TRIGGER = `  # A review of the milestone's pull request approves or rejects its gates.
  pull_request_review:
    types: [submitted]
`;
/** Forks never get here: their reviews would run with this repository's token. */
const REVIEW_OF_MILESTONE = `      github.event_name != 'pull_request_review' ||
      (github.event.review.state != 'commented' &&
      github.event.pull_request.head.repo.full_name == github.repository &&
      startsWith(github.event.pull_request.head.ref, 'milestone/'))`;
const REVIEW_CONDITION = `    if: >-
${REVIEW_OF_MILESTONE}
`;
/** The branch's name is data of others: it reaches the script as a variable alone. */
const BRANCH_STEP = `      - id: branch
        if: github.event_name == 'pull_request_review'
        env:
          BRANCH: \${{ github.event.pull_request.head.ref }}
        run: echo "milestone=\${BRANCH#milestone/}" >> "$GITHUB_OUTPUT"
`;

// src/init/runners-workflow.ts
const UPLOAD = "actions/upload-artifact@bbbca2ddaa5d8feaa63e36b76fdaad77386f024f # v7.0.0";
const DOWNLOAD = "actions/download-artifact@3e5f45b2cfb9172054b4087a40e8e0b5a5461e7c # v8.0.1";
/**
* `.github/workflows/milestone.yml` for a milestone with `runners`: a run with a ticket does one phase on a machine that
* can only read, and hands what came of it to a job that runs nothing of it. A run without one hands out what may start.
*/
function runnersWorkflow(facts, { action, sha, version, labels }) {
	const where = labels.map((label) => renderScalar(label, "plain", true)).join(", ");
	const base = renderScalar(facts.defaultBranch, "plain", false);
	const branch = "github.event.pull_request.head.ref";
	return `name: milestone
run-name: milestone \${{ inputs.command || 'resume' }} \${{ inputs.milestone || ${branch} }} \${{ inputs.ticket && (fromJSON(inputs.ticket).task || fromJSON(inputs.ticket).check) }} \${{ inputs.request }}

on:
  workflow_dispatch:
    inputs:
${WORKFLOW_INPUTS}      ticket: { description: What one job is given to do; the milestone fills it in }
${SCHEDULE}${REVIEW_TRIGGER}
permissions: {}

jobs:
  # One phase of one task, and those after it that nothing stands before, with their tests; or the tests or a checkpoint's
  # commands on what has landed. It can read the repository, and write nothing.
  work:
    if: inputs.ticket != ''
    runs-on: [${where}]
    timeout-minutes: 350
    permissions:
      contents: read
    cache-mode: read # what an agent leaves in a cache reaches nobody
    outputs:
      digest: \${{ steps.work.outputs.digest }}
    steps:
      - uses: ${CHECKOUT}
        with:
          ref: ${base}
          fetch-depth: 0
          persist-credentials: false
      - id: work
        uses: ${action}@${sha} # ${version}
        with:
          milestone: \${{ inputs.milestone }}
          command: work
          ticket: \${{ inputs.ticket }}
          bundle: \${{ runner.temp }}/result
        # Keys of the agents that your milestones use, e.g.:
        # env:
        #   ANTHROPIC_API_KEY: \${{ secrets.ANTHROPIC_API_KEY }}
      - uses: ${UPLOAD}
        if: always()
        with:
          name: ${RESULT_ARTIFACT}
          path: \${{ runner.temp }}/result
          if-no-files-found: ignore
          overwrite: true # where the job is run again
          retention-days: 5

  # Holds the token that can write, and runs no agent, no command of a plan and nothing that either of them wrote: it looks
  # at the result as at an attempt of its own, lands it, and starts a run for each phase that became ready.
  take:
    needs: work
    if: >-
      always() && (
${REVIEW_OF_MILESTONE})
    runs-on: ubuntu-latest
    timeout-minutes: 30
    permissions:
      contents: write # the branch milestone/<id>
      actions: write # runs for the phases that became ready
      pull-requests: write # its pull request
      issues: write # one issue for each blocker
      checks: write # the progress check
    cache-mode: none
    # One at a time for each milestone; none is dropped.
    concurrency:
      group: milestone-\${{ inputs.milestone && format('milestone/{0}', inputs.milestone) || ${branch} }}
      cancel-in-progress: false
      queue: max
    steps:
      - uses: ${CHECKOUT}
        with:
          ref: ${base}
          fetch-depth: 0
          persist-credentials: false
      # Where the job above left nothing, the phase is tried again.
      - uses: ${DOWNLOAD}
        if: inputs.ticket != ''
        continue-on-error: true
        with:
          name: ${RESULT_ARTIFACT}
          path: \${{ runner.temp }}/result
${BRANCH_STEP}      - uses: ${action}@${sha} # ${version}
        with:
          milestone: \${{ inputs.milestone || steps.branch.outputs.milestone }}
          command: \${{ inputs.ticket && 'take' || inputs.command || 'resume' }}
          ticket: \${{ inputs.ticket }}
          bundle: \${{ inputs.ticket && format('{0}/result', runner.temp) || '' }}
          digest: \${{ needs.work.outputs.digest }}
${PASSED_ON}          project: true
          fail-on-blocked: false
`;
}

// src/commands/init-command.ts
const WORKFLOW = ".github/workflows/milestone.yml";
const FIRST = "first";
/**
* Writes a starter milestone that runs as it is, config, workflow and `.github/milestone.yml`, from what the
* repository tells of itself. What is there stays, unless forced.
* @throws Refusal for an id that is not valid
*/
async function initCommand(request) {
	const { files, force, dryRun } = request;
	const id = request.id ?? FIRST;
	const problem = idProblem(id);
	if (problem) refuse(`the id ${JSON.stringify(id).slice(0, 80)} is not valid: ${problem}`, "name another one: milestone init my-milestone");
	for (const folder of [ROOT, ".github"]) {
		if (await files.readFile(folder) === null) continue;
		refuse(`${folder} is a file, and files are to be written into a folder of that name`, `rename that file (git mv ${folder} ${folder.slice(1)}.txt) and commit`);
	}
	const project = await detectProject(files);
	const isNew = force || await files.readFile(paths.config) === null;
	const worked = project && isNew && !dryRun && request.tryOut ? await tried(project, request.tryOut) : null;
	const facts = {
		...factsOf(request, id, project),
		...worked?.facts
	};
	if (request.runners) delete facts.testCommand;
	const others = await otherMilestones(files, id);
	const wanted = [
		...request.starter === false || request.id === null && others.length > 0 ? [] : [{
			path: paths.milestone(id),
			text: starterMilestone(facts)
		}],
		{
			path: paths.config,
			text: starterConfig(facts)
		},
		{
			path: paths.githubConfig,
			text: starterGitHubConfig(facts)
		},
		...await workflowFile(request, facts)
	];
	const judgedFiles = await judged(wanted, files, force);
	for (const { path, text, fate } of judgedFiles) if (fate === "write" && !dryRun) await files.writeFile(path, text);
	const lines = [
		found(request, project),
		...project?.note ? [`note: ${project.note}`] : [],
		...worked?.lines ?? [],
		...judgedFiles.map((file) => told(file, dryRun))
	];
	const written = judgedFiles.filter((file) => file.fate === "write").map((file) => file.path);
	const start = wanted[0].path === paths.milestone(id) ? id : others[0] ?? id;
	const json = {
		milestone: start,
		files: written,
		kept: judgedFiles.filter((f) => f.fate === "keep").map((f) => f.path),
		written: !dryRun,
		project
	};
	const text = [...lines, ...request.starter === false ? [] : ["", ...next(start)]].join("\n");
	return {
		status: null,
		exitCode: EXIT.ok,
		text,
		json,
		outputs: { milestone: start }
	};
}
/** What of a project works, found out by running it; what does not is said, with how it failed. */
async function tried(project, tryOut) {
	const { from, setup, setupInputs, testCommand, checks = [], otherwise = [] } = project;
	if (setup === void 0 && testCommand === void 0) return null;
	const ways = [{
		setup,
		setupInputs,
		testCommand
	}, ...otherwise];
	let first = null;
	for (const way of ways) {
		const answer = await tryOut({
			setup: way.setup ?? null,
			tests: way.testCommand ?? null
		}, from);
		if (answer.kind === "untried") return {
			facts: {},
			lines: [`not tried: ${answer.why}`]
		};
		if (answer.kind === "failed") {
			first ??= answer;
			continue;
		}
		const passing = [];
		for (const check of checks) if ((await tryOut({
			setup: way.setup ?? null,
			tests: check
		}, from)).kind === "passed") passing.push(check);
		const what = [
			way.setup,
			way.testCommand,
			...passing
		].flatMap((each) => each ? [`\`${each}\``] : []);
		return {
			facts: {
				...absent,
				...defined(way),
				...passing.length > 0 ? { checks: passing } : {}
			},
			lines: [`tried in a fresh tree: ${what.join(", ")} passed`]
		};
	}
	const { step, why, output } = first;
	const command = step === "setup" ? setup : testCommand;
	const bad = {
		command,
		why
	};
	const rest = step === "tests" ? defined({
		setup,
		setupInputs,
		testCommand: void 0
	}) : {};
	return {
		facts: {
			...absent,
			...rest,
			failed: step === "setup" ? { setup: bad } : { testCommand: bad }
		},
		lines: [
			`tried in a fresh tree: ${step === "setup" ? "setup" : "tests"} \`${command}\` did not pass, so it stands in ${paths.config} as a comment`,
			...output.split("\n").filter((line) => line.trim() !== "").map((line) => `  | ${line.slice(0, 200)}`),
			step === "setup" ? "  mend it or name another setup there; the tests were not run without it" : "  install what it needs by `setup`, or mend the tests, and take the comment away"
		]
	};
}
const absent = {
	setup: void 0,
	setupInputs: void 0,
	testCommand: void 0
};
/** Without the keys that have no value. */
function defined(values) {
	return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== void 0));
}
const next = (id) => [
	"1. git add .milestones .github && git commit -m 'Plan with milestones'",
	`2. milestone plan ${id}      shows what would run`,
	`3. milestone execute ${id}   runs it, on the branch milestone/${id}; your checkout stays as it is`
];
function factsOf({ git, schemas, runners }, id, project) {
	const { setup, setupInputs, testCommand } = project ?? {};
	return {
		milestone: id,
		defaultBranch: git.defaultBranch,
		...setup === void 0 ? {} : { setup },
		...setupInputs === void 0 ? {} : { setupInputs },
		...testCommand === void 0 ? {} : { testCommand },
		...runners ? { runners } : {},
		...git.repository ? { owner: git.repository.owner } : {},
		...schemas ? { schemas } : {}
	};
}
/** Ids of milestones that are there already, besides the one to be written. */
async function otherMilestones(files, id) {
	return (await files.list(".milestones/active") ?? []).filter((name) => /^[^/]+\.yaml$/.test(name)).map((name) => name.slice(0, -5)).filter((name) => name !== id).sort();
}
/** The workflow serves repositories with the app and without it: with the app `project` does nothing. */
async function workflowFile({ files, action, runners }, facts) {
	const text = runners ? runnersWorkflow(facts, {
		...action,
		labels: ["ubuntu-latest"]
	}) : starterWorkflow(facts, {
		...action,
		project: true
	});
	const name = action.action.slice(action.action.lastIndexOf("/"));
	for (const other of (await files.list(".github/workflows") ?? []).sort()) {
		const path = `.github/workflows/${other}`;
		if (path === WORKFLOW || !/\.ya?ml$/.test(other)) continue;
		if ((await files.readFile(path))?.includes(`${name}@`)) return [{
			path: WORKFLOW,
			text,
			instead: `${path} runs milestones already`
		}];
	}
	return [{
		path: WORKFLOW,
		text
	}];
}
async function judged(wanted, files, force) {
	const out = [];
	for (const file of wanted) {
		const there = file.instead === void 0 ? await files.readFile(file.path) : null;
		const fate = file.instead !== void 0 ? "leave out" : there === null ? "write" : there === file.text ? "same" : force ? "write" : "keep";
		out.push({
			...file,
			fate
		});
	}
	return out;
}
function told({ path, fate, instead }, dryRun) {
	switch (fate) {
		case "write": return `${dryRun ? "would write" : "wrote"} ${path}`;
		case "keep": return `kept  ${path} (there already; --force overwrites it)`;
		case "same": return `kept  ${path} (as it would be written)`;
		case "leave out": return `left out ${path} (${instead})`;
		default: return fate;
	}
}
function found({ git }, project) {
	const parts = [`branch ${git.defaultBranch}`, ...git.repository ? [`owner ${git.repository.owner}`] : []];
	if (project) parts.push(...project.setup ? [`setup \`${project.setup}\``] : [], project.testCommand ? `tests \`${project.testCommand}\`` : "no test command", `(from ${project.from})`);
	else parts.push("no setup or test command; add them to .milestones/config.yaml");
	return `found: ${parts.join(", ").replace(", (", " (")}`;
}

// src/cli/completion.ts
/**
* The completion script of a shell, made from the table of commands: names, flags, the values of choices, and the ids of
* the milestones that lie in the folder. The script only looks at files; it never runs the program.
*/
function completionScript(shell) {
	switch (shell) {
		case "bash": return bash();
		case "zsh": return zsh();
		case "fish": return fish();
	}
}
const names = () => commandsAt("terminal");
const flagsOf = (name) => [.../* @__PURE__ */ new Set([...COMMANDS[name].flags, ...TERMINAL_FLAGS])];
/** A flag as it is typed: `--agents=` wants a value, `--no-push` is what is useful of one that is on already. */
function typed(flag) {
	const usage = flagUsage(flag);
	return takesValue(flag) ? usage.slice(0, usage.indexOf("=") + 1) : usage;
}
function choicesOf(flag) {
	const spec = flagSpec(flag);
	return spec.type === "choice" && !spec.alone ? spec.choices : [];
}
const allChoices = () => FLAG_NAMES.map((f) => [f, choicesOf(f)]).filter(([, c]) => c.length > 0);
/** What stands where the milestone's id, or the command's first own word, is typed. */
function firstWord(name) {
	if (COMMANDS[name].milestone !== "none") return "milestone";
	switch (COMMANDS[name].arguments[0]?.kind) {
		case "command": return "command";
		case "shell": return "shell";
		case "source": return "file";
		default: return "none";
	}
}
function bash() {
	const cases = names().map((name) => {
		const words = {
			milestone: "$(_milestone_ids)",
			command: names().join(" "),
			shell: SHELLS.join(" "),
			file: "",
			none: ""
		}[firstWord(name)];
		return `    ${name}) flags="${flagsOf(name).map(typed).join(" ")}"; words="${words}" ;;`;
	});
	const choices = allChoices().map(([flag, values]) => `    --${flag}) COMPREPLY=($(compgen -W "${values.join(" ")}" -- "$current")); return ;;`);
	return `# milestone: completion for bash
# eval "$(milestone completion bash)"
_milestone_ids() {
  local file
  for file in .milestones/active/*.yaml .milestones/completed/*.yaml; do
    [ -e "$file" ] && file="\${file##*/}" && printf '%s ' "\${file%.yaml}"
  done
}
_milestone() {
  local current="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" flags="" words=""
  COMPREPLY=()
  if [ "$current" = "=" ]; then current=""; elif [ "$before" = "=" ]; then before="\${COMP_WORDS[COMP_CWORD-2]}"; fi
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "${names().join(" ")}" -- "$current"))
    return
  fi
  case "$before" in
${choices.join("\n")}
  esac
  case "\${COMP_WORDS[1]}" in
${cases.join("\n")}
  esac
  if [[ "$current" == -* ]]; then
    COMPREPLY=($(compgen -W "$flags" -- "$current"))
    [[ "\${COMPREPLY[0]}" == *= ]] && compopt -o nospace
  elif [ "$COMP_CWORD" -eq 2 ]; then
    COMPREPLY=($(compgen -W "$words" -- "$current"))
  fi
}
complete -o default -F _milestone milestone
`;
}
/** Text inside of single quotes. */
const quoted = (text) => `'${text.replaceAll("'", `'\\''`)}'`;
/** Text in a zsh description: its own marks are escaped. */
const zshText = (text) => text.replace(/[[\]:\\]/g, "\\$&");
function zsh() {
	const commands = names().map((name) => `    ${quoted(`${name}:${zshText(COMMANDS[name].summary)}`)}`);
	const cases = names().map((name) => {
		return `      ${name}) _arguments ${[{
			milestone: "'1:milestone:_milestone_ids'",
			command: `'1:command:(${names().join(" ")})'`,
			shell: `'1:shell:(${SHELLS.join(" ")})'`,
			file: "'1:source:_files'",
			none: ""
		}[firstWord(name)], ...flagsOf(name).map((flag) => {
			const values = choicesOf(flag);
			const value = takesValue(flag) ? `:${values.length ? `value:(${values.join(" ")})` : "value:"}` : "";
			return quoted(`${typed(flag)}[${zshText(flagSummary(flag))}]${value}`);
		})].filter(Boolean).join(" ")} ;;`;
	});
	return `#compdef milestone
# milestone: completion for zsh
# source <(milestone completion zsh), or as a file _milestone in a folder of $fpath
_milestone_ids() {
  local -a ids
  ids=(.milestones/{active,completed}/*.yaml(N:t:r))
  compadd -a ids
}
_milestone() {
  local -a commands
  commands=(
${commands.join("\n")}
  )
  if (( CURRENT == 2 )); then
    _describe 'command' commands
  else
    local name=$words[2]
    shift words
    (( CURRENT-- ))
    case $name in
${cases.join("\n")}
    esac
  fi
}
if [ "$funcstack[1]" = "_milestone" ]; then _milestone "$@"; else compdef _milestone milestone; fi
`;
}
function fish() {
	return `# milestone: completion for fish
# milestone completion fish | source
function __milestone_ids
    for file in .milestones/active/*.yaml .milestones/completed/*.yaml
        string replace -r '^.*/(.*)\\.yaml$' '$1' -- $file
    end
end
function __milestone_is
    set -l words (commandline -opc)
    test (count $words) -ge 2; and test "$words[2]" = $argv[1]
end
function __milestone_first
    set -l words (commandline -opc)
    test (count $words) -eq 2; and test "$words[2]" = $argv[1]
end
complete -c milestone -f
${names().flatMap((name) => {
		const on = `-n '__milestone_is ${name}'`;
		const first = {
			milestone: `complete -c milestone -n '__milestone_first ${name}' -a '(__milestone_ids)'`,
			command: `complete -c milestone -n '__milestone_first ${name}' -a '${names().join(" ")}'`,
			shell: `complete -c milestone -n '__milestone_first ${name}' -a '${SHELLS.join(" ")}'`,
			file: `complete -c milestone -n '__milestone_first ${name}' -F`,
			none: ""
		}[firstWord(name)];
		const flags = flagsOf(name).map((flag) => {
			const values = choicesOf(flag);
			const value = takesValue(flag) ? ` -x${values.length ? ` -a '${values.join(" ")}'` : ""}` : "";
			return `complete -c milestone ${on} -l ${typed(flag).replace(/^--|=$/g, "")}${value} -d ${fishQuoted(flagSummary(flag))}`;
		});
		return [
			`complete -c milestone -n __fish_use_subcommand -a ${name} -d ${fishQuoted(COMMANDS[name].summary)}`,
			first,
			...flags
		].filter(Boolean);
	}).join("\n")}
`;
}
const fishQuoted = (text) => `'${text.replace(/['\\]/g, "\\$&")}'`;

// src/cli/local-commands.ts
/** How the written workflow names this Action; whoever uses it pins it to the commit they reviewed. */
const ACTION = {
	action: "org/milestone-execute",
	sha: "v1",
	version: "v1"
};
/** What editors complete and check the written files by, as of the same version. */
const SCHEMAS = `https://raw.githubusercontent.com/${ACTION.action}/${ACTION.sha}/dist`;
/** Commands that need no milestone: they write files of the checkout, or print a script. @throws Refusal */
async function localCommand(command, directory, env) {
	if (command.name === "completion") {
		const text = completionScript(command.shell ?? "bash");
		return {
			status: null,
			exitCode: EXIT.ok,
			text,
			json: { script: text },
			outputs: {}
		};
	}
	if (command.name === "clean") return clean(directory, env);
	const facts = await readGitFacts(directory);
	if (!facts) return refuse(`${directory} is not in a git repository`, "run `git init` first, or go to one");
	const common = {
		files: nodeFiles(facts.root),
		force: command.flags.force ?? false,
		dryRun: command.flags["dry-run"] ?? false
	};
	if (command.name === "init") {
		const git = {
			defaultBranch: facts.defaultBranch,
			repository: facts.repository
		};
		const tryOut = command.flags.try === false ? {} : { tryOut: tryOutIn(facts.root, env) };
		const id = command.milestone;
		const starter = command.flags.goal === void 0;
		const { runners = false } = command.flags;
		const wanted = {
			...common,
			runners,
			id,
			git,
			action: ACTION,
			schemas: schemaAddresses(),
			starter
		};
		return initCommand({
			...wanted,
			...tryOut
		});
	}
	const given = command.source ?? "";
	const isGitHub = given.startsWith("github:") || given.startsWith("https://");
	const { importCommand } = await import("./import-import-command.js");
	return importCommand({
		...common,
		source: isGitHub ? given : relativeTo(facts.root, directory, given),
		id: command.target?.task ?? command.milestone,
		format: command.flags.format ?? null,
		github: githubReader(facts, env)
	});
}
/** What no run will look at again: kept setups, and in a repository the conversations of milestones that ended. */
async function clean(directory, env) {
	const { cleanCache } = await import("./setup-cache.js");
	const { folder, bytes } = await cleanCache(env);
	const facts = await readGitFacts(directory);
	const conversations = facts ? await dropConversations(facts.root) : [];
	const done = [...bytes === 0 ? [] : [`${(bytes / 2 ** 20).toFixed(1)} MiB removed from ${folder}`], ...conversations.length === 0 ? [] : [`agents' conversations of ${conversations.join(", ")} removed`]];
	const text = done.length === 0 ? "there was nothing to forget" : done.join("; ");
	return {
		status: null,
		exitCode: EXIT.ok,
		text,
		json: {
			folder,
			bytes,
			conversations
		},
		outputs: {}
	};
}
async function dropConversations(root) {
	const { conversationsFolder, dropEnded } = await import("./conversations.js");
	const { gitIn, gitShow } = await import("./facts.js");
	return dropEnded(conversationsFolder(resolve(root, gitIn(root, ["rev-parse", "--git-common-dir"]).trim())), (milestone) => {
		const file = gitShow(root, `refs/heads/${branchName(milestone)}:${paths.milestone(milestone)}`);
		return file !== null && !/^status: *["']?cancelled\b/m.test(file);
	});
}
/** Runs a setup and a test command as a phase would be run, on what is committed. */
function tryOutIn(root, env) {
	return async (trial, from) => {
		const { gitIn, gitShow } = await import("./facts.js");
		for (const path of from.split(", ")) if (gitShow(root, `HEAD:${path}`) === null) return {
			kind: "untried",
			why: `${path} is not committed yet; \`milestone init --force\` tries it later`
		};
		if (gitIn(root, ["rev-parse", "--is-shallow-repository"]).trim() === "true") return {
			kind: "untried",
			why: "the clone is shallow"
		};
		const { tryCommands } = await import("./try-commands.js");
		const { executePlanner } = await import("./execute-planner.js");
		const redactor = createRedactor(secretValues(env));
		const quiet = narrator({
			level: "basic",
			line: () => void 0,
			onRunner: false
		});
		const scratch = mkdtempSync(join(tmpdir(), "milestone-init-"));
		try {
			const tried = await tryCommands(root, trial, {
				scratch,
				execute: (planning) => executePlanner(planning, {
					env,
					redactor,
					narrator: quiet,
					root,
					onRunner: false
				})
			});
			return tried.ok ? { kind: "passed" } : {
				kind: "failed",
				...tried
			};
		} finally {
			rmSync(scratch, {
				recursive: true,
				force: true,
				maxRetries: 3
			});
		}
	};
}
function schemaAddresses() {
	const at = (name) => `${SCHEMAS}/${name}.schema.json`;
	return {
		milestone: at("milestone"),
		config: at("config"),
		github: at("github")
	};
}
/** A refused request is told once, by the command that asked, and not by the client as well. */
const SILENT = {
	debug() {},
	info() {},
	warn() {},
	error() {}
};
/** Reads GitHub under the person's own token; null where there is none. */
function githubReader(facts, env) {
	const token = env.GITHUB_TOKEN ?? env.GH_TOKEN;
	if (!token) return null;
	return async (named) => {
		const place = named ?? facts.repository;
		if (!place) return null;
		const { Octokit } = await import("./lib-octokit-plugin-request-log.js");
		const baseUrl = env.GITHUB_API_URL ? { baseUrl: env.GITHUB_API_URL } : {};
		const octokit = new Octokit({
			auth: token,
			log: SILENT,
			...baseUrl
		});
		const clock = {
			now: Date.now,
			sleep: (ms) => setTimeout(ms),
			random: Math.random
		};
		const api = createApi({
			octokit,
			clock,
			maxWaitMs: 6e4
		});
		const serverUrl = facts.repository?.server ?? "https://github.com";
		return repositoryAt({
			api,
			owner: place.owner,
			repo: place.repo,
			serverUrl
		});
	};
}

export { localCommand as n, githubReader as t };