import { a as EXIT, i as refuse } from "./commands-refusal.js";
import { i as detectProject, n as nodeFiles, r as relativeTo, t as readGitFacts } from "./init-git-facts.js";
import { c as flagDefault, d as flagUsage, i as commandsAt, l as flagSpec, m as takesValue, n as SHELLS, r as TERMINAL_FLAGS, s as FLAG_NAMES, t as COMMANDS, u as flagSummary } from "./milestone-command-command-table.js";
import { c as renderScalar } from "./milestone-yaml-render.js";
import { n as ROOT, s as idProblem, u as paths } from "./milestone-names.js";
import { n as createApi, t as repositoryAt } from "./github-repository.js";
import { setTimeout } from "node:timers/promises";

// src/init/starter.ts
const text = (value) => renderScalar(value, "plain", false);
const schemaLine = (url) => url ? `# yaml-language-server: $schema=${url}\n` : "";
/**
* A milestone that runs as it is, with the shell alone: three tasks, two of them at the same time. It is commented
* as the first one that somebody reads, and is valid without a warning.
*/
function starterMilestone({ milestone, schemas }) {
	return `${schemaLine(schemas?.milestone)}# A milestone: tasks that depend on each other, each taken through design, spec, task and execute.
# Check it with \`milestone validate ${milestone}\`, run it with \`milestone execute ${milestone}\`.
id: ${text(milestone)}
title: A first milestone
description: Shows how tasks, phases and deliverables fit together; replace it by your own.
status: planned

kiro_configuration:
  approval_gates:
    # true makes a person approve before the next phase starts: \`milestone approve ${milestone} outline/design\`,
    # or an approving review on GitHub. Leave the two lines out for the default, which is true for both.
    design_to_spec: { required: false }
    spec_to_task: { required: false }

# What runs for every phase of every task. Instead of a command: executor: { agent: claude }
# Phases and tasks may have an executor of their own. It runs in a work tree of its own, and the deliverables
# that it leaves behind decide whether the phase is done.
executor:
  timeout: 10m
  retries: 1
  run: |
    page() { printf '# %s\\n\\n%s: %s\\n' "$2" "$MILESTONE_TASK_TITLE" "$3" > "$MILESTONE_DELIVERABLES/$1"; }
    mkdir -p "$MILESTONE_DELIVERABLES"
    case "$MILESTONE_PHASE" in
      design)
        page architecture.md Architecture "one page of text, written by a shell script." ;;
      spec)
        page technical-spec.md "Technical specification" "the page names its task and what comes before it."
        page test-plan.md "Test plan" "the page exists and is not empty." ;;
      task)
        page implementation-plan.md "Implementation plan" "write the page, then look at it." ;;
      execute)
        mkdir -p docs/${milestone}
        printf '# %s\\n\\nWritten by the milestone %s.\\n' "$MILESTONE_TASK_TITLE" "$MILESTONE_ID" > "docs/${milestone}/$MILESTONE_TASK.md"
        test -s "docs/${milestone}/$MILESTONE_TASK.md"
        page implementation-summary.md "Implementation summary" "the page stands in docs/${milestone}." ;;
    esac

tasks:
${starterTask(milestone, {
		id: "outline",
		title: "The outline",
		hours: 2,
		dependencies: []
	})}
  # These two need the outline and nothing from each other: they run at the same time.
${starterTask(milestone, {
		id: "first-chapter",
		title: "The first chapter",
		hours: 4,
		dependencies: ["outline"]
	})}
${starterTask(milestone, {
		id: "second-chapter",
		title: "The second chapter",
		hours: 3,
		dependencies: ["outline"]
	})}`;
}
function starterTask(milestone, { id, title, hours, dependencies }) {
	return `  - id: ${id}
    title: ${title}
    estimated_hours: ${hours}
    dependencies: [${dependencies.join(", ")}]
    kiro_workflow:
      enabled: true
      phases:
        design: { deliverables: [architecture.md] }
        spec: { deliverables: [technical-spec.md, test-plan.md] }
        task: { deliverables: [implementation-plan.md] }
        execute: { deliverables: [implementation-summary.md, { changed: ${text(`docs/${milestone}/**`)} }] }
`;
}
/** Defaults of all milestones: what was found out is set, the rest stands there as comments. */
function starterConfig({ setup, setupInputs, testCommand, schemas }) {
	const set = (key, value, example) => value === void 0 ? `# ${key}: ${example}` : `${key}: ${text(value)}`;
	const inputs = setupInputs?.length ? `setup_inputs: [${setupInputs.map((path) => renderScalar(path, "plain", true)).join(", ")}]` : "# setup_inputs: [package-lock.json]";
	return `${schemaLine(schemas?.config)}# Defaults of all milestones. Whatever stands here may stand in a milestone too; the milestone then wins.

# Prepares each work tree before its first phase, and again when one of these files changes.
${set("setup", setup, "npm ci")}
${inputs}

# Runs on the integrated branch after execute phases; its real result is what reports show.
${set("test_command", testCommand, "npm test")}
# A milestone does not start on red tests, unless:
# test_baseline: ignore

# executor: { agent: claude, timeout: 30m, retries: 2, fallback: [codex] }
# budget: { minutes: 300, cost_usd: 20 }
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
/**
* `.github/workflows/milestone.yml`: started by hand, by the app, or by the Action itself; no expression stands in a
* script, and no permission that is not used.
*/
function starterWorkflow(facts, { action, sha, version, project }) {
	const branch = "github.event.pull_request.head.ref";
	return `name: milestone
run-name: milestone ${project ? `\${{ inputs.command || 'resume' }} \${{ inputs.milestone || ${branch} }}` : "${{ inputs.command }} ${{ inputs.milestone }}"}

on:
  workflow_dispatch:
    inputs:
${WORKFLOW_INPUTS}${project ? REVIEW_TRIGGER : ""}
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
${project ? BRANCH_STEP : ""}      - uses: ${action}@${sha} # ${version}
        with:
          milestone: \${{ inputs.milestone${project ? " || steps.branch.outputs.milestone" : ""} }}
          command: \${{ inputs.command${project ? " || 'resume'" : ""} }}
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
	`command: { description: What to do, type: choice, default: execute, options: [${commandsAt("action").join(", ")}] }`,
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
const REVIEW_TRIGGER = `  # A review of the milestone's pull request approves or rejects its gates.
  pull_request_review:
    types: [submitted]
`;
/** Forks never get here: their reviews would run with this repository's token. */
const REVIEW_CONDITION = `    if: >-
      github.event_name == 'workflow_dispatch' ||
      (github.event.review.state != 'commented' &&
      github.event.pull_request.head.repo.full_name == github.repository &&
      startsWith(github.event.pull_request.head.ref, 'milestone/'))
`;
/** The branch's name is data of others: it reaches the script as a variable alone. */
const BRANCH_STEP = `      - id: branch
        if: github.event_name == 'pull_request_review'
        env:
          BRANCH: \${{ github.event.pull_request.head.ref }}
        run: echo "milestone=\${BRANCH#milestone/}" >> "$GITHUB_OUTPUT"
`;

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
	const facts = factsOf(request, id, project);
	const others = await otherMilestones(files, id);
	const wanted = [
		...request.id === null && others.length > 0 ? [] : [{
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
		...judgedFiles.map((file) => told(file, dryRun))
	];
	const written = judgedFiles.filter((file) => file.fate === "write").map((file) => file.path);
	const start = wanted[0].path === paths.milestone(id) ? id : others[0];
	const json = {
		milestone: start,
		files: written,
		kept: judgedFiles.filter((f) => f.fate === "keep").map((f) => f.path),
		written: !dryRun,
		project
	};
	const text = [
		...lines,
		"",
		...next(start)
	].join("\n");
	return {
		status: null,
		exitCode: EXIT.ok,
		text,
		json,
		outputs: { milestone: start }
	};
}
const next = (id) => [
	"1. git add .milestones .github && git commit -m 'Plan with milestones'",
	`2. milestone plan ${id}      shows what would run`,
	`3. milestone execute ${id}   runs it, on the branch milestone/${id}; your checkout stays as it is`
];
function factsOf({ git, schemas }, id, project) {
	const { setup, setupInputs, testCommand } = project ?? {};
	return {
		milestone: id,
		defaultBranch: git.defaultBranch,
		...setup === void 0 ? {} : { setup },
		...setupInputs === void 0 ? {} : { setupInputs },
		...testCommand === void 0 ? {} : { testCommand },
		...git.repository ? { owner: git.repository.owner } : {},
		...schemas ? { schemas } : {}
	};
}
/** Ids of milestones that are there already, besides the one to be written. */
async function otherMilestones(files, id) {
	return (await files.list(".milestones/active") ?? []).filter((name) => /^[^/]+\.yaml$/.test(name)).map((name) => name.slice(0, -5)).filter((name) => name !== id).sort();
}
/** The workflow serves repositories with the app and without it: with the app `project` does nothing. */
async function workflowFile({ files, action }, facts) {
	const text = starterWorkflow(facts, {
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
		return initCommand({
			...common,
			id: command.milestone,
			git,
			action: ACTION,
			schemas: schemaAddresses()
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

export { localCommand };