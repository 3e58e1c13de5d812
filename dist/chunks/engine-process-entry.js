import { i as SECRET_PATTERNS } from "./engine-output-secret-forms.js";
import { closeSync, existsSync, openSync, readFileSync, readSync, writeSync } from "node:fs";

// src/engine/process/entry.ts
/** To be called first of all, before anything is loaded. Costs about a millisecond. */
function enterClean() {
	const env = definedVariables(process.env);
	if (!Object.entries(env).some(([name, value]) => looksSecret(name, value))) return {
		env,
		exposed: null
	};
	for (const name of Object.keys(env)) if (!isPublic(name)) delete process.env[name];
	const why = process.platform === "linux" ? overwriteStartingEnvironment() : "only Linux can hide them";
	for (const name of RUNNER_FILES) if (env[name] !== void 0) process.env[name] = env[name];
	const exposed = `other processes of this user can read the secrets this process was started with: ${why}`;
	return {
		env,
		exposed: why === null ? null : exposed
	};
}
/** Answers why it could not be done, or null. No pointer to what is overwritten is left in `process.env`. */
function overwriteStartingEnvironment() {
	let memory;
	try {
		const shown = readFileSync("/proc/self/environ");
		const at = startOfEnvironment(readFileSync("/proc/self/stat", "latin1"));
		memory = openSync("/proc/self/mem", "r+");
		const there = Buffer.alloc(shown.length);
		readSync(memory, there, 0, there.length, at);
		if (!there.equals(shown)) return "their place in memory is not known";
		writeSync(memory, blankedOut(shown), 0, shown.length, at);
		return readFileSync("/proc/self/environ").equals(blankedOut(shown)) ? null : "they could not be overwritten";
	} catch (error) {
		return error instanceof Error ? error.message : String(error);
	} finally {
		if (memory !== void 0) closeSync(memory);
	}
}
/** Field 50, `env_start`, of proc_pid_stat(5). The second field, a name in parentheses, may hold anything. */
function startOfEnvironment(stat) {
	const fromThird = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
	return Number(fromThird[47]);
}
/** The same bytes, with zeros in place of each variable that is not public. */
function blankedOut(environment) {
	const blank = Buffer.from(environment);
	for (let from = 0; from < blank.length;) {
		const zero = blank.indexOf(0, from);
		const to = zero < 0 ? blank.length : zero;
		const name = blank.toString("latin1", from, to).split("=", 1)[0];
		if (!isPublic(name)) blank.fill(0, from, to);
		from = to + 1;
	}
	return blank;
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
/** The oldest releases that can run what is built: `zlib.crc32` came with these (Node.js documentation, zlib). */
const OLDEST = [[20, 15], [22, 2]];
/**
* One sentence when this node cannot run the engine, else null. Asked before anything else is loaded: a module that is
* missing something would only fail later, with a message about itself.
*/
function tooOld(version = process.versions.node) {
	const [major = 0, minor = 0] = version.split(".").map(Number);
	if (OLDEST.some(([a, b]) => major === a && minor >= b) || major > OLDEST[1][0]) return null;
	return `this needs node ${OLDEST.map((pair) => pair.join(".")).join(" or ")} or later, and runs with ${version}`;
}
/**
* What is printed may have nobody left to read it (a closed pipe) or no room (a full disk). Work goes on for hours and
* is saved in the branch, so neither ends it; a lack of room is said where that can still be read.
*/
function surviveLostOutput() {
	let told = false;
	process.stdout.on("error", (error) => {
		if (told || error.code === "EPIPE") return;
		told = true;
		process.stderr.write(`warning: the output cannot be written (${error.message})\n`);
	});
	process.stderr.on("error", () => void 0);
}

export { tooOld as i, secretValues as n, surviveLostOutput as r, enterClean as t };