import { closeSync, constants, existsSync, fstatSync, mkdtempSync, openSync, readFileSync, rmdirSync, unlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

// src/engine/output/secret-patterns.ts
const SECRET_PATTERNS = [
	{
		name: "GitHub token",
		expression: /gh[pousr]_[A-Za-z0-9_.-]{20,}/g
	},
	{
		name: "GitHub token",
		expression: /github_pat_[A-Za-z0-9_]{20,}/g
	},
	{
		name: "Anthropic key",
		expression: /sk-ant-[A-Za-z0-9_-]{16,}/g
	},
	{
		name: "API key",
		expression: /(?<![A-Za-z0-9])sk-(?=[A-Za-z_-]{0,40}[0-9])[A-Za-z0-9_-]{20,}/g
	},
	{
		name: "Google API key",
		expression: /AIza[A-Za-z0-9_-]{35}/g
	},
	{
		name: "AWS key id",
		expression: /(?<![A-Za-z0-9])A(?:KIA|SIA)[A-Z0-9]{16}(?![A-Za-z0-9])/g
	},
	{
		name: "Slack token",
		expression: /xox[abeoprs]-[A-Za-z0-9-]{10,}/g
	},
	{
		name: "npm token",
		expression: /npm_[A-Za-z0-9]{36}/g
	},
	{
		name: "GitLab token",
		expression: /glpat-[A-Za-z0-9_-]{20,}/g
	},
	{
		name: "JSON web token",
		expression: /(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}/g
	},
	{
		name: "password in a URL",
		expression: /(?<=[a-z]:\/\/[A-Za-z0-9._~%!$&*+-]{0,64}:)[^\s/@:"'<>]{3,256}(?=@)/g,
		maskOnly: true
	},
	{
		name: "authorization header",
		expression: /(?<=authorization: {0,4}(?:basic|bearer|token) {1,4})[A-Za-z0-9+/=._~-]{8,}/gi,
		maskOnly: true
	}
];
const PEM_BEGIN = /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/g;
const PEM_END = /-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/g;
/** Published by their makers as examples; they open nothing. */
const KNOWN_EXAMPLES = ["AKIAIOSFODNN7EXAMPLE", "AKIAI44QH8DHBEXAMPLE"];

// src/engine/process/entry.ts
/**
* What a process was started with stays readable in /proc/<pid>/environ for every process of the same
* user, whatever it deletes later. So an entry that holds secrets replaces itself: same pid (the runner
* signals it), clean environment; the secrets wait in a file that only we can read and that is gone before
* anything else is started.
*/
/** The path of the file with the full environment; read and removed at once by the replaced process. */
const HANDOVER = "MILESTONE_HANDOVER";
/**
* To be called first of all, before anything is loaded. Either does not return (the process starts again
* from its beginning with a clean environment), or returns what the process was started with. An
* environment without anything that looks like a secret is left alone, as starting again costs about 40 ms.
*/
function enterClean() {
	const handover = process.env[HANDOVER];
	if (handover !== void 0) return {
		env: takeOver(handover),
		exposed: null
	};
	const env = definedVariables(process.env);
	if (!Object.entries(env).some(([name, value]) => looksSecret(name, value))) return {
		env,
		exposed: null
	};
	if (process.platform === "linux" && process.execve !== void 0) replace(env);
	for (const name of Object.keys(env)) if (!isPublic(name) && !RUNNER_FILES.has(name)) delete process.env[name];
	return {
		env,
		exposed: `other processes of this user can read the secrets this process was started with: ${process.platform === "linux" ? "the process could not be replaced" : "only Linux can hide them"}`
	};
}
function replace(env) {
	const folder = mkdtempSync(join(env.RUNNER_TEMP ?? tmpdir(), "milestone-"));
	const file = join(folder, "environment");
	writeFileSync(file, JSON.stringify(env), {
		mode: 384,
		flag: "wx"
	});
	const clean = Object.fromEntries(Object.entries(env).filter(([name]) => isPublic(name)));
	const argv = [
		process.execPath,
		...process.execArgv,
		...process.argv.slice(1)
	];
	try {
		process.execve?.(process.execPath, argv, {
			...clean,
			[HANDOVER]: file
		});
	} finally {
		unlinkSync(file);
		rmdirSync(folder);
	}
}
function takeOver(file) {
	delete process.env[HANDOVER];
	const text = readOwn(file);
	unlinkSync(file);
	rmdirSync(dirname(file));
	const env = JSON.parse(text);
	for (const name of RUNNER_FILES) if (env[name] !== void 0) process.env[name] = env[name];
	return env;
}
function readOwn(file) {
	const handle = openSync(file, constants.O_RDONLY | constants.O_NOFOLLOW);
	try {
		const { uid, mode } = fstatSync(handle);
		if (uid !== process.getuid?.() || (mode & 63) !== 0) throw new Error("the handed-over environment is not ours");
		return readFileSync(handle, "utf8");
	} finally {
		closeSync(handle);
	}
}
/**
* Files by which a step sets outputs and variables for the rest of the job. No secrets, but who knows their
* paths can write them; the toolkit looks them up in `process.env`.
*/
const RUNNER_FILES = new Set("ENV OUTPUT PATH STATE STEP_SUMMARY".split(" ").map((name) => `GITHUB_${name}`));
const PUBLIC = new Set([
	"PATH HOME USER LOGNAME SHELL TERM COLORTERM NO_COLOR FORCE_COLOR COLUMNS LINES PWD HOSTNAME LANG LANGUAGE TZ TMPDIR",
	"CI NODE_EXTRA_CA_CERTS NODE_USE_SYSTEM_CA NODE_OPTIONS NODE_COMPILE_CACHE SSL_CERT_FILE SSL_CERT_DIR",
	"XDG_CACHE_HOME XDG_CONFIG_HOME XDG_RUNTIME_DIR"
].flatMap((names) => names.split(" ")));
/** GitHub's own facts about a run. What else begins with GITHUB_ may be a secret that a workflow named so. */
const GITHUB = new Set([
	"ACTION ACTIONS ACTION_PATH ACTION_REF ACTION_REPOSITORY ACTOR ACTOR_ID API_URL BASE_REF EVENT_NAME EVENT_PATH",
	"GRAPHQL_URL HEAD_REF JOB REF REF_NAME REF_PROTECTED REF_TYPE REPOSITORY REPOSITORY_ID REPOSITORY_OWNER",
	"REPOSITORY_OWNER_ID RETENTION_DAYS RUN_ATTEMPT RUN_ID RUN_NUMBER SERVER_URL SHA TRIGGERING_ACTOR",
	"WORKFLOW WORKFLOW_REF WORKFLOW_SHA WORKSPACE"
].flatMap((names) => names.split(" ").map((name) => `GITHUB_${name}`)));
const RUNNER = new Set("ARCH DEBUG ENVIRONMENT NAME OS TEMP TOOL_CACHE TRACKING_ID WORKSPACE".split(" ").map((name) => `RUNNER_${name}`));
/** An allow-list: an unknown variable may be a secret. */
function isPublic(name) {
	if (PUBLIC.has(name) || GITHUB.has(name) || RUNNER.has(name)) return true;
	if (/^(?:https?|no|all)_proxy$/i.test(name) || name.startsWith("LC_")) return true;
	return name === "MILESTONE_PROCESS";
}
function looksSecret(name, value) {
	if (isPublic(name) || value.trim() === "") return false;
	return /TOKEN|KEY|SECRET|PASS|CREDENTIAL|AUTH(?!OR)|PRIVATE|COOKIE|SIGNATURE/i.test(name) || SECRET_PATTERNS.some((pattern) => value.search(pattern.expression) >= 0);
}
const SECRET_WORD = "TOKENS?|KEYS?|SECRETS?|PASS|PASSWORD|PASSWD|PASSPHRASE|CREDENTIALS?|AUTH|COOKIE|SIGNATURE|PAT";
const SECRET_WORD_LAST = new RegExp(`(?:^|[_-])(?:${SECRET_WORD})[_-]?\\d*$`, "i");
const SECRET_WORD_ANYWHERE = new RegExp(`(?:^|[_-])(?:${SECRET_WORD})(?:[_-]|$)`, "i");
/**
* The values among the variables that must never be printed or committed, whatever prints them. Narrower than what is
* hidden from children: a mere `true` or a folder's path, masked everywhere, would deface every log and stop commits.
*/
function secretValues(env) {
	return Object.entries(env).flatMap(([name, value]) => value !== void 0 && !isPublic(name) && mustBeMasked(name, value.trim()) ? [value] : []);
}
function mustBeMasked(name, value) {
	if (SECRET_PATTERNS.some((pattern) => value.search(pattern.expression) >= 0)) return true;
	const shortest = SECRET_WORD_LAST.test(name) ? 6 : SECRET_WORD_ANYWHERE.test(name) ? 8 : Number.POSITIVE_INFINITY;
	return value.length >= shortest && !(value.startsWith("/") && existsSync(value));
}
function definedVariables(env) {
	return Object.fromEntries(Object.entries(env).filter((entry) => entry[1] !== void 0));
}

export { PEM_END as a, PEM_BEGIN as i, secretValues as n, SECRET_PATTERNS as o, KNOWN_EXAMPLES as r, enterClean as t };