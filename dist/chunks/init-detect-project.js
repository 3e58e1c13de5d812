import { d as record, h as unknown, o as looseObject, p as string } from "./lib-zod.js";

// src/init/detect-project.ts
/**
* What the first build file that says how to test tells; the setup may come from one that does not. Where the root has
* none, those of its folders together, as in a monorepo.
*/
async function detectProject(files) {
	return await detectAt(files) ?? await detectBelow(files);
}
async function detectAt(files) {
	let first = null;
	for (const detect of [
		node,
		python,
		go,
		rust,
		jvm,
		ruby,
		make
	]) {
		const facts = await detect(files);
		first ??= facts;
		if (facts?.testCommand !== void 0) return {
			...facts,
			...first,
			testCommand: facts.testCommand
		};
	}
	return first;
}
const BUILD_FILE = /^([\w.-]+(?:\/[\w.-]+)?)\/(?:package\.json|pyproject\.toml|requirements\.txt|setup\.py|go\.mod|Cargo\.toml|pom\.xml|build\.gradle(?:\.kts)?|Gemfile)$/;
const NOT_OWN = /(?:^|\/)(?:node_modules|vendor|examples?|fixtures|test|tests|third_party|\..*)(?:\/|$)/;
const MAX_PARTS = 8;
/** Each part in its own folder, one after the other. */
async function detectBelow(files) {
	const all = await files.list(".") ?? [];
	const found = new Set(all.flatMap((path) => BUILD_FILE.exec(path)?.[1] ?? []).filter((path) => !NOT_OWN.test(path)));
	const folders = [...found].filter((path) => !found.has(path.split("/")[0]) || !path.includes("/")).sort();
	const parts = [];
	for (const folder of folders.slice(0, MAX_PARTS)) {
		const facts = await detectAt(below(files, folder));
		if (facts) parts.push({
			folder,
			facts
		});
	}
	if (parts.length === 0) return null;
	const inFolders = (key) => parts.flatMap(({ folder, facts }) => facts[key] ? [`(cd ${folder} && ${facts[key]})`] : []).join(" && ");
	const [setup, testCommand] = [inFolders("setup"), inFolders("testCommand")];
	const inputs = parts.flatMap(({ folder, facts }) => (facts.setupInputs ?? []).map((path) => `${folder}/${path}`));
	const notes = parts.flatMap(({ folder, facts }) => facts.note ? [`${folder}: ${facts.note}`] : []);
	const more = folders.length > MAX_PARTS ? [`only ${MAX_PARTS} of ${folders.length} folders were looked at`] : [];
	return {
		from: parts.map(({ folder, facts }) => `${folder}/${facts.from}`).join(", "),
		...setup === "" ? {} : {
			setup,
			...inputs.length > 0 ? { setupInputs: inputs } : {}
		},
		...testCommand === "" ? {} : { testCommand },
		...notes.length + more.length > 0 ? { note: [...notes, ...more].join("; ") } : {}
	};
}
function below(files, folder) {
	return {
		readFile: (path) => files.readFile(`${folder}/${path}`),
		list: (path) => files.list(path === "." ? folder : `${folder}/${path}`),
		writeFile: (path, text) => files.writeFile(`${folder}/${path}`, text)
	};
}
const packageJson = looseObject({
	packageManager: string().optional().catch(void 0),
	scripts: record(string(), unknown()).optional().catch(void 0),
	dependencies: record(string(), unknown()).optional().catch(void 0),
	devDependencies: record(string(), unknown()).optional().catch(void 0)
});
const MANAGERS = [
	{
		name: "pnpm",
		lock: "pnpm-lock.yaml",
		setup: "pnpm install --frozen-lockfile",
		test: "pnpm test"
	},
	{
		name: "yarn",
		lock: "yarn.lock",
		setup: "yarn install --immutable",
		test: "yarn test"
	},
	{
		name: "bun",
		lock: "bun.lock",
		setup: "bun install --frozen-lockfile",
		test: "bun run test"
	},
	{
		name: "bun",
		lock: "bun.lockb",
		setup: "bun install --frozen-lockfile",
		test: "bun run test"
	},
	{
		name: "npm",
		lock: "package-lock.json",
		setup: "npm ci",
		test: "npm test"
	},
	{
		name: "npm",
		lock: "npm-shrinkwrap.json",
		setup: "npm ci",
		test: "npm test"
	}
];
const node = async (files) => {
	const text = await files.readFile("package.json");
	if (text === null) return null;
	const read = packageJson.safeParse(parsed(text));
	if (!read.success) return null;
	const { packageManager, scripts, dependencies, devDependencies } = read.data;
	const test = scripts?.test;
	const tested = typeof test === "string" && !/no test specified/.test(test);
	const needs = Object.keys({
		...dependencies,
		...devDependencies
	}).length > 0;
	const locked = await firstThere(files, MANAGERS.map((manager) => manager.lock));
	const named = MANAGERS.find((manager) => packageManager?.startsWith(`${manager.name}@`));
	const manager = MANAGERS.find((each) => each.lock === locked) ?? named;
	const setup = manager?.name === "yarn" && !/^yarn@[2-9]/.test(packageManager ?? "") ? "yarn install --frozen-lockfile" : manager?.setup;
	const name = manager?.name ?? "npm";
	const checks = CHECKING.filter((each) => typeof scripts?.[each] === "string").map((each) => `${name} run ${each}`);
	return {
		from: "package.json",
		...locked && setup ? {
			setup,
			setupInputs: [locked]
		} : {},
		...needs && !locked ? {
			setup: UNLOCKED[name],
			setupInputs: ["package.json"],
			note: `no lock file is committed, so \`${UNLOCKED[name]}\` may install other versions each time; commit one for runs that repeat`
		} : {},
		...tested ? { testCommand: manager?.test ?? "npm test" } : {},
		...checks.length > 0 ? { checks } : {}
	};
};
/** Scripts that look at the code and change nothing, as they are usually called. */
const CHECKING = [
	"lint",
	"typecheck",
	"type-check",
	"check"
];
/** Installs without a lock file, and leaves none behind: it would count as the agent's work. */
const UNLOCKED = {
	npm: "npm install --no-package-lock",
	pnpm: "pnpm install --no-lockfile",
	yarn: "yarn install --no-lockfile",
	bun: "bun install --no-save"
};
const python = async (files) => {
	const project = await files.readFile("pyproject.toml");
	const requirements = await firstThere(files, ["requirements-dev.txt", "requirements.txt"]);
	if (project === null && requirements === null && await files.readFile("setup.py") === null) return null;
	const from = project !== null ? "pyproject.toml" : requirements ?? "setup.py";
	const lock = await firstThere(files, [
		"uv.lock",
		"poetry.lock",
		"pdm.lock"
	]);
	const own = await firstThere(files, [
		"pytest.ini",
		"conftest.py",
		"tests/conftest.py",
		"tests/__init__.py"
	]);
	const texts = [project, requirements === null ? null : await files.readFile(requirements)];
	const written = await pythonTests(files);
	const pytest = own !== null || written === "pytest" || texts.some((text) => text !== null && /\bpytest\b/.test(text));
	const run = {
		"uv.lock": "uv run ",
		"poetry.lock": "poetry run ",
		"pdm.lock": "pdm run "
	}[lock ?? ""] ?? "";
	const setup = {
		"uv.lock": "uv sync",
		"poetry.lock": "poetry install",
		"pdm.lock": "pdm sync"
	}[lock ?? ""];
	return {
		from,
		...setup && lock ? {
			setup,
			setupInputs: [lock]
		} : {},
		...pytest ? { testCommand: run === "" ? "python3 -m pytest" : `${run}pytest` } : {},
		...!pytest && written !== null ? { testCommand: `${run === "" ? "python3" : `${run}python`} -m unittest discover${written.unittest}` } : {},
		...pytest && run === "" ? { otherwise: [ownPackages(project !== null, requirements)] } : {}
	};
};
const PYTHON_TEST = /^(?:(tests?)\/)?(?:[\w-]+\/){0,3}(?:test_\w+|\w+_test)\.py$/;
/** How the tests of a project are written that names no way to run them: for unittest, with the folder to look in, or pytest. */
async function pythonTests(files) {
	const first = (await files.list(".") ?? []).filter((path) => PYTHON_TEST.test(path)).sort()[0];
	if (first === void 0) return null;
	if (!/\bunittest\b/.test(await files.readFile(first) ?? "")) return "pytest";
	const folder = PYTHON_TEST.exec(first)?.[1];
	return { unittest: folder === void 0 ? "" : ` -s ${folder}` };
}
/** Packages of its own below the work tree, where those of the machine are not enough. */
function ownPackages(isProject, requirements) {
	return {
		setup: `python3 -m venv .venv && .venv/bin/python -m pip install -q ${requirements !== null ? `-r ${requirements}` : isProject ? "-e ." : ""} pytest`.replace(/ {2,}/g, " "),
		setupInputs: [requirements ?? "pyproject.toml"],
		testCommand: ".venv/bin/python -m pytest"
	};
}
const go = async (files) => {
	if (await files.readFile("go.mod") === null) return null;
	return {
		from: "go.mod",
		...await files.readFile("go.sum") !== null ? {
			setup: "go mod download",
			setupInputs: ["go.mod", "go.sum"]
		} : {},
		testCommand: "go test ./..."
	};
};
const rust = async (files) => {
	if (await files.readFile("Cargo.toml") === null) return null;
	return {
		from: "Cargo.toml",
		...await files.readFile("Cargo.lock") !== null ? {
			setup: "cargo fetch --locked",
			setupInputs: ["Cargo.lock"]
		} : {},
		testCommand: "cargo test"
	};
};
const jvm = async (files) => {
	const build = await firstThere(files, [
		"build.gradle.kts",
		"build.gradle",
		"pom.xml"
	]);
	if (build === null) return null;
	const maven = build === "pom.xml";
	const wrapper = await firstThere(files, maven ? ["mvnw"] : ["gradlew"]);
	const program = wrapper ? `./${wrapper}` : maven ? "mvn" : "gradle";
	return {
		from: build,
		testCommand: maven ? `${program} -B test` : `${program} test`
	};
};
const ruby = async (files) => {
	if (await files.readFile("Gemfile") === null) return null;
	const spec = await firstThere(files, [".rspec", "spec/spec_helper.rb"]);
	const rake = spec === null && await files.readFile("Rakefile") !== null;
	return {
		from: "Gemfile",
		...await files.readFile("Gemfile.lock") !== null ? {
			setup: "bundle install",
			setupInputs: ["Gemfile.lock"]
		} : {},
		...spec ? { testCommand: "bundle exec rspec" } : rake ? { testCommand: "bundle exec rake test" } : {}
	};
};
const make = async (files) => {
	const name = await firstThere(files, [
		"Makefile",
		"makefile",
		"GNUmakefile"
	]);
	const text = name === null ? null : await files.readFile(name);
	return name !== null && text !== null && /^test\s*:(?!=)/m.test(text) ? {
		from: name,
		testCommand: "make test"
	} : null;
};
async function firstThere(files, paths) {
	for (const path of paths) if (await files.readFile(path) !== null) return path;
	return null;
}
function parsed(text) {
	try {
		return JSON.parse(text);
	} catch {
		return null;
	}
}

export { detectProject as t };