import { closeSync, existsSync, openSync, readFileSync, readSync, writeSync } from "node:fs";

// src/engine/output/secret-forms.ts
/** Values shorter than this would mask half of every log; nobody's token is so short. */
const MIN_SECRET = 4;
/** Encodings of very short values are too short themselves to be told from ordinary text. */
const MIN_ENCODED = 8;
/** Longer secrets are files (keys, certificates); their lines are looked for one by one, and not encoded. */
const MAX_ENCODED = 4096;
/**
* The texts under which a secret may show: itself, and base64 at its three alignments, base64url, hex,
* URI, JSON, XML and shell forms. Line breaks are left out, since the search passes over them.
*/
function secretForms(value) {
	const secret = value.trim();
	if (secret.length < MIN_SECRET) return [];
	const forms = /* @__PURE__ */ new Set([secret]);
	if (secret.length >= MIN_ENCODED) {
		if (secret.length <= MAX_ENCODED) for (const form of encodings(secret)) forms.add(form);
		for (const line of secret.split(/\r?\n/)) if (line.trim().length >= 16) forms.add(line.trim());
	}
	return [...forms].map((form) => form.replace(/[\r\n]/g, "")).filter((form) => form.length >= MIN_SECRET);
}
function encodings(secret) {
	const bytes = Buffer.from(secret, "utf8");
	const hex = bytes.toString("hex");
	const pairs = hex.match(/../g) ?? [];
	const escaped = JSON.stringify(secret).slice(1, -1);
	return [
		...[
			0,
			1,
			2
		].map((shift) => shiftedBase64(bytes, shift)).flatMap((text) => [text, base64url(text)]),
		hex,
		hex.toUpperCase(),
		pairs.join(" "),
		pairs.join(":"),
		pairs.map((pair) => `%${pair.toUpperCase()}`).join(""),
		pairs.map((pair) => `\\x${pair}`).join(""),
		encodeURIComponent(secret.toWellFormed()),
		encodeURI(secret.toWellFormed()),
		escaped,
		JSON.stringify(escaped).slice(1, -1),
		secret.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;"),
		secret.replaceAll("'", `'\\''`),
		[...secret].reverse().join("")
	];
}
/**
* Base64 of the bytes as it looks in the middle of a longer text whose length before them is `shift`
* modulo 3; the characters that also depend on what stands before or behind are cut off.
*/
function shiftedBase64(bytes, shift) {
	const text = Buffer.concat([Buffer.alloc(shift), bytes]).toString("base64").replace(/=+$/, "");
	const dependsOnNext = (bytes.length + shift) % 3 !== 0;
	return text.slice(shift === 0 ? 0 : shift + 1, dependsOnNext ? -1 : void 0);
}
function base64url(text) {
	return text.replaceAll("+", "-").replaceAll("/", "_");
}
/** Needles are looked up by their first characters. */
const GRAM = 4;
function createNeedles() {
	const known = /* @__PURE__ */ new Set();
	const byGram = /* @__PURE__ */ new Map();
	const sieve = /* @__PURE__ */ new Uint8Array(65536);
	const beginnings = /* @__PURE__ */ new Set();
	function add(needle) {
		if (known.has(needle)) return;
		known.add(needle);
		let gram = 0;
		for (let i = 0; i < GRAM; i++) {
			gram = roll(gram, needle.charCodeAt(i));
			if (i > 0) beginnings.add(needle.slice(0, i));
		}
		sieve[fold(gram)] = 1;
		byGram.set(gram, [...byGram.get(gram) ?? [], needle]);
	}
	function search(text) {
		const ranges = [];
		let hold = text.length;
		if (known.size === 0) return {
			ranges,
			hold
		};
		let gram = 0;
		let [a, b, c] = [
			-1,
			-1,
			-1
		];
		for (let at = 0; at < text.length; at++) {
			const code = text.charCodeAt(at);
			if (code === 10 || code === 13) continue;
			gram = roll(gram, code);
			const candidates = a >= 0 && sieve[fold(gram)] === 1 ? byGram.get(gram) : void 0;
			for (const needle of candidates ?? []) {
				const end = matchAt(text, a, needle);
				if (end === text.length + 1) hold = Math.min(hold, a);
				else if (end > 0) ranges.push({
					start: a,
					end
				});
			}
			[a, b, c] = [
				b,
				c,
				at
			];
		}
		for (const start of [
			c,
			b,
			a
		]) if (start >= 0 && beginnings.has(text.slice(start).replace(/[\r\n]/g, ""))) hold = Math.min(hold, start);
		return {
			ranges,
			hold
		};
	}
	return {
		add,
		search
	};
}
/** Each step pushes the oldest of four characters out of the 32 bits. */
function roll(gram, code) {
	return gram << 8 ^ code;
}
function fold(gram) {
	return (gram ^ gram >>> 16) & 65535;
}
/** The end of the needle that starts here, -1 when it does not, the length + 1 when the text ends first. */
function matchAt(text, start, needle) {
	let at = start;
	for (let i = 0; i < needle.length; at++) {
		if (at >= text.length) return text.length + 1;
		const code = text.charCodeAt(at);
		if (code === needle.charCodeAt(i)) i++;
		else if (code !== 10 && code !== 13) return -1;
	}
	return at;
}
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

export { KNOWN_EXAMPLES as a, SECRET_PATTERNS as c, tooOld as i, createNeedles as l, secretValues as n, PEM_BEGIN as o, surviveLostOutput as r, PEM_END as s, enterClean as t, secretForms as u };