import { n as yamlPair } from "./import-yaml-text.js";
import { u as paths } from "./milestone-names.js";
import { i as gitShow, r as gitIn, t as IDENTITY } from "./planning-facts.js";
import { t as isLinkless } from "./engine-machine-linkless-file.js";
import { s as toData, t as readYaml } from "./milestone-yaml-read.js";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

// src/planning/planning-clone.ts
/** What a repository asks of its milestones, and not of a run of our own in a clone that is thrown away. */
const NOT_OURS = [
	"kiro_configuration",
	"phases",
	"quality_gates",
	"setup",
	"setup_inputs",
	"test_command",
	"test_baseline",
	"prerequisites",
	"release",
	"notify",
	"landing",
	"review",
	"signing",
	"remote"
];
/** A clone of what is committed, or of what `tip` adds to it, with one milestone more and the configuration's rules for milestones left out. */
async function planningClone(root, folder, { id, text, tip = null }) {
	const clone = join(folder, "repository");
	gitIn(root, [
		"clone",
		"--quiet",
		"--no-tags",
		root,
		clone
	]);
	if (tip !== null) {
		gitIn(clone, [
			"config",
			"receive.shallowUpdate",
			"true"
		]);
		gitIn(root, [
			"push",
			"--quiet",
			clone,
			`${tip}:refs/heads/so-far`
		]);
		gitIn(clone, [
			"checkout",
			"--quiet",
			"so-far"
		]);
	}
	gitIn(clone, [
		"remote",
		"remove",
		"origin"
	]);
	for (const each of [paths.milestone(id), paths.config]) await isLinkless(clone, each);
	const path = join(clone, paths.milestone(id));
	mkdirSync(dirname(path), { recursive: true });
	writeFileSync(path, text);
	const config = join(root, paths.config);
	if (await isLinkless(root, paths.config)) writeFileSync(join(clone, paths.config), ownConfig(readFileSync(config, "utf8")));
	gitIn(clone, ["add", "-A"]);
	gitIn(clone, [
		...IDENTITY,
		"commit",
		"--quiet",
		"--no-verify",
		"-m",
		"The goal"
	]);
	return clone;
}
/** One that cannot be read stays as it is: the engine says what is wrong with it. */
function ownConfig(text) {
	const yaml = readYaml(text);
	const data = yaml.ok ? toData(yaml.root) : null;
	if (typeof data !== "object" || data === null || Array.isArray(data)) return text;
	const kept = Object.entries(data).filter(([key]) => !NOT_OURS.includes(key));
	return `${JSON.stringify(Object.fromEntries(kept), null, 2)}\n`;
}

// src/planning/try-commands.ts
const ID = "milestone-trial";
const TIMEOUT = "10m";
/**
* Runs setup and tests once, in a fresh clone of what is committed, as the engine runs them: the sandbox, the home and
* the environment of a phase. @throws where the repository has no commit
*/
async function tryCommands(root, trial, { scratch, execute }) {
	const folder = mkdtempSync(join(scratch, "trial-"));
	try {
		const clone = await planningClone(root, folder, {
			id: ID,
			text: trialFile(trial)
		});
		const { code, output } = await execute({
			clone,
			planner: ID,
			quiet: true
		});
		if (code === 0) return { ok: true };
		return failureIn(gitShow(clone, `milestone/${ID}:${paths.log(ID, 1)}`) ?? "", output);
	} finally {
		rmSync(folder, {
			recursive: true,
			force: true,
			maxRetries: 3
		});
	}
}
/** The tests are a phase of their own: what they change in the tree is of no account. */
function trialFile({ setup, tests }) {
	return [
		yamlPair("id", ID, 0),
		yamlPair("setup", setup ?? "true", 0),
		"tasks:",
		"  tests:",
		yamlPair("run", tests ?? "true", 4),
		yamlPair("timeout", TIMEOUT, 4),
		yamlPair("retries", 0, 4),
		yamlPair("deliverables", [], 4),
		""
	].join("\n");
}
function failureIn(log, output) {
	const failed = log.split("\n").findLast((line) => /"event":"(?:phase_failed|blocker_detected)"/.test(line));
	const { message = "", evidence = "" } = failed ? JSON.parse(failed).data ?? {} : {};
	return {
		ok: false,
		step: /\bsetup\b/.test(message) ? "setup" : "tests",
		why: message || output.trim().split("\n")[0] || "it failed",
		output: evidence.trim().split("\n").slice(-8).join("\n")
	};
}

export { planningClone as n, tryCommands as t };