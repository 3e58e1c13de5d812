import { t as nodeFiles } from "./commands-node-files.js";
import { t as detectProject } from "./init-detect-project.js";
import { u as paths } from "./milestone-names.js";
import { existsSync } from "node:fs";
import { execFileSync } from "node:child_process";
import { join } from "node:path";

// src/planning/facts.ts
/** What a draft of `id` is checked against, from the checkout. */
async function draftFacts(root, id) {
	const files = nodeFiles(root);
	const listed = gitIn(root, [
		"ls-files",
		"-z",
		"--cached",
		"--others",
		"--exclude-standard"
	]).split("\0");
	return {
		id,
		files: new Set(listed.filter((path) => path !== "")),
		scripts: scriptsOf(await files.readFile("package.json")),
		config: await files.readFile(paths.config),
		targets: targetsOf(await files.readFile("Makefile")),
		hasTool: toolsOn(process.env.PATH ?? "")
	};
}
/** Names at the beginning of a Makefile's rules. */
function targetsOf(text) {
	if (text === null) return null;
	return text.split("\n").flatMap((line) => {
		const [, names] = /^([\w. -]{1,200}):(?!=)/.exec(line) ?? [];
		return names?.trim().split(/\s+/) ?? [];
	});
}
function toolsOn(path) {
	const known = /* @__PURE__ */ new Map();
	return (name) => {
		const there = known.get(name) ?? path.split(":").some((folder) => folder !== "" && existsSync(join(folder, name)));
		known.set(name, there);
		return there;
	};
}
/** What the planner is told of the checkout. */
async function repositoryFacts(root, { files, scripts }) {
	const own = nodeFiles(root);
	const changed = gitIn(root, [
		"log",
		"-n",
		"200",
		"--name-only",
		"--pretty=format:"
	]).split("\n");
	const counts = /* @__PURE__ */ new Map();
	for (const path of changed) if (files.has(path)) counts.set(path, (counts.get(path) ?? 0) + 1);
	const hot = [...counts].filter(([, count]) => count > 2).sort((a, b) => b[1] - a[1]);
	return {
		files: [...files],
		scripts,
		project: await detectProject(own),
		hot: hot.slice(0, 12).map(([path, count]) => `${path} (${count} commits)`),
		owners: await own.readFile("CODEOWNERS") ?? await own.readFile(".github/CODEOWNERS"),
		workflows: [...files].filter((path) => path.startsWith(".github/workflows/"))
	};
}
function scriptsOf(text) {
	if (text === null) return null;
	try {
		const { scripts } = JSON.parse(text);
		return Object.keys(scripts ?? {});
	} catch {
		return null;
	}
}
/** git's answer in a checkout. @throws where git refuses */
function gitIn(cwd, args) {
	return execFileSync("git", args, {
		cwd,
		encoding: "utf8",
		maxBuffer: 1 << 28,
		stdio: [
			"ignore",
			"pipe",
			"pipe"
		]
	});
}
const IDENTITY = [
	"-c",
	"user.name=milestone",
	"-c",
	"user.email=milestone@localhost"
];
/** A file of a commit; null where there is none. */
function gitShow(cwd, object) {
	try {
		return gitIn(cwd, ["show", object]);
	} catch {
		return null;
	}
}

export { repositoryFacts as a, gitShow as i, draftFacts as n, gitIn as r, IDENTITY as t };