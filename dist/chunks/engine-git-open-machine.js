import { i as __toESM } from "./rolldown-runtime.js";
import { a as branchRef, c as milestoneOfBranch, h as PHASES, i as branchName, n as ROOT, p as DEFAULT_WEIGHTS, r as VERSION, s as idProblem, t as ROLE_LOGS, u as paths } from "./milestone-names.js";
import { Ct as phasePlan, D as checkWords, Nt as progressOf, P as duration, Tt as answeredFor, Vt as emptyState, Wt as isDone, _ as auditText, cn as buildGraph, en as plannedState, ft as executorOrder, i as buildDashboard, ln as tasksWithNeeds, nt as executorNamed, v as buildAudit, vt as ticketProblem, wt as plannedAttempt } from "./milestone-view-nearest.js";
import { i as trimEndOf, r as sanitiseLine, t as counted } from "./milestone-text-sanitise.js";
import { a as outputsOf, t as EXIT } from "./commands-outcome.js";
import { a as findSecrets, o as maskData } from "./engine-output-workflow-commands.js";
import { a as refuse, r as complaintOf, t as Refusal } from "./engine-refusal.js";
import { s as FLAGS, t as COMMANDS } from "./milestone-command-command-table.js";
import { A as readJUnit, B as startAttempt, D as testCandidate, F as findLfs, Ft as writtenPath, G as objectAt, H as amountAt, I as namesLfs, It as ASK_LIMIT, K as textAt$1, L as objectsOfSubmodules, M as machineWorkspaces, N as opaqueFolders, Nt as isHeld, P as Conversion, Pt as shownPath, S as nothingFor, U as isObject, V as leftOf, W as jsonObjects, _ as goneOnFrom, _t as isOid, at as MissingObject, b as mayGoOn, ct as entryAt, dt as treeOf$1, et as reportMarkdown, f as arrivalOf, ft as EMPTY_TREE, g as unzipResult, gt as hashObject, h as isZip, ht as encodeTag, it as landChanges, j as leavesRepository, jt as takesCap, kt as minuteUsd, lt as holdsFewFiles, m as forTicket, mt as encodeCommit, n as summaryMarkdown, ot as TreeEdit, pt as OID_BYTES, st as diffTrees, ut as listDirectory, vt as parseCommit, w as CheckTree, x as nextPhase, yt as personOf } from "./engine-git-dashboard-markdown.js";
import { c as readProcess, d as startedWith, l as readProcessTable, n as removeAbandonedFolders, t as makeTemporaryFolder } from "./engine-process-temporary-folder.js";
import { n as removeFolder, r as removeTree } from "./engine-process-remove-tree.js";
import { n as loadHistory, t as isPrefix } from "./milestone-session-load.js";
import { a as skippedGates, b as join$1, h as PUSH_CAUSES, w as retryIfFenced, x as workOf } from "./engine-journal-required.js";
import { S as priceOf, a as BUILT_IN_PROFILES, f as globMatcher, i as readGitHubConfig, n as readPlan, p as guardPath, r as readConfig, x as modelOf, y as dollarsOf } from "./milestone-plan-read-plan.js";
import { r as escapeLine } from "./milestone-text-escape-markdown.js";
import { E as leavesTree, _ as writeFilesAtomically, h as syncDirectoryOf, m as linkFiles, o as readNoFollow, p as copyFiles, t as hasRealParents, v as DIRECTORY, w as foldersAbove, y as GITLINK } from "./engine-git-no-follow-fs.js";
import { a as digestOf, c as readTicket, i as RESULT_FILE, n as PATCH_REF, o as readResult, s as resultText, t as PATCH_FILE } from "./engine-runners-result-file.js";
import { a as nodeAt, o as pairOf, s as toData, t as readYaml } from "./milestone-yaml-read.js";
import { n as readLinkless, t as isLinkless } from "./engine-machine-linkless-file.js";
import { t as nodeFiles } from "./commands-node-files.js";
import { t as locateRepository } from "./engine-git-locate-repository.js";
import { $ as runsEndedBy, A as dashboardText, B as keptOptions, D as untilSignal, E as writeReportFile, F as steerSubject, G as parseRequest, H as compareDocuments, I as openToSteer, J as socketPath, K as prepareFolder, L as assembleRun, M as resumeCompletion, N as pastOnBase, O as notTaken, P as steer, Q as endJobs, R as openJournal, S as engineMark, T as plain$1, U as LINE_LIMIT, V as sessionToResume, W as inboxFolder, X as onlyProblems, Y as RoleBoard, Z as runCheck, _ as quoted$1, a as shellArgv, at as checkWorker, b as canLaunchByRoot, c as withheldHint, ct as resumedPrompt, d as changeOwner, dt as profilesNeeded, et as syncPlan, f as dropRights, ft as planText, g as stageSteps, h as stageScript, i as workFolder, it as checkPromptTemplates, j as reportText, k as untakenEdits, l as STAGE_FAILED, lt as answersIn, m as rightsOverUs, n as machineHost, nt as completionDoubt, o as containerHint, ot as cycleComplaint, p as orFail, pt as planView, q as socketName, r as systemClock, rt as checkPrerequisites, s as executorEnvironment, st as renderBrief, t as localLocks, tt as approvalDoubt, u as SYSTEM_PATH, ut as accessOf, v as runProcess, w as executeMilestone, x as prepareToLaunch, y as MARKER_VARIABLE, z as signAsPlanned } from "./engine-execution-host.js";
import { a as readBasis, b as diffPlans, f as listFilesAt, h as saidOfSync, l as seedsOfNew, m as recordNews, n as isTwin, o as twinComplaint, r as locateMilestone, s as finishedDeliverables, u as listFiles, x as isEmptyDiff, y as readHistory } from "./engine-opening-basis.js";
import { n as printWarnings } from "./commands-narrate.js";
import { a as placesOf$2, i as loadPlan, o as renderedIn, r as findPlanFile, s as requireValid, t as atCommit } from "./engine-plan-plan-source.js";
import { i as readLiveMilestone, n as showCommand, r as ownerHere } from "./commands-show-command.js";
import { t as require_dist } from "./lib-yaml.js";
import { i as tipsOnRemote, n as newestTip$1, r as plansHere, t as idsOn } from "./commands-plans-here.js";
import { t as why } from "./milestone-view-why.js";
import { n as isWithin, r as orderedPlaces, t as closedFolders } from "./engine-sandbox-visible-paths.js";
import { i as openConversations, r as isSessionId, t as conversationsFolder } from "./engine-machine-conversations.js";
import { a as openCache, o as openShowPlace, t as SetupCache } from "./engine-machine-setup-cache.js";
import { t as within } from "./engine-deliverable-time-limit.js";
import { appendFileSync, chmodSync, closeSync, constants, copyFileSync, cpSync, existsSync, fstatSync, linkSync, lstatSync, mkdirSync, mkdtempSync, openSync, readFileSync, readSync, readdirSync, readlinkSync, realpathSync, renameSync, rmSync, statSync, symlinkSync, watch, writeFileSync, writeSync } from "node:fs";
import { execFile, spawn } from "node:child_process";
import { connect, createServer } from "node:net";
import { promisify } from "node:util";
import { createHash, createHmac, randomBytes, randomUUID, timingSafeEqual } from "node:crypto";
import { fileURLToPath } from "node:url";
import { basename, delimiter, dirname, isAbsolute, join, relative, resolve } from "node:path";
import { setImmediate } from "node:timers/promises";
import { homedir, tmpdir } from "node:os";
import { cp, lstat, mkdir, open, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";

// src/engine/git/commit-walk.ts
/** Commits looked at here before git is asked: our own answers are almost always within a few. */
const NEAR = 256;
/** Reads a commit. Throws `MissingObject`. */
async function readCommit(store, oid) {
	const object = await store.read(oid);
	if (object?.type !== "commit") throw new MissingObject(oid);
	return parseCommit(object.data);
}
/** True, false, or null when the first 256 commits do not tell. */
async function isNearAncestor(parentsOf, a, b) {
	const seen = /* @__PURE__ */ new Set([b]);
	const queue = [b];
	for (let at = 0; at < queue.length; at++) {
		if (queue[at] === a) return true;
		if (at >= NEAR) return null;
		for (const parent of await parentsOf(queue[at])) {
			if (!seen.has(parent)) queue.push(parent);
			seen.add(parent);
		}
	}
	return false;
}
/** Whether `a` is `b` or one of its ancestors. The store must have been flushed. */
async function isAncestor(git, parentsOf, pair) {
	const near = await isNearAncestor(parentsOf, pair.a, pair.b);
	if (near !== null) return near;
	const { code, stderr } = await git.run([
		"merge-base",
		"--is-ancestor",
		pair.a,
		pair.b
	]);
	if (code === 0 || code === 1) return code === 0;
	throw new Error(`git merge-base failed: ${stderr.trim()}`);
}
/** The best common ancestor, or null when the histories share none. The store must have been flushed. */
async function mergeBase(git, a, b) {
	const { code, stdout, stderr } = await git.run([
		"merge-base",
		a,
		b
	]);
	if (code === 0) return stdout.toString("latin1").split("\n")[0];
	if (code === 1) return null;
	throw new Error(`git merge-base failed: ${stderr.trim()}`);
}
/** Commits of the range, newest first, at most `limit`. The store must have been flushed. */
async function log(git, store, { from, to, limit }) {
	if (limit === 1 && from === void 0) return [{
		oid: to,
		...await readCommit(store, to)
	}];
	const range = from === void 0 ? [to] : [to, `^${from}`];
	const { code, stdout, stderr } = await git.run([
		"rev-list",
		`--max-count=${limit}`,
		"--topo-order",
		...range
	]);
	if (code !== 0) throw new Error(`git rev-list failed: ${stderr.trim()}`);
	const oids = stdout.toString("latin1").split("\n").filter(Boolean);
	return Promise.all(oids.map(async (oid) => ({
		oid,
		...await readCommit(store, oid)
	})));
}

// src/commands/audit-command.ts
/** Who decided what, and when: the log's decisions in order. */
async function auditCommand(machine, options) {
	const { head, state, history } = await readLiveMilestone(machine, options);
	if (head.seq === 0) refuse(`the milestone "${options.milestone}" was not started yet`, `milestone execute ${options.milestone}`);
	const audit = buildAudit(options.milestone, head, (await history()).record.trail);
	return {
		status: state.status,
		exitCode: EXIT.ok,
		text: auditText(audit),
		json: audit.entries,
		outputs: {}
	};
}

// src/init/check-workflow.ts
const AGAIN = "milestone init --runners writes one that has it";
/** Holds the workflow of two jobs against what the plan needs, each finding with its line. */
function checkRunnersWorkflow(text, wanted) {
	const read = readYaml(text);
	const lineOf = (offset) => text.slice(0, offset).split("\n").length;
	if (!read.ok) return read.problems.slice(0, 1).map(({ start, message, remedy }) => ({
		line: lineOf(start),
		message,
		remedy,
		isError: true
	}));
	const found = [];
	const file = {
		root: read.root,
		text,
		say(path, message, remedy, isError = true) {
			found.push({
				line: lineOf(placeOf$1(read.root, path)),
				message,
				remedy,
				isError
			});
		}
	};
	checkTriggers(file);
	const [work, take] = [jobWith(file, isWork), jobWith(file, isTake)];
	if (!work) file.say(["jobs"], "no job does `command: work`, so no phase is ever done", AGAIN);
	else checkWork$1(file, work, wanted);
	if (!take) file.say(["jobs"], "no job does `command: take`, so nothing ever lands", AGAIN);
	else checkTake(file, take, work);
	return found.sort((a, b) => a.line - b.line);
}
/** Where the path stands, or the nearest part of it that is there. */
function placeOf$1(root, path) {
	for (let length = path.length; length > 0; length--) {
		const parent = nodeAt(root, path.slice(0, length - 1));
		const last = path[length - 1];
		const pair = typeof last === "string" ? pairOf(parent, last) : void 0;
		const node = pair ? void 0 : nodeAt(root, path.slice(0, length));
		if (pair) return pair.keyStart;
		if (node) return node.start;
	}
	return 0;
}
function textAt({ root }, path) {
	const node = nodeAt(root, path);
	return node ? String(JSON.stringify(toData(node)) ?? "") : "";
}
function checkTriggers(file) {
	const dispatch = ["on", "workflow_dispatch"];
	if (!pairOf(nodeAt(file.root, ["on"]), "workflow_dispatch")) return file.say(["on"], "there is no `workflow_dispatch`, so no run can be started for a phase", AGAIN);
	for (const input of [
		"milestone",
		"command",
		"ticket"
	]) {
		if (pairOf(nodeAt(file.root, [...dispatch, "inputs"]), input)) continue;
		const message = `workflow_dispatch has no input "${input}", so GitHub refuses the runs that are started with it`;
		file.say([...dispatch, "inputs"], message, `add \`${input}: {}\` below inputs`);
	}
}
const isWork = (command) => command === "work";
const isTake = (command) => /\btake\b/.test(command);
function jobWith({ root }, isWanted) {
	const jobs = nodeAt(root, ["jobs"]);
	if (jobs?.kind !== "map") return void 0;
	for (const { key: name } of jobs.pairs) {
		const steps = nodeAt(root, [
			"jobs",
			name,
			"steps"
		]);
		const count = steps?.kind === "seq" ? steps.items.length : 0;
		for (let at = 0; at < count; at++) {
			const step = [
				"jobs",
				name,
				"steps",
				at
			];
			const command = nodeAt(root, [
				...step,
				"with",
				"command"
			]);
			if (command?.kind === "scalar" && isWanted(String(command.value))) return {
				name,
				path: ["jobs", name],
				step
			};
		}
	}
}
/** The rights of a job: its own, else the workflow's. null: the repository's default, which may be to write. */
function rightsOf({ root }, { path }) {
	for (const at of [[...path, "permissions"], ["permissions"]]) {
		const node = nodeAt(root, at);
		if (node) return {
			path: at,
			rights: toData(node)
		};
	}
	return null;
}
function checkWork$1(file, job, { runners, keys }) {
	const { name, path } = job;
	const given = rightsOf(file, job);
	const remedy = `write \`permissions: { contents: read }\` below ${name}`;
	if (!given) file.say(path, `the job ${name} has the repository's default rights, beside agents`, remedy);
	else if (given.rights === "read-all") file.say(given.path, `the job ${name} may read everything`, remedy, false);
	else if (typeof given.rights === "string") file.say(given.path, `the job ${name}, in which agents run, may write (${given.rights})`, remedy);
	else {
		const rights = Object.entries(given.rights ?? {});
		const writes = rights.filter(([, right]) => right === "write").map(([right]) => right);
		if (writes.length > 0) {
			const message = `the job ${name}, in which agents run, may write: ${writes.join(", ")}`;
			file.say([...given.path, writes[0]], message, remedy);
		}
		if (!rights.some(([right]) => right === "contents")) file.say(given.path, `the job ${name} cannot read the repository (contents)`, remedy);
	}
	checkCheckout(file, job);
	checkCache(file, job, ["read", "none"], "what an agent leaves in a cache reaches other jobs");
	const labels = textAt(file, [...path, "runs-on"]);
	const missing = runners.labels.filter((label) => !labels.includes(label));
	if (missing.length > 0 && !labels.includes("${{")) {
		const message = `the job ${name} does not run on ${missing.join(", ")}, as runners.labels says`;
		file.say([...path, "runs-on"], message, `write \`runs-on: [${runners.labels.join(", ")}]\``, false);
	}
	const env = [
		["env"],
		[...path, "env"],
		[...job.step, "env"]
	].flatMap((at) => {
		const node = nodeAt(file.root, at);
		return node?.kind === "map" ? node.pairs.map((pair) => pair.key) : [];
	});
	for (const { profile, names } of keys) {
		if (names.some((key) => env.includes(key))) continue;
		const message = `the job ${name} has no key for the agent profile "${profile}": none of ${names.join(", ")} stands under env`;
		const [key] = names;
		const isSure = !env.some((each) => OTHER_DOOR.test(each)) && /ubuntu|windows|macos/.test(labels);
		file.say(job.step, message, `add \`env: { ${key}: "\${{ secrets.${key} }}" }\` to the step`, isSure);
	}
}
/** A server that does not know the key refuses the file, so that who leaves it out is only warned. */
function checkCache(file, { name, path }, right, danger) {
	const own = [...path, "cache-mode"];
	const at = nodeAt(file.root, own) ? own : ["cache-mode"];
	const mode = nodeAt(file.root, at);
	if (mode?.kind === "scalar" && right.includes(String(mode.value))) return;
	const remedy = `write \`cache-mode: ${right[0]}\` below ${name}`;
	file.say(mode ? at : path, `${danger}: ${name} may use caches freely`, remedy, mode !== void 0);
}
/** Variables that may lead to another service, as may a login that a machine of one's own has. */
const OTHER_DOOR = /KEY|TOKEN|SECRET|CREDENTIAL|_URL$|_USE_|_PROFILE$/;
/** Agents would find the token in the checkout. */
function checkCheckout(file, { name, path }) {
	const steps = nodeAt(file.root, [...path, "steps"]);
	if (steps?.kind !== "seq") return;
	for (const [at, step] of steps.items.entries()) {
		const uses = pairOf(step, "uses")?.value;
		if (uses?.kind !== "scalar" || !String(uses.value).startsWith("actions/checkout@")) continue;
		const kept = pairOf(pairOf(step, "with")?.value, "persist-credentials")?.value;
		if (kept?.kind === "scalar" && kept.value === false) continue;
		const message = `the checkout of the job ${name} keeps the token where agents can read it`;
		file.say([
			...path,
			"steps",
			at
		], message, "write `persist-credentials: false` below its `with:`");
	}
}
const NEEDS_WRITE = [
	"contents",
	"actions",
	"pull-requests"
];
function checkTake(file, job, work) {
	const { name, path, step } = job;
	const given = rightsOf(file, job);
	if (given?.rights !== "write-all") {
		const rights = given?.rights ?? {};
		const lacks = NEEDS_WRITE.filter((right) => rights[right] !== "write");
		if (lacks.length > 0) {
			const message = `the job ${name} lacks the right to write ${lacks.join(", ")}`;
			const remedy = `write \`${lacks.map((right) => `${right}: write`).join("`, `")}\` below its permissions`;
			file.say(given?.path ?? path, message, remedy);
		}
	}
	checkQueue(file, job);
	checkCache(file, job, ["none"], "a cache that an agent filled reaches the job that can write");
	const { text } = file;
	const node = nodeAt(file.root, path);
	const secret = /secrets\.(?!GITHUB_TOKEN\b)(\w{1,100})/.exec(text.slice(node.start, node.end));
	if (secret) {
		const message = `the job ${name} holds the secret ${secret[1]} beside the token that can write`;
		file.say(path, message, "agents' keys belong to the job that works alone", false);
	}
	if (!work) return;
	if (!textAt(file, [...path, "needs"]).includes(`"${work.name}"`)) file.say(path, `the job ${name} does not wait for ${work.name}`, `write \`needs: ${work.name}\``);
	if (!pairOf(nodeAt(file.root, [...step, "with"]), "digest")) {
		const message = `the job ${name} is not told the digest of the result, so one that is changed on its way is not noticed`;
		const remedy = `write \`digest: \${{ needs.${work.name}.outputs.digest }}\` below its with, and the output in ${work.name}`;
		file.say([...step, "with"], message, remedy);
	}
	const [taken, worked] = [step, work.step].map((at) => textAt(file, [...at, "uses"]));
	if (taken !== worked) {
		const message = `the jobs ${work.name} and ${name} use two versions of the Action: ${worked} and ${taken}`;
		file.say([...step, "uses"], message, "name the same commit in both");
	} else if (!/@[0-9a-f]{40}"$/.test(taken) && /@/.test(taken)) file.say([...step, "uses"], `the Action is not pinned to a commit: ${taken}`, "name a commit by its 40 digits", false);
}
/** One landing at a time, and none dropped. */
function checkQueue(file, { name, path }) {
	const at = nodeAt(file.root, [...path, "concurrency"]) ? [...path, "concurrency"] : ["concurrency"];
	const node = nodeAt(file.root, at);
	if (!node) {
		const message = `the job ${name} has no concurrency group, so landings of one milestone run at once`;
		return file.say(path, message, AGAIN);
	}
	if (!(node.kind === "scalar" ? String(node.value) : textAt(file, [...at, "group"])).includes("milestone")) file.say(at, `the concurrency group of ${name} does not name the milestone`, AGAIN, false);
	const [cancels, queue] = ["cancel-in-progress", "queue"].map((key) => pairOf(node, key)?.value);
	if (cancels?.kind === "scalar" && cancels.value === true) file.say([...at, "cancel-in-progress"], `landings of ${name} cancel each other`, "write `cancel-in-progress: false`");
	if (queue?.kind !== "scalar" || queue.value !== "max") {
		const message = `of the landings of ${name} that wait GitHub drops all but the newest`;
		file.say(at, message, "write `queue: max` below concurrency", false);
	}
}

// src/commands/runners-findings.ts
/** What the committed workflow lacks for the plan; nothing where its phases stay on one machine. */
function runnersFindings(workflow, plan) {
	const { runners } = plan;
	if (!runners) return [];
	const keys = profilesNeeded(plan, null).flatMap(({ profile, isFirst }) => {
		const names = Object.entries(profile.env).filter(([name, value]) => value === null && /(?:KEY|TOKEN)$/.test(name)).map(([name]) => name);
		return isFirst && names.length > 0 ? [{
			profile: profile.name,
			names
		}] : [];
	});
	return checkRunnersWorkflow(workflow, {
		runners,
		keys
	});
}

// src/commands/doctor-command.ts
/** Stands in for a milestone where none is named, so that the configuration alone is tried. */
const CONFIG_ALONE = {
	path: paths.milestone("doctor"),
	shelf: "active",
	text: "id: doctor\ntasks:\n  doctor: 'true'\n"
};
/**
* Tries what a run of the milestone would need, and runs set-up and tests once in a fresh tree. Nothing is committed, and
* no agent is started. @throws Refusal for bad input
*/
async function doctorCommand(machine, options) {
	const { ports, checkout } = machine;
	ports.runner.prepare();
	const findings = [];
	const { plan, commit, needs } = await subjectOf$1(machine, options);
	const lacks = machineFindings(machine);
	findings.push(...lacks, ...needs);
	findings.push(await isolationFinding(machine, plan));
	findings.push(...await keyFindings(machine, plan));
	findings.push(await remoteFinding(machine, checkout.base.branch));
	findings.push(...await workflowFindings(machine, plan));
	if (lacks.every(({ state }) => state === "ok")) findings.push(...await tried(machine, plan, commit));
	const isWell = findings.every(({ state }) => state !== "missing");
	return {
		status: null,
		exitCode: isWell ? EXIT.ok : EXIT.failed,
		text: textOf(findings),
		json: {
			ok: isWell,
			findings
		},
		outputs: {}
	};
}
/** What is going to run, and on which commit. */
async function subjectOf$1({ ports, checkout }, options) {
	const { repository } = ports;
	if (options.milestone === "") {
		const read = checkout.working ?? atCommit(repository, checkout.base.commit);
		const { plan } = requireValid(await loadPlan(read, CONFIG_ALONE), CONFIG_ALONE);
		return {
			plan,
			commit: checkout.base.commit,
			needs: []
		};
	}
	const basis = await readBasis(ports, options, checkout);
	const at = {
		plan: basis.reading.plan,
		commit: basis.located.tip ?? basis.base.commit
	};
	if (ports.host.lacks?.().length) return {
		...at,
		needs: []
	};
	const needs = [...await checkPrerequisites(ports, options, basis, { mayStart: false }), ...await checkout.complaints?.(Boolean(basis.located.history?.state.activatedAt)) ?? []].map(({ message, remedy }) => ({
		about: "needs",
		state: "missing",
		text: message,
		remedy
	}));
	const fine = {
		about: "needs",
		state: "ok",
		text: "tools, services and programs are there"
	};
	return {
		...at,
		needs: needs.length > 0 ? needs : [fine]
	};
}
function machineFindings({ ports }) {
	const lacks = ports.host.lacks?.() ?? [];
	if (lacks.length > 0) return lacks.map(({ message, remedy }) => ({
		about: "machine",
		state: "missing",
		text: message,
		remedy
	}));
	return [{
		about: "machine",
		state: "ok",
		text: "bash, room on the disk, a folder that runs programs"
	}];
}
async function isolationFinding({ ports }, plan) {
	const about = "sandbox";
	const found = await ports.host.isolation?.(plan.isolation);
	const trees = await ports.workspaces.isLayered?.() ?? false ? "work trees are overlays of one checkout, in which setup runs once" : "work trees are folders, and what setup made is copied into them";
	if (found && !("why" in found)) return {
		about,
		state: "ok",
		text: `by ${found.kind}; ${trees}`
	};
	if (!found || plan.isolation === "none") return {
		about,
		state: "warning",
		text: `switched off (isolation: none); ${trees}`
	};
	return {
		about,
		state: "warning",
		text: `none here (${found.why}); ${trees}`,
		remedy: "install bubblewrap (apt-get install bubblewrap) where user namespaces are allowed"
	};
}
/** What is missing is told by the prerequisites. A login is asked for where its program can tell, at no cost. */
async function keyFindings({ ports }, plan) {
	const findings = [];
	const about = "keys";
	for (const needed of profilesNeeded(plan, null)) {
		const { name, command, loginCheck } = needed.profile;
		const access = accessOf(ports.host, plan, needed);
		if (access.kind === "key") findings.push({
			about,
			state: "ok",
			text: `${name}: ${access.names.join(", ")}`
		});
		if (access.kind !== "login") continue;
		const files = access.files.map((file) => `~/${file}`).join(", ");
		const asked = loginCheck && await ports.host.probe(loginCheck, {});
		if (!asked) findings.push({
			about,
			state: "warning",
			text: `${name}: its own login may be in ${files}`
		});
		else if (asked.ok) findings.push({
			about,
			state: "ok",
			text: `${name}: logged in (${loginCheck})`
		});
		else {
			const text = `${name}: no key is set, and it is not logged in (${loginCheck})`;
			findings.push({
				about,
				state: "missing",
				text,
				remedy: `log in with ${command}, or set its key`
			});
		}
	}
	return findings;
}
async function remoteFinding({ ports }, branch) {
	const about = "remote";
	if (!ports.remote) return {
		about,
		state: "warning",
		text: "none, so nothing is pushed",
		remedy: "git remote add origin <url>"
	};
	const answer = await ports.remote.fetch(`refs/heads/${branch}`);
	if (answer.ok) return {
		about,
		state: "ok",
		text: `${branch} can be read (a push was not tried)`
	};
	return {
		about,
		state: "missing",
		text: `${answer.reason}: ${answer.message}`,
		remedy: `git fetch origin ${branch} has to work here`
	};
}
async function workflowFindings({ ports, checkout }, plan) {
	const about = "workflow";
	const base = checkout.base.commit;
	const text = (await ports.repository.readFile(base, paths.githubConfig))?.toString("utf8") ?? "";
	const { config, errors } = readGitHubConfig(text, paths.githubConfig);
	const [wrong] = errors;
	if (wrong) return [{
		about,
		state: "missing",
		text: `${`${paths.githubConfig}:${wrong.line}`}: ${wrong.message}`,
		remedy: wrong.remedy
	}];
	const path = `.github/workflows/${config.workflow}`;
	const workflow = (await ports.repository.readFile(base, path))?.toString("utf8");
	if (workflow === void 0) return [{
		about,
		state: "warning",
		text: `there is no ${path}, so nothing runs on GitHub`,
		remedy: "milestone init writes it; commit it to the base branch"
	}];
	const found = runnersFindings(workflow, plan).map(({ line, message, remedy, isError }) => ({
		about,
		state: isError ? "missing" : "warning",
		text: `${path}:${line}: ${message}`,
		remedy
	}));
	const fine = `${path} (the rules of GitHub's branches were not asked)`;
	return found.length > 0 ? found : [{
		about,
		state: "ok",
		text: fine
	}];
}
/** Set-up and tests, once, where no agent has been. */
async function tried({ ports }, plan, commit) {
	const workspace = await ports.workspaces.open("doctor");
	await workspace.moveTo(commit);
	const set = await run$1({ ports }, workspace, {
		plan,
		about: "setup",
		command: plan.setup
	});
	if (set.state === "missing") return [set];
	await workspace.keepPrepared?.();
	return [set, await run$1({ ports }, workspace, {
		plan,
		about: "tests",
		command: plan.testCommand
	})];
}
async function run$1({ ports }, workspace, { plan, about, command }) {
	const key = about === "setup" ? "setup" : "test_command";
	if (!command) {
		const text = `none; \`${key}:\` in the milestone or in ${paths.config} would be run here`;
		return {
			about,
			state: about === "setup" ? "ok" : "warning",
			text
		};
	}
	ports.narrator.note("basic", `running ${key} in a fresh work tree: ${command}`);
	const outcome = await ports.runner.command({
		command,
		workspace,
		env: {},
		allow: plan.env,
		timeoutMs: plan.limits.phaseTimeoutMs,
		label: about,
		log: about === "setup" ? {
			kind: "setup",
			tree: "doctor"
		} : {
			kind: "tests",
			name: "doctor"
		}
	}).done;
	if (outcome.ok) return {
		about,
		state: "ok",
		text: `${command} (${duration(outcome.durationMs)})`
	};
	const tail = outcome.tail.trimEnd().split("\n").slice(-20).join("\n");
	return {
		about,
		state: "missing",
		text: `${command} failed with exit ${outcome.exit ?? "by a signal"}\n${tail}`,
		remedy: `mend it, or what it needs; it runs in a clean checkout without your shell's variables (\`env:\` hands some on)`
	};
}
const MARKS = {
	ok: "✓",
	warning: "!",
	missing: "✗"
};
function textOf(findings) {
	const width = Math.max(...findings.map(({ about }) => about.length));
	return findings.map(({ about, state, text, remedy }) => {
		const indent = " ".repeat(width + 4);
		const body = text.replaceAll("\n", `\n${indent}`);
		return `${MARKS[state]} ${about.padEnd(width)}  ${body}${remedy ? `\n${indent}→ ${remedy}` : ""}`;
	}).join("\n");
}

// src/engine/landing/land-milestone.ts
/** What the engine keeps of its work, which a summary leaves on the branch and its tag. */
const KEPT_ON_BRANCH = [
	"logs",
	"sessions",
	"approvals",
	"deliverables"
].map((folder) => `${ROOT}/${folder}/`);
/**
* Puts a finished milestone on its base: one commit by compare-and-swap, on the remote first where there is one. Nothing
* is landed that is not completed, whose approvals do not hold, or that does not merge. @throws Refusal
*/
async function landMilestone(machine, options, asked) {
	const { ports, checkout } = machine;
	const { repository, remote } = ports;
	const id = options.milestone;
	const basis = await readBasis(ports, options, checkout);
	const { tip, history, seen } = basis.located;
	const { base } = basis;
	if (!tip || !history?.state.activatedAt) return refuse(`the milestone "${id}" was not started yet`, `milestone execute ${id}`);
	const { state } = history;
	const { plan } = basis.reading;
	assertLandable(state, {
		base: base.branch,
		unpushed: remote !== null && seen !== tip
	});
	const way = {
		...plan.landing,
		...asked
	};
	const doubt = await completionDoubt(ports, {
		plan,
		state,
		tip,
		base
	});
	if (doubt) refuse(`"${id}" is not landed: ${doubt}`, `milestone execute ${id} asks for the approval once more`);
	if (ports.forge.land && way.state === "keep") {
		const answer = await ports.forge.land({
			milestone: id,
			tip,
			method: way.method,
			message: messageOf(plan, state)
		});
		if (!answer.ok) refuse(`"${id}" could not be landed: ${answer.message}`, answer.remedy);
		return {
			state,
			tip,
			commit: answer.commit,
			done: answer.done,
			note: null
		};
	}
	const ready = ports.forge.landable ? await ports.forge.landable({
		milestone: id,
		tip
	}) : null;
	if (ready && !ready.ok) refuse(`"${id}" could not be landed: ${ready.message}`, ready.remedy);
	const at = await baseTip(repository, remote, base);
	if (remote && await repository.mergeBase(at, tip) === null) await remote.fetch(branchRef(id), { meets: at });
	const changes = await changesOf(repository, {
		id,
		tip,
		base: at,
		branch: base.branch,
		state: way.state
	});
	const isMerged = await repository.isAncestor(tip, at);
	if (changes.size === 0 || isMerged) return {
		state,
		tip,
		commit: null,
		done: `${base.branch} has all of "${id}" already`,
		note: null
	};
	const unsigned = await signAsPlanned(ports, plan);
	if (unsigned) refuse(unsigned.message, unsigned.remedy);
	const commit = await repository.commit({
		parents: way.method === "merge" ? [at, tip] : [at],
		base: at,
		changes,
		message: messageOf(plan, state),
		author: plan.author ?? repository.author,
		at: ports.clock.now()
	});
	const note = await moveBase(machine, {
		branch: base.branch,
		from: at,
		to: commit
	});
	const how = way.method === "merge" ? "a merge commit" : "one commit";
	const left = way.state === "summary" ? `; its logs and documents stay on ${branchName(id)}` : "";
	return {
		state,
		tip,
		commit,
		done: `"${id}" is on ${base.branch} as ${how}, ${commit.slice(0, 10)} (${counted(changes.size, "changed file")})${left}`,
		note
	};
}
function assertLandable(state, { base, unpushed }) {
	const id = state.milestone;
	if (state.status !== "completed") refuse(`the milestone "${id}" is ${state.status.replaceAll("_", " ")}, and only a completed one is put on ${base}`, state.status === "cancelled" ? "nothing of it is landed" : `milestone status ${id} says what is left`);
	if (unpushed) refuse(`the last commits of "${id}" are not on the remote yet`, `milestone execute ${id} pushes them`);
}
/** The base's newest commit; where there is a remote, it counts what is there. @throws Refusal */
async function baseTip(repository, remote, { branch, commit }) {
	const ref = `refs/heads/${branch}`;
	const local = await repository.resolve(ref) ?? commit;
	if (!remote) return local;
	const fetched = await remote.fetch(ref);
	if (!fetched.ok) return refuse(`the remote cannot be read (${fetched.reason}): ${PUSH_CAUSES[fetched.reason]}: ${fetched.message}`, "check the network and the token");
	const theirs = fetched.oid;
	if (theirs === null) return refuse(`the remote has no branch ${branch}`, `git push origin ${branch}, then land again`);
	if (await repository.isAncestor(local, theirs)) return theirs;
	return refuse(`${branch} has commits here that the remote does not have`, `push them (git push origin ${branch}), or bring the two together (git pull --rebase)`);
}
/** What the base's tree lacks of the milestone's. @throws Refusal where the two do not merge */
async function changesOf(repository, { id, tip, base, branch, state }) {
	const from = await repository.mergeBase(base, tip);
	if (from === null) return refuse(`${branchName(id)} and ${branch} have no common commit`, "this is another repository's branch");
	const counts = (path) => state === "keep" || isLanded(path);
	const work = await workOf(repository, {
		from,
		to: tip
	}, counts);
	const joined = await join$1(repository, {
		base: from,
		tip: base,
		work
	});
	if (joined.ok) return joined.changes;
	return refuse(`${branchName(id)} does not merge into ${branch}: ${joined.conflicts.slice(0, 5).join(", ")}`, `merge ${branch} into ${branchName(id)} by hand and push it, then land again`);
}
function isLanded(path) {
	return path !== paths.current && !KEPT_ON_BRANCH.some((folder) => path.startsWith(folder));
}
/** Moves the base, on the remote first; answers what did not follow here. @throws Refusal */
async function moveBase({ ports: { remote, repository }, checkout }, { branch, from, to }) {
	const ref = `refs/heads/${branch}`;
	const local = checkout.follow ? await repository.resolve(ref) : null;
	if (local !== null) {
		const may = await checkout.follow(branch, {
			from: local,
			to,
			dry: true
		});
		if (!may.ok) refuse(`${branch} cannot be moved: ${may.message}`, "see to that first, then land again");
	}
	if (remote) {
		const pushed = await remote.push(ref, to, from);
		if (!pushed.ok && pushed.reason === "stale") return refuse(`${branch} was moved on the remote meanwhile`, "land again");
		if (!pushed.ok) return refuse(`the remote did not take it: ${pushed.message}`, `where a rule protects ${branch}, land through the pull request: /milestone land`);
	}
	if (local === null) return null;
	const followed = await checkout.follow(branch, {
		from: local,
		to,
		dry: false
	});
	return followed.ok ? null : `your checkout could not follow (${followed.message}): git status shows what is left`;
}
/** The subject, the tasks, and the branch that has the rest. */
function messageOf(plan, state) {
	const tasks = plan.tasks.map((task) => {
		const skipped = state.tasks.get(task.id)?.status === "skipped" ? " (skipped)" : "";
		return `- ${task.title.replaceAll("\n", " ")}${skipped}`;
	});
	return [
		`${plan.title.replaceAll("\n", " ").trim() || plan.id} (milestone ${plan.id})`,
		"",
		...tasks,
		"",
		`Landed-From: ${branchName(plan.id)}`,
		""
	].join("\n");
}

// src/commands/land-command.ts
/** Puts a finished milestone on its base branch. @throws Refusal */
async function landCommand(machine, options, { flags }) {
	if (flags.squash && flags.merge) refuse("--squash and --merge are two ways to land, and one is taken", "give one of them");
	const asked = {
		...flags.squash ? { method: "squash" } : {},
		...flags.merge ? { method: "merge" } : {},
		...flags.state ? { state: flags.state } : {}
	};
	const { state, tip, commit, done, note } = await landMilestone(machine, options, asked);
	if (note) machine.ports.narrator.warn(note);
	const outputs = outputsOf(state, {
		status: state.status,
		commit: tip
	});
	return {
		status: state.status,
		exitCode: EXIT.ok,
		text: done,
		json: {
			...outputs,
			done,
			landed: commit,
			note
		},
		outputs
	};
}

// src/commands/list-command.ts
const SHELVES$1 = [
	"active",
	"completed",
	"archived"
];
/** Every milestone of the base, each as its branch says it stands; the remote's branch counts before this clone's. */
async function listCommand(machine) {
	const found = [];
	const remote = await tipsOnRemote(machine, SHELVES$1);
	for (const shelf of SHELVES$1) for (const id of await idsOn(machine, shelf)) {
		if (found.some((f) => f.id === id)) continue;
		const tip = await newestTip$1(machine, id, remote.get(branchRef(id)) ?? null);
		const started = tip === null ? null : await startedOne(machine, id, tip);
		found.push(started ?? await plannedOne(machine, id, shelf));
	}
	const text = found.length ? table(found) : "no milestones yet; `milestone init` writes a starter";
	return {
		status: null,
		exitCode: EXIT.ok,
		text,
		json: found,
		outputs: {}
	};
}
function table(found) {
	const width = Math.max(2, ...found.map((f) => f.id.length));
	return found.map(({ id, status, percentage, title }) => {
		const share = percentage === null ? "    " : `${String(percentage).padStart(3)}%`;
		return `${id.padEnd(width)}  ${status.padEnd(16)}  ${share}  ${title}`;
	}).join("\n");
}
/** null: the branch exists, but nothing was started on it. */
async function startedOne({ ports }, id, tip) {
	const { repository } = ports;
	const reading = await loadHistory(repository, id, tip);
	const shelf = (await findPlanFile(atCommit(repository, tip), id))?.shelf ?? "active";
	if (!reading.ok) return {
		id,
		title: id,
		shelf,
		status: "unreadable",
		percentage: null
	};
	const { state } = reading.history;
	if (!state.activatedAt) return null;
	return {
		id,
		title: state.title,
		shelf,
		status: state.status,
		percentage: progressOf(state).percentage
	};
}
async function plannedOne(machine, id, shelf) {
	const file = await findPlanFile(plansHere(machine), id);
	const reading = file ? readPlan({
		text: file.text,
		file: file.path
	}) : null;
	if (!reading?.ok) return {
		id,
		title: id,
		shelf,
		status: "unreadable",
		percentage: null
	};
	return {
		id,
		title: reading.plan.title,
		shelf,
		status: reading.plan.status,
		percentage: null
	};
}

// src/engine/attempt-logs/follow-log.ts
/** Where nobody tells that a file grew, it is looked at again after this time (ms). */
const LOOK_MS$2 = 500;
const PIECE = 65536;
/** Hands out what a log holds, from a byte on, and what comes to it, until the signal aborts. */
async function followLog(path, told, signal, from = 0) {
	const decoder = new TextDecoder();
	let at = from;
	const read = () => {
		at = readFrom(path, at, (bytes) => told(decoder.decode(bytes, { stream: true })));
	};
	let wake = () => void 0;
	const watcher = watchFile(path, () => wake());
	signal.addEventListener("abort", () => wake(), { once: true });
	try {
		while (!signal.aborted) {
			read();
			await new Promise((resolve) => {
				const timer = setTimeout(resolve, LOOK_MS$2);
				wake = () => {
					clearTimeout(timer);
					resolve();
				};
				if (signal.aborted) wake();
			});
		}
		read();
	} finally {
		watcher?.close();
	}
}
/** Reads on from a place; answers where it stopped. */
function readFrom(path, from, told) {
	let descriptor;
	try {
		descriptor = openSync(path, "r");
	} catch {
		return from;
	}
	try {
		let at = from;
		for (;;) {
			const piece = Buffer.alloc(PIECE);
			const length = readSync(descriptor, piece, 0, PIECE, at);
			if (length === 0) return at;
			told(piece.subarray(0, length));
			at += length;
		}
	} finally {
		closeSync(descriptor);
	}
}
function watchFile(path, changed) {
	try {
		const watcher = watch(dirname(path), { persistent: false }, (_, name) => {
			if (name === null || name === basename(path)) changed();
		});
		watcher.on("error", () => watcher.close());
		return watcher;
	} catch {
		return null;
	}
}

// src/engine/attempt-logs/log-names.ts
/**
* The file of a log. Ids of tasks, phases and trees are names of files by their own rule; a checkpoint's name may hold
* anything, and is brought down to what a file may be called.
*/
function logFile(subject, number) {
	switch (subject.kind) {
		case "attempt": return `${subject.task}/${subject.phase}.${subject.attempt}.log`;
		case "check": return `${subject.task}/${subject.phase}.${subject.attempt}.check-${number}.log`;
		case "setup": return `@setup/${subject.tree}.${number}.log`;
		case "tests": return `@tests/${subject.name.replace(/[^A-Za-z0-9._-]+/g, "-").slice(0, 60)}.${number}.log`;
		default: return subject;
	}
}
const ATTEMPT = /^([^@/][^/]*)\/([a-z]+)\.(\d+)(?:\.check-(\d+))?\.log$/;
const OTHER = /^@(setup|tests)\/([^/]+)\.(\d+)\.log$/;
/** What a file of the folder is; null where it is none of ours. */
function subjectOf(file) {
	const attempt = ATTEMPT.exec(file);
	if (attempt) {
		const [, task, phase, count, check] = attempt;
		if (!PHASES.includes(phase)) return null;
		return {
			subject: {
				kind: check === void 0 ? "attempt" : "check",
				task,
				phase,
				attempt: Number(count)
			},
			number: Number(check ?? 1)
		};
	}
	const other = OTHER.exec(file);
	if (!other) return null;
	const [, kind, name, number] = other;
	return {
		subject: kind === "setup" ? {
			kind,
			tree: name
		} : {
			kind,
			name
		},
		number: Number(number)
	};
}

// src/engine/attempt-logs/log-store.ts
/** Kept of one session: the newest (contract §11). */
const SESSION_BYTES = 20971520;
/** Lines are written together, at the latest after this time (ms): a reader who follows sees them at once. */
const FLUSH_MS = 200;
const FLUSH_CHARS = 65536;
/** Logs below `root`, a folder for each session. */
function openLogStore(root) {
	return new FileLogs(root);
}
var FileLogs = class {
	folder = null;
	root;
	#written = 0;
	constructor(root) {
		this.root = root;
	}
	begin(session) {
		if (!isFolderName(session)) return;
		this.folder = join(this.root, session);
		quietly(() => {
			mkdirSync(this.folder, {
				recursive: true,
				mode: 448
			});
			dropOldSessions(this.root);
		});
	}
	open(subject) {
		const { folder } = this;
		if (folder === null) return {
			line: () => void 0,
			end: () => void 0
		};
		const path = quietly(() => freshFile(folder, subject));
		let held = "";
		let timer = null;
		let isSilent = true;
		const flush = () => {
			if (timer) clearTimeout(timer);
			timer = null;
			const text = held;
			held = "";
			if (path === null || text === "") return;
			quietly(() => appendFileSync(path, text));
			this.#wrote(text.length);
		};
		return {
			line(text) {
				isSilent = false;
				held += `${text}\n`;
				if (held.length > FLUSH_CHARS) flush();
				else timer ??= setTimeout(flush, FLUSH_MS).unref();
			},
			end() {
				if (isSilent) held = "(it printed nothing)\n";
				flush();
			}
		};
	}
	#wrote(length) {
		this.#written += length;
		if (this.#written < SESSION_BYTES / 20) return;
		this.#written = 0;
		quietly(() => dropOldest(this.folder, SESSION_BYTES));
	}
};
/** A file of its own for each time: a second run of the tests does not follow the first one's lines. */
function freshFile(folder, subject) {
	for (let number = 1;; number++) {
		const path = join(folder, logFile(subject, number));
		if (number === 1) mkdirSync(dirname(path), {
			recursive: true,
			mode: 448
		});
		if (existsSync(path)) {
			if (subject.kind === "attempt") return path;
			continue;
		}
		appendFileSync(path, "", { mode: 384 });
		return path;
	}
}
/** The logs of a session, oldest first. */
function listLogs(folder) {
	if (!existsSync(folder)) return [];
	return readdirSync(folder, {
		recursive: true,
		encoding: "utf8"
	}).flatMap((file) => {
		const known = subjectOf(file.replaceAll("\\", "/"));
		const stats = known ? statSync(join(folder, file), { throwIfNoEntry: false }) : void 0;
		if (!known || !stats?.isFile()) return [];
		return [{
			...known,
			bytes: stats.size,
			changedAt: stats.mtimeMs,
			file
		}];
	}).sort((a, b) => a.changedAt - b.changedAt || (a.file < b.file ? -1 : 1));
}
/** The sessions that have logs, the newest last. */
function listSessions(root) {
	if (!existsSync(root)) return [];
	const changed = (name) => statSync(join(root, name), { throwIfNoEntry: false })?.mtimeMs ?? 0;
	return readdirSync(root).sort((a, b) => changed(a) - changed(b));
}
function dropOldest(folder, most) {
	const logs = listLogs(folder);
	let bytes = logs.reduce((sum, log) => sum + log.bytes, 0);
	for (const log of logs) {
		if (bytes <= most) return;
		rmSync(join(folder, log.file), { force: true });
		bytes -= log.bytes;
	}
}
function dropOldSessions(root) {
	for (const old of listSessions(root).slice(0, -20)) rmSync(join(root, old), {
		recursive: true,
		force: true
	});
}
/** Its name comes from a log that others may have written. */
function isFolderName(session) {
	return /^[A-Za-z0-9][A-Za-z0-9._-]{0,199}$/.test(session) && !session.includes("..");
}
function quietly(work) {
	try {
		return work();
	} catch {
		return null;
	}
}

// src/commands/logs-command.ts
/** How long one who follows waits for the log of a phase that has not begun (ms), between two looks. */
const LOOK_MS$1 = 500;
/** What attempts, set-up, tests and checks printed, of the session that is under way or ran last. @throws Refusal */
async function logsCommand(machine, { options, command, print }) {
	const { flags } = command;
	const { state, plan } = await readLiveMilestone(machine, options);
	const root = machine.ports.logs?.root ?? "";
	const folder = join(root, state.session?.id ?? listSessions(root).at(-1) ?? "none");
	const wanted = (log) => isWanted(log, command);
	const named = Boolean(command.target || flags.setup || flags.tests || flags.attempt);
	const logs = listLogs(folder).filter(wanted);
	if (flags.follow) return follow$1(machine, {
		options,
		folder,
		wanted,
		print
	});
	if (logs.length === 0) return refuse(named ? "there is no such log on this machine" : "there are no logs of this milestone on this machine", named ? `milestone logs ${options.milestone} lists those that are here` : "they are kept where the work is done; a run on GitHub has them in its own log");
	const isHeld = await isAlive(machine, state);
	const silence = (log) => `${silenceOf(log, plan, isHeld)}\n`;
	const text = named ? logs.map((log) => headed(log, folder, {
		many: logs.length > 1,
		silence
	})).join("\n") : listing(logs, options.milestone);
	return {
		status: null,
		exitCode: EXIT.ok,
		text,
		json: logs.map((log) => ({
			...log.subject,
			number: log.number,
			bytes: log.bytes,
			path: join(folder, log.file)
		})),
		outputs: {}
	};
}
function isWanted({ subject }, { target, flags }) {
	if (flags.setup || flags.tests) {
		if (subject.kind === "setup") return flags.setup ?? false;
		if (subject.kind === "tests" || subject.kind === "check") return flags.tests ?? false;
		return false;
	}
	if (!target && flags.attempt === void 0) return true;
	if (!("task" in subject)) return false;
	if (target && subject.task !== target.task) return false;
	if (target?.phase && subject.phase !== target.phase) return false;
	return flags.attempt === void 0 || subject.attempt === flags.attempt;
}
function nameOf({ subject, number }) {
	switch (subject.kind) {
		case "attempt": return `${subject.task}/${subject.phase} attempt ${subject.attempt}`;
		case "check": return `${subject.task}/${subject.phase} attempt ${subject.attempt}, check ${number}`;
		case "setup": return `setup of ${subject.tree}${number > 1 ? `, ${number}` : ""}`;
		case "tests": return `${subject.name}${number > 1 ? `, run ${number}` : ""}`;
		default: return subject;
	}
}
/** What is known of a program that has printed nothing. */
function silenceOf(log, plan, isHeld) {
	if (!isHeld) return `${nameOf(log)} was ended from outside before it printed anything`;
	const { subject } = log;
	const command = subject.kind === "setup" ? plan.setup : subject.kind === "tests" && subject.name === "tests" ? plan.testCommand : void 0;
	const ran = `${nameOf(log)} has run for ${duration(Date.now() - log.changedAt)} and has printed nothing yet`;
	return command === void 0 ? ran : `${ran}: ${command}`;
}
function headed(log, folder, { many, silence }) {
	const text = readFileSync(join(folder, log.file), "utf8") || silence(log);
	return many ? `==> ${nameOf(log)} <==\n${text}` : text;
}
function listing(logs, milestone) {
	const now = Date.now();
	const widest = Math.max(...logs.map((log) => nameOf(log).length));
	return [
		...logs.map((log) => {
			const size = log.bytes < 1024 ? `${log.bytes} B` : `${Math.ceil(log.bytes / 1024)} KiB`;
			return `${nameOf(log).padEnd(widest)}  ${size.padStart(9)}  ${duration(now - log.changedAt)} ago`;
		}),
		"",
		`milestone logs ${milestone} <task>[/<phase>] shows one, --setup and --tests those, --follow goes on as they grow`,
		""
	].join("\n");
}
/** Prints what comes to the wanted logs, until the milestone's run ends or the person does. */
async function follow$1(machine, at) {
	const stop = new AbortController();
	const end = () => stop.abort();
	process.once("SIGINT", end);
	process.once("SIGTERM", end);
	const following = /* @__PURE__ */ new Map();
	const silent = [];
	let last = "";
	const say = (log, text) => {
		if (last !== log.file && (last !== "" || following.size > 1)) at.print(`==> ${nameOf(log)} <==\n`);
		last = log.file;
		at.print(text);
	};
	let ended = null;
	try {
		for (;;) {
			for (const log of listLogs(at.folder).filter(at.wanted)) {
				if (following.has(log.file)) continue;
				if (log.bytes === 0) silent.push(log);
				following.set(log.file, followLog(join(at.folder, log.file), (text) => say(log, text), stop.signal));
			}
			if (silent.length > 0) await tellSilent(machine, at.options, silent.splice(0));
			if (stop.signal.aborted) break;
			ended = await endOf$1(machine, at.options);
			if (ended !== null) break;
			await new Promise((resolve) => setTimeout(resolve, LOOK_MS$1));
		}
	} finally {
		stop.abort();
		process.off("SIGINT", end);
		process.off("SIGTERM", end);
	}
	await Promise.all(following.values());
	if (ended) machine.ports.narrator.warn(ended);
	return {
		status: null,
		exitCode: EXIT.ok,
		text: "",
		json: [],
		outputs: {}
	};
}
async function tellSilent(machine, options, logs) {
	const { state, plan } = await readLiveMilestone(machine, options);
	const isHeld = await isAlive(machine, state);
	for (const log of logs) machine.ports.narrator.note("basic", silenceOf(log, plan, isHeld));
}
async function isAlive({ ports }, { lease }) {
	return lease !== null && await ports.host.isAlive(lease) !== "dead";
}
/** What to say when nothing more comes, because nobody holds the milestone, or all of it is done; null: more may come. */
async function endOf$1(machine, options) {
	const { state } = await readLiveMilestone(machine, options);
	if (!state.lease) return "";
	if (await machine.ports.host.isAlive(state.lease) === "dead") return `the run was ended from outside, so nothing more comes; milestone resume ${options.milestone} goes on`;
	return state.tasks.size > 0 && [...state.tasks.values()].every(isDone) && state.status === "completed" ? "" : null;
}

// src/commands/pack-command.ts
/**
* Leaves the branch of a run that pushed nothing as a git bundle: all of it that the base has not. The other half is
* `take`, on a machine that may push. @throws Refusal
*/
async function packCommand({ ports, bundles, root, checkout }, { milestone }, { flags }) {
	const file = resolve(root, flags.output ?? `${milestone}.bundle`);
	const oid = await ports.repository.resolve(branchRef(milestone));
	const made = oid ? await bundles.write(file, {
		oid,
		as: branchRef(milestone),
		without: [checkout.base.commit]
	}) : {
		ok: false,
		message: "there is no such branch here"
	};
	if (!made.ok) return refuse(`${branchName(milestone)} cannot be packed: ${made.message}`, `run it first: milestone execute ${milestone} --no-push`);
	const text = `${branchName(milestone)} at ${made.oid.slice(0, 10)} is packed in ${file}; take it with \`milestone take ${file}\``;
	const outputs = {
		milestone,
		branch: branchName(milestone),
		commit: made.oid,
		bundle: file
	};
	return {
		status: null,
		exitCode: EXIT.ok,
		text,
		json: outputs,
		outputs
	};
}

// src/commands/plan-command.ts
async function planCommand(machine, options) {
	const live = await readLiveMilestone(machine, options);
	const { plan: whole, state, tip, basis } = live;
	const untaken = await untakenEdits(machine, live);
	printWarnings(machine.ports.narrator, basis.warnings);
	const problems = onlyProblems(options.only, state.activatedAt ? state : plannedState(whole));
	if (problems.length > 0) throw new Refusal(problems);
	const wanted = options.only.length > 0 ? tasksWithNeeds(buildGraph(whole), options.only) : null;
	const plan = wanted ? {
		...whole,
		tasks: whole.tasks.filter((task) => wanted.has(task.id))
	} : whole;
	const unmet = await unmetNeeds(machine, options, basis);
	const shown = state.activatedAt ? state : plannedState(plan);
	const { strategy, agents } = keptOptions(options, state.activatedAt ? sessionToResume(state) : null);
	const past = await pastOnBase(machine.ports, {
		milestone: plan.id,
		base: machine.checkout.base.commit
	});
	const view = planView(plan, {
		strategy,
		agents,
		cores: machine.ports.host.cores,
		state: shown,
		past
	});
	const outputs = outputsOf(shown, {
		status: shown.status,
		commit: tip ?? machine.checkout.base.commit
	});
	return {
		status: shown.status,
		exitCode: EXIT.ok,
		text: planText(view, unmet) + notTaken(untaken),
		json: {
			...view,
			unmet,
			untaken
		},
		outputs: {
			...outputs,
			...options.gitIntegration ? {} : {
				branch: "",
				commit: ""
			},
			plan: JSON.stringify({
				...view,
				unmet,
				untaken
			})
		}
	};
}
/** What would refuse an execution now. Nothing is started to find out, and a milestone that is over needs nothing. */
async function unmetNeeds({ ports, checkout }, options, basis) {
	const state = basis.located.history?.state;
	if (state?.status === "completed") return [];
	return [...await checkPrerequisites(ports, options, basis, { mayStart: false }), ...await checkout.complaints?.(Boolean(state?.activatedAt)) ?? []].map(({ message, remedy }) => ({
		message,
		remedy
	}));
}

// src/commands/prompt-command.ts
/** Prints what an agent would get for a phase, with the feedback that stands now. */
async function promptCommand(machine, options, command) {
	const { ports } = machine;
	const { located, reading, base } = await readBasis(ports, options, machine.checkout);
	const { plan } = reading;
	const task = plan.tasks.find((t) => t.id === command.target?.task);
	const phase = task && command.target?.phase ? phasePlan(task, command.target.phase) : void 0;
	if (!task || !phase) return refuse(`there is no phase "${command.target?.task}/${command.target?.phase ?? ""}"`, "name it as <task>/<phase>");
	const state = located.history?.state ?? emptyState(plan.id, DEFAULT_WEIGHTS);
	const of = state.tasks.get(task.id);
	const at = of?.phases.get(phase.phase);
	const commit = located.tip ?? base.commit;
	const complaints = await checkPromptTemplates(ports.repository, commit);
	if (complaints.length > 0) throw new Refusal(complaints);
	const template = await ports.repository.readFile(commit, paths.prompt(phase.phase));
	const brief = renderBrief({
		plan,
		task,
		phase,
		attempt: (at?.attempt ?? 0) + 1,
		state,
		feedback: at?.feedback ?? [],
		answered: of ? answeredFor(of, phase.phase) : [],
		notes: of?.notes ?? [],
		template: template?.toString("utf8") ?? null
	});
	return {
		status: state.status,
		exitCode: EXIT.ok,
		text: brief.prompt,
		json: brief,
		outputs: {}
	};
}

// src/commands/replay-command.ts
/** Commits that a killed run can have made after it last wrote the files that follow from the log: less than a second's. */
const BEHIND_LIMIT = 200;
/** Rebuilds the state from the log alone, and compares it with the files that were written from it. */
async function replayCommand({ ports, checkout }, { milestone }) {
	const located = await locateMilestone(ports, milestone, checkout.base);
	if ("ok" in located) return refuse(`the remote cannot be read: ${located.message}`, "check the network and the token, or add --no-push to read what this clone has");
	const { tip, history } = located;
	if (!tip || !history) return refuse(`"${milestone}" has no branch yet`, `milestone execute ${milestone}`);
	const [cut] = history.restored;
	if (cut) refuse(`${cut.file}: a commit took lines off the log's end`, "the next run puts them back");
	const { state, head } = await readHistory(ports, milestone, {
		commit: history.readAt,
		fresh: true
	});
	const differences = await differencesAt(ports.repository, state, tip);
	const progress = progressOf(state);
	const says = differences[0] ? inWords(differences) : "milestone and session file say the same";
	const text = `${head.seq} events, chain whole, last ${head.hash.slice(0, 12)}; status ${state.status}, ${progress.percentage} %, ${progress.tasksCompleted}/${progress.tasksTotal} tasks; ${says}`;
	const equal = differences.length === 0;
	return {
		status: state.status,
		exitCode: equal ? EXIT.ok : EXIT.failed,
		text,
		json: {
			events: head.seq,
			head: head.hash,
			status: state.status,
			progress,
			equal,
			differences
		},
		outputs: {}
	};
}
/**
* Where the files that follow from the log say otherwise than it does. They may be some commits older than it where a
* run was killed; then they are held against the log of that time.
*/
async function differencesAt(repository, state, tip) {
	const files = await readFiles(repository, state, tip);
	const differences = compareDocuments(state, files);
	if (differences.length === 0) return [];
	const written = await lastWritten(repository, state, tip);
	if (written === tip) return differences;
	const then = await readHistory({ repository }, state.milestone, { commit: written });
	return compareDocuments(then.state, files).length === 0 ? [] : differences;
}
async function readFiles(repository, state, commit) {
	const read = atCommit(repository, commit);
	const plan = await findPlanFile(read, state.milestone);
	if (!plan) refuse(`the branch has no file of "${state.milestone}"`, "restore it in .milestones/active/");
	const places = placesOf$2(requireValid(await loadPlan(read, plan), plan));
	const path = state.session ? paths.session(state.session.id) : null;
	const text = path === null ? void 0 : (await read(path))?.toString("utf8");
	return {
		plan,
		places,
		session: path !== null && text !== void 0 ? {
			path,
			text
		} : null
	};
}
/** The oldest commit up to the tip that has the session file as it is now: the one that wrote it. */
async function lastWritten(repository, state, tip) {
	if (!state.session) return tip;
	const path = paths.session(state.session.id);
	const now = await repository.entry(tip, path);
	let written = tip;
	for (const { oid } of await repository.log({
		to: tip,
		limit: BEHIND_LIMIT
	})) {
		if ((await repository.entry(oid, path))?.oid !== now?.oid) break;
		written = oid;
	}
	return written;
}
function inWords(differences) {
	const { file, key, written, replayed } = differences[0];
	const more = differences.length > 1 ? `, and ${counted(differences.length - 1, "difference")} more` : "";
	return `${file} has ${key}: ${JSON.stringify(written)}, which is ${JSON.stringify(replayed)} by the log${more}; \`git log -p -- ${file}\` on the branch shows who changed it`;
}

// src/commands/report-command.ts
async function reportCommand(machine, options, command) {
	const live = await readLiveMilestone(machine, options);
	const { plan, state, tip } = live;
	if (!state.activatedAt) refuse(`the milestone "${plan.id}" was not started yet`, `milestone execute ${plan.id}`);
	const now = machine.ports.clock.now();
	const input = {
		plan,
		state,
		history: await live.history(),
		now
	};
	const markdown = reportMarkdown(input);
	const text = command.flags.html ? await htmlText(machine, live, input) : markdown;
	const outputs = outputsOf(state, {
		status: state.status,
		commit: tip ?? ""
	});
	const { output } = command.flags;
	if (output) await writeTo(output, text);
	const session = state.session?.id;
	const path = options.onRunner && session ? await writeReportFile(machine.root, {
		session,
		text: markdown,
		state
	}) : void 0;
	return {
		status: state.status,
		exitCode: EXIT.ok,
		text: output ? `wrote ${output}` : text,
		...output || command.flags.html ? {} : { onTerminal: (columns) => reportText(input, columns) },
		json: {
			path: output ?? null,
			report: text
		},
		summary: () => markdown,
		outputs: {
			...outputs,
			...path ? { report: path } : {}
		}
	};
}
/** Text of documents in one file (characters): more of them is read where they are. */
const MOST_DOCUMENTS = 8e6;
async function htmlText(machine, live, input) {
	const [{ htmlReport }, { documentsOf, pageFacts }] = await Promise.all([import("./page.js"), import("./page-facts.js")]);
	const documents = /* @__PURE__ */ new Map();
	let left = MOST_DOCUMENTS;
	for (const { id } of input.plan.tasks) {
		if (left <= 0) break;
		const found = await documentsOf(machine, live, {
			task: id,
			differences: true
		});
		left -= found.reduce((sum, { text }) => sum + (text?.length ?? 0), 0);
		documents.set(id, found);
	}
	return htmlReport(input, {
		...await pageFacts(machine, live),
		documents
	});
}
/** Writes a file that a person named. @throws Refusal when it cannot be written */
async function writeTo(path, text) {
	try {
		await writeFile(path, text);
	} catch (error) {
		refuse(`${path} cannot be written: ${error.message}`, "name a file in a folder that exists");
	}
}

// src/commands/status-command.ts
async function statusCommand(machine, options) {
	const live = await readLiveMilestone(machine, options);
	const { plan, state, activities, tip } = live;
	const untaken = await untakenEdits(machine, live);
	const shown = state.activatedAt ? state : plannedState(plan);
	const now = machine.ports.clock.now();
	const history = await live.history();
	const dashboard = buildDashboard({
		plan,
		state: shown,
		history,
		activities,
		now
	});
	const outputs = outputsOf(shown, {
		status: shown.status,
		commit: tip ?? machine.checkout.base.commit
	});
	return {
		status: shown.status,
		exitCode: EXIT.ok,
		text: dashboardText(dashboard) + notTaken(untaken),
		onTerminal: (columns) => dashboardText(dashboard, columns) + notTaken(untaken),
		json: {
			...dashboard,
			untaken
		},
		summary: () => summaryMarkdown(dashboard, plan, history) + (untaken.length > 0 ? `\n\n${escapedList(untaken)}\n` : ""),
		outputs
	};
}
const escapedList = (lines) => lines.map((line) => `- ${escapeLine(line, 1e3)}`).join("\n");
/** How often a status that nobody tells of a change is read again (ms): a run elsewhere shows itself by its commits. */
const WATCH_MS = 5e3;
/** Changes that come together are shown together (ms). */
const GATHER_MS = 250;
/** Shows the status again whenever something changes, until the person ends it or the milestone has ended. */
async function watchStatus(machine, options, print) {
	const stop = new AbortController();
	const end = () => stop.abort();
	process.once("SIGINT", end);
	process.once("SIGTERM", end);
	const clear = process.stdout.isTTY ? "\x1B[H\x1B[2J" : "";
	try {
		for (let before = "";;) {
			const outcome = await statusCommand(machine, options);
			const { isTTY, columns = 80 } = process.stdout;
			const text = isTTY ? outcome.onTerminal(columns) : outcome.text;
			if (text !== before) print(clear + text);
			before = text;
			if (outcome.status === "completed" || outcome.status === "cancelled" || stop.signal.aborted) return {
				...outcome,
				text: ""
			};
			await nextChange(machine, options, stop.signal);
		}
	} finally {
		process.off("SIGINT", end);
		process.off("SIGTERM", end);
	}
}
/** Settles soon after the run on this machine tells of something, and at the latest when it is time to look again. */
async function nextChange(machine, options, signal) {
	const { state } = await readLiveMilestone(machine, options);
	const pid = ownerHere(machine, state);
	const look = new AbortController();
	await new Promise((resolve) => {
		const late = setTimeout(resolve, WATCH_MS);
		let told = 0;
		const done = () => {
			clearTimeout(late);
			setTimeout(resolve, GATHER_MS);
		};
		signal.addEventListener("abort", done, { once: true });
		if (signal.aborted) done();
		if (pid === null) return;
		machine.ports.inbox?.watch(pid, {
			signal: look.signal,
			told: () => {
				told += 1;
				if (told === 2) done();
			}
		});
	});
	look.abort();
}

// src/commands/steer-command.ts
/** What a command that changes the state asks for; null for commands that only read or run. */
function steeringOf(command) {
	const { name, target, reason, flags } = command;
	const raise = {
		...flags["add-minutes"] === void 0 ? {} : { minutes: flags["add-minutes"] },
		...flags["add-attempts"] === void 0 ? {} : { attempts: flags["add-attempts"] },
		...flags["add-tokens"] === void 0 ? {} : { tokens: flags["add-tokens"] },
		...flags["add-cost"] === void 0 ? {} : { cost_usd: flags["add-cost"] }
	};
	const why = reason || flags.reason || "";
	switch (name) {
		case "pause": return {
			command: "pause",
			reason: why || "asked for"
		};
		case "retry": return {
			command: "retry",
			...target,
			revert: flags.revert ?? false,
			raise,
			...flags["with-dependants"] ? { dependants: true } : {}
		};
		case "skip": return {
			command: "skip",
			task: target?.task ?? "",
			reason: why
		};
		case "approve": return {
			command: "approve",
			...target,
			...command.checkpoint ? { checkpoint: command.checkpoint } : {}
		};
		case "done": return {
			command: "done",
			task: target?.task ?? "",
			...target?.phase ? { phase: target.phase } : {}
		};
		case "answer": return {
			command: "answer",
			task: target?.task ?? "",
			...target?.phase ? { phase: target.phase } : {},
			...command.question === null ? {} : { number: command.question },
			answer: why
		};
		case "reject": return {
			command: "reject",
			...target?.phase ? {
				task: target.task,
				phase: target.phase
			} : {},
			...command.checkpoint ? { checkpoint: command.checkpoint } : {},
			reason: why
		};
		case "postpone": return {
			command: "postpone",
			reason: why
		};
		case "cancel": return {
			command: "cancel",
			reason: why
		};
		case "archive": return { command: "archive" };
		case "unlock": return {
			command: "unlock",
			reason: why
		};
		case "resume": return Object.keys(raise).length > 0 ? {
			command: "raise",
			raise
		} : null;
		default: return null;
	}
}
/**
* Records a command without executing: one commit, pushed; made again on what another writer pushed meanwhile.
* @throws Refusal
*/
function steerMilestone(machine, options, steering) {
	return retryIfFenced(() => steerOnce(machine, options, steering));
}
async function steerOnce(machine, options, steering) {
	const { ports } = machine;
	const run = await openToSteer(ports, options, machine.checkout, steering);
	if (run.kind !== "opened") return withoutOpening(run);
	const { journal } = run.run;
	const at = new Date(ports.clock.now()).toISOString();
	const ended = runsEndedBy(journal.state, steering);
	const text = await steer(run.run, steering, options.by, at);
	journal.recordProgress();
	await journal.commit({
		subject: steerSubject(steering),
		derived: true,
		saveReason: steering.command
	});
	const pushed = await run.run.publisher.flush();
	if (pushed.ok) await endJobs(ports, ended);
	await ports.forge.sync(journal.tip, "end");
	return steered(journal, { done: text }, pushed);
}
/** The log holds the command's key already, or the run that holds the milestone has carried it out. */
function withoutOpening(run) {
	return steered(run, { done: run.kind === "given" ? run.done : "this command was carried out before; nothing to do" }, { ok: true });
}
/** What was done, and whether anyone else will ever know: a command that stays in a runner's clone is lost with it. */
function steered({ state, tip }, answer, pushed) {
	const status = pushed.ok ? state.status : "failed";
	const outputs = outputsOf(state, {
		status,
		commit: tip
	});
	const note = pushed.ok ? null : `not pushed: ${pushed.message}`;
	return {
		status,
		exitCode: pushed.ok ? EXIT.ok : EXIT.failed,
		text: note ? `${answer.done}\n${note}` : answer.done,
		json: {
			...outputs,
			...answer,
			note
		},
		outputs,
		...note ? { failure: note } : {}
	};
}

// src/commands/sync-command.ts
/**
* Takes the milestone file of the base branch, and what it was made of, to the milestone's branch. Before the milestone
* begins the checkout's own file takes in what changed in its source. @throws Refusal
*/
async function syncCommand(machine, options) {
	return await importedAgain(machine, options) ?? retryIfFenced(() => syncOnce(machine, options));
}
/** Null where the milestone has begun, or was made of no other plan. */
async function importedAgain({ ports, checkout, root }, { milestone: id }) {
	const { working } = checkout;
	const text = (await working?.(paths.milestone(id)))?.toString("utf8") ?? "";
	if (!/^source\s*:/m.test(text)) return null;
	const located = await locateMilestone(ports, id, checkout.base);
	if ("ok" in located || located.tip !== null) return null;
	const { importCommand } = await import("./import-import-command.js");
	const { rememberedSource } = await import("./source-memory.js");
	const memory = rememberedSource(text);
	if (!memory) return null;
	return importCommand({
		id,
		force: false,
		dryRun: false,
		files: nodeFiles(root),
		github: null,
		source: memory.path,
		format: memory.format
	});
}
async function syncOnce(machine, options) {
	const { ports, checkout } = machine;
	const { branch } = checkout.base;
	const path = paths.milestone(options.milestone);
	const committed = await findPlanFile(atCommit(ports.repository, checkout.base.commit), options.milestone);
	if (!committed) return refuse(`${path} is not on ${branch}`, "commit it there first");
	const wanted = {
		...checkout,
		takesBase: options.gitIntegration
	};
	const opening = await openToSteer(ports, options, wanted, { command: "sync" });
	if (opening.kind !== "opened") return withoutOpening(opening);
	const { run, before, news } = opening;
	const { journal } = run;
	const diff = diffPlans(before, run.plan);
	const added = await documentsOfNew(ports.repository, run.plan, run);
	const start = {
		repository: ports.repository,
		commit: journal.tip,
		added
	};
	const settled = news?.source?.settled;
	const seeds = await seedsOfNew(start, run.plan, {
		state: journal.state,
		settled
	});
	syncPlan(journal, run.plan, {
		seeds,
		before,
		settled,
		from: news?.plan ? checkout.base : void 0
	});
	if (news) recordNews(journal, news);
	await journal.commit({
		changes: new Map([...news?.changes ?? [], ...added]),
		...news?.joins ? { joins: news.commit } : {},
		subject: `synced with ${branch}`,
		derived: true,
		saveReason: "sync"
	});
	const pushed = await run.publisher.flush();
	const working = checkout.working ? await checkout.working(path) : null;
	const isEdited = working !== null && working.toString("utf8") !== committed.text;
	const done = [saidOfSync(branch, diff, news), ...isEdited ? [`${path} has a change that is not committed and was not taken; commit it on ${branch}, then sync again`] : []].join("; ");
	return steered(journal, {
		done,
		diff
	}, pushed);
}
/** What the new tasks' finished phases left on the base branch, as far as the milestone's own has no such file. */
async function documentsOfNew(repository, plan, { journal, base }) {
	const tasks = plan.tasks.filter((task) => !journal.state.tasks.has(task.id));
	const found = /* @__PURE__ */ new Map();
	for (const path of finishedDeliverables({
		id: plan.id,
		tasks
	})) {
		if (await repository.readFile(journal.tip, path)) continue;
		const content = await repository.readFile(base.commit, path);
		if (content) found.set(path, content);
	}
	return found;
}

// src/engine/runners/branch-checks.ts
/** Commits of one run; a milestone of thousands of phases has some tens of thousands. */
const MAX_COMMITS = 5e4;
const RUN_AGAIN = "run the milestone again where it was run, from the branch as the remote has it, and pack that";
/**
* Holds a branch that comes from a machine nobody trusts against everything the engine itself keeps to: history, paths,
* links, log, plan and approvals. Nothing moves here. @throws Refusal with the first that does not hold
*/
async function checkBranch(ports, { milestone, checkout, incoming }) {
	const basis = await readBasis(ports, { milestone }, {
		...checkout,
		takesBase: true
	});
	const { located, base } = basis;
	await assertUnheld(ports, located);
	const fresh = await newCommits(ports, basis, incoming);
	const sessions = /* @__PURE__ */ new Set();
	const foreign = [];
	const history = await readHistory(ports, milestone, {
		commit: incoming,
		place: "the branch taken",
		each(event) {
			sessions.add(event.session_id);
			if (event.milestone_id !== milestone) foreign.push(event.seq);
		}
	});
	await checkLog(ports, {
		history,
		foreign
	}, basis);
	await checkCommits(ports, fresh, {
		base: base.commit,
		milestone,
		sessions,
		moveSubmodules: basis.reading.plan.moveSubmodules
	});
	await checkAgainstBase(ports, {
		base,
		tip: located.tip,
		incoming
	});
	const { plan } = await checkPlan(ports, {
		milestone,
		checkout,
		basis,
		incoming
	});
	const before = located.history?.state ?? null;
	const granted = new Set([...before?.approvals.values() ?? []].filter(isGranted).map((a) => a.request));
	const { state } = history;
	const doubt = await approvalDoubt(ports, {
		plan,
		state,
		tip: located.seen ?? located.tip ?? base.commit,
		base,
		counts: ({ request }) => ports.forge.present && state.status === "completed" || !granted.has(request)
	});
	if (doubt) refuse(`the branch is not taken: ${doubt}`, "approve it on GitHub, or here once the branch without it is taken");
	const skipped = [...state.tasks.values()].filter(({ id, status }) => status === "skipped" && before?.tasks.get(id)?.status !== "skipped").map(({ id }) => id);
	const passed = skippedGates(plan, state).find(({ task }) => skipped.includes(task.id));
	if (passed) refuse(`the branch is not taken: its log skips ${passed.task.id}, of which people must approve something`, `let whoever may skip it do so where the branch is pushed (\`milestone skip ${milestone} ${passed.task.id}\`), then run the milestone again`);
	return {
		tip: incoming,
		seen: located.seen,
		local: located.local,
		plan,
		state,
		history,
		skipped
	};
}
/** A run at work would be overtaken by the push. @throws Refusal */
async function assertUnheld(ports, { history, tip }) {
	const state = history?.state;
	if (!state?.lease || tip === null || !await isHeld(ports, state, state.lease, tip)) return;
	const { run_id, pid, host } = state.lease;
	refuse(`run ${run_id} (process ${pid} on ${host}) is executing "${state.milestone}"`, `wait until it rests, or \`milestone pause ${state.milestone}\` first`);
}
const isGranted = ({ status }) => status === "granted";
/** The commits that neither the base nor the milestone's own branch has yet. @throws Refusal for another history */
async function newCommits({ repository }, { located, base }, incoming) {
	const { tip } = located;
	if (tip !== null && !await repository.isAncestor(tip, incoming)) refuse(`the branch taken does not go on from where ${branchName(basisId(located))} stands (${tip.slice(0, 10)}): it was rewritten, or another run wrote there meanwhile`, RUN_AGAIN);
	if (await repository.mergeBase(base.commit, incoming) === null) refuse(`the branch taken has no history in common with ${base.branch}`, `${RUN_AGAIN}; in a shallow clone nobody can tell: give actions/checkout \`fetch-depth: 0\``);
	const listed = await repository.log({
		from: tip ?? base.commit,
		to: incoming,
		limit: 50001
	});
	if (listed.length > MAX_COMMITS) refuse(`the branch taken has more than ${MAX_COMMITS} new commits`, RUN_AGAIN);
	const fresh = [];
	for (const commit of listed) if (!await repository.isAncestor(commit.oid, base.commit)) fresh.push(commit);
	return fresh;
}
const basisId = ({ history }) => history?.state.milestone ?? "<id>";
/** @throws Refusal unless the log goes on from the known one */
async function checkLog({ repository }, { history, foreign }, { located }) {
	if (history.head.seq === 0) refuse("the branch taken has no log of this milestone", RUN_AGAIN);
	if (history.torn || history.restored.length > 0) refuse("the log of the branch taken is cut off", RUN_AGAIN);
	if (foreign.length > 0) refuse(`event ${foreign[0]} of the branch's log is another milestone's`, RUN_AGAIN);
	const known = located.history;
	if (known && !await isPrefix(repository, known, history)) refuse("the log of the branch taken does not go on from the one on the remote", RUN_AGAIN);
}
/** Every commit, not only the last: what one brings and another takes away again is pushed all the same. */
async function checkCommits(ports, commits, allowed) {
	for (const { oid, parents } of commits) {
		const [first, ...others] = parents;
		if (first === void 0) refuse(`the branch taken has no history in common with the base in its commit ${oid.slice(0, 10)}`, RUN_AGAIN);
		for (const path of await ports.repository.changedPaths(first, oid)) {
			const problem = await changeProblem(ports, {
				oid,
				others,
				path
			}, allowed);
			if (problem) refuse(`the branch taken may not be pushed: its commit ${oid.slice(0, 10)} changes ${sanitiseLine(path).slice(0, 200)}: ${problem}`, RUN_AGAIN);
		}
	}
}
/** Why a commit may not have the path so; null where it may, or where a parent or the base has it so. */
async function changeProblem({ repository }, { oid, others, path }, { base, ...allowed }) {
	const entry = await repository.entry(oid, path);
	for (const elsewhere of [...others, base]) {
		const there = await repository.entry(elsewhere, path);
		if (there?.oid === entry?.oid && there?.mode === entry?.mode) return null;
	}
	if (path === paths.attributes && await isOnlyMarks(repository, entry, base)) return null;
	const problem = incomingProblem(path, allowed);
	if (problem || entry === null) return problem;
	switch (entry.mode) {
		case "100644":
		case "100755": return null;
		case "120000": {
			const target = (await repository.readBlob(entry.oid))?.toString("utf8") ?? "/";
			return leavesRepository(path, target) ? "links and submodules may not lead out of the repository" : null;
		}
		case GITLINK: {
			if (!allowed.moveSubmodules || (await repository.entry(base, path))?.mode !== "160000") return "links and submodules may not be changed by agents";
			const why = await repository.submoduleCommit?.({
				base,
				path,
				commit: entry.oid
			}) ?? null;
			return why && `it ${why}`;
		}
		default: return `it has the unknown mode ${entry.mode}`;
	}
}
/** Whether the attributes add to the base's only that records are generated: others would have git run filters. */
async function isOnlyMarks(repository, entry, base) {
	if (entry?.mode !== "100644") return false;
	const text = (await repository.readBlob(entry.oid))?.toString("utf8") ?? "";
	const known = new Set((await repository.readFile(base, paths.attributes))?.toString("utf8").split("\n"));
	return text.split("\n").every((line) => known.has(line) || /^(?:#.*|[\w*./-]+ linguist-generated=true)?$/.test(line));
}
/** A branch from an older base would bring its old workflows back. */
async function checkAgainstBase({ repository }, { base, tip, incoming }) {
	for (const path of await repository.changedPaths(base.commit, incoming)) {
		const verdict = guardPath(path, ".milestones");
		if (verdict.allowed) continue;
		const [there, before] = await Promise.all([repository.entry(incoming, path), tip === null ? void 0 : repository.entry(tip, path)]);
		if (before !== void 0 && before?.oid === there?.oid && before?.mode === there?.mode) continue;
		refuse(`the branch taken may not be pushed: ${sanitiseLine(path).slice(0, 200)} is not as on ${base.branch}: ${verdict.reason}`, `run the milestone again: it takes in what ${base.branch} brought; then pack that`);
	}
}
/** The plan is people's: it is the branch's as it was known, or with what the base brought since. */
async function checkPlan(ports, given) {
	const { milestone, checkout, basis, incoming } = given;
	const { repository } = ports;
	const readBase = atCommit(repository, basis.base.commit);
	const policyFile = await findPlanFile(readBase, milestone);
	const policy = policyFile ? requireValid(await loadPlan(readBase, policyFile), policyFile).plan : void 0;
	const read = atCommit(repository, incoming);
	const file = await findPlanFile(read, milestone) ?? refuse(`the branch taken has no file of the milestone "${milestone}"`, RUN_AGAIN);
	const reading = requireValid(await loadPlan(read, file, policy), file);
	if (isEmptyDiff(diffPlans(basis.reading.plan, reading.plan))) return reading;
	const asBefore = await readBasis(ports, { milestone }, checkout);
	const diff = diffPlans(asBefore.reading.plan, reading.plan);
	if (isEmptyDiff(diff)) return reading;
	const what = [
		...diff.milestone,
		...diff.added.map(({ id }) => `new task ${id}`),
		...diff.removed.map((id) => `task ${id} gone`),
		...diff.changed.map(({ task, what: keys }) => `${task}: ${keys.join(", ")}`)
	];
	return refuse(`the branch taken changes the plan, which is people's to change (${counted(what.length, "difference")}: ${what.slice(0, 3).join("; ")})`, `change ${file.path} on ${basis.base.branch}, then run the milestone again`);
}
/**
* Why a branch that comes from elsewhere may not bring a change of this path; null: it may. Outside `.milestones/` what
* holds for a phase's work holds here; below it only what the engine writes for this very milestone and its sessions.
*/
function incomingProblem(path, { milestone, sessions }) {
	const verdict = guardPath(path, `${ROOT}/deliverables/${milestone}`);
	if (verdict.allowed) return null;
	if (verdict.rule !== "milestones") return verdict.reason;
	return isEngineFile(path, milestone, sessions) ? null : `below ${ROOT}/ a milestone's branch changes only the milestone's own files`;
}
const SHELVES = [
	"active",
	"completed",
	"archived"
];
const SEGMENT = /^(?:\.\d{4,})?\.jsonl$/;
function isEngineFile(path, milestone, sessions) {
	const [root, folder = "", name = "", ...more] = path.split("/");
	if (root !== ".milestones") return false;
	if (more.length === 0 && SHELVES.includes(folder)) return name === `${milestone}.yaml` || folder === "active" && name === "current.txt";
	switch (folder) {
		case "approvals": return more.length === 0 && name.startsWith(`approval-${milestone}-`) && name.endsWith(".yaml");
		case "reports": return more.length === 0 && name.endsWith(".md") && sessions.has(name.slice(0, -3));
		case "sessions": return more.length === 0 ? name.endsWith(".yaml") && sessions.has(name.slice(0, -5)) : sessions.has(name) && more.join("/") === "agents/state.json";
		case "logs": return more.length === 0 ? isLog(name, milestone) : more.length === 1 && sessions.has(name) && isRoleLog(more[0]);
		default: return false;
	}
}
function isLog(name, milestone) {
	if (name === `older-${milestone}.jsonl`) return true;
	const start = `execution-${milestone}`;
	return name.startsWith(start) && SEGMENT.test(name.slice(start.length));
}
function isRoleLog(name) {
	return ROLE_LOGS.some((role) => name.startsWith(role) && SEGMENT.test(name.slice(role.length)));
}

// src/commands/take-command.ts
/**
* Takes what another machine made to the branch, through the very checks that hold for this machine's own work. Without
* anything to take it hands out what may start. @throws Refusal where one of them does not hold; nothing has moved then
*/
async function takeCommand(machine, asked) {
	const { options, command, hooks } = asked;
	const given = command.source === null ? null : brought(resolve(machine.root, command.source));
	const stats = given === null ? void 0 : lstatSync(given, { throwIfNoEntry: false });
	if (stats?.isFile() && isZip(given)) return takeArchive(machine, asked, given);
	const isFolder = stats?.isDirectory() ?? false;
	if (isFolder || command.flags.ticket) return takeAttempt(machine, asked, isFolder ? given : null);
	if (given !== null) return takeBranch(machine, options, given);
	if (options.onRunner && options.milestone) return executeMilestone(machine, options, hooks);
	return refuse("take needs the path of a bundle or of a result", "milestone take <path>; on a runner the input bundle");
}
/** A folder with a single file stands for that file: what was uploaded as it is, or was not unzipped on its way. */
function brought(path) {
	if (!lstatSync(path, { throwIfNoEntry: false })?.isDirectory()) return path;
	const [only, ...more] = readdirSync(path, { withFileTypes: true });
	return only?.isFile() && more.length === 0 && only.name !== "result.json" ? join(path, only.name) : path;
}
/** An artifact as GitHub serves it: a zip file with a result in it, or with a branch's bundle. */
async function takeArchive(machine, asked, file) {
	const folder = makeTemporaryFolder("taken");
	try {
		const unzipped = unzipResult(readFileSync(file), folder);
		if (unzipped.ok && unzipped.kind === "file") return await takeBranch(machine, asked.options, unzipped.file);
		if (unzipped.ok) return await takeAttempt(machine, asked, folder);
		if (asked.command.flags.ticket) return await takeAttempt(machine, asked, null);
		return refuse(`${file} is not taken: it ${unzipped.message}`, "give the artifact that a job of the milestone left");
	} finally {
		rmSync(folder, {
			recursive: true,
			force: true
		});
	}
}
/** What a job made for its ticket. A person's own hand may bring it too, and then nothing more is started. */
async function takeAttempt(machine, { options, command, hooks }, folder) {
	const { ports, checkout } = machine;
	const { ticket, milestone, result } = ordered(command, options, folder);
	const at = {
		...options,
		milestone,
		automatic: true
	};
	const { located } = await readBasis(ports, at, checkout);
	const state = located.history?.state;
	if (!state) return refuse(`the milestone "${milestone}" was not started yet`, `milestone execute ${milestone}`);
	const byHand = ports.jobs === void 0;
	const problem = ticketProblem(state, ticket, ports.jobs?.own ?? null);
	if (problem?.kind === "foreign") refuse(`nothing is taken: ${problem.message}`, "take what a job left for the ticket that it was given");
	if (problem) return plain$1(state, located.tip, `nothing is taken: ${problem.message}`);
	const arrival = result.ok ? await arrivalOf(machine, result.result, folder) : nothingFor(ticket, result.message);
	if (byHand && arrival.problem !== void 0) refuse(`nothing is taken: ${arrival.problem}`, "bring what the job left as it left it");
	const taker = byHand ? withJobs(machine) : machine;
	const drain = `what was brought is taken; milestone resume ${milestone} goes on`;
	return executeMilestone(taker, at, {
		...hooks,
		...byHand ? { drain } : {},
		arrivals: [arrival]
	});
}
/**
* The ticket that is to be landed, and the result for it. On a runner the run's own input says which: a result for
* another one was swapped, and counts as none. @throws Refusal
*/
function ordered({ flags }, { milestone }, folder) {
	const reading = folder === null ? {
		ok: false,
		message: ""
	} : readResult(folder);
	if (!flags.ticket) {
		if (!reading.ok) return refuse(`${folder} is not taken: ${reading.message}`, "give the folder that `milestone work` left");
		const { result } = reading;
		if (milestone && milestone !== result.milestone) return refuse(`${folder} is of the milestone "${result.milestone}"`, "name that one, or none");
		return {
			ticket: result.ticket,
			milestone: result.milestone,
			result: reading
		};
	}
	const read = readTicket(flags.ticket);
	if (!read.ok) return refuse(`the ticket is not understood: ${read.message}`, "give the ticket that the run was started with");
	const { ticket } = read;
	if (!milestone) return refuse("take needs the milestone beside the ticket", "name it, as in `milestone: api-v2`");
	return {
		ticket,
		milestone,
		result: forTicket(reading, {
			ticket,
			milestone,
			folder: folder ?? "",
			digest: flags.digest
		})
	};
}
/** By hand nothing is handed out; what is out stays out. */
function withJobs(machine) {
	const message = "nothing is handed out from a command line";
	const jobs = {
		start: async () => ({
			ok: false,
			message
		}),
		over: async () => /* @__PURE__ */ new Map(),
		left: async () => ({ kind: "unknown" }),
		cancel: async () => [],
		own: null
	};
	return {
		...machine,
		ports: {
			...machine.ports,
			jobs
		}
	};
}
async function takeBranch(machine, options, file) {
	const { ports, bundles, checkout } = machine;
	const there = bundles.look(file);
	if (!there.ok) return refuse(`${file} is not taken: ${there.message}`, "give the path of a bundle that `milestone pack` made");
	const milestone = milestoneOfBranch(there.ref.slice(11));
	if (milestone === null || idProblem(milestone)) return refuse(`${file} is not taken: it holds ${there.ref.slice(0, 100)}, no milestone's branch`, "pack milestone/<id>");
	if (options.milestone && options.milestone !== milestone) return refuse(`${file} holds ${branchName(milestone)}, and not ${branchName(options.milestone)}`, "give the bundle of that milestone");
	const read = await bundles.read(file, there.ref);
	if (!read.ok) return refuse(`${file} is not taken: ${read.message}`, "pack it again where it was made");
	const branch = await checkBranch(ports, {
		milestone,
		checkout,
		incoming: read.oid
	});
	const [difference] = await differencesAt(ports.repository, branch.state, branch.tip);
	if (difference) return refuse(`${file} is not taken: its ${difference.file} has ${difference.key} otherwise than its log tells`, "run the milestone again where it was run, and pack that");
	return publish(machine, branch);
}
const UNMOVED = {
	moved: "it was moved meanwhile",
	locked: "another process holds its lock",
	"name-taken": "another branch has its name as a folder"
};
/** The push is a compare-and-swap on what was looked at; only then the branch of this clone follows. */
async function publish({ ports }, branch) {
	const { tip, seen, local, state } = branch;
	const { milestone } = state;
	const ref = branchRef(milestone);
	if (ports.remote && seen !== tip) {
		const pushed = await ports.remote.push(ref, tip, seen);
		if (!pushed.ok) {
			const why = pushed.reason === "stale" ? "the branch was moved there meanwhile" : pushed.message;
			return refuse(`${branchName(milestone)} is not pushed: ${why}`, "take it again, if it still goes on from there");
		}
	}
	const moved = local === tip ? null : await ports.repository.swapRef(ref, local, tip);
	if (moved && !moved.ok) {
		const there = ports.remote ? `the remote has ${tip.slice(0, 10)}, but ` : "";
		return refuse(`${there}${branchName(milestone)} could not be moved here: ${UNMOVED[moved.reason]}`, "take it again, once nothing else writes to the branch");
	}
	const made = state.status === "completed" ? await resumeCompletion(ports, state, {
		tip,
		seen: tip
	}) : null;
	const note = made?.ok ? made.note : made?.message;
	if (note) ports.narrator.warn(note);
	await ports.forge.sync(tip, "end");
	const outputs = outputsOf(state, {
		status: state.status,
		commit: tip
	});
	const skipped = branch.skipped.length > 0 ? `; skipped there: ${branch.skipped.join(", ")}` : "";
	const text = `taken: ${branchName(milestone)} is at ${tip.slice(0, 10)}, status ${state.status}, ${outputs.progress} %${skipped}`;
	return {
		status: state.status,
		exitCode: EXIT.ok,
		text,
		json: outputs,
		outputs
	};
}

// src/commands/validate-command.ts
/** Checks the files as they lie in the checkout; every mistake with its line. */
async function validateCommand(machine, { id, onRunner }) {
	const source = plansHere(machine);
	const active = await idsOn(machine, "active");
	const ids = id ? [id] : active;
	const lines = [];
	const complaints = [];
	const json = [];
	const read = [];
	for (const each of ids) {
		const file = await findPlanFile(source, each);
		if (!file) {
			complaints.push({
				message: `there is no milestone "${each}"`,
				remedy: "milestone list shows those that exist"
			});
			continue;
		}
		const reading = await loadPlan(source, file);
		const diagnostics = [...reading.ok ? [] : reading.errors, ...reading.warnings];
		json.push({
			milestone: each,
			valid: reading.ok,
			diagnostics
		});
		for (const d of diagnostics) {
			const rendered = renderedIn(file, d);
			if (d.severity === "error") complaints.push({
				...complaintOf(d),
				rendered
			});
			else lines.push(rendered);
		}
		if (onRunner) printWarnings(machine.ports.narrator, reading.warnings);
		if (!reading.ok) continue;
		const { source: text } = reading;
		const cycle = await cycleComplaint(source, reading.plan);
		if (cycle) {
			const place = text.at([...text.key("dependencies"), "requires"]);
			complaints.push({
				...cycle,
				file: file.path,
				...place
			});
		}
		for (const other of active.filter((name) => isTwin(each, name))) {
			const place = {
				file: file.path,
				...text.at(text.key("id"))
			};
			complaints.push({
				...twinComplaint(each, other, "active"),
				...place
			});
		}
		read.push({
			plan: reading.plan,
			file
		});
		const { tasks } = reading.plan;
		lines.push(`${file.path}: valid, ${counted(tasks.length, "task")}, compliance ${reading.compliance.score} %`);
	}
	for (const finding of await workflowProblems(source, read)) if (finding.isError) complaints.push(finding);
	else lines.push(`${finding.file}:${finding.line}: warning: ${finding.message}; ${finding.remedy}`);
	const approvers = await checkApprovers(machine, read);
	complaints.push(...approvers.complaints);
	if (approvers.unchecked !== null) lines.push(approvers.unchecked);
	if (complaints.length > 0) throw new Refusal(complaints);
	if (ids.length === 0) lines.push("no milestones to check; `milestone init` writes a starter");
	return {
		status: null,
		exitCode: EXIT.ok,
		text: lines.join("\n"),
		json,
		outputs: id ? { milestone: id } : {}
	};
}
/** What the workflow lacks for plans whose phases go to runners; told once for all of them. */
async function workflowProblems(source, read) {
	const file = `.github/workflows/${readGitHubConfig((await source(paths.githubConfig))?.toString("utf8") ?? "", paths.githubConfig).config.workflow}`;
	const text = (await source(file))?.toString("utf8");
	if (text === void 0) return [];
	const found = read.flatMap(({ plan }) => runnersFindings(text, plan));
	return [...new Map(found.map((each) => [`${each.line} ${each.message}`, each])).values()].map((each) => ({
		...each,
		file,
		column: 1
	}));
}
/** Most approvers that are asked about. */
const ASKED_ABOUT = 50;
/** Approvers that a gate waits for and nobody is, and those of whom that could not be found out. */
async function checkApprovers({ ports }, read) {
	const named = /* @__PURE__ */ new Map();
	for (const { plan, file } of read) {
		const gates = plan.tasks.flatMap((task) => task.phases.flatMap((phase) => phase.gate ?? []));
		for (const approver of [...gates, ...plan.qualityGates].flatMap((gate) => gate.approvers)) if (!named.has(approver)) named.set(approver, file);
	}
	if (named.size === 0) return {
		complaints: [],
		unchecked: null
	};
	const names = [...named.keys()];
	const check = await ports.forge.checkApprovers?.(names.slice(0, ASKED_ABOUT));
	const complaints = (check?.nobody ?? []).map((name) => {
		const { path, text } = named.get(name);
		const place = placeOfWord(text, name, path);
		return name.includes("/") ? {
			message: `the approver ${name} is nobody: GitHub shows this token no such team`,
			remedy: "correct the name, or use a token that may read the organisation's teams",
			...place
		} : {
			message: `the approver ${name} is nobody: GitHub knows no account of that name`,
			remedy: "correct the name, or take it out: the gate would wait for ever",
			...place
		};
	});
	const open = check ? [...check.unknown, ...names.slice(ASKED_ABOUT)] : names;
	const why = check ? "GitHub did not say" : "that takes a token (GITHUB_TOKEN) and a remote on GitHub";
	const shown = open.slice(0, 5).join(", ") + (open.length > 5 ? " …" : "");
	return {
		complaints,
		unchecked: open.length > 0 ? `not checked: whether there are the approvers ${shown}; ${why}` : null
	};
}
/** Where a file has the word on its own; config may have it instead. */
function placeOfWord(text, word, file) {
	for (const [at, line] of text.split("\n").entries()) {
		const column = line.split(/[^A-Za-z0-9._/-]/).includes(word) ? line.indexOf(word) : -1;
		if (column >= 0) return {
			file,
			line: at + 1,
			column: column + 1
		};
	}
	return {};
}

// src/commands/why-command.ts
async function whyCommand(machine, options, command) {
	const live = await readLiveMilestone(machine, options);
	const { plan, state, activities } = live;
	const untaken = await untakenEdits(machine, live);
	const id = command.target?.task ?? "";
	if (!plan.tasks.some((t) => t.id === id)) refuse(`there is no task "${id}"`, `tasks: ${plan.tasks.slice(0, 12).map((t) => t.id).join(", ")}${untaken.length > 0 ? `; ${untaken.join("; ")}` : ""}`);
	const answer = why(plan, state.activatedAt ? state : plannedState(plan), id, {
		now: machine.ports.clock.now(),
		activities
	});
	if (!answer) return refuse(`there is no task "${id}"`, "see `milestone status`");
	return {
		status: state.status,
		exitCode: EXIT.ok,
		text: answer.sentences.join("\n") + notTaken(untaken),
		json: {
			...answer,
			untaken
		},
		outputs: {}
	};
}

// src/engine/runners/work.ts
/**
* Gets ready to do what a ticket asks, from the commit that it names. The log there must say that it was handed out: a
* ticket alone orders nothing. @throws Refusal
*/
async function openWorker(ports, options, { checkout, given }) {
	const read = readTicket(given);
	if (!read.ok) return refuse(`the ticket is not understood: ${read.message}`, "give the ticket that the run was started with");
	const { ticket } = read;
	const basis = await basisOf(ports, options.milestone, {
		checkout,
		base: ticket.base
	});
	const { history } = basis.located;
	const { state } = history;
	const at = "check" in ticket ? state.checks.get(ticket.check)?.out : state.tasks.get(ticket.task)?.phases.get(ticket.phase)?.ticket;
	if (at) at.base ??= ticket.base;
	const problem = ticketProblem(state, ticket, null);
	if (problem) refuse(`the ticket is not carried out: ${problem.message}`, "the milestone hands out what is to be done");
	const complaints = await checkWorker(ports, options, basis);
	if (complaints.length > 0) throw new Refusal(complaints);
	const { plan } = basis.reading;
	const roles = new RoleBoard(ports.clock, 1);
	const parts = {
		ports,
		options,
		journal: await openJournal(ports, basis, {
			history,
			session: state.session.id,
			roles
		}),
		roles,
		plan,
		base: basis.base,
		dependants: []
	};
	return {
		run: assembleRun({
			...parts,
			keepsNothing: true
		}, basis),
		ticket
	};
}
/** The milestone as the ticket's commit has it, under the base's policy. */
async function basisOf(ports, milestone, { checkout, base }) {
	const { repository, remote } = ports;
	const isHere = async () => (await repository.log({
		to: base,
		limit: 1
	}).catch(() => [])).length > 0;
	if (!await isHere()) await remote?.fetch(branchRef(milestone));
	if (!await isHere()) refuse(`the ticket's commit ${base.slice(0, 10)} is not here`, "give actions/checkout `fetch-depth: 0`");
	const history = await readHistory(ports, milestone, { commit: base });
	const readBase = atCommit(repository, checkout.base.commit);
	const policyFile = await findPlanFile(readBase, milestone);
	const policy = policyFile ? requireValid(await loadPlan(readBase, policyFile), policyFile).plan : void 0;
	const read = atCommit(repository, base);
	const file = await findPlanFile(read, milestone) ?? refuse(`the ticket's commit has no file of "${milestone}"`, "start the milestone again");
	const reading = requireValid(await loadPlan(read, file, policy), file);
	return {
		located: {
			tip: base,
			history,
			local: null,
			seen: null,
			abandoned: null
		},
		reading,
		warnings: [],
		file,
		before: null,
		base: checkout.base,
		news: null,
		carried: /* @__PURE__ */ new Map()
	};
}
/** Does what the ticket asks. `onStart` is given what stops it. */
async function work({ run, ticket }, onStart) {
	if ("check" in ticket) return {
		ticket,
		came: await runCheck(run, ticket, onStart)
	};
	return workPhases(run, ticket, onStart);
}
/** Does the ticket's phase, and those after it that nothing stands before. */
async function workPhases(run, ticket, onStart) {
	const { journal, ports, plan } = run;
	const worked = {
		ticket,
		parts: [],
		tip: null,
		interrupted: null
	};
	const tests = new CheckTree(run);
	const done = [];
	let stopped = null;
	let current = null;
	onStart((reason) => {
		stopped = reason;
		current?.stop(reason);
		tests.stop(reason);
	});
	const given = journal.state.tasks.get(ticket.task).phases.get(ticket.phase).ticket;
	let { capUsd } = given;
	let next = {
		...ticket,
		executor: given.executor
	};
	while (next) {
		const start = startFor(run, {
			task: ticket.task,
			...next,
			capUsd
		});
		if (worked.parts.length > 0) recordStart(run, start);
		const running = startAttempt(run, start);
		current = running;
		if (stopped !== null) running.stop(stopped);
		const result = await running.done;
		const at = {
			task: ticket.task,
			phase: next.phase
		};
		const { phase, attempt, executor } = next;
		if ("interrupted" in result) {
			if (stopped !== null) return {
				...worked,
				interrupted: result.interrupted
			};
			const ended = {
				unread: result.interrupted,
				...result.spent ? { spent: result.spent } : {}
			};
			const stages = run.activities.end(at);
			worked.parts.push({
				phase,
				attempt,
				executor,
				ok: false,
				...ended,
				...heardIn(result),
				stages
			});
			return worked;
		}
		if (!result.ok) {
			const ended = "failure" in result ? {
				failure: result.failure,
				...reviewIn(result),
				...heardIn(result)
			} : {
				waits: true,
				outcome: result.outcome
			};
			worked.parts.push({
				phase,
				attempt,
				executor,
				ok: false,
				...ended,
				stages: run.activities.end(at)
			});
			return worked;
		}
		const { outcome } = result;
		done.push(result);
		const tested = await testWork(run, {
			tree: tests,
			ticket,
			running,
			done
		});
		if (tested && "interrupted" in tested.result) return {
			...worked,
			interrupted: tested.result.interrupted
		};
		const ran = {
			stages: run.activities.end(at),
			...tested?.tests ? { tests: tested.tests } : {},
			...result.criteria?.length ? { criteria: result.criteria } : {},
			...reviewIn(result),
			...heardIn(result)
		};
		if (tested && "failure" in tested.result) {
			const { failure } = tested.result;
			worked.parts.push({
				phase,
				attempt,
				executor,
				ok: false,
				failure,
				...ran
			});
			return worked;
		}
		const commit = await commitWork(run, {
			result,
			phase,
			parent: worked.tip ?? ticket.base
		});
		worked.tip = commit;
		worked.parts.push({
			phase,
			attempt,
			executor,
			ok: true,
			commit,
			outcome,
			...ran
		});
		const tip = await goneOnFrom(ports, {
			tip: journal.tip,
			from: result.base,
			files: result.files,
			at: ports.clock.now()
		});
		capUsd = leftOf(capUsd, outcome.usage);
		if (tip === null || capUsd === 0 || !mayGoOn(plan, start.task, phase)) return worked;
		journal.tip = tip;
		await recordEnd(run, start, result);
		const following = nextPhase(plan, journal.state, {
			task: ticket.task,
			phase
		});
		if (!following) return worked;
		const planned = start.task.phases.find((p) => p.phase === following.phase);
		next = {
			...following,
			executor: executorOrder(planned.executor, journal.state)[0]
		};
	}
	return worked;
}
const reviewIn = ({ review }) => review ? { review } : {};
const heardIn = ({ troubles }) => troubles?.length ? { troubles } : {};
/**
* The plan's tests on the work, merged onto the newest tip of the branch as on the machine that lands: with what landed
* while the phase ran, and with what this machine did before it. Null: no tests are to run.
*/
async function testWork(run, work) {
	const { plan, ports, journal } = run;
	const { tree, ticket, running, done } = work;
	const { task, phase } = running.start;
	if (!plan.testCommand || phase.phase !== "execute") return null;
	const folder = paths.deliverables(plan.id, task.id, phase.phase);
	const result = done.at(-1);
	const onto = await newestTip(run, {
		ticket,
		before: done.slice(0, -1)
	}) ?? journal.tip;
	const there = await ports.repository.land(result.base, onto, result.files);
	const test = (candidate) => run.activities.during("tests", {
		doing: "testing",
		reason: "phase",
		task: task.id,
		phase: phase.phase
	}, () => testCandidate(run, tree, {
		running,
		result,
		folder,
		...candidate
	}));
	if (there.ok) return test({
		changes: there.changes,
		onto
	});
	const own = await ports.repository.land(result.base, journal.tip, result.files);
	if (!own.ok) throw new Error(`the work of ${task.id}/${phase.phase} does not fit the commit it was made on`);
	return test({
		changes: own.changes,
		onto: journal.tip
	});
}
/** The branch's newest commit with the work of the phases before on it; null where that cannot be had. */
async function newestTip({ ports, journal }, { ticket, before }) {
	const { repository, remote, clock } = ports;
	const fetched = await remote?.fetch(branchRef(journal.milestone));
	if (!fetched?.ok || fetched.oid === null) return null;
	if (!await repository.isAncestor(ticket.base, fetched.oid)) return null;
	let tip = fetched.oid;
	for (const { base: from, files } of before) if (tip !== null) tip = await goneOnFrom(ports, {
		tip,
		from,
		files,
		at: clock.now()
	});
	return tip;
}
function startFor({ plan }, wanted) {
	const { task, phase, executor: executorName, capUsd } = wanted;
	const planned = plannedAttempt(plan, wanted) ?? refuse(`the plan has no phase ${task}/${phase}`, "the milestone hands out what is to be done");
	return {
		...planned,
		executor: executorNamed(planned.phase.executor, executorName),
		executorName,
		slot: 1,
		capUsd
	};
}
function recordStart({ journal }, { task, phase, attempt, executorName: executor }) {
	journal.record({
		event: "phase_started",
		task_id: task.id,
		phase: phase.phase,
		agent: "task_executor/1",
		data: {
			attempt,
			executor
		}
	});
}
/** For what the next phase is told of this one; the log that counts is written where the work lands. */
async function recordEnd(run, { task, phase, attempt, executorName }, result) {
	const folder = paths.deliverables(run.plan.id, task.id, phase.phase);
	run.journal.record({
		event: "phase_completed",
		task_id: task.id,
		phase: phase.phase,
		agent: "task_executor/1",
		data: {
			attempt,
			executor: executorName,
			duration_ms: Math.round(result.outcome.durationMs),
			deliverables: await listFiles(run, folder),
			changed: result.files.length,
			gated: false
		}
	});
}
/** What the phase left, as a commit whose tree is the one that it worked on with its changes. */
async function commitWork({ ports, plan }, { result, phase, parent }) {
	const { repository } = ports;
	const { base, files } = result;
	const landing = await repository.land(base, base, files);
	if (!landing.ok) throw new Error(`the work of the ${phase} phase does not fit the commit it was made on`);
	return repository.commit({
		parents: [parent],
		base,
		changes: landing.changes,
		message: `milestone(${plan.id}): work of a ${phase} phase\n`,
		author: repository.author,
		at: ports.clock.now()
	});
}
/**
* The folder takes the place of an earlier result, or of nothing: whatever else somebody named is left alone.
* @throws Refusal
*/
function assertResultFolder(folder, root) {
	const refused = (why) => refuse(`the result cannot be left in ${folder}: ${why}`, "give --output a folder of its own");
	const stats = lstatSync(folder, { throwIfNoEntry: false });
	const really = stats ? realpathSync(folder) : folder;
	if (isWithin(root, folder) || isWithin(realpathSync(root), really)) refused("the checkout lies in it");
	if (!stats) return;
	if (!stats.isDirectory()) refused("it is no folder");
	if (readdirSync(folder).length > 0 && !existsSync(join(folder, "result.json"))) refused(`it holds other files, and no ${RESULT_FILE}`);
}
/** Leaves the folder that `take` takes. Answers the digest of all that counts in it. */
async function leaveResult(run, worked, { folder, bundles }) {
	rmSync(folder, {
		recursive: true,
		force: true
	});
	mkdirSync(folder, { recursive: true });
	const { plan, ports } = run;
	const of = {
		milestone: plan.id,
		settings: run.base.commit
	};
	const { mask } = ports;
	const text = "parts" in worked ? resultText({
		...of,
		ticket: worked.ticket,
		parts: mask(worked.parts)
	}) : resultText({
		...of,
		ticket: worked.ticket,
		came: mask(worked.came)
	});
	writeFileSync(join(folder, RESULT_FILE), text);
	if ("parts" in worked) await leaveWork(run, worked, {
		folder,
		bundles
	});
	const logs = ports.logs?.folder;
	if (logs && existsSync(logs)) cpSync(logs, join(folder, "logs"), { recursive: true });
	return digestOf(folder);
}
/** Characters that an artifact's paths may not have: one such name keeps all of it from being uploaded. */
const NO_ARTIFACTS = /[":<>|*?\r\n]/g;
const asHex = (character) => `%${character.charCodeAt(0).toString(16).padStart(2, "0")}`;
async function leaveWork({ plan, ports }, worked, { folder, bundles }) {
	const { ticket } = worked;
	if (worked.tip !== null) {
		const made = await bundles.write(join(folder, PATCH_FILE), {
			oid: worked.tip,
			as: PATCH_REF,
			without: [ticket.base]
		});
		if (!made.ok) throw new Error(`the work could not be packed: ${made.message}`);
	}
	for (const { path } of await deliverablesOf({
		plan,
		ports
	}, worked)) {
		const bytes = await ports.repository.readFile(worked.tip, path);
		const name = path.slice(`.milestones/deliverables/${plan.id}/`.length);
		const to = join(folder, "deliverables", name.replace(NO_ARTIFACTS, asHex));
		mkdirSync(dirname(to), { recursive: true });
		if (bytes) writeFileSync(to, bytes);
	}
}
async function deliverablesOf({ plan, ports }, { ticket, parts, tip }) {
	if (tip === null) return [];
	const folders = parts.map(({ phase }) => paths.deliverables(plan.id, ticket.task, phase));
	return (await Promise.all(folders.map((folder) => listFilesAt(ports.repository, tip, folder)))).flat();
}

// src/commands/work-command.ts
/**
* Does what one ticket asks and leaves the result as a folder: no branch moves, and nothing is pushed. That a phase failed
* is a result like any other; its receiver decides what becomes of it. @throws Refusal
*/
async function workCommand(machine, options, command) {
	const { ports, bundles, checkout, root } = machine;
	const given = command.flags.ticket;
	if (!given) return refuse("work needs a ticket", "give the input ticket that the run was started with");
	const folder = resolve(root, command.flags.output ?? join(".", "milestone-result"));
	assertResultFolder(folder, root);
	ports.runner.prepare();
	const worker = await openWorker(ports, options, {
		checkout,
		given
	});
	ports.logs?.begin(worker.run.journal.session);
	let stopListening = () => void 0;
	const worked = await work(worker, (stop) => {
		stopListening = untilSignal((signal) => stop(`the job was stopped by ${signal}`));
	});
	stopListening();
	const undone = whyUndone(worked);
	if (undone !== null) {
		const { ticket } = worker;
		const failure = `${"check" in ticket ? checkWords(ticket.check) : `${ticket.task}/${ticket.phase}`}: not done, ${undone}`;
		return {
			status: "failed",
			exitCode: EXIT.failed,
			text: failure,
			failure,
			json: { failure },
			outputs: { status: "failed" }
		};
	}
	const digest = await leaveResult(worker.run, worked, {
		folder,
		bundles
	});
	const said = saidOf(worked);
	const outputs = {
		milestone: options.milestone,
		bundle: folder,
		digest
	};
	if ("parts" in worked && worked.interrupted !== null) said.push(`the next phase was not done: ${worked.interrupted}`);
	const text = [...said, `the result lies in ${folder}`].join("\n");
	const json = {
		...outputs,
		..."parts" in worked ? { parts: worked.parts } : worked.came
	};
	return {
		status: null,
		exitCode: EXIT.ok,
		text,
		json,
		outputs
	};
}
/** Why there is nothing that could be taken; null: there is. */
function whyUndone(worked) {
	if ("came" in worked) return worked.came ? null : "the job was stopped, or the plan asks for no such check";
	return worked.parts.length > 0 ? null : worked.interrupted ?? "nothing was left";
}
function saidOf(worked) {
	if ("parts" in worked) return worked.parts.map((part) => `${worked.ticket.task}/${part.phase}: ${endOf(part)}`);
	const came = worked.came;
	const isOk = "tests" in came ? came.tests.ok : came.checks.every(({ ok }) => ok);
	return [`${checkWords(worked.ticket.check)} ${isOk ? "passed" : "failed"}`];
}
function endOf(part) {
	if (part.ok) return "done";
	return "failure" in part ? part.failure.message : "waits for an answer";
}

// src/commands/run-command.ts
/** The story of one command, the same for the Action and the command line. @throws Refusal for bad input */
async function runCommand(machine, command, options, hooks) {
	if (COMMANDS[command.name].milestone === "required" && !command.milestone) refuse(`"${command.name}" needs the id of a milestone`, "milestone list shows those that exist");
	switch (command.name) {
		case "execute":
		case "resume": {
			if (command.flags["dry-run"]) return planCommand(machine, options);
			const steering = steeringOf(command);
			return executeMilestone(machine, options, {
				...hooks,
				first: steering ? [steering] : []
			});
		}
		case "retry":
		case "skip":
		case "answer":
		case "reject": {
			const steering = steeringOf(command);
			if (!hooks.goOn(command)) return steerMilestone(machine, options, steering);
			const automatic = {
				...options,
				automatic: true
			};
			return executeMilestone(machine, automatic, {
				...hooks,
				first: [steering]
			});
		}
		case "approve":
			if (!options.onRunner || !machine.ports.forge.present) return steerMilestone(machine, options, steeringOf(command));
			return tellOpenGates(await executeMilestone(machine, {
				...options,
				automatic: true
			}, hooks), command, machine.ports.narrator);
		case "done":
		case "pause":
		case "postpone":
		case "cancel":
		case "archive":
		case "unlock": return steerMilestone(machine, options, steeringOf(command));
		case "status": return command.flags.watch ? watchStatus(machine, options, hooks.print) : statusCommand(machine, options);
		case "plan": return planCommand(machine, options);
		case "validate": return validateCommand(machine, {
			id: command.milestone,
			onRunner: options.onRunner
		});
		case "why": return whyCommand(machine, options, command);
		case "report": return reportCommand(machine, options, command);
		case "logs": return logsCommand(machine, {
			options,
			command,
			print: hooks.print
		});
		case "show": return showCommand(machine, options, command);
		case "doctor": return doctorCommand(machine, options);
		case "list": return listCommand(machine);
		case "pack": return packCommand(machine, options, command);
		case "take": return takeCommand(machine, {
			options,
			command,
			hooks
		});
		case "work": return workCommand(machine, options, command);
		case "replay": return replayCommand(machine, options);
		case "audit": return auditCommand(machine, options);
		case "prompt": return promptCommand(machine, options, command);
		case "land": return landCommand(machine, options, command);
		case "sync": return syncCommand(machine, options);
		case "replan":
		case "init":
		case "import":
		case "clean":
		case "completion":
		case "serve":
		case "help": throw new Error(`${command.name} needs no milestone machine`);
		default: return command.name;
	}
}
/** Says of the gates that were to be approved which still wait, and how a person opens them. */
function tellOpenGates(outcome, { target }, narrator) {
	const open = (outcome.outputs["pending-approvals"] ?? []).filter(({ task, phase, kind }) => kind === "approval" && (!target || target.task === task && (!target.phase || target.phase === phase)));
	if (open.length === 0) return outcome;
	const names = open.map(({ task, phase }) => task ? `${task}/${phase}` : "a checkpoint").join(", ");
	narrator.warn(`GitHub has no approval of ${names} by whoever may give it: an approver approves the pull request in a review, or comments \`/milestone approve\` on it`);
	return outcome;
}
const KEPT$1 = [
	"strategy",
	"agents",
	"monitoring"
];
/** A workflow fills in what nobody wrote, so that its default says no more there than nothing. */
function isUnchosen(name, { flags }, { onRunner }) {
	return flags[name] === void 0 || onRunner && flags[name] === FLAGS[name].default;
}
/** The run's options from a command's flags; what is not given has the flag's default. */
function runOptions(command, origin) {
	const { flags } = command;
	return {
		milestone: command.milestone ?? "",
		strategy: flags.strategy ?? FLAGS.strategy.default,
		agents: flags.agents ?? FLAGS.agents.default,
		forceDependencies: flags["force-dependencies"] ?? FLAGS["force-dependencies"].default,
		resume: command.name === "resume" ? "true" : flags.resume ?? FLAGS.resume.default,
		monitoring: flags.monitoring ?? FLAGS.monitoring.default,
		sessionId: flags["session-id"] ?? null,
		gitIntegration: flags["git-integration"] ?? FLAGS["git-integration"].default,
		blockerDetection: flags["blocker-detection"] ?? FLAGS["blocker-detection"].default,
		progressIntervalMs: (flags["progress-interval"] ?? FLAGS["progress-interval"].default) * 1e3,
		request: flags.request ?? null,
		only: flags.only?.split(",").map((id) => id.trim()) ?? [],
		timeBudgetMs: (flags["time-budget"] ?? FLAGS["time-budget"].default) * 6e4,
		automatic: origin.automatic,
		askedFor: origin.askedFor,
		onRunner: origin.onRunner,
		unchosen: KEPT$1.filter((name) => isUnchosen(name, command, origin)),
		version: VERSION,
		by: origin.by
	};
}

// src/engine/forge.ts
/** Away from GitHub: decisions are local ones, and there is nothing to sync. */
const localForge = {
	present: false,
	decisions: async () => ({
		ok: false,
		reason: "there is no GitHub here"
	}),
	answerComplaint: async () => null,
	pusher: async () => ({
		ok: true,
		by: null
	}),
	takeUpComplaint: async () => null,
	sync: async () => void 0
};

// src/engine/git/ref.ts
/** Whether git accepts this as the full name of a ref (`git check-ref-format`). */
function isRefName(name) {
	if (!name.startsWith("refs/") || name.endsWith("/") || name.endsWith(".")) return false;
	if (/[\x00-\x20\x7f~^:?*[\\]|\.\.|@\{|\/\//.test(name)) return false;
	return name.split("/").every((part) => !part.startsWith(".") && !part.endsWith(".lock"));
}
/** Whether the engine alone moves it. */
function isEngineRef(ref) {
	return /^refs\/(?:heads\/|tags\/)?milestone\//.test(ref);
}

// src/engine/git/bundle.ts
/** GitHub takes pushes of 2 GiB at most. */
const MAX_BYTES = 2147483648;
const HEADER_BYTES = 65536;
/** For one call (ms): a large branch takes its time to be checked. */
const PATIENCE_MS = 6e5;
function bundlesOf(repository) {
	return {
		write: (file, packed) => writeBundle(repository, file, packed),
		look: (file) => lookAt(repository, file),
		read: (file, ref) => readBundle(repository, file, ref)
	};
}
async function writeBundle(repository, file, { oid, as: ref, without }) {
	await repository.flush();
	const { git } = repository;
	const named = await git.run([
		"update-ref",
		ref,
		oid
	]);
	if (named.code !== 0) throw new Error(`git update-ref failed: ${named.stderr.trim()}`);
	try {
		const range = [ref, ...without.map((each) => `^${each}`)];
		const made = await git.run([
			"bundle",
			"create",
			"--quiet",
			file,
			...range
		], { timeout: PATIENCE_MS });
		if (made.code === 0) return {
			ok: true,
			oid
		};
		return {
			ok: false,
			message: /empty bundle/i.test(made.stderr) ? "the branch has no commit that the base has not" : made.stderr.trim()
		};
	} finally {
		await git.run([
			"update-ref",
			"-d",
			ref
		]);
	}
}
function lookAt(repository, file) {
	const header = headerOf(file);
	if (!header.ok) return header;
	const refs = header.lines.flatMap((line) => {
		const match = /^([0-9a-f]{40}|[0-9a-f]{64}) (refs\/\S+|HEAD)$/.exec(line);
		return match ? [{
			oid: match[1],
			ref: match[2]
		}] : [];
	});
	const partial = header.lines.find((line) => line.startsWith("@") && !line.startsWith("@object-format="));
	if (partial !== void 0) return {
		ok: false,
		message: `it is no whole bundle (${partial.slice(0, 60)})`
	};
	const [only, more] = refs;
	if (!only || more || !isRefName(only.ref) || !only.ref.startsWith("refs/heads/")) return {
		ok: false,
		message: "it must hold one branch, and nothing else"
	};
	if (only.oid.length !== (repository.store.format === "sha256" ? 64 : 40)) return {
		ok: false,
		message: "it is of a repository that names its objects otherwise"
	};
	return {
		ok: true,
		...only
	};
}
/** The lines before the pack. No link is followed, as what lies there is an agent's to choose. */
function headerOf(file) {
	let handle;
	try {
		handle = openSync(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
	} catch (error) {
		const { code } = error;
		return {
			ok: false,
			message: code === "ENOENT" ? "it is not there" : `it cannot be read (${code})`
		};
	}
	try {
		const stats = fstatSync(handle);
		if (!stats.isFile()) return {
			ok: false,
			message: "it is no file"
		};
		if (stats.size > MAX_BYTES) return {
			ok: false,
			message: "it is larger than GitHub takes (2 GiB)"
		};
		const bytes = Buffer.alloc(HEADER_BYTES);
		const text = bytes.subarray(0, readSync(handle, bytes, 0, HEADER_BYTES, 0)).toString("latin1");
		const end = text.indexOf("\n\n");
		const lines = text.slice(0, Math.max(end, 0)).split("\n");
		if (end < 0 || !/^# v[23] git bundle$/.test(lines[0])) return {
			ok: false,
			message: "it is no git bundle"
		};
		return {
			ok: true,
			lines: lines.slice(1)
		};
	} finally {
		closeSync(handle);
	}
}
async function readBundle(repository, file, ref) {
	const there = lookAt(repository, file);
	if (!there.ok) return there;
	if (there.ref !== ref) return {
		ok: false,
		message: `it holds ${there.ref.slice(0, 100)}, and not ${ref.replace("refs/heads/", "")}`
	};
	await repository.flush();
	const into = `refs/fetched/${randomUUID()}`;
	const { git } = repository;
	const fetched = await git.run([
		"fetch",
		...[
			"--no-tags",
			"--no-write-fetch-head",
			"--no-recurse-submodules",
			"--no-auto-maintenance",
			"--quiet"
		],
		"--",
		file,
		`+${ref}:${into}`
	], {
		config: ["fetch.fsckObjects=true", "transfer.fsckObjects=true"],
		timeout: PATIENCE_MS
	});
	if (fetched.code !== 0) return {
		ok: false,
		message: whyNot(fetched.stderr)
	};
	const resolved = await git.run([
		"rev-parse",
		"--verify",
		"--quiet",
		`${into}^{commit}`
	]);
	await git.run([
		"update-ref",
		"-d",
		into
	]);
	const oid = resolved.stdout.toString("latin1").trim();
	return isOid(oid) ? {
		ok: true,
		oid
	} : {
		ok: false,
		message: "it holds no commit"
	};
}
function whyNot(stderr) {
	if (/lacks these prerequisite commits/i.test(stderr)) return "it builds on commits that are not here (a shallow clone? give actions/checkout `fetch-depth: 0`)";
	return `git does not take it: ${(stderr.split("\n").find((each) => /^(error|fatal):/.test(each)) ?? stderr.trim()).replace(/^(error|fatal): /, "").slice(0, 300)}`;
}

// src/engine/git/config.ts
const known = /* @__PURE__ */ new WeakMap();
/** Reads one file as data: nothing it names is included, started or applied. Missing files are empty. */
async function readSettings(git, file) {
	const stats = statSync(file, {
		bigint: true,
		throwIfNoEntry: false
	});
	if (!stats) return /* @__PURE__ */ new Map();
	const cache = known.get(git) ?? /* @__PURE__ */ new Map();
	known.set(git, cache);
	const stamp = `${file}\0${stats.ino} ${stats.size} ${stats.ctimeNs}`;
	const settings = cache.get(stamp) ?? await listSettings(git, file);
	cache.set(stamp, settings);
	return settings;
}
async function listSettings(git, file) {
	const settings = /* @__PURE__ */ new Map();
	const { code, stdout, stderr } = await git.run([
		"config",
		"--file",
		file,
		"--no-includes",
		"--null",
		"--list"
	]);
	if (code !== 0) throw new Error(`cannot read the git configuration ${file}: ${stderr.trim()}`);
	for (const item of stdout.toString("utf8").split("\0")) {
		if (item === "") continue;
		const end = item.indexOf("\n");
		const name = end < 0 ? item : item.slice(0, end);
		settings.set(name, [...settings.get(name) ?? [], end < 0 ? "true" : item.slice(end + 1)]);
	}
	return settings;
}
/** The last value of a setting, which is the one that counts. */
function setting(settings, name) {
	return settings.get(name)?.at(-1);
}
const NETWORK$2 = /^http\.(?:.*\.)?(?:proxy|proxyauthmethod|sslcainfo|sslcapath|sslverify|sslbackend|version|postbuffer)$/;
/** Whether it says how servers are reached, and starts nothing. */
function isNetworkSetting(name) {
	return NETWORK$2.test(name);
}
/** A person's settings that are data, and start nothing. */
const DATA = [
	/^core\.(?:autocrlf|eol|filemode|ignorecase|symlinks|precomposeunicode|excludesfile)$/,
	/^url\..*\.(?:insteadof|pushinsteadof)$/,
	NETWORK$2,
	/^remote\.(?:.*\.(?:url|pushurl|proxy)|pushdefault)$/,
	/^branch\..*\.(?:remote|pushremote)$/,
	/^(?:user\.(?:name|email|signingkey)|gpg\.format|commit\.gpgsign|tag\.gpgsign)$/
];
/**
* Settings from the person's own files, as git itself would read them, conditional includes too (of the repository's
* directory where it is named); the repository's configuration plays no part.
*/
async function readPersonalSettings(git, environment) {
	const home = environment.HOME;
	const personal = [
		"XDG_CONFIG_HOME",
		"GIT_CONFIG_GLOBAL",
		"GIT_CONFIG_SYSTEM"
	].flatMap((name) => {
		const value = environment[name];
		return value === void 0 ? [] : [[name, value]];
	});
	const env = {
		GIT_CONFIG_NOSYSTEM: environment.GIT_CONFIG_NOSYSTEM ?? "0",
		GIT_CONFIG_GLOBAL: home === void 0 ? "/dev/null" : pickGlobal(home, environment),
		...Object.fromEntries(personal),
		...home === void 0 ? {} : { HOME: home }
	};
	const { code, stdout } = await git.run([
		"config",
		"--null",
		"--list",
		"--show-scope"
	], { env });
	const data = /* @__PURE__ */ new Map();
	const credentialConfig = [];
	if (code !== 0) return {
		data,
		credentialConfig
	};
	const fields = stdout.toString("utf8").split("\0");
	for (let at = 0; at + 1 < fields.length; at += 2) {
		const [scope, item = ""] = [fields[at], fields[at + 1]];
		if (scope !== "global" && scope !== "system") continue;
		const end = item.indexOf("\n");
		const [name, value] = end < 0 ? [item, "true"] : [item.slice(0, end), item.slice(end + 1)];
		if (name.startsWith("credential.")) credentialConfig.push(`${name}=${value}`);
		else if (DATA.some((each) => each.test(name))) data.set(name, [...data.get(name) ?? [], value]);
	}
	return {
		data,
		credentialConfig
	};
}
/** The second's values count after the first's. */
function joinSettings(first, second) {
	const joined = new Map(first);
	for (const [name, values] of second) joined.set(name, [...first.get(name) ?? [], ...values]);
	return joined;
}
/** git reads two global files when none is named, but our own calls name /dev/null; so one is named here. */
function pickGlobal(home, environment) {
	const classic = join(home, ".gitconfig");
	return existsSync(classic) ? classic : join(environment.XDG_CONFIG_HOME ?? join(home, ".config"), "git/config");
}

// src/engine/git/credentials.ts
const HEADER = /^http\..*\.extraheader$|^http\.extraheader$/;
const INCLUDE = /^(includeif\..*|include)\.path$/;
const WARNING = "actions/checkout left its token where agents could read it; it is taken out while agents run. Set `persist-credentials: false` on actions/checkout.";
/** The files a configuration includes, one level deep: conditions are taken as met. */
function included(settings, file, environment) {
	return [...settings].flatMap(([name, values]) => INCLUDE.test(name) ? values : []).map((path) => path.startsWith("~/") ? join(environment.HOME ?? "/", path.slice(2)) : path).map((path) => isAbsolute(path) ? path : resolve(dirname(file), path)).filter((path) => existsSync(path));
}
/** `AUTHORIZATION: basic <base64 of user:token>`, as checkout writes it. */
function tokenOf(header) {
	const encoded = /^authorization:\s*basic\s+(\S+)/i.exec(header)?.[1];
	if (encoded === void 0) return /^authorization:\s*bearer\s+(\S+)/i.exec(header)?.[1] ?? null;
	const login = Buffer.from(encoded, "base64").toString("utf8");
	return login.slice(login.indexOf(":") + 1) || null;
}
function headersOf(settings) {
	return [...settings].flatMap(([name, values]) => HEADER.test(name) ? values.filter(Boolean).map((value) => ({
		name,
		value
	})) : []);
}
/** Looks for persisted credentials; null when there are none. `server` is the origin the token is wanted for. */
async function findPersistedCredentials(repository, options) {
	const own = [
		join(repository.commonDirectory, "config"),
		join(repository.commonDirectory, "config.worktree"),
		...moduleConfigs(join(repository.commonDirectory, "modules"))
	];
	const files = [];
	let token = null;
	const candidates = own.filter((file) => existsSync(file));
	for (const file of [...candidates]) candidates.push(...included(await readSettings(repository.git, file), file, options.environment));
	for (const file of new Set(candidates)) {
		const headers = headersOf(await readSettings(repository.git, file));
		if (headers.length === 0) continue;
		files.push(file);
		const fitting = headers.find(({ name }) => name.startsWith(`http.${options.server.replace(/\/$/, "")}/`));
		token ??= fitting ? tokenOf(fitting.value) : null;
	}
	if (files.length === 0) return null;
	const scrubbed = [];
	return {
		files,
		token,
		warning: WARNING,
		async scrub() {
			for (const file of files) scrubbed.push(await scrubOne(repository, file));
		},
		async restore() {
			for (const each of scrubbed.splice(0)) await restoreOne(repository, each);
		}
	};
}
/** git edits a copy, so that the original is replaced at once and never half-written. */
async function scrubOne(repository, file) {
	const before = readFileSync(file);
	const copy = join(repository.git.directory, "scrubbed-config");
	writeFilesAtomically([{
		path: copy,
		parts: [before]
	}], {
		durable: false,
		mode: 384
	});
	const headers = headersOf(await readSettings(repository.git, copy));
	for (const { name } of headers) await repository.git.run([
		"config",
		"--file",
		copy,
		"--unset-all",
		name
	]);
	const after = readFileSync(copy);
	writeFilesAtomically([{
		path: file,
		parts: [after]
	}], { mode: statSync(file).mode & 511 });
	return {
		file,
		before,
		after,
		headers
	};
}
/** What was written into the file meanwhile stays. */
async function restoreOne(repository, { file, before, after, headers }) {
	if (!existsSync(file)) return;
	const mode = statSync(file).mode & 511;
	if (readFileSync(file).equals(after)) {
		writeFilesAtomically([{
			path: file,
			parts: [before]
		}], { mode });
		return;
	}
	const copy = join(repository.git.directory, "restored-config");
	writeFilesAtomically([{
		path: copy,
		parts: [readFileSync(file)]
	}], {
		durable: false,
		mode: 384
	});
	for (const { name, value } of headers) await repository.git.run([
		"config",
		"--file",
		copy,
		"--add",
		name,
		value
	]);
	writeFilesAtomically([{
		path: file,
		parts: [readFileSync(copy)]
	}], { mode });
}
/** The configurations of submodules, which checkout gives its token as well. */
function moduleConfigs(folder) {
	if (!existsSync(folder)) return [];
	return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
		if (!entry.isDirectory()) return [];
		const inner = join(folder, entry.name);
		const config = join(inner, "config");
		return existsSync(config) ? [config, ...moduleConfigs(join(inner, "modules"))] : moduleConfigs(inner);
	});
}

// src/engine/git/commit-signer.ts
/** For one signature, or to take the key in (ms). */
const TIMEOUT_MS$1 = 3e4;
/**
* Signs as git does, by the programs that made the formats. The key lies in a folder of the engine's own store, which no
* agent can look into, for as long as the signer is open. @throws what the program said of a key that cannot be used
*/
async function openSigner(key, store) {
	const home = mkdtempSync(join(store, "signing-"));
	const signer = "environment" in key ? personalSigner(home, key) : await signerOf(home, key);
	try {
		await signer.sign(Buffer.from("a first signature shows whether the key can be used\n"));
		return signer;
	} catch (error) {
		await signer.close();
		throw error;
	}
}
async function signerOf(home, { format, text }) {
	return format === "ssh" ? sshSigner(home, text) : openpgpSigner(home, text);
}
/** What reaches a person's keys and the agents that hold them unlocked. */
const KEY_VARIABLES = [
	"HOME",
	"GNUPGHOME",
	"SSH_AUTH_SOCK",
	"XDG_RUNTIME_DIR",
	"DISPLAY",
	"WAYLAND_DISPLAY"
];
/** The programs are the usual ones: what a setting names as another (`gpg.program`) is never started. */
function personalSigner(home, { format, key, environment }) {
	const env = Object.fromEntries(KEY_VARIABLES.map((name) => [name, environment[name]]));
	const close = async () => rmSync(home, {
		recursive: true,
		force: true
	});
	if (format === "openpgp") {
		const args = [
			"--batch",
			"--no-tty",
			"--quiet",
			...key ? ["--local-user", key] : [],
			"--armor",
			"--detach-sign"
		];
		return {
			sign: (payload) => run("gpg", args, {
				home,
				input: payload,
				env
			}),
			close
		};
	}
	return {
		async sign(payload) {
			if (format !== "ssh") throw new Error(`gpg.format ${format} is not one of ssh and openpgp`);
			if (!key) throw new Error("user.signingKey names no key");
			const known = /^key::|^ssh-/.test(key);
			const file = known ? join(home, "key.pub") : key.replace(/^~(?=\/)/, environment.HOME ?? "~");
			if (known) writeFileSync(file, `${key.replace(/^key::/, "")}\n`);
			return run("ssh-keygen", [
				"-q",
				"-Y",
				"sign",
				"-n",
				"git",
				"-f",
				file,
				...known ? ["-U"] : []
			], {
				home,
				input: payload,
				env
			});
		},
		close
	};
}
function sshSigner(home, text) {
	const file = join(home, "key");
	writeFileSync(file, `${text.replaceAll("\r\n", "\n").trim()}\n`, { mode: 384 });
	return {
		sign: (payload) => run("ssh-keygen", [
			"-q",
			"-Y",
			"sign",
			"-n",
			"git",
			"-f",
			file
		], {
			home,
			input: payload
		}),
		close: async () => rmSync(home, {
			recursive: true,
			force: true
		})
	};
}
/** The path of a socket has 107 bytes at most, so gpg is told of its folder by a short name. */
async function openpgpSigner(store, text) {
	const home = join(existsSync("/tmp") ? "/tmp" : tmpdir(), `ms-${randomBytes(8).toString("hex")}`);
	symlinkSync(store, home);
	const gpg = (args, input) => run("gpg", [
		"--homedir",
		home,
		"--batch",
		"--no-tty",
		"--quiet",
		...args
	], {
		home,
		input
	});
	const close = async () => {
		await run("gpgconf", [
			"--homedir",
			home,
			"--kill",
			"all"
		], { home }).catch(() => void 0);
		rmSync(home, { force: true });
		rmSync(store, {
			recursive: true,
			force: true
		});
	};
	try {
		await gpg(["--import"], Buffer.from(text));
	} catch (error) {
		await close();
		throw error;
	}
	return {
		sign: (payload) => gpg([
			"--pinentry-mode",
			"loopback",
			"--passphrase",
			"",
			"--armor",
			"--detach-sign"
		], payload),
		close
	};
}
function run(program, args, { home, input = Buffer.alloc(0), env = { HOME: home } }) {
	return new Promise((resolve, reject) => {
		const child = spawn(program, args, {
			cwd: home,
			env: {
				PATH: process.env.PATH,
				LC_ALL: "C",
				...env
			},
			stdio: "pipe",
			detached: true,
			timeout: TIMEOUT_MS$1
		});
		const [out, err] = [[], []];
		child.stdout.on("data", (chunk) => out.push(chunk));
		child.stderr.on("data", (chunk) => err.push(chunk));
		child.stdin.on("error", () => void 0);
		child.stdin.end(input);
		child.on("error", (error) => reject(/* @__PURE__ */ new Error(`${program} could not be started: ${error.message}`)));
		child.on("close", (code) => {
			if (code === 0) resolve(Buffer.concat(out).toString("utf8").trim());
			else reject(/* @__PURE__ */ new Error(`${program}: ${lastLine(Buffer.concat(err).toString("utf8")) || `exit ${code}`}`));
		});
	});
}
function lastLine(text) {
	return text.trim().split("\n").at(-1) ?? "";
}

// src/engine/git/line-process.ts
/** The fault that ended git, with the system's code where git named one. */
var GitFault = class extends Error {
	code;
	stderr;
	constructor(command, stderr) {
		super(`git ${command} ended: ${stderr.trim().split("\n")[0] || "no reason given"}`);
		this.stderr = stderr;
		this.code = SYSTEM_FAULTS.find(([sign]) => sign.test(stderr))?.[1];
	}
};
const SYSTEM_FAULTS = [
	[/No space left on device/, "ENOSPC"],
	[/Disk quota exceeded/, "EDQUOT"],
	[/Permission denied/, "EACCES"],
	[/Read-only file system/, "EROFS"],
	[/Input\/output error/, "EIO"],
	[/Too many open files/, "EMFILE"]
];
/** A long-lived git: lines go in, and each question gets one line back, in order. */
var LineProcess = class {
	#child;
	#ended;
	#waiting = [];
	#name;
	#stderr = "";
	#rest = "";
	isAlive = true;
	constructor(git, args, options = {}) {
		const child = git.start(args, {
			...options,
			stderr: true
		});
		this.#child = child;
		this.#name = args[0] ?? "";
		child.stdout?.setEncoding("utf8").on("data", (text) => this.#read(text));
		child.stderr?.setEncoding("utf8").on("data", (text) => {
			if (this.#stderr.length < 4096) this.#stderr += text;
		});
		child.stdin?.on("error", () => void 0);
		this.#ended = new Promise((resolve) => {
			child.on("error", (error) => this.#end(error, resolve));
			child.on("close", () => this.#end(new GitFault(this.#name, this.#stderr), resolve));
		});
		this.#referenced(false);
	}
	write(data) {
		this.#child.stdin?.write(data);
	}
	/** Throws `GitFault` when it ended without an answer. */
	ask(line) {
		return new Promise((resolve, reject) => {
			if (!this.isAlive) return reject(new GitFault(this.#name, this.#stderr));
			this.#referenced(true);
			this.#waiting.push({
				resolve,
				reject
			});
			this.#child.stdin?.write(line);
		});
	}
	/** Says the last words and waits until it has ended. */
	end(words = "") {
		this.#referenced(true);
		this.#child.stdin?.end(words);
		return this.#ended;
	}
	#read(text) {
		const lines = (this.#rest + text).split("\n");
		this.#rest = lines.pop() ?? "";
		for (const line of lines) this.#waiting.shift()?.resolve(line);
		if (this.#waiting.length === 0) this.#referenced(false);
	}
	#end(error, done) {
		this.isAlive = false;
		for (const { reject } of this.#waiting.splice(0)) reject(error);
		done();
	}
	/** An idle process must not keep the program from ending; an answer that is waited for must. */
	#referenced(wanted) {
		const streams = [
			this.#child,
			this.#child.stdin,
			this.#child.stdout,
			this.#child.stderr
		];
		for (const each of streams) if (wanted) each?.ref?.();
		else each?.unref?.();
	}
};

// src/engine/git/stale-lock.ts
/** A lock is held for milliseconds; one this old is looked at more closely (ms). */
const YOUNG_MS = 2e3;
/** Where nobody can tell who has a file open, only a lock this old counts as left behind (ms). */
const OLD_MS = 6e4;
/**
* Removes a ref's lock that a killed process left behind: older than any work under it takes, and open in no process
* that can be seen. Answers whether it is gone.
*/
function removeStaleLock(lock) {
	const stat = lstatSync(lock, { throwIfNoEntry: false });
	if (!stat) return true;
	const age = Date.now() - stat.mtimeMs;
	if (age < YOUNG_MS) return false;
	const open = isOpenSomewhere(lock);
	if (open === true || open === null && age < OLD_MS) return false;
	const aside = join(dirname(lock), `.stale-${process.pid}-${basename(lock)}`);
	try {
		renameSync(lock, aside);
		if (lstatSync(aside).ino !== stat.ino) linkSync(aside, lock);
		return true;
	} catch (error) {
		const { code } = error;
		if (code === "ENOENT" || code === "EEXIST") return true;
		throw error;
	} finally {
		rmSync(aside, { force: true });
	}
}
/** Whether a process of this user has the file open; null where that cannot be found out. */
function isOpenSomewhere(path) {
	const target = join(realpathSync(dirname(path)), basename(path));
	let pids;
	try {
		pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
	} catch {
		return null;
	}
	return pids.some((pid) => descriptorsOf(pid).includes(target));
}
function descriptorsOf(pid) {
	try {
		return readdirSync(`/proc/${pid}/fd`).map((fd) => linkOf$1(`/proc/${pid}/fd/${fd}`));
	} catch {
		return [];
	}
}
function linkOf$1(path) {
	try {
		return readlinkSync(path);
	} catch {
		return "";
	}
}

// src/engine/git/git-refs.ts
/** Longer than a lock must be old to count as left behind by a killed process. */
const LOCK_PATIENCE_MS = 3e3;
/** The user's refs, read and moved by git, however the repository keeps them. */
var GitRefs = class {
	#git;
	#place;
	#storage;
	#reader = null;
	#writer = null;
	#turn = Promise.resolve();
	/** Refs whose folders are on the disk. */
	#synced = /* @__PURE__ */ new Set();
	constructor(git, place, storage) {
		this.#git = git;
		this.#place = place;
		this.#storage = storage;
	}
	/** The object a ref (`refs/…` or `HEAD`) points at; null when it does not exist. */
	async read(name) {
		if (name === "HEAD") {
			const link = await this.head();
			return link?.startsWith("refs/") ? this.read(link) : link;
		}
		if (!isRefName(name)) return null;
		if (!this.#reader?.isAlive) this.#reader = this.#start(["cat-file", "--batch-check"]);
		const [oid = ""] = (await this.#reader.ask(`${name}\n`)).split(" ");
		return isOid(oid) ? oid : null;
	}
	/** The ref that HEAD stands for, or the commit where it is detached. */
	async head(gitDirectory = this.#place.gitDirectory) {
		if (this.#storage === "files") return headFile$1(gitDirectory);
		const view = join(this.#git.directory, "head");
		rmSync(view, {
			recursive: true,
			force: true
		});
		mkdirSync(join(view, "refs"), { recursive: true });
		mkdirSync(join(view, "objects"));
		symlinkSync(join(gitDirectory, "reftable"), join(view, "reftable"));
		writeFileSync(join(view, "HEAD"), "ref: refs/heads/.invalid\n");
		const config = join(this.#git.refsDirectory, "config");
		symlinkSync(config, join(view, "config"));
		const env = { GIT_DIR: view };
		const link = await this.#git.run([
			"symbolic-ref",
			"--quiet",
			"HEAD"
		], { env });
		if (link.code === 0) return link.stdout.toString("utf8").trim();
		return (await this.#git.run([
			"rev-parse",
			"--verify",
			"--quiet",
			"HEAD"
		], { env })).stdout.toString("latin1").trim() || null;
	}
	/**
	* Moves a ref by compare-and-swap; it survives a power loss once this says ok. A lock that another git holds is
	* waited for about 3 s, and one that a killed run left on a ref of ours is removed.
	*/
	swap(swap) {
		const swapped = this.#turn.then(() => this.#swap(swap));
		this.#turn = swapped.catch(() => void 0);
		return swapped;
	}
	async close() {
		await Promise.all([this.#reader?.end(), this.#writer?.end()]);
	}
	async #swap(swap) {
		const { name, to } = swap;
		if (!isRefName(name) || to !== null && !isOid(to)) throw new Error(`not a ref and an object name: ${name} ${to}`);
		const start = performance.now();
		for (;;) {
			const fault = await this.#attempt(swap);
			if (!fault) return { ok: true };
			const actual = await this.read(name);
			if (actual !== swap.from) return {
				ok: false,
				actual,
				reason: "moved"
			};
			if (/cannot create|non-empty directory|File exists.*refs\//.test(fault.stderr) && !/\.lock'/.test(fault.stderr)) return {
				ok: false,
				actual,
				reason: "name-taken"
			};
			if (!/\.lock'/.test(fault.stderr)) throw fault;
			if (performance.now() - start > LOCK_PATIENCE_MS) return {
				ok: false,
				actual,
				reason: "locked"
			};
			const lock = /Unable to create '([^']*\.lock)'/.exec(fault.stderr)?.[1];
			if (fault.code !== void 0) throw fault;
			if (lock !== void 0 && isEngineRef(name)) removeStaleLock(lock);
		}
	}
	async #attempt({ name, from, to }) {
		const none = "0".repeat((to ?? from ?? "").length);
		const command = to === null ? `delete ${name} ${from}` : `update ${name} ${to} ${from ?? none}`;
		if (!this.#writer?.isAlive) this.#writer = this.#start([
			"update-ref",
			"--no-deref",
			"--stdin"
		]);
		const writer = this.#writer;
		try {
			const answers = [
				writer.ask(`start\n${command}\n`),
				writer.ask("prepare\n"),
				writer.ask("commit\n")
			];
			await Promise.all(answers);
		} catch (error) {
			if (error instanceof GitFault) return error;
			throw error;
		}
		if (to === null) this.#synced.clear();
		await this.#sync(name);
		return null;
	}
	/** git syncs files and never the folders that name them. */
	async #sync(name) {
		const { commonDirectory } = this.#place;
		if (this.#storage === "reftable") return syncDirectoryOf(join(commonDirectory, "reftable/tables.list"));
		for (let path = name; path !== "refs"; path = dirname(path)) {
			if (existsSync(dirname(join(commonDirectory, path)))) await syncDirectoryOf(join(commonDirectory, path));
			if (this.#synced.has(name)) break;
		}
		this.#synced.add(name);
	}
	#start(args) {
		return new LineProcess(this.#git, args, {
			config: [
				"core.fsync=reference",
				"core.fsyncMethod=fsync",
				"core.filesRefLockTimeout=300"
			],
			env: { GIT_DIR: this.#git.refsDirectory }
		});
	}
};
/** HEAD of a checkout whose refs are files. Only asked by git it would need a git directory of that checkout. */
function headFile$1(gitDirectory) {
	const path = join(gitDirectory, "HEAD");
	const text = existsSync(path) ? readFileSync(path, "utf8").trim() : "";
	if (text.startsWith("ref:")) return text.slice(4).trim();
	return isOid(text) ? text : null;
}

// src/engine/git/importer.ts
/** Never looked at by anybody: fast-import wants a ref for its commits. */
const SCRATCH = "refs/scratch/milestone";
const SETTINGS$1 = [
	"fastimport.unpackLimit=0",
	"core.fsync=none",
	"pack.compression=1"
];
/**
* Objects on their way into packs, by one long-lived `git fast-import`. What was handed over since the last checkpoint is
* kept here as well: a process that dies takes its pack along, and the next one is told everything again.
*/
var Importer = class {
	#git;
	/** The folder of objects that is written to. */
	#objects;
	#session = null;
	#lastMark = 0;
	/** By mark, in the order in which they were handed over. */
	#unwritten = /* @__PURE__ */ new Map();
	#marks = /* @__PURE__ */ new Map();
	/** The one under way, and the last mark that it writes. */
	#checkpoint = null;
	constructor(git, objects) {
		this.#git = git;
		this.#objects = objects;
	}
	get hasWork() {
		return this.#unwritten.size > 0;
	}
	/** Whether there are commits that no checkpoint wrote yet. */
	get hasCommits() {
		for (const { kind } of this.#unwritten.values()) if (kind === "commit") return true;
		return false;
	}
	/** Whether the object was handed over and no checkpoint wrote it yet. */
	has(oid) {
		return this.#marks.has(oid);
	}
	/** The bytes of a blob that no checkpoint wrote yet. */
	blobOf(oid) {
		const mark = this.#marks.get(oid);
		const work = mark === void 0 ? void 0 : this.#unwritten.get(mark);
		return work?.kind === "blob" ? work.data : void 0;
	}
	/**
	* What stands at a path, as far as the commits that no checkpoint wrote yet tell it; undefined: they do not. `in` is
	* the commit whose tree tells the rest.
	*/
	standing(commit, path) {
		for (let at = commit;;) {
			const mark = this.#marks.get(at);
			const work = mark === void 0 ? void 0 : this.#unwritten.get(mark);
			if (work?.kind !== "commit" || work.commit.tree !== void 0 || !work.commit.parents[0]) return {
				in: at,
				told: void 0
			};
			const told = work.edit.standing(path);
			if (told === "unknown") return {
				in: at,
				told: void 0
			};
			if (told !== void 0) return {
				in: at,
				told
			};
			at = work.commit.parents[0];
		}
	}
	/** Hands a blob over, whose name the caller knows. */
	blob(oid, data) {
		if (this.#marks.has(oid)) return;
		const work = {
			kind: "blob",
			mark: ++this.#lastMark,
			data
		};
		this.#unwritten.set(work.mark, work);
		this.#marks.set(oid, work.mark);
		this.#session?.write(this.#render(work));
	}
	/** Makes a commit and answers its name. Throws `GitFault`; then it was not made. */
	async commit(commit) {
		const edit = new TreeEdit(commit.changes);
		const work = {
			kind: "commit",
			mark: ++this.#lastMark,
			commit,
			edit
		};
		const session = this.#opened();
		session.write(this.#render(work));
		const oid = await session.ask(`get-mark :${work.mark}\n`);
		this.#unwritten.set(work.mark, work);
		this.#marks.set(oid, work.mark);
		return oid;
	}
	/** What stands at the paths below a commit's tree, a directory too. */
	async entries(commit, paths) {
		const session = this.#opened();
		return Promise.all(paths.map(async (path) => {
			const line = await session.ask(`ls ${this.#nameOf(commit)} ${quoted(path)}\n`);
			const [, mode, oid] = /^(\d+) \w+ ([0-9a-f]+)\t/.exec(line) ?? [];
			return mode === void 0 || oid === void 0 ? null : {
				mode,
				oid
			};
		}));
	}
	/** Makes everything visible to other processes, unsynced. Throws `GitFault`, and keeps it all for the next try. */
	checkpoint() {
		if (this.#unwritten.size === 0) return Promise.resolve();
		if (this.#checkpoint?.upTo === this.#lastMark) return this.#checkpoint.written;
		const written = this.#write();
		const checkpoint = {
			upTo: this.#lastMark,
			written
		};
		this.#checkpoint = checkpoint;
		const forget = () => {
			if (this.#checkpoint === checkpoint) this.#checkpoint = null;
		};
		written.then(forget, forget);
		return written;
	}
	async #write() {
		const written = [...this.#unwritten.keys()];
		await this.#opened().ask("checkpoint\nprogress written\n");
		for (const mark of written) this.#unwritten.delete(mark);
		for (const [oid, mark] of this.#marks) if (!this.#unwritten.has(mark)) this.#marks.delete(oid);
	}
	/** Ends the process; what no checkpoint wrote stays for the next one. */
	async end() {
		const ending = this.#session;
		this.#session = null;
		await ending?.end("done\n");
	}
	/** A process that knows of everything that is not written yet. */
	#opened() {
		if (this.#session?.isAlive) return this.#session;
		const options = [
			"--quiet",
			"--force",
			"--done",
			"--date-format=raw"
		];
		const env = { GIT_OBJECT_DIRECTORY: this.#objects };
		const session = new LineProcess(this.#git, ["fast-import", ...options], {
			config: SETTINGS$1,
			env
		});
		this.#session = session;
		for (const work of this.#unwritten.values()) session.write(this.#render(work));
		return session;
	}
	#nameOf(oid) {
		const mark = this.#marks.get(oid);
		return mark === void 0 ? oid : `:${mark}`;
	}
	#render(work) {
		if (work.kind === "blob") return Buffer.concat([
			Buffer.from(`blob\nmark :${work.mark}\ndata ${work.data.length}\n`),
			work.data,
			Buffer.from("\n")
		]);
		const { parents, tree, changes, message, author, at } = work.commit;
		const who = `${personOf(author)} ${Math.floor(at / 1e3)} +0000`;
		const text = Buffer.from(`${message.trimEnd()}\n`);
		const [first, ...others] = parents;
		return Buffer.from([
			...first === void 0 ? [`reset ${SCRATCH}\n\n`] : [],
			`commit ${SCRATCH}\nmark :${work.mark}\nauthor ${who}\ncommitter ${who}\ndata ${text.length}\n${text.toString()}\n`,
			...first === void 0 ? [] : [`from ${this.#nameOf(first)}\n`],
			...others.map((parent) => `merge ${this.#nameOf(parent)}\n`),
			...tree === void 0 ? [] : [`M 040000 ${tree} ""\n`],
			...edits(changes, (oid) => this.#nameOf(oid)),
			"\n"
		].join(""));
	}
};
/** Removals come first: a folder's name may become a file's, and the reverse. */
function edits(changes, nameOf) {
	const removed = [];
	const set = [];
	for (const [path, leaf] of changes) if (leaf === null) removed.push(`D ${quoted(path)}\n`);
	else if (!isBelowFile(path, changes)) {
		const name = leaf.mode === "160000" ? leaf.oid : nameOf(leaf.oid);
		set.push(`M ${leaf.mode} ${name} ${quoted(path)}\n`);
	}
	return [...removed, ...set];
}
function isBelowFile(path, changes) {
	return foldersAbove(path).some((above) => changes.get(above));
}
/** A path as fast-import reads it: bytes above ASCII stand for themselves. */
function quoted(path) {
	return `"${path.replace(/[\\"]/g, "\\$&").replaceAll("\n", "\\n")}"`;
}

// src/engine/git/run-packs.ts
/** So many packs are joined into one: git's reads slow down with the number of packs. */
const JOIN_PACKS = 50;
/** Joined ones are joined again, so that a long run's objects are copied a few times and not once for each join. */
const JOIN_JOINED = 10;
/** For git to join them (ms). */
const JOIN_TIMEOUT_MS = 6e5;
/**
* Each pack has the whole of a folder's tree, which grows with the plan; in a joined one git keeps the first and the
* differences. Of versions of one path a single neighbour is as good as many, and each thread would begin with whole ones.
*/
const OPTIONS$1 = [
	"--quiet",
	"--delta-base-offset",
	"--window=2",
	"--threads=1"
];
/** In a commit's pack a blob is a difference from whatever file was written before it, so these are made anew. */
const OF_COMMITS = ["--no-reuse-delta"];
/** So many paths are remembered until the next join. */
const MOST_NAMED = 2e4;
/** The packs of this run in the user's store, of which many small ones become one. */
var RunPacks = class {
	folder;
	/** A folder of objects of our own, on the same file system, which borrows the user's. */
	#staging;
	#git;
	#oidBytes;
	/** Packs without an ending, by how often they were joined. */
	#packs = [[]];
	/** Where blobs stand that were not joined yet. */
	#paths = /* @__PURE__ */ new Map();
	constructor({ git, objects, staging, format }) {
		this.#git = git;
		this.#staging = staging;
		this.#oidBytes = OID_BYTES[format];
		this.folder = join(objects, "pack");
	}
	/** By its place git finds a blob's earlier versions among the objects that it joins. */
	standsAt(oid, path) {
		if (this.#paths.size < MOST_NAMED && !path.includes("\n")) this.#paths.set(oid, path);
	}
	/** A pack stands in the folder now; its path without an ending. */
	took(path) {
		this.#packs[0].push(path);
	}
	/** @param release called before packs are taken away */
	async joinWhereMany(release) {
		for (let level = 0; level < this.#packs.length; level++) {
			if (this.#packs[level].length < (level === 0 ? JOIN_PACKS : JOIN_JOINED)) continue;
			const packs = this.#packs[level].splice(0);
			await release();
			const joined = await this.#join(packs, level === 0 ? OF_COMMITS : []);
			this.#paths.clear();
			if (joined === null) continue;
			this.#packs[level + 1] ??= [];
			this.#packs[level + 1].push(joined);
		}
	}
	/** Where it fails nothing is lost: they stand as they are, and `git gc` joins them. */
	async #join(packs, options) {
		try {
			return await this.#joined(packs, options);
		} catch (error) {
			if (error.code === void 0) throw error;
			return null;
		}
	}
	async #joined(packs, options) {
		if (existsSync(join(this.folder, "multi-pack-index"))) return null;
		const objects = new Set(packs.flatMap((path) => namesIn(readFileSync(`${path}.idx`), this.#oidBytes)));
		const made = join(this.#staging, "joined");
		mkdirSync(made, { recursive: true });
		const { code, stdout } = await this.#git.run([
			"pack-objects",
			...OPTIONS$1,
			...options,
			join(made, "pack")
		], {
			input: [...objects].map((oid) => `${oid} ${this.#paths.get(oid) ?? ""}\n`).join(""),
			config: ["pack.compression=1", "pack.writeReverseIndex=false"],
			env: { GIT_OBJECT_DIRECTORY: this.#staging },
			timeout: JOIN_TIMEOUT_MS
		});
		if (code !== 0) return null;
		const name = `pack-${stdout.toString("latin1").trim()}`;
		const joined = join(this.folder, name);
		await linkFiles(["pack", "idx"].map((ending) => join(made, `${name}.${ending}`)), this.folder);
		await syncDirectoryOf(joined);
		rmSync(made, { recursive: true });
		for (const path of packs) {
			if (path === joined) continue;
			for (const ending of [
				"idx",
				"pack",
				"rev"
			]) rmSync(`${path}.${ending}`, { force: true });
		}
		return joined;
	}
};
/** Objects that a pack's index (version 2) names: 256 counts, of which the last is of all, then the sorted names. */
function namesIn(index, oidBytes) {
	const start = 1032;
	const count = index.readUInt32BE(1028);
	return Array.from({ length: count }, (_, n) => index.toString("hex", start + n * oidBytes, start + (n + 1) * oidBytes));
}

// src/engine/git/store.ts
/** Bytes of objects kept in memory for reading again. */
const CACHE_BYTES = 8388608;
/** Objects by name, the least recently used ones dropped. */
var ObjectCache = class {
	#bytes = 0;
	#objects = /* @__PURE__ */ new Map();
	get(oid) {
		const object = this.#objects.get(oid);
		if (object) {
			this.#objects.delete(oid);
			this.#objects.set(oid, object);
		}
		return object;
	}
	set(oid, object) {
		if (object.data.length > CACHE_BYTES / 8 || this.#objects.has(oid)) return;
		this.#objects.set(oid, object);
		this.#bytes += object.data.length + 200;
		for (const [oldest, { data }] of this.#objects) {
			if (this.#bytes <= CACHE_BYTES) break;
			this.#objects.delete(oldest);
			this.#bytes -= data.length + 200;
		}
	}
};

// src/engine/git/git-store.ts
/**
* The user's objects, written by git itself whatever the repository's formats are. git's packs come to a folder of our
* own beside the user's, unsynced, which agents that are isolated can only read; from there they are synced and moved to
* the user's many at a time, none of them before all of its bytes are on the disk.
*/
var GitStore = class {
	format;
	#options;
	#cache = new ObjectCache();
	/** What is being read: trees that move to one commit ask for the same. */
	#reading = /* @__PURE__ */ new Map();
	#staging = null;
	/** Whether bytes may be lost although the system thinks that it wrote them, as after a sync that failed. */
	#isDoubtful = false;
	#flushing = Promise.resolve();
	constructor(options) {
		this.format = options.format;
		this.#options = options;
	}
	async addBlob(data) {
		const oid = hashObject("blob", data, this.format);
		this.#opened().importer.blob(oid, data);
		return oid;
	}
	async addTag(data) {
		return this.#write("tag", data);
	}
	/** An object that the importer has no words for, as a pack of its own. */
	async #write(type, data) {
		const { folder } = this.#opened();
		const env = { GIT_OBJECT_DIRECTORY: folder };
		const run = async (args, input) => {
			const { code, stdout, stderr } = await this.#options.git.run(args, {
				input,
				env
			});
			if (code !== 0) throw new Error(`git ${args[0]} failed: ${stderr.trim()}`);
			return stdout.toString("latin1").trim();
		};
		const oid = await run([
			"hash-object",
			"-t",
			type,
			"-w",
			"--stdin"
		], data);
		await run([
			"pack-objects",
			"--quiet",
			join(folder, "pack/pack")
		], `${oid}\n`);
		rmSync(join(folder, oid.slice(0, 2)), { recursive: true });
		return oid;
	}
	async commit({ parents, base, changes, message, author, at, sign }) {
		for (const path of changes.keys()) if (changes.get(path) !== null && leavesTree(path)) throw new Error(`not a path of a tree: ${JSON.stringify(path)}`);
		const { importer, packs } = this.#opened();
		const contents = [...changes].filter(([, change]) => Buffer.isBuffer(change));
		const known = new Map(contents.map(([path]) => [path, importer.standing(base, path).told]));
		const asked = contents.flatMap(([path]) => known.get(path) === void 0 ? [path] : []);
		for (const [i, leaf] of (await importer.entries(base, asked)).entries()) known.set(asked[i], leaf);
		const leaves = new Map(changes);
		for (const [path, content] of contents) {
			const old = known.get(path);
			const mode = old && old !== "folder" && old.mode.startsWith("100") ? old.mode : "100644";
			const oid = await this.addBlob(content);
			packs.standsAt(oid, path);
			leaves.set(path, {
				mode,
				oid
			});
		}
		const tree = base === parents[0] ? void 0 : await treeOf$1(this, base);
		const made = await importer.commit({
			parents,
			tree,
			changes: leaves,
			message,
			author,
			at
		});
		if (!sign) return made;
		const fields = {
			tree: await treeOf$1(this, made),
			parents,
			author,
			at,
			message
		};
		const text = await sign(encodeCommit(fields));
		return this.#write("commit", encodeCommit(fields, {
			text,
			format: this.format
		}));
	}
	async read(oid) {
		const blob = (this.#staging?.importer)?.blobOf(oid);
		if (blob) return {
			type: "blob",
			data: blob
		};
		const known = this.#cache.get(oid);
		if (known) return known;
		if (oid === EMPTY_TREE[this.format]) return {
			type: "tree",
			data: Buffer.alloc(0)
		};
		const reading = this.#reading.get(oid) ?? this.#readAnew(oid).finally(() => this.#reading.delete(oid));
		this.#reading.set(oid, reading);
		return reading;
	}
	async #readAnew(oid) {
		const importer = this.#staging?.importer;
		const { reader } = this.#options;
		if (importer?.has(oid) || importer?.hasWork && reader.lacking) await importer.checkpoint();
		let object = await reader.read(oid);
		if (!object && importer?.hasWork) {
			await importer.checkpoint();
			object = await reader.read(oid);
		}
		if (object) this.#cache.set(oid, object);
		return object;
	}
	async standing(commit, path) {
		const { in: at, told } = this.#told(commit, path);
		if (told !== void 0) return told;
		const entry = await entryAt(this, await treeOf$1(this, at), path);
		if (entry?.mode === "40000") return "folder";
		return entry && {
			oid: entry.oid,
			mode: entry.mode
		};
	}
	async list(commit, directory) {
		const { in: at, told } = this.#told(commit, directory);
		if (told !== void 0 && told !== "folder") return [];
		return listDirectory(this, await treeOf$1(this, at), directory);
	}
	/** A commit's tree is known to git alone, which writes it to tell it, and a pack for each is a sync for each. */
	#told(commit, path) {
		return this.#staging?.importer.standing(commit, path) ?? {
			in: commit,
			told: void 0
		};
	}
	flush() {
		const flushed = this.#flushing.then(() => this.#flush());
		this.#flushing = flushed.catch(() => void 0);
		return flushed;
	}
	async stage() {
		const { folder, importer } = this.#opened();
		if (importer.hasCommits) await importer.checkpoint();
		return folder;
	}
	async close() {
		if (!this.#staging) return;
		await this.#staging.importer.end();
		rmSync(this.#staging.folder, {
			recursive: true,
			force: true
		});
		this.#staging = null;
	}
	/** Made when it is first written to: who only reads may not be allowed to. */
	#opened() {
		if (!this.#staging) {
			const { objects, git, reader } = this.#options;
			const folder = makeTemporaryFolder("objects", dirname(objects));
			for (const name of ["pack", "info"]) mkdirSync(join(folder, name));
			writeFileSync(join(folder, "info/alternates"), `${objects}\n`);
			reader.readFrom(folder);
			const packs = new RunPacks({
				...this.#options,
				staging: folder
			});
			this.#staging = {
				folder,
				importer: new Importer(git, folder),
				packs,
				landed: /* @__PURE__ */ new Set()
			};
		}
		return this.#staging;
	}
	async #flush() {
		if (!this.#staging) return;
		const { importer, landed, packs } = this.#staging;
		await importer.checkpoint();
		const staged = join(this.#staging.folder, "pack");
		const names = readdirSync(staged).filter((name) => name.endsWith(".idx") && !landed.has(name));
		if (names.length > 0) {
			await this.#land(names.map((name) => join(staged, name)), packs);
			for (const name of names) landed.add(name);
		}
		await packs.joinWhereMany(() => this.#clear());
	}
	async #land(indexes, packs) {
		const { folder } = packs;
		mkdirSync(folder, { recursive: true });
		const files = indexes.flatMap((path) => [path.replace(/idx$/, "pack"), path]);
		const bring = this.#isDoubtful ? copyFiles : linkFiles;
		this.#isDoubtful = true;
		await bring(files, folder);
		await syncDirectoryOf(join(folder, "pack"));
		this.#isDoubtful = false;
		for (const path of indexes) packs.took(join(folder, basename(path, ".idx")));
	}
	/** Takes the staged names of packs away that are the user's by now. */
	async #clear() {
		const { folder, importer, landed } = this.#staging;
		await importer.end();
		for (const name of landed) for (const ending of [
			"idx",
			"pack",
			"keep"
		]) rmSync(join(folder, "pack", name.replace(/idx$/, ending)), { force: true });
		landed.clear();
	}
};

// src/engine/git/reader.ts
/** An object whose bytes are not those that its name stands for: damaged on disk, or rewritten by somebody who could write there. */
var ForgedObject = class extends Error {
	remedy = "make a fresh clone (the remote has the true one); `git fsck` names every object that is damaged";
	constructor(oid) {
		super(`the repository's object ${oid} holds other bytes than its name stands for, so it is not believed`);
	}
};
/** git itself compares content and name only when it takes objects in, never when it reads them. */
function isGenuine(oid, { type, data }) {
	return hashObject(type, data, oid.length === 40 ? "sha1" : "sha256") === oid;
}
/** Splits the stream of answers: `<oid> <type> <size>\n<content>\n`, or `<oid> missing\n`. */
var AnswerParser = class {
	#chunks = [];
	#size = 0;
	#need = 0;
	#oid = "";
	#type = null;
	#answer;
	constructor(answer) {
		this.#answer = answer;
	}
	push(chunk) {
		this.#chunks.push(chunk);
		this.#size += chunk.length;
		while (this.#size > 0 && this.#size >= this.#need) {
			const all = this.#chunks.length === 1 ? this.#chunks[0] : Buffer.concat(this.#chunks);
			const used = this.#type === null ? this.#header(all) : this.#content(all, this.#type);
			this.#chunks = used < all.length ? [all.subarray(used)] : [];
			this.#size = all.length - used;
			if (used === 0) return;
		}
	}
	#header(all) {
		const end = all.indexOf(10);
		if (end < 0) return 0;
		const [oid = "", type, size] = all.toString("latin1", 0, end).split(" ");
		if (size === void 0) this.#answer(null);
		else {
			this.#oid = oid;
			this.#type = type;
			this.#need = Number(size) + 1;
		}
		return end + 1;
	}
	#content(all, type) {
		const used = this.#need;
		this.#type = null;
		this.#need = 0;
		this.#answer({
			oid: this.#oid,
			object: {
				type,
				data: Buffer.from(all.subarray(0, used - 1))
			}
		});
		return used;
	}
};
function openReader(git) {
	let current = null;
	let env = {};
	function send(request) {
		current ??= start();
		current.waiting.push(request);
		current.child.stdin?.write(`${request.name}\n`);
	}
	function start() {
		const started = git.start(["cat-file", "--batch"], { env });
		const waiting = [];
		const session = {
			child: started,
			waiting
		};
		const parser = new AnswerParser((answer) => {
			const request = waiting.shift();
			if (!request) return;
			const { name } = request;
			if (answer === null || (answer.oid === name || !isOid(name)) && isGenuine(answer.oid, answer.object)) request.resolve(answer);
			else request.reject(new ForgedObject(name));
		});
		started.stdout?.on("data", (chunk) => parser.push(chunk));
		started.stdin?.on("error", () => void 0);
		started.on("error", (error) => lost(session, error));
		started.on("close", () => lost(session, /* @__PURE__ */ new Error("git cat-file ended unexpectedly")));
		setReferenced(started, false);
		return session;
	}
	function lost(session, error) {
		if (current === session) current = null;
		for (const request of session.waiting.splice(0)) if (request.tries-- > 0) send(request);
		else request.reject(error);
	}
	const ask = (name) => new Promise((resolve, reject) => send({
		name,
		resolve,
		reject,
		tries: 1
	}));
	const objectOf = async (oid) => (await ask(oid))?.object ?? null;
	/** What was found to be lacking in this turn is asked for at once. */
	let lacking = null;
	function bring(oid) {
		if (!lacking) {
			const oids = /* @__PURE__ */ new Set();
			lacking = {
				oids,
				brought: setImmediate().then(() => {
					lacking = null;
					return reader.lacking?.([...oids]);
				})
			};
		}
		lacking.oids.add(oid);
		return lacking.brought;
	}
	const reader = {
		lacking: null,
		async read(oid) {
			if (!isOid(oid)) throw new Error(`not an object name: ${JSON.stringify(oid)}`);
			const found = await objectOf(oid);
			if (found || !reader.lacking) return found;
			await bring(oid);
			return objectOf(oid);
		},
		async locate(ref) {
			if (!isRefName(ref)) throw new Error(`not a ref: ${JSON.stringify(ref)}`);
			return (await ask(ref))?.oid ?? null;
		},
		readFrom(objects) {
			env = { GIT_OBJECT_DIRECTORY: objects };
			current?.child.stdin?.end();
			current = null;
		},
		async close() {
			const ending = current?.child;
			if (!ending) return;
			current = null;
			setReferenced(ending, true);
			const closed = new Promise((resolve) => ending.once("close", () => resolve()));
			ending.stdin?.end();
			await closed;
		}
	};
	return reader;
}
/** An idle reader must not keep the program from ending; a process that is being closed must be waited for. */
function setReferenced(child, referenced) {
	if (referenced) child.ref();
	else child.unref();
}

// src/engine/git/safe-git.ts
/** Each answers a way for repository content or configuration to start a program or to redirect git. */
const SETTINGS = [
	"core.hooksPath=/dev/null",
	"core.fsmonitor=false",
	"core.untrackedCache=false",
	"core.commitGraph=false",
	"core.attributesFile=/dev/null",
	"core.excludesFile=/dev/null",
	"core.pager=cat",
	"core.editor=false",
	"core.askPass=",
	`core.sshCommand=ssh -o BatchMode=yes -o ConnectTimeout=20 -o ServerAliveInterval=10 -o ServerAliveCountMax=3`,
	"core.alternateRefsCommand=",
	"core.protectNTFS=true",
	"core.protectHFS=true",
	"credential.helper=",
	"credential.interactive=false",
	"protocol.allow=never",
	"protocol.ext.allow=never",
	"protocol.file.allow=always",
	"protocol.http.allow=always",
	"protocol.https.allow=always",
	"protocol.ssh.allow=always",
	"submodule.recurse=false",
	"fetch.recurseSubmodules=false",
	"push.recurseSubmodules=no",
	"push.gpgSign=false",
	"push.followTags=false",
	"commit.gpgSign=false",
	"gpg.program=false",
	"diff.external=",
	"gc.auto=0",
	"maintenance.auto=false",
	"http.lowSpeedLimit=1",
	"http.lowSpeedTime=30",
	"advice.detachedHead=false",
	"color.ui=false"
];
const ENVIRONMENT = [
	"PATH",
	"TMPDIR",
	"TZ",
	"SYSTEMROOT"
];
/** What reaching a remote may need: proxies, certificates, the person's ssh agent. */
const NETWORK$1 = [...[
	"HTTP_PROXY",
	"HTTPS_PROXY",
	"ALL_PROXY",
	"NO_PROXY",
	"http_proxy",
	"https_proxy",
	"all_proxy",
	"no_proxy"
], ...[
	"SSL_CERT_FILE",
	"SSL_CERT_DIR",
	"GIT_SSL_CAINFO",
	"CURL_CA_BUNDLE",
	"SSH_AUTH_SOCK"
]];
/** Attributes of our own outrank the tree's: bytes are taken as they are, no filter, no line-end change. */
const RAW_ATTRIBUTES = "* -text -filter -ident -working-tree-encoding\n";
const PLAIN = "plain";
const USER = "user";
function configuration(format, refStorage) {
	const extensions = [...format === "sha1" ? [] : [`\tobjectformat = ${format}`], ...refStorage === "files" ? [] : [`\trefstorage = ${refStorage}`]];
	const version = extensions.length === 0 ? 0 : 1;
	return `${[...[
		"[core]",
		`\trepositoryformatversion = ${version}`,
		"	bare = true",
		"	logAllRefUpdates = false"
	], ...version === 1 ? ["[extensions]", ...extensions] : []].join("\n")}\n`;
}
function makePrivateDirectory({ shallow, exclude }) {
	const directory = makeTemporaryFolder("git");
	for (const each of [directory, join(directory, PLAIN)]) {
		for (const name of [
			"refs",
			"objects/info",
			"info"
		]) mkdirSync(join(each, name), { recursive: true });
		writeFileSync(join(each, "HEAD"), "ref: refs/heads/none\n");
	}
	mkdirSync(join(directory, "home"));
	writeFileSync(join(directory, "info/attributes"), RAW_ATTRIBUTES);
	if (shallow) symlinkSync(shallow, join(directory, "shallow"));
	if (exclude && existsSync(exclude)) copyFileSync(exclude, join(directory, "info/exclude"));
	return directory;
}
/** Our own configuration, and the user's refs beside it: locks are taken where the user's own git takes them. */
function writeFormats(directory, commonDirectory, { format, refStorage }) {
	for (const each of [directory, join(directory, PLAIN)]) writeFileSync(join(each, "config"), configuration(format, "files"));
	const user = join(directory, USER);
	mkdirSync(join(user, "objects"), { recursive: true });
	const names = refStorage === "reftable" ? ["reftable"] : ["refs", "packed-refs"];
	for (const name of names) symlinkSync(join(commonDirectory, name), join(user, name));
	mkdirSync(join(user, "refs"), { recursive: true });
	writeFileSync(join(user, "HEAD"), "ref: refs/heads/none\n");
	writeFileSync(join(user, "config"), configuration(format, refStorage));
}
/** Opens the private directory. Throws only on a fault of the machine. */
function openSafeGit(place) {
	const directory = makePrivateDirectory(place);
	const environment = {
		HOME: join(directory, "home"),
		LC_ALL: "C",
		GIT_DIR: directory,
		GIT_OBJECT_DIRECTORY: join(place.commonDirectory, "objects"),
		GIT_CONFIG_NOSYSTEM: "1",
		GIT_CONFIG_GLOBAL: "/dev/null",
		GIT_ATTR_NOSYSTEM: "1",
		GIT_TERMINAL_PROMPT: "0",
		GIT_OPTIONAL_LOCKS: "0",
		GIT_NO_REPLACE_OBJECTS: "1",
		GIT_LITERAL_PATHSPECS: "1"
	};
	for (const name of [...ENVIRONMENT, ...NETWORK$1]) {
		const value = place.environment[name];
		if (value !== void 0) environment[name] = value;
	}
	const argv = (config, args) => [...[...SETTINGS, ...config].flatMap((setting) => ["-c", setting]), ...args];
	const running = /* @__PURE__ */ new Set();
	return {
		directory,
		plainDirectory: join(directory, PLAIN),
		refsDirectory: join(directory, USER),
		run: (args, options = {}) => {
			const env = {
				...environment,
				...options.env
			};
			const cwd = options.cwd ?? directory;
			return runGit(argv(options.config ?? [], args), {
				...options,
				env,
				cwd,
				running
			});
		},
		setFormats: (formats) => writeFormats(directory, place.commonDirectory, formats),
		start: (args, { env = {}, config = [], stderr = false } = {}) => spawn("git", argv(config, args), {
			env: {
				...environment,
				...env
			},
			cwd: directory,
			stdio: [
				"pipe",
				"pipe",
				stderr ? "pipe" : "ignore"
			]
		}),
		close() {
			for (const child of running) killGroup(child);
			rmSync(directory, {
				recursive: true,
				force: true
			});
		}
	};
}
function killGroup(child) {
	if (child.pid === void 0) return;
	try {
		process.kill(-child.pid, "SIGKILL");
	} catch (error) {
		if (error.code !== "ESRCH") throw error;
	}
}
function runGit(argv, options) {
	const { env, cwd, running, input, secret, silence, timeout = 6e4 } = options;
	const { maxOutput = 67108864 } = options;
	return new Promise((resolve, reject) => {
		const child = spawn("git", argv, {
			env,
			cwd,
			detached: true,
			stdio: [
				input === void 0 ? "ignore" : "pipe",
				"pipe",
				"pipe",
				...secret === void 0 ? [] : ["pipe"]
			]
		});
		running.add(child);
		const out = [];
		const err = [];
		let size = 0;
		let timedOut = false;
		const giveUp = () => {
			timedOut = true;
			killGroup(child);
		};
		const timer = setTimeout(giveUp, timeout);
		const unwatch = silence && child.pid ? watchSilence(child.pid, silence, giveUp) : () => void 0;
		const collect = (into) => (chunk) => {
			size += chunk.length;
			if (size > maxOutput) killGroup(child);
			else into.push(chunk);
		};
		child.stdout?.on("data", collect(out));
		child.stderr?.on("data", collect(err));
		child.on("error", (error) => {
			running.delete(child);
			clearTimeout(timer);
			unwatch();
			reject(error);
		});
		child.on("close", (code) => {
			running.delete(child);
			clearTimeout(timer);
			unwatch();
			resolve({
				code,
				stdout: Buffer.concat(out),
				stderr: Buffer.concat(err).toString("utf8"),
				timedOut
			});
		});
		feed(child.stdin, input);
		const pipe = child.stdio[3];
		if (secret !== void 0 && pipe && "write" in pipe) feed(pipe, secret);
	});
}
/** A process that ends without reading its input is no fault of ours: its exit code tells the story. */
function feed(stream, input) {
	if (!stream || input === void 0) return;
	stream.on("error", (error) => {
		if (error.code !== "EPIPE" && error.code !== "ECONNRESET") throw error;
	});
	stream.end(input);
}
/** The user's shared indexes (split index mode), which git looks for in its own directory. */
function linkSharedIndexes(directory, userGitDirectory) {
	for (const name of readdirSync(userGitDirectory)) {
		const link = join(directory, name);
		if (name.startsWith("sharedindex.") && !existsSync(link)) symlinkSync(join(userGitDirectory, name), link);
	}
}
/** Looks in each span of silence. */
const LOOKS = 4;
/**
* Calls `onSilence` once no process of the group has read, written or computed anything for `ms`. What an ssh client
* does counts for nothing: it keeps its own connection alive whether or not anyone speaks through it. Without /proc
* (macOS) nothing is ever silent. Answers how to end the watch.
*/
function watchSilence(group, ms, onSilence) {
	let last;
	let since = performance.now();
	const timer = setInterval(() => {
		const now = stampOf(group);
		if (now !== last || now === "") {
			last = now;
			since = performance.now();
		} else if (performance.now() - since >= ms) {
			clearInterval(timer);
			onSilence();
		}
	}, ms / LOOKS);
	timer.unref();
	return () => clearInterval(timer);
}
/** Changes with everything that the group does; empty where nothing can be known of it. */
function stampOf(group) {
	return [...readProcessTable().values()].filter((each) => each.group === group && !isSsh(each)).map(({ pid, cpuMs }) => `${pid} ${cpuMs} ${bytesOf(pid)}`).join("\n");
}
function isSsh({ pid }) {
	return readProc(pid, "comm").trim() === "ssh";
}
/** Bytes that passed through the process's calls to read and write. */
function bytesOf(pid) {
	return readProc(pid, "io").split("\n").slice(0, 2).join(" ");
}
function readProc(pid, file) {
	try {
		return readFileSync(`/proc/${pid}/${file}`, "latin1");
	} catch {
		return "";
	}
}

// src/engine/git/git-repository.ts
/** Settings of the user's that change how files on disk compare with the index; all are plain data. */
const PASSED_ON = [
	"core.filemode",
	"core.autocrlf",
	"core.eol",
	"core.ignorecase",
	"core.symlinks"
];
/** What the repository's own configuration says of how it is kept. */
function formatsOf(settings) {
	const format = setting(settings, "extensions.objectformat") ?? "sha1";
	const refStorage = setting(settings, "extensions.refstorage") ?? "files";
	if (format !== "sha1" && format !== "sha256") return {
		reason: "unknown-format",
		message: `the repository names its objects in the unknown format ${format}`
	};
	if (refStorage !== "files" && refStorage !== "reftable") return {
		reason: "unknown-format",
		message: `the repository keeps its refs in the unknown format ${refStorage}`
	};
	return {
		format,
		refStorage
	};
}
/** Opens the repository that holds the directory. */
async function openRepository(options) {
	const place = locateRepository(options.directory);
	if (!place) return {
		ok: false,
		reason: "not-a-repository",
		message: `no git repository at ${options.directory}`
	};
	const shallow = join(place.commonDirectory, "shallow");
	const git = openSafeGit({
		commonDirectory: place.commonDirectory,
		shallow: existsSync(shallow) ? shallow : void 0,
		exclude: join(place.commonDirectory, "info/exclude"),
		environment: options.environment ?? process.env
	});
	const environment = options.environment ?? process.env;
	const own = await readSettings(git, join(place.commonDirectory, "config"));
	const formats = formatsOf(own);
	if ("reason" in formats) {
		git.close();
		return {
			ok: false,
			...formats
		};
	}
	git.setFormats(formats);
	const personal = options.personal ?? true ? await readPersonalSettings(git, environment) : null;
	const settings = joinSettings(personal?.data ?? /* @__PURE__ */ new Map(), own);
	return {
		ok: true,
		value: makeRepository({
			place,
			git,
			settings,
			formats,
			conversion: new Conversion({
				git,
				objects: join(place.commonDirectory, "objects"),
				format: formats.format,
				settings: {
					lineEnds: lineEndsOf(settings),
					lfs: findLfs(environment.PATH, place.root)
				}
			}),
			credentialConfig: personal?.credentialConfig ?? [],
			excludesFile: personal && excludesFileOf(settings, environment),
			personalKey: personal && personalKeyOf(settings, environment)
		})
	};
}
function personalKeyOf(settings, environment) {
	const asked = setting(settings, "commit.gpgsign")?.toLowerCase() ?? "";
	if (![
		"true",
		"yes",
		"on",
		"1"
	].includes(asked)) return null;
	return {
		format: setting(settings, "gpg.format")?.toLowerCase() ?? "openpgp",
		key: setting(settings, "user.signingkey"),
		environment
	};
}
/** The file that git reads for a person beside the repository's own rules. */
function excludesFileOf(settings, environment) {
	const { HOME: home, XDG_CONFIG_HOME } = environment;
	const named = setting(settings, "core.excludesfile");
	if (named !== void 0) return home === void 0 ? named : named.replace(/^~(?=\/)/, home);
	if (home === void 0 && !XDG_CONFIG_HOME) return null;
	return join(XDG_CONFIG_HOME || join(home ?? "/", ".config"), "git/ignore");
}
/** Settings under which git writes other line ends than are committed; as they are by default they change nothing. */
function lineEndsOf(settings) {
	const autocrlf = setting(settings, "core.autocrlf")?.toLowerCase();
	const eol = setting(settings, "core.eol")?.toLowerCase();
	return [...autocrlf === "true" || autocrlf === "input" ? [`core.autocrlf=${autocrlf}`] : [], ...eol === "crlf" ? [`core.eol=${eol}`] : []];
}
function makeRepository({ place, git, settings, formats, conversion, credentialConfig, excludesFile, personalKey }) {
	const { format, refStorage } = formats;
	const reader = openReader(git);
	const objects = join(place.commonDirectory, "objects");
	let signer = null;
	const store = new GitStore({
		git,
		objects,
		format,
		reader
	});
	const refs = new GitRefs(git, place, refStorage);
	return {
		root: place.root,
		commonDirectory: place.commonDirectory,
		isShallow: () => existsSync(join(place.commonDirectory, "shallow")),
		settings,
		credentialConfig,
		conversion,
		hasExcludes: [join(place.commonDirectory, "info/exclude"), excludesFile ?? ""].some(hasRules),
		excludesFile,
		personalKey,
		store,
		git,
		resolve: async (ref) => isOid(ref) ? ref : refs.read(ref),
		resolvePrivate: (ref) => reader.locate(ref),
		async headRef() {
			const head = await refs.head();
			return head?.startsWith("refs/") ? head : null;
		},
		checkedOutAt: (ref) => checkedOutAt(place, refs, ref),
		async moveCheckout(way) {
			await store.flush();
			return moveCheckout({
				...place,
				git,
				conversion
			}, way);
		},
		promisor: promisorOf(settings),
		submodules: null,
		bringLacking(bring) {
			reader.lacking = bring;
		},
		async complete(commit) {
			if (!reader.lacking) return;
			await store.flush();
			for (let rounds = 0; rounds < MAX_TREE_DEPTH; rounds++) {
				const lacking = await lackingOf(git, commit);
				if (lacking.length === 0) return;
				await reader.lacking(lacking);
			}
		},
		commit: (request) => store.commit(signer ? {
			...request,
			sign: signer.sign
		} : request),
		async signWith(key) {
			await signer?.close();
			signer = await openSigner(key, git.directory);
		},
		async signedTag(fields) {
			if (!signer) return null;
			const plain = encodeTag(fields);
			return store.addTag(Buffer.concat([plain, Buffer.from(`${await signer.sign(plain)}\n`)]));
		},
		async peel(oid) {
			const object = await store.read(oid);
			if (object?.type !== "tag") return oid;
			return /^object ([0-9a-f]+)\n/.exec(object.data.toString("latin1"))?.[1] ?? oid;
		},
		flush: () => store.flush(),
		async swapRef(ref, from, to) {
			await store.flush();
			return refs.swap({
				name: ref,
				from,
				to
			});
		},
		dropRef: async (name, from) => (await refs.swap({
			name,
			from,
			to: null
		})).ok,
		...committedFiles(store),
		...historyOf(store, git),
		isClean: () => checkClean({
			git,
			place,
			settings,
			conversion,
			head: () => refs.read("HEAD")
		}),
		async close() {
			try {
				await store.flush();
			} finally {
				await Promise.all([
					reader.close(),
					refs.close(),
					store.close(),
					signer?.close()
				]);
				git.close();
			}
		}
	};
}
/** Folders below one another that a treeless clone is asked for, one round each. */
const MAX_TREE_DEPTH = 64;
async function lackingOf(git, commit) {
	const args = [
		"rev-list",
		"--objects",
		"--no-walk",
		"--no-object-names",
		"--missing=print",
		commit
	];
	const { code, stdout, stderr } = await git.run(args);
	if (code !== 0) throw new Error(`git rev-list failed: ${stderr.trim()}`);
	return stdout.toString("latin1").split("\n").filter((line) => line.startsWith("?")).map((line) => line.slice(1));
}
function promisorOf(settings) {
	const remote = [...settings.keys()].find((name) => /^remote\..*\.promisor$/.test(name) && setting(settings, name) === "true")?.slice(7, -9) ?? setting(settings, "extensions.partialclone");
	if (remote === void 0) return null;
	return {
		remote,
		filter: setting(settings, `remote.${remote}.partialclonefilter`) ?? "blob:none"
	};
}
/** git walks what is on disk, so all that was added is brought there first. */
function historyOf(store, git) {
	const parentsOf = parentReader(store, join(git.directory, "shallow"));
	return {
		async isAncestor(a, b) {
			await store.flush();
			return isAncestor(git, parentsOf, {
				a,
				b
			});
		},
		async mergeBase(a, b) {
			await store.flush();
			return mergeBase(git, a, b);
		},
		async log(range) {
			await store.flush();
			return log(git, store, range);
		}
	};
}
/** git puts a file of comments there by default. */
function hasRules(excludeFile) {
	if (!existsSync(excludeFile)) return false;
	return readFileSync(excludeFile, "utf8").split("\n").some((line) => line.trim() !== "" && !line.startsWith("#"));
}
/** History ends where the list of shallow commits says, though those commits name parents. */
function parentReader(store, shallowFile) {
	return async (oid) => {
		const { parents } = await readCommit(store, oid);
		if (parents.length === 0 || !existsSync(shallowFile)) return parents;
		const present = await Promise.all(parents.map((parent) => store.read(parent)));
		return parents.filter((_, at) => present[at]);
	};
}
/** The folder of the main or a linked work tree that has the ref checked out; null: none. */
async function checkedOutAt(place, refs, ref) {
	const linked = join(place.commonDirectory, "worktrees");
	const others = existsSync(linked) ? readdirSync(linked).map((name) => join(linked, name)) : [];
	const directories = [...place.bare ? [] : [place.gitDirectory, place.commonDirectory], ...others];
	for (const directory of directories) if (await refs.head(directory) === ref) return workTreeOf(place, directory);
	return null;
}
/** The work tree that a git directory belongs to; a linked one names it in its file `gitdir`. */
function workTreeOf(place, gitDirectory) {
	if (gitDirectory === place.gitDirectory) return place.root;
	const link = join(gitDirectory, "gitdir");
	return dirname(existsSync(link) ? readFileSync(link, "utf8").trim() : gitDirectory);
}
async function checkClean({ git, place, settings, conversion, head: readHead }) {
	const head = place.bare ? null : await readHead();
	if (head === null) return { clean: true };
	linkSharedIndexes(git.plainDirectory, place.gitDirectory);
	const passed = PASSED_ON.flatMap((name) => {
		const value = setting(settings, name);
		return value === void 0 ? [] : [`${name}=${value}`];
	});
	const attributes = join(place.commonDirectory, "info/attributes");
	const config = [
		...passed,
		...conversion.config,
		...existsSync(attributes) ? [`core.attributesFile=${attributes}`] : []
	];
	const env = {
		...conversion.env,
		GIT_DIR: git.plainDirectory,
		GIT_INDEX_FILE: join(place.gitDirectory, "index"),
		GIT_WORK_TREE: place.root
	};
	const args = [
		"diff",
		"--name-only",
		"-z",
		"--no-renames",
		"--ignore-submodules=all",
		"--no-ext-diff",
		"--no-textconv",
		head,
		"--"
	];
	const { code, stdout, stderr } = await git.run(args, {
		env,
		config,
		cwd: place.root
	});
	if (code !== 0) throw new Error(`git diff failed: ${stderr.trim()}`);
	const paths = stdout.toString("utf8").split("\0").filter(Boolean);
	return paths.length === 0 ? { clean: true } : {
		clean: false,
		paths
	};
}
function committedFiles(store) {
	const readBlob = async (oid) => {
		const object = await store.read(oid);
		return object?.type === "blob" ? object.data : null;
	};
	return {
		async readFile(commit, path) {
			const found = await store.standing(commit, path);
			return found && found !== "folder" ? readBlob(found.oid) : null;
		},
		readBlob,
		async entry(commit, path) {
			const standing = await store.standing(commit, path);
			if (standing !== "folder") return standing;
			const found = await entryAt(store, await treeOf$1(store, commit), path);
			return found && {
				oid: found.oid,
				mode: found.mode
			};
		},
		list: (commit, directory) => store.list(commit, directory),
		changedPaths: async (from, to) => [...(await diffTrees(store, await treeOf$1(store, from), await treeOf$1(store, to))).keys()].sort()
	};
}
/** For git to write what differs (ms). */
const TIMEOUT_MS = 6e5;
/**
* Takes index and files of the person's checkout from one commit to another, as `git merge --ff-only` does, without the
* repository's hooks and filters. git refuses where a file that was changed, or that nobody tracks, would be lost; `dry`
* only asks. Answers what stands against it, or null.
*/
async function moveCheckout({ git, conversion, gitDirectory, commonDirectory, root }, { from, to, dry }) {
	const attributes = join(commonDirectory, "info/attributes");
	const options = {
		env: {
			...conversion.env,
			GIT_DIR: git.plainDirectory,
			GIT_INDEX_FILE: join(gitDirectory, "index"),
			GIT_WORK_TREE: root
		},
		config: [...conversion.config, ...existsSync(attributes) ? [`core.attributesFile=${attributes}`] : []],
		cwd: root,
		timeout: TIMEOUT_MS
	};
	await git.run([
		"update-index",
		"-q",
		"--refresh"
	], options);
	const move = [
		"read-tree",
		"-m",
		"-u",
		...dry ? ["-n"] : [],
		from,
		to
	];
	const { code, stderr } = await git.run(move, options);
	return code === 0 ? null : firstLine(stderr);
}
function firstLine(stderr) {
	return stderr.split("\n").map((line) => line.trim()).find((line) => line !== "")?.replace(/^(?:error|fatal): /, "") ?? "git gave no reason";
}

// src/engine/inbox/peer-proof.ts
/**
* Nothing approves itself: a program that an agent started runs as the same person as the engine, may open the same
* socket, and must still decide nothing. So the caller holds a file open that was made for this one connection, and
* says its process id; the engine sees in /proc that the process has it, and that no agent of its own is above it.
*/
const CAN_PROVE = process.platform === "linux";
/** Makes the file that the next caller is to hold. */
function makeChallenge(folder) {
	const path = join(folder, `${process.pid}.${randomBytes(16).toString("hex")}`);
	writeFileSync(path, "", {
		mode: 384,
		flag: "wx"
	});
	return path;
}
function dropChallenge(path) {
	rmSync(path, { force: true });
}
/** Held by the caller until it has its answer; the answer lets it go. */
function holdChallenge(path) {
	const descriptor = openSync(path, "r");
	return () => closeSync(descriptor);
}
/** Why this process may not command, or null. */
function peerProblem(pid, challenge) {
	if (pid === null || !holds(pid, challenge)) return "the caller did not show which process it is";
	const mark = engineMark();
	const seen = /* @__PURE__ */ new Set();
	for (let at = pid; at > 1 && !seen.has(at);) {
		seen.add(at);
		if (at === process.pid || startedWith(at, mark)) return "an agent of this run gave it, and nothing that runs for a milestone decides on it";
		at = readProcess(at)?.parent ?? 0;
	}
	return null;
}
/**
* Whether the process belongs to a session, such as a terminal's, that was there before this engine: nothing that the
* engine started can join one. This tells where agents could reach the socket and hide what they came from.
*/
function isOfEarlierSession(pid) {
	const own = readProcess(process.pid);
	const session = pid === null ? void 0 : readProcess(pid)?.session;
	if (!own || !session || session === own.session) return false;
	const leader = readProcess(session);
	return leader !== null && leader.session === session && leader.start < own.start;
}
function holds(pid, path) {
	const folder = `/proc/${pid}/fd`;
	try {
		return readdirSync(folder).some((name) => linkOf(join(folder, name)) === path);
	} catch {
		return false;
	}
}
function linkOf(path) {
	try {
		return readlinkSync(path);
	} catch {
		return null;
	}
}

// src/engine/inbox/inbox-client.ts
/** A run that carries out a command answers when it is saved, which a slow disk delays; one that hangs never does (ms). */
const ANSWER_MS = 6e4;
/** A look at what is under way is not worth waiting for (ms). */
const LOOK_MS = 1500;
/** Gives a command to the engine of this process id. null: nobody listens there. */
async function giveCommand(folder, pid, request) {
	return withLines(folder, pid, async (lines, send) => {
		const greeting = await lines.next(LOOK_MS);
		if (!greeting) return null;
		const release = greeting.challenge === null ? () => void 0 : holdChallenge(greeting.challenge);
		try {
			send({
				ask: "command",
				pid: process.pid,
				...request
			});
			const answer = await lines.next(ANSWER_MS);
			if (answer) return answer;
			return {
				ok: false,
				problems: [{
					message: `process ${pid} took the command and ended without an answer`,
					remedy: "see `milestone status` for what came of it"
				}]
			};
		} finally {
			release();
		}
	});
}
/** What the engine knows beyond its branch at this moment. null: nobody listens there. */
function lookInside(folder, pid) {
	return withLines(folder, pid, async (lines, send) => {
		if (!await lines.next(LOOK_MS)) return null;
		send({ ask: "watch" });
		return await lines.next(LOOK_MS);
	});
}
/**
* Tells of each piece of news until the engine ends or `signal` aborts. Answers whether anybody was there.
*/
async function watchInside(folder, pid, { told, signal }) {
	return await withLines(folder, pid, async (lines, send, socket) => {
		const stop = () => void socket.destroy();
		signal.addEventListener("abort", stop, { once: true });
		if (signal.aborted) stop();
		if (!await lines.next(LOOK_MS)) return null;
		send({ ask: "watch" });
		for (let news = await lines.next(null); news; news = await lines.next(null)) told(news);
		signal.removeEventListener("abort", stop);
		return true;
	}) ?? false;
}
async function withLines(folder, pid, talk) {
	const place = await socketPath(folder, pid).catch(() => null);
	if (!place) return null;
	const socket = connect(place.path);
	try {
		return await talk(linesOf$1(socket), (value) => socket.write(`${JSON.stringify(value)}\n`), socket);
	} finally {
		socket.destroy();
		await place.close();
	}
}
function linesOf$1(socket) {
	const values = [];
	let text = "";
	let over = false;
	let wake = () => void 0;
	const end = () => {
		over = true;
		wake();
	};
	socket.setEncoding("utf8");
	socket.on("data", (chunk) => {
		const parts = (text + chunk).split("\n");
		text = parts.pop();
		for (const part of parts) {
			const value = parsed(part);
			if (value === void 0) socket.destroy();
			else values.push(value);
		}
		wake();
	});
	socket.on("error", end);
	socket.on("close", end);
	return { async next(ms) {
		if (values.length === 0 && !over) await new Promise((resolve) => {
			const timer = ms === null ? void 0 : setTimeout(resolve, ms);
			wake = () => {
				if (values.length === 0 && !over) return;
				clearTimeout(timer);
				resolve();
			};
		});
		return values.shift() ?? null;
	} };
}
function parsed(line) {
	try {
		return JSON.parse(line);
	} catch {
		return;
	}
}

// src/engine/inbox/inbox-server.ts
const MOST_CALLERS = 32;
/** A caller that says nothing within this time is let go (ms). */
const SILENCE_MS = 5e3;
/** A watcher that does not read is let go before it costs more memory than this (bytes). */
const MOST_UNREAD = 4194304;
/**
* Listens in the folder, which nobody but its owner may enter. null where there is no such thing (a path too long for a
* socket): then a running milestone is as deaf as it was before there were inboxes. Never throws.
*/
async function openInbox(folder, handlers) {
	const callers = /* @__PURE__ */ new Set();
	const server = createServer((socket) => {
		if (callers.size >= MOST_CALLERS) {
			socket.destroy();
			return;
		}
		const caller = new Caller(socket, folder, handlers);
		callers.add(caller);
		socket.on("close", () => callers.delete(caller));
	});
	const place = await listen(server, folder).catch(() => null);
	if (!place) return null;
	server.unref();
	return {
		publish(news) {
			for (const caller of callers) caller.tell(news);
		},
		async close() {
			for (const caller of callers) caller.leave();
			await new Promise((resolve) => server.close(() => resolve()));
			await place.close();
		}
	};
}
async function listen(server, folder) {
	prepareFolder(folder);
	const place = await socketPath(folder, process.pid);
	if (!place) return null;
	rmSync(join(folder, socketName(process.pid)), { force: true });
	await new Promise((resolve, reject) => {
		server.once("error", reject);
		server.listen(place.path, resolve);
	});
	chmodSync(join(folder, socketName(process.pid)), 384);
	server.on("error", () => void 0);
	return place;
}
/** One connection. Whatever it sends, it can end only itself. */
var Caller = class {
	#socket;
	#handlers;
	#challenge = null;
	#watches = false;
	#asked = false;
	constructor(socket, folder, handlers) {
		this.#socket = socket;
		this.#handlers = handlers;
		socket.unref();
		socket.on("error", () => socket.destroy());
		socket.on("close", () => this.#dropChallenge());
		socket.setTimeout(SILENCE_MS, () => {
			if (!this.#asked) socket.destroy();
		});
		try {
			if (CAN_PROVE) this.#challenge = makeChallenge(folder);
		} catch {
			socket.destroy();
			return;
		}
		const greeting = {
			milestone: handlers.milestone,
			pid: process.pid,
			challenge: this.#challenge
		};
		this.#say(greeting);
		this.#listen();
	}
	tell(news) {
		if (this.#watches) this.#say(news);
	}
	/** What was said goes out; the caller has a moment to read it. */
	leave() {
		this.#socket.end();
		this.#socket.setTimeout(500, () => this.#socket.destroy());
	}
	#listen() {
		let text = "";
		this.#socket.setEncoding("utf8");
		this.#socket.on("data", (chunk) => {
			if (this.#asked) return;
			text += chunk;
			const end = text.indexOf("\n");
			if (end < 0) {
				if (text.length > 65536) this.#socket.destroy();
				return;
			}
			this.#asked = true;
			this.#answer(text.slice(0, end));
		});
	}
	async #answer(line) {
		const parsed = line.length > 65536 ? {
			ok: false,
			problem: "the request is too long"
		} : parseRequest(line);
		if (!parsed.ok) return this.#refuse(parsed.problem);
		const { request, pid } = parsed;
		if (request.ask === "watch") {
			this.#watches = true;
			return this.#say(this.#handlers.snapshot());
		}
		const problem = this.#challenge === null ? null : peerProblem(pid, this.#challenge);
		if (problem) return this.#refuse(problem);
		if (opens(request.command) && !isOfEarlierSession(pid) && !await this.#handlers.isHidden()) return this.#refuse("this run has no sandbox, so that a command from a terminal opened since cannot be told from an agent's", `give it in a terminal that was open before the run, or after \`milestone pause ${this.#handlers.milestone}\``);
		this.#say(await this.#handlers.command(request));
		this.#socket.end();
	}
	#refuse(message, remedy = "give the command with `milestone` in a terminal of your own") {
		const answer = {
			ok: false,
			problems: [{
				message,
				remedy
			}]
		};
		this.#say(answer);
		this.#socket.end();
	}
	#say(value) {
		if (this.#socket.destroyed) return;
		if (this.#socket.writableLength > MOST_UNREAD) this.#socket.destroy();
		else this.#socket.write(`${JSON.stringify(value)}\n`);
	}
	#dropChallenge() {
		if (this.#challenge !== null) dropChallenge(this.#challenge);
		this.#challenge = null;
	}
};
/** Whether it goes past a gate, a question or a limit: what sends work back, or stops it, is no gain to an agent. */
function opens(command) {
	if (command.command === "retry") return Object.values(command.raise).some((each) => each !== void 0);
	return command.command !== "reject" && command.command !== "sync";
}

// src/engine/inbox/inbox-port.ts
/** The inboxes of the engines that work in one clone. */
function inboxPort(commonDirectory) {
	const folder = inboxFolder(commonDirectory);
	return {
		open: (handlers) => openInbox(folder, handlers),
		give: (pid, request) => giveCommand(folder, pid, request),
		look: (pid) => lookInside(folder, pid),
		watch: (pid, watcher) => watchInside(folder, pid, watcher)
	};
}

// src/engine/sandbox/bubblewrap.ts
/** The argument list of bubblewrap before the program's own. It takes each folder from the machine as it was before. */
function bubblewrapArgv(program, places, cwd) {
	const mounts = orderedPlaces(places).flatMap(({ path, kind, isFolder, from = path }) => {
		switch (kind) {
			case "hidden":
				if (!existsSync(path)) return [];
				return isFolder ? ["--tmpfs", path] : [
					"--ro-bind",
					"/dev/null",
					path
				];
			case "readable": return places.restReadOnly || places.hidden.some((folder) => path.startsWith(`${folder}/`)) ? [
				"--ro-bind",
				path,
				path
			] : [];
			case "writable": return [
				"--bind",
				from,
				path
			];
			default: return kind;
		}
	});
	return [
		program,
		...[
			places.restReadOnly ? "--ro-bind" : "--bind",
			"/",
			"/"
		],
		...[
			"--dev-bind",
			"/dev",
			"/dev"
		],
		...["--proc", "/proc"],
		...mounts,
		...[
			"--unshare-pid",
			"--unshare-ipc",
			"--die-with-parent",
			"--cap-drop",
			"ALL"
		],
		...["--chdir", cwd],
		"--"
	];
}

// src/engine/sandbox/perl-stage.ts
/** Numbers of unshare(2), mount(2), prctl(2), setgroups(2), setresgid(2), setresuid(2), capset(2) and fchownat(2). */
const GENERIC = "97,40,167,159,149,147,91,54";
const SYSCALLS = {
	x64: "272,165,157,116,119,117,126,260",
	arm64: GENERIC,
	riscv64: GENERIC
};
/** Whether one program can do all of a stage here. */
function canStageByPerl() {
	return SYSCALLS[process.arch] !== void 0;
}
/**
* The stage as one program, where there is perl (which Debian and Ubuntu always have): as shell, unshare, mount, find and
* setpriv one after the other it takes some ten starts of programs, each of which costs more than all of their work.
*/
function perlStage(stage) {
	const { user, handed = [], names, argv, cwd, inUserNamespace, keepsRootsRights = false } = stage;
	const steps = stageSteps(stage).flatMap(stepArguments);
	return [
		...[
			"/usr/bin/perl",
			"-e",
			PERL,
			SYSCALLS[process.arch]
		],
		...[inUserNamespace ? "1" : "", user ? `${user.uid},${user.gid}` : ""],
		keepsRootsRights ? rightsOverUs().map(([, number]) => number).join(",") : "",
		...[
			cwd,
			`${handed.length}`,
			...handed,
			`${names.length}`,
			...names,
			...steps,
			"run",
			...argv
		]
	];
}
function stepArguments(step) {
	switch (step.step) {
		case "overlay": return [
			"overlay",
			step.at,
			step.options,
			step.volatile ?? ""
		];
		case "open": return [
			"open",
			`${step.fd}`,
			step.path
		];
		case "coverFolder":
		case "coverFile": return [step.step, step.at];
		case "bindFile": return [
			"bindFile",
			step.from,
			step.at
		];
		case "show": return [...[
			"show",
			`${step.fd}`,
			step.at
		], ...[step.create ? step.isFolder ? "folder" : "file" : "", step.readOnly ? "ro" : ""]];
		case "readOnly": return ["readOnly", step.at];
		default: return step;
	}
}
/**
* No module is loaded, as the least perl has none. A flag that a mount has and that has no number here ends it: made
* read-only it could lose that flag.
*/
const PERL = String.raw`
use strict;
my ($numbers, $in_user_namespace, $user, $rights, $cwd) = splice @ARGV, 0, 5;
my ($UNSHARE, $MOUNT, $PRCTL, $SETGROUPS, $SETRESGID, $SETRESUID, $CAPSET, $FCHOWNAT) = map { $_ + 0 } split /,/, $numbers;
my @handed = splice @ARGV, 0, shift @ARGV;
my @names = splice @ARGV, 0, shift @ARGV;
my ($ro, $nosuid, $nodev, $noexec, $remount, $bind, $rec, $private) = (1, 2, 4, 8, 32, 4096, 16384, 262144);
my %flags = (ro => 1, rw => 0, nosuid => 2, nodev => 4, noexec => 8, nosymfollow => 256, noatime => 1024,
  nodiratime => 2048, relatime => 2097152);
my %open;
sub held { my ($what, $result) = @_; $result == 0 or die "$what: $!\n" }
sub put {
  my ($path, $text) = @_;
  open my $file, ">", $path or die "$path: $!\n";
  defined syswrite $file, $text or die "$path: $!\n";
}
sub mounted {
  my ($from, $at, $type, $flags, $data) = @_;
  # Copies, as perl lets no call have what could not be written.
  syscall($MOUNT, my $a = $from, my $b = $at, my $c = $type, $flags + 0, defined $data ? my $d = $data : 0) == 0;
}
sub mount { mounted(@_) or die "mount $_[1]: $!\n" }
sub cover { my $at = $_[1]; ! -e $at or mounted(@_) or ! -e $at or die "cover $at: $!\n" }
sub read_only {
  my ($at) = @_;
  my $options;
  open my $table, "<", "/proc/self/mountinfo" or die "mountinfo: $!\n";
  while (<$table>) {
    my @fields = split / /;
    $fields[4] =~ s/\\([0-7]{3})/chr oct $1/ge;
    # Of several mounts at one path the last is the one that is seen.
    $options = $fields[5] if $fields[4] eq $at;
  }
  close $table;
  defined $options or die "$at is no mount\n";
  my $flags = $remount | $bind | $ro;
  for (split /,/, $options) { exists $flags{$_} or die "$at: $_?\n"; $flags |= $flags{$_} }
  mount("none", $at, "none", $flags);
}
sub folders { my ($path) = @_; my $made = ""; for (grep { length } split m{/}, $path) { $made .= "/$_"; mkdir $made } }

# A file with several names may be another's, so it changes hands only where it was made by that user itself.
my $is_deep;
sub hand {
  my ($path, $uid, $gid, $device) = @_;
  my @found = lstat $path or return $!+0 == 36 ? $is_deep = 1 : die "$path: $!\n";
  my $is_folder = -d _;
  return if defined $device && $found[0] != $device;
  if ($found[4] != $uid && ($is_folder || $found[3] == 1)) {
    held("chown $path", syscall($FCHOWNAT, -100, my $a = $path, $uid, $gid, 256));
  }
  return if !$is_folder;
  opendir my $folder, $path or die "$path: $!\n";
  my @inside = grep { $_ ne "." && $_ ne ".." } readdir $folder;
  closedir $folder;
  hand("$path/$_", $uid, $gid, $found[0]) for @inside;
}

sub set_up {
  # Its end is that of all others, however the engine's side of it ends.
  held("prctl", syscall($PRCTL, 1, 9, 0, 0, 0));
  mount("proc", "/proc", "proc", $nosuid | $nodev | $noexec);
  if (length $user) {
    my ($uid, $gid) = map { $_ + 0 } split /,/, $user;
    hand($_, $uid, $gid) for @handed;
    # Paths that are longer than the system takes.
    system("find", @handed, qw{-xdev ( -type d -o -links 1 ) ! -uid}, $uid, qw{-exec chown -h}, "$uid:$gid", "{}", "+") == 0
      or die "chown failed\n" if $is_deep;
  }
  while ((my $step = shift @ARGV) ne "run") {
    if ($step eq "overlay") {
      my ($at, $options, $mark) = splice @ARGV, 0, 3;
      if (length $mark) { unlink "$mark/volatile/dirty"; rmdir "$mark/volatile"; rmdir $mark }
      mount("milestone", $at, "overlay", 0, $options);
    }
    elsif ($step eq "open") {
      my ($number, $path) = splice @ARGV, 0, 2;
      sysopen $open{$number}, $path, 010000000 or die "open $path: $!\n"; # O_PATH
    }
    elsif ($step eq "coverFolder") { cover("milestone", shift @ARGV, "tmpfs", $nosuid | $nodev, "mode=755,size=4m") }
    elsif ($step eq "coverFile") { cover("/dev/null", shift @ARGV, "none", $bind) }
    elsif ($step eq "bindFile") { my ($from, $at) = splice @ARGV, 0, 2; mount($from, $at, "none", $bind) }
    elsif ($step eq "show") {
      my ($number, $at, $create, $readable) = splice @ARGV, 0, 4;
      folders($create eq "folder" ? $at : $at =~ s{/[^/]*$}{}r) if $create;
      if ($create eq "file") { sysopen my $file, $at, 0101, 0644 or die "create $at: $!\n" }
      mount("/proc/self/fd/" . fileno $open{$number}, $at, "none", $bind | $rec);
      read_only($at) if $readable;
    }
    elsif ($step eq "readOnly") { read_only(shift @ARGV) }
    else { die "$step?\n" }
  }
  %open = ();
  chdir $cwd or die "$cwd: $!\n";
}

sub drop_rights {
  if (length $rights) { held("capability $_", syscall($PRCTL, 24, $_ + 0, 0, 0, 0)) for split /,/, $rights }
  else {
    for my $right (0 .. 63) { syscall($PRCTL, 24, $right, 0, 0, 0) == 0 or $!+0 == 22 && $right > 30 or die "capability $right: $!\n" }
    held("ambient", syscall($PRCTL, 47, 4, 0, 0, 0));
    if (length $user) {
      my ($uid, $gid) = map { $_ + 0 } split /,/, $user;
      held("setgroups", syscall($SETGROUPS, 0, 0));
      held("setresgid", syscall($SETRESGID, $gid, $gid, $gid));
      held("setresuid", syscall($SETRESUID, $uid, $uid, $uid));
    }
    held("capset", syscall($CAPSET, my $head = pack("LL", 0x20080522, 0), my $none = pack("L6", (0) x 6)));
  }
  held("no_new_privs", syscall($PRCTL, 38, 1, 0, 0, 0));
}

sub failed { print STDERR $@, "${STAGE_FAILED}\n"; exit ${125} }

eval {
  my ($uid, $gid) = ($> + 0, $) + 0);
  held("unshare", syscall($UNSHARE, 0x28020000 | ($in_user_namespace ? 0x10000000 : 0)));
  if ($in_user_namespace) {
    put("/proc/self/setgroups", "deny");
    put("/proc/self/uid_map", "$uid $uid 1\n");
    put("/proc/self/gid_map", "$gid $gid 1\n");
  }
  mount("none", "/", "none", $rec | $private);
} or failed();

my $first = fork;
defined $first or failed();
if ($first) {
  # The signals of the group are for the program.
  @SIG{qw(INT TERM HUP)} = ("IGNORE") x 3;
  waitpid $first, 0;
  exit($? & 127 ? 128 + ($? & 127) : $? >> 8);
}

# The first process of a namespace heeds no signal that it does not ask for. As it keeps its own rights, nothing inside can
# signal or trace it.
eval { set_up(); 1 } or failed();
my $program = fork;
defined $program or failed();
if ($program) {
  my $ended;
  do { $ended = waitpid -1, 0 } until $ended == $program || $ended < 0;
  exit($? & 127 ? 128 + ($? & 127) : $? >> 8);
}
eval { drop_rights(); 1 } or failed();
my %given = map { ($names[$_], $ENV{"_milestone_$_"}) } 0 .. $#names;
%ENV = %given;
exec { $ARGV[0] } @ARGV;
print STDERR "$ARGV[0]: $!\n";
exit($!+0 == 2 ? 127 : 126);
`;

// src/engine/sandbox/seatbelt.ts
/** A profile for macOS's sandbox-exec: of all rules that fit a path the last one holds. */
function seatbeltProfile(places) {
	const rules = orderedPlaces(places).map(({ path, kind, isFolder }) => {
		const where = `(${isFolder ? "subpath" : "literal"} ${JSON.stringify(path)})`;
		switch (kind) {
			case "hidden": return `(deny file-read* file-write* ${where})`;
			case "readable": return `(allow file-read* ${where})`;
			case "writable": return `(allow file-read* file-write* ${where})`;
			default: return kind;
		}
	});
	return [
		"(version 1)",
		"(allow default)",
		"(deny mach-priv*)",
		"(deny process-info* (target others))",
		"(allow process-info* (target same-sandbox))",
		...places.restReadOnly ? ["(deny file-write* (subpath \"/\"))", "(allow file-write* (subpath \"/dev\"))"] : [],
		...rules
	].join("\n");
}

// src/engine/sandbox/sandbox.ts
/** Kinds that can mount an overlay. */
const OVERLAY_KINDS = [
	"sudo",
	"root",
	"unshare"
];
/** Kinds that can show a folder at another path than its own. */
const PLACING_KINDS = [
	"sudo",
	"root",
	"bubblewrap",
	"unshare"
];
/** A user that no system gives to anybody: below those of containers' users, above those of people and services. */
const OWN_USER = {
	uid: 60570,
	gid: 60570
};
/** Tries each kind by doing exactly what is done later, and takes the first that holds. */
async function openSandbox(options) {
	const reasons = [];
	for (const kind of options.kinds ?? kindsHere(options)) {
		let trouble = await refuseKind(kind, options);
		for (const stager of trouble === null ? stagersOf(kind, options) : []) {
			const made = makeSandbox(kind, options, stager);
			trouble = await probe(made, options);
			if (trouble === null) return {
				sandbox: made,
				reasons
			};
		}
		reasons.push(`${kind}: ${trouble}`);
	}
	return {
		sandbox: null,
		reasons
	};
}
function kindsHere({ asPerson, mayUseSudo }) {
	if (process.platform === "darwin") return ["seatbelt"];
	if (process.platform !== "linux") return [];
	if (process.getuid?.() === 0) return asPerson ? ["root"] : ["root", "user"];
	return [
		...mayUseSudo ? ["sudo"] : [],
		"bubblewrap",
		"unshare"
	];
}
/** Why a kind need not be tried; null where it is worth a try. */
async function refuseKind(kind, { asPerson, places }) {
	switch (kind) {
		case "sudo": return await canLaunchByRoot() ? null : "sudo asks for a password, or is not there";
		case "bubblewrap":
		case "unshare": return asPerson ? null : powerfulGroup(places);
		case "root":
		case "user":
		case "seatbelt": return null;
		default: return kind;
	}
}
/** Kinds that mount nothing by themselves are tried once. */
function stagersOf(kind, { stagers }) {
	if (!OVERLAY_KINDS.includes(kind)) return ["shell"];
	return stagers ?? (canStageByPerl() ? ["perl", "shell"] : ["shell"]);
}
function makeSandbox(kind, options, stager) {
	switch (kind) {
		case "sudo":
		case "root": return {
			kind,
			open: (own) => byNamespaces({
				kind,
				stager,
				...options
			}, own),
			...options.asPerson ? KEPT : handing(kind)
		};
		case "unshare": return {
			kind,
			open: (own) => byNamespaces({
				kind,
				stager,
				...options
			}, own),
			...KEPT
		};
		case "bubblewrap": return {
			kind,
			open: (own) => byBubblewrap(options, own),
			...KEPT
		};
		case "user": return {
			kind,
			open: (own) => byUser(options, own),
			...KEPT
		};
		case "seatbelt": return {
			kind,
			open: (own) => bySeatbelt(options, own),
			...KEPT
		};
		default: return kind;
	}
}
/** What runs inside is who the engine is. */
const KEPT = {
	hand: () => Promise.resolve(),
	takeBack: () => Promise.resolve()
};
function handing(kind) {
	return {
		async hand(folder) {
			const trouble = await changeHands([folder], OWN_USER, kind === "sudo");
			if (trouble !== null) throw new Error(`${folder} could not be given to the sandbox's user: ${trouble}`);
		},
		takeBack: (folder) => kind === "sudo" ? takeBack([folder]) : Promise.resolve()
	};
}
/** The namespaces themselves, and a first process in them that can see to the rest. `--kill-child`: all end with unshare. */
const UNSHARE = [
	"--mount",
	"--pid",
	"--ipc",
	"--fork",
	"--kill-child",
	"--mount-proc",
	"--"
];
function byNamespaces({ kind, stager, ...options }, own) {
	const user = kind === "unshare" || options.asPerson || own.isUsersOwn ? void 0 : OWN_USER;
	const accounts = user && accountFiles(options.scratch, user);
	const self = kind === "sudo" && !user ? {
		uid: process.getuid(),
		gid: process.getgid()
	} : void 0;
	const unshare = kind === "unshare" ? [
		"/usr/bin/unshare",
		"--user",
		"--map-current-user",
		"--keep-caps",
		...UNSHARE
	] : ["/usr/bin/unshare", ...UNSHARE];
	return {
		byRoot: kind === "sudo",
		ownsProcesses: true,
		enter({ argv, cwd: folder, env }) {
			const cwd = shownAt(own, folder);
			const { outer, names, last } = carry(env, SYSTEM_PATH);
			const places = withOwn(options.places, own);
			const stage = {
				places: user ? opened(places, cwd) : places,
				cwd,
				...own.overlay ? { overlay: own.overlay } : {},
				...user ? {
					user,
					handed: ownedBy(own),
					accounts
				} : {},
				...self ? { user: self } : {},
				keepsRootsRights: kind === "root" && options.asPerson
			};
			if (stager === "perl") return {
				argv: perlStage({
					...stage,
					inUserNamespace: kind === "unshare",
					names,
					argv
				}),
				cwd: "/",
				env: outer
			};
			const shell = [
				"bash",
				"--noprofile",
				"--norc",
				"-c",
				stageScript(stage),
				"milestone"
			];
			return {
				argv: [
					...unshare,
					...shell,
					"/bin/sh",
					"-c",
					last,
					"milestone",
					...argv
				],
				cwd: "/",
				env: outer
			};
		},
		leave: () => kind === "sudo" && user ? takeBack(ownedBy(own)) : Promise.resolve()
	};
}
/** What is written in an overlay lies in its upper folder. */
function ownedBy({ writable, overlay }) {
	if (!overlay) return writable;
	const { files, work } = overlay.upper ?? {};
	const upper = [files, work].filter((each) => each !== void 0);
	return [...writable.filter((folder) => folder !== overlay.at), ...upper];
}
function shownAt({ placed }, folder) {
	return placed?.from === folder ? placed.at : folder;
}
function withOwn(places, { writable, readable = [], placed }) {
	return {
		...places,
		...placed ? { placed } : {},
		readable: [...places.readable, ...readable],
		writable: [...places.writable, ...writable]
	};
}
/** A user of its own writes what it was given and what is open to everybody, and must come through to its places. */
function opened(places, cwd) {
	const needed = [
		...places.writable,
		...places.readable,
		...places.placed ? [places.placed.at] : [],
		cwd
	];
	return {
		...places,
		hidden: [...places.hidden, ...closedFolders(needed)]
	};
}
/** The system's lists with a line for the user inside, as many programs ask for their user's name. */
function accountFiles(scratch, { uid, gid }) {
	const files = {
		passwd: join(scratch, "passwd"),
		group: join(scratch, "group")
	};
	const write = (path, from, line) => writeFileSync(path, `${readFileSync(from, "utf8").trimEnd()}\n${line}\n`, { mode: 420 });
	write(files.passwd, "/etc/passwd", `milestone:x:${uid}:${gid}:milestone:/tmp:/bin/bash`);
	write(files.group, "/etc/group", `milestone:x:${gid}:`);
	return files;
}
/** Nothing runs any more that could stand in the way; what is not had back cannot be read, which is told where it is. */
async function takeBack(folders) {
	await changeHands(folders, {
		uid: process.getuid(),
		gid: process.getgid()
	}, true);
}
/** Answers what went wrong, or null. */
async function changeHands(folders, to, byRoot) {
	const confinement = {
		byRoot,
		ownsProcesses: false,
		enter: (program) => program,
		leave: () => Promise.resolve()
	};
	const script = changeOwner(folders, to.uid, to.gid);
	const { reason, exitCode, tail } = await runProcess({
		argv: [
			"/bin/sh",
			"-c",
			script
		],
		cwd: "/",
		env: { PATH: SYSTEM_PATH },
		confinement
	}).outcome;
	if (reason === "exited" && exitCode === 0) return null;
	return tail.trim().split("\n").at(-1) || `it ended with ${exitCode ?? reason}`;
}
function byBubblewrap(options, own) {
	const places = withOwn(options.places, own);
	return {
		byRoot: false,
		ownsProcesses: true,
		enter({ argv, cwd, env }) {
			const { outer, last } = carry(env, options.path, true);
			return {
				argv: [
					...[
						"/bin/sh",
						"-c",
						`trap "" TERM INT HUP; exec "$@"`,
						"milestone"
					],
					...bubblewrapArgv("bwrap", places, shownAt(own, cwd)),
					...[
						"/bin/sh",
						"-c",
						last,
						"milestone",
						...argv
					]
				],
				cwd: "/",
				env: outer
			};
		},
		leave: () => Promise.resolve()
	};
}
let users = 0;
/** Each program has a user of its own, so that whatever it leaves running can be told and ended by that. */
function byUser(options, own) {
	const id = OWN_USER.uid + 1 + users++ % 64;
	const user = own.isUsersOwn ? void 0 : {
		uid: id,
		gid: id
	};
	const asUser = ["/bin/sh", "-c"];
	return {
		byRoot: false,
		ownsProcesses: false,
		enter({ argv, cwd, env }) {
			const { outer, last } = carry(env, SYSTEM_PATH);
			const script = [...orFail([
				...user ? [changeOwner(own.writable, user.uid, user.gid)] : [],
				...user ? own.writable.map((folder) => `chmod go-rwx ${quoted$1(folder)}`) : [],
				...passable(options.places, own).map((folder) => `chmod go=x ${quoted$1(folder)}`),
				`cd ${quoted$1(cwd)}`
			]), `exec ${dropRights(user)} -- "$@"`].join("\n");
			return {
				argv: [
					...asUser,
					script,
					"milestone",
					"/bin/sh",
					"-c",
					last,
					"milestone",
					...argv
				],
				cwd: "/",
				env: outer
			};
		},
		/** As that user, so that it reaches all of its processes, however fast they multiply, and nobody else's. */
		async leave() {
			if (!user) return;
			const kill = `exec ${dropRights(user)} -- /bin/sh -c 'kill -9 -1'`;
			await runProcess({
				argv: [
					"/bin/sh",
					"-c",
					kill
				],
				cwd: "/",
				env: { PATH: SYSTEM_PATH }
			}).outcome;
		}
	};
}
/** The engine's own folders above what the program may write: it may pass, and see nothing else there. */
function passable({ hidden }, own) {
	if (own.isUsersOwn) return [];
	const folders = /* @__PURE__ */ new Set();
	for (const path of own.writable) {
		const top = hidden.find((folder) => path.startsWith(`${folder}/`));
		for (let folder = dirname(path); top && isWithin(folder, top); folder = dirname(folder)) folders.add(folder);
	}
	return [...folders];
}
function bySeatbelt(options, own) {
	const places = withOwn(options.places, own);
	return {
		byRoot: false,
		ownsProcesses: false,
		enter: (program) => ({
			...program,
			argv: [
				"/usr/bin/sandbox-exec",
				"-p",
				seatbeltProfile(places),
				...program.argv
			]
		}),
		leave: () => Promise.resolve()
	};
}
/** Whether the sandbox holds; null, or what is wrong. */
async function probe(sandbox, options) {
	const folder = mkdtempSync(join(options.scratch, "probe-"));
	try {
		return await tryOut$1(sandbox, options, folder);
	} finally {
		rmSync(folder, {
			recursive: true,
			force: true
		});
	}
}
/** Tests of the probe by what a shell has in itself: a program started for each would take longer than the sandbox. */
const PROBE_FUNCTIONS = `
holds_only() {
  folder=$1; shift
  for found in "$folder"/* "$folder"/.[!.]* "$folder"/..?*; do
    [ -e "$found" ] || [ -L "$found" ] || continue
    for name; do [ "$found" != "$folder/$name" ] || continue 2; done
    return 1
  done
}
has_no_rights() {
  while read -r key value; do
    [ "$key" != CapEff: ] || case $value in *[!0]*) return 1 ;; *) return 0 ;; esac
  done < /proc/self/status
  return 1
}`;
async function tryOut$1(sandbox, options, folder) {
	const [own, secret] = [join(folder, "own"), join(folder, "secret")];
	mkdirSync(own);
	writeFileSync(secret, "secret", { mode: 384 });
	const confinement = sandbox.open({ writable: [own] });
	const tests = [
		["its own folder cannot be written", `echo written > ${quoted$1(join(own, "file"))}`],
		...options.places.hidden.map((path) => [`${path} is not hidden`, `holds_only ${[path, ...namesBelow(options.places, own, path)].map(quoted$1).join(" ")}`]),
		...sandbox.kind === "seatbelt" || sandbox.kind === "user" ? [] : [["other processes are to be seen", `[ ! -e /proc/${process.pid}/status ]`]],
		...process.platform === "linux" && !(options.asPerson && sandbox.kind === "root") ? [["it keeps rights of root", "has_no_rights"]] : []
	];
	const lines = (sandbox.kind === "user" ? [tests[0], tests.at(-1)] : tests).map(([why, test]) => `{ ${test} ; } || { echo ${quoted$1(why)}; exit 1; }`);
	const script = [PROBE_FUNCTIONS, ...lines].join("\n");
	const { reason, exitCode, tail } = await runProcess({
		argv: [
			"/bin/sh",
			"-c",
			script
		],
		cwd: own,
		env: { PATH: SYSTEM_PATH },
		timeoutMs: PROBE_TIMEOUT_MS$1,
		confinement
	}).outcome;
	if (reason === "exited" && exitCode === 0) return null;
	return tail.split("\n").find((line) => line.trim() !== "") ?? `it ended with ${exitCode ?? reason}`;
}
const PROBE_TIMEOUT_MS$1 = 1e4;
/** What stands in a hidden folder all the same, since places below it are shown. */
function namesBelow(places, own, folder) {
	return [
		...places.readable,
		...places.writable,
		own
	].filter((path) => path.startsWith(`${folder}/`)).map((path) => path.slice(folder.length + 1).split("/")[0]);
}
/** Whether the sandbox itself failed, not what was to run in it. */
function isSandboxFailure(outcome) {
	return outcome.exitCode === 125 && outcome.tail.includes("milestone: the sandbox could not be set up");
}
/** Names that a shell can take from its environment and hand on. */
const SHELL_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;
/** Of these bash makes variables that cannot be set; none of them means anything to a loader. */
const UNSETTABLE = /* @__PURE__ */ new Set([
	"UID",
	"EUID",
	"PPID",
	"BASHOPTS",
	"SHELLOPTS",
	"BASH_VERSINFO",
	"_"
]);
/**
* A plan may set any variable, `LD_PRELOAD` and `PATH` among them, and what prepares the sandbox has rights. So the
* program's variables travel under names without a meaning, never in an argument list, which others could read.
* @param defaultSignals puts back the signals that the programs before it ignore
*/
function carry(env, path, defaultSignals = false) {
	const outer = { PATH: path };
	const assignments = [];
	const others = [];
	const carried = [];
	const all = [];
	for (const [name, value] of Object.entries(env)) {
		if (name === "MILESTONE_PROCESS") outer[name] = value;
		if (UNSETTABLE.has(name)) continue;
		const alias = `_milestone_${carried.length}`;
		outer[alias] = value;
		carried.push(alias);
		all.push(name);
		if (SHELL_NAME.test(name)) assignments.push(`${name}=$${alias}`);
		else others.push(`${quoted$1(`${name}=`)}"$${alias}"`);
	}
	const assigned = assignments.map((each) => each.slice(0, each.indexOf("=")));
	const viaEnv = others.length > 0 || defaultSignals;
	const env_ = defaultSignals ? "/usr/bin/env --default-signal=TERM,INT,HUP " : "/usr/bin/env ";
	return {
		outer,
		names: all,
		last: [
			"unset OLDPWD",
			...env.PATH === void 0 ? ["unset PATH"] : [],
			...assigned.length > 0 ? [`export ${assigned.join(" ")}`, assignments.join(" ")] : [],
			...others.length > 0 ? [`set -- ${others.join(" ")} "$@"`] : [],
			...carried.length > 0 ? [`unset ${carried.join(" ")}`] : [],
			`exec ${viaEnv ? env_ : ""}"$@"`
		].join("\n")
	};
}
/** A user namespace leaves a process the groups of its user. Each of these leads to root, by these sockets. */
const BY_SOCKET = {
	docker: ["/run/docker.sock"],
	lxd: ["/var/lib/lxd/unix.socket", "/var/snap/lxd/common/lxd/unix.socket"],
	incus: ["/var/lib/incus/unix.socket", "/run/incus"],
	"incus-admin": ["/var/lib/incus/unix.socket", "/run/incus"],
	libvirt: ["/run/libvirt"]
};
/** By a device that reads and writes everything. */
const BY_DEVICE = ["disk", "kmem"];
/** The group of this user that would lead out of the sandbox; null where there is none. */
function powerfulGroup({ hidden }) {
	for (const group of groupNames()) {
		if (BY_DEVICE.includes(group)) return `this user is in the group ${group}, which may read every disk`;
		const sockets = BY_SOCKET[group];
		if (!sockets) continue;
		if (!sockets.some((path) => existsSync(path) && hidden.some((folder) => isWithin(path, folder)))) return `this user is in the group ${group}, whose socket could not be hidden`;
	}
	return null;
}
function groupNames() {
	const ids = new Set(process.getgroups?.() ?? []);
	return readFileSync("/etc/group", "utf8").split("\n").map((line) => line.split(":")).filter(([, , id]) => id !== void 0 && ids.has(Number(id))).map(([name = ""]) => name);
}

// src/engine/machine/repository-port.ts
/** In place of HEAD where nothing is committed yet: a commit without files. */
const NO_COMMIT = "0".repeat(40);
/** The engine's view of the user's repository. */
function repositoryPort(git, author, environment) {
	return {
		author,
		resolve: (ref) => git.resolve(ref),
		hash: (content) => hashObject("blob", content, git.store.format),
		commit: async (request) => {
			const changes = new Map(request.changes);
			return git.commit({
				...request,
				changes
			});
		},
		async swapRef(ref, from, to) {
			const outcome = await git.swapRef(ref, from, to);
			return outcome.ok ? { ok: true } : {
				ok: false,
				actual: outcome.actual,
				reason: outcome.reason
			};
		},
		signsAsPerson: git.personalKey !== null,
		async signWith(signing) {
			const key = signing ? {
				format: signing.format,
				text: environment[signing.key] ?? ""
			} : git.personalKey;
			if (!key) return null;
			try {
				await git.signWith(key);
				return null;
			} catch (error) {
				return error.message;
			}
		},
		signedTag: (tag) => git.signedTag(tag),
		peel: (oid) => git.peel(oid),
		dropRef: (ref, from) => git.dropRef(ref, from),
		readFile: async (commit, path) => commit === NO_COMMIT ? null : git.readFile(commit, path),
		readBlob: (oid) => git.readBlob(oid),
		entry: (commit, path) => git.entry(commit, path),
		list: async (commit, directory) => commit === NO_COMMIT ? [] : git.list(commit, directory),
		changedPaths: (from, to) => git.changedPaths(from, to),
		changedLines: (from, to) => changedLines(git, from, to),
		submoduleCommit: async (at) => git.submodules ? git.submodules.bring(at) : "is a submodule, and there is no remote to ask for its commit",
		movedSubmodules: async (at) => await git.submodules?.bringMoved(at) ?? [],
		isAncestor: (a, b) => git.isAncestor(a, b),
		mergeBase: (a, b) => git.mergeBase(a, b),
		async log(range) {
			return (await git.log(range)).map((c) => ({
				oid: c.oid,
				parents: [...c.parents],
				author: c.author,
				at: c.at,
				subject: c.subject,
				body: c.body
			}));
		},
		land: async (base, tip, changes) => landing(await landChanges(git, {
			base,
			tip,
			changes: await leavesOf(git, changes)
		})),
		landMarked: async (base, tip, changes) => {
			const marked = [];
			const outcome = await landChanges(git, {
				base,
				tip,
				changes: await leavesOf(git, changes),
				marked
			});
			return outcome.ok ? {
				changes: new Map(outcome.changes),
				marked: marked.sort()
			} : null;
		}
	};
}
/** Of what git tells of a large repository no more is held (bytes), and no longer waited for (ms). */
const NUMSTAT = {
	maxOutput: 16777216,
	timeout: 6e4
};
async function changedLines(git, from, to) {
	await git.flush();
	const told = await git.git.run([
		"diff",
		"--numstat",
		"-z",
		"--find-renames",
		"--no-ext-diff",
		"--no-textconv",
		from,
		to
	], NUMSTAT);
	if (told.code !== 0) return null;
	const words = told.stdout.toString("utf8").split("\0");
	const files = [];
	for (let at = 0; at < words.length - 1; at++) {
		const [added = "", removed = "", name = ""] = words[at].split("	");
		if (name === "") at += 2;
		const path = name || words[at];
		if (path) files.push({
			path,
			added: Number(added) || 0,
			removed: Number(removed) || 0
		});
	}
	return files;
}
async function leavesOf(git, changes) {
	const leaves = /* @__PURE__ */ new Map();
	for (const change of changes) leaves.set(change.path, await toLeaf(git, change));
	return leaves;
}
async function toLeaf(git, change) {
	if ("delete" in change) return null;
	if ("submodule" in change) return {
		oid: change.submodule,
		mode: GITLINK
	};
	return {
		oid: await git.store.addBlob(change.content),
		mode: change.mode
	};
}
function landing(outcome) {
	if (outcome.ok) return {
		ok: true,
		changes: new Map(outcome.changes)
	};
	if (outcome.reason === "unrelated") return {
		ok: false,
		conflicts: ["the two histories have no common commit"]
	};
	return {
		ok: false,
		conflicts: outcome.paths
	};
}

// src/engine/machine/checkout.ts
/** The base: what HEAD stands for, which on GitHub is the branch that the run was dispatched on. */
async function checkoutOf(git, request) {
	const commit = await git.resolve("HEAD") ?? (request.gitIntegration && !request.readsOnly ? refuse("the repository has no commit yet", "make a first commit: git add -A && git commit -m init") : NO_COMMIT);
	const link = await git.headRef();
	const own = link?.replace(/^refs\/heads\//, "") ?? request.environment.GITHUB_REF_NAME ?? "HEAD";
	const working = (path) => readLinkless(git.root, path);
	if (request.onRunner && request.gitIntegration && link === null && (request.environment.GITHUB_REF ?? "").startsWith("refs/pull/")) refuse("the checkout is a pull request's own code, which may not say who approves it", "give actions/checkout the base branch: `ref: ${{ github.event.repository.default_branch }}`");
	const onOwnBranch = own === branchName(request.milestone);
	if (onOwnBranch && request.onRunner && request.gitIntegration) refuse(`the checkout is the branch ${own} itself, which may not say who approves it`, "start the run on the base branch; it finds the milestone's branch by itself");
	return {
		base: (onOwnBranch ? await defaultBranch(git) : null) ?? {
			branch: own,
			commit
		},
		complaints: (started) => complaintsOf(git, request, started),
		...request.onRunner ? {} : { follow: (branch, way) => follow(git, branch, way) },
		working: request.onRunner && request.gitIntegration ? null : working
	};
}
/** A branch that is checked out moves together with index and files, or not at all. */
async function follow(git, branch, { from, to, dry }) {
	const ref = `refs/heads/${branch}`;
	const at = await git.checkedOutAt(ref);
	if (at !== null && at !== git.root) return {
		ok: false,
		message: `it is checked out in ${at}, which would be left behind; land from there`
	};
	const obstacle = at === null ? null : await git.moveCheckout({
		from,
		to,
		dry: true
	});
	if (obstacle !== null) return {
		ok: false,
		message: obstacle
	};
	if (dry) return { ok: true };
	if (!(await git.swapRef(ref, from, to)).ok) return {
		ok: false,
		message: `${branch} was moved meanwhile`
	};
	const trouble = at === null ? null : await git.moveCheckout({
		from,
		to,
		dry: false
	});
	return trouble === null ? { ok: true } : {
		ok: false,
		message: trouble
	};
}
/**
* The base is policy: who approves, what runs. In a clone that outlives its job an agent may have moved HEAD or a branch,
* so a base that is not the commit the job was started for must be one that the remote has. @throws Refusal
*/
async function assertBaseIsPushed({ repository, remote }, { branch, commit }, environment) {
	if (!remote || commit === environment.GITHUB_SHA) return;
	const fetched = await remote.fetch(`refs/heads/${branch}`, { meets: commit });
	if (!fetched.ok) return refuse(`the remote cannot be read (${fetched.reason}): ${fetched.message}`, "check the network and the token");
	if (fetched.oid !== null && await repository.isAncestor(commit, fetched.oid)) return;
	refuse(`the checkout stands on ${commit.slice(0, 10)}, which the remote's branch ${branch} does not have, and the base says who approves and what runs`, `push that commit to ${branch} first, or check the branch out again (actions/checkout with \`ref: ${branch}\`)`);
}
/**
* Changes that are not committed would silently not count, and a branch that moves below its checkout looks like a
* mass of reverted work. Files that nobody tracks, and the engine's own reports, are no change.
*/
async function complaintsOf(git, request, started) {
	const branch = `milestone/${request.milestone}`;
	const complaints = [];
	const at = request.gitIntegration ? await git.checkedOutAt(`refs/heads/${branch}`) : null;
	if (at !== null) {
		const here = at === git.root;
		complaints.push({
			message: `the branch ${branch} is checked out${here ? "" : ` in ${at}`}, and the run would move it below that checkout`,
			remedy: here ? "switch to the base branch first (git switch main); the run finds the milestone's branch by itself" : `give that work tree another state (git -C ${at} switch --detach), or remove it (git worktree remove ${at})`
		});
	}
	const attributes = request.gitIntegration ? await headFile(git, ".gitattributes") : null;
	if (attributes && namesLfs(attributes) && git.conversion.settings.lfs === null) complaints.push({
		message: "the repository keeps files in Git LFS, and there is no git-lfs on this machine",
		remedy: request.onRunner ? "add a step before this one: `- run: sudo apt-get update && sudo apt-get install -y git-lfs`" : "install it (https://git-lfs.com; on Debian and Ubuntu: apt-get install -y git-lfs)"
	});
	if (!request.gitIntegration && started) return complaints;
	const state = await git.isClean();
	const changed = state.clean ? [] : state.paths.filter((path) => !path.startsWith(".milestones/reports/"));
	if (changed.length === 0) return complaints;
	const named = changed.slice(0, 5).join(", ") + (changed.length > 5 ? ` and ${changed.length - 5} more` : "");
	complaints.push({
		message: `the checkout has changes that are not committed: ${named}`,
		remedy: "commit or stash them (git stash); a run works on what is committed"
	});
	return complaints;
}
async function headFile(git, path) {
	const head = await git.resolve("HEAD");
	return head === null ? null : git.readFile(head, path);
}
/** A person who stands on the milestone's own branch still has the base's policy. */
async function defaultBranch(git) {
	for (const branch of ["main", "master"]) for (const ref of [`refs/remotes/origin/${branch}`, `refs/heads/${branch}`]) {
		const commit = await git.resolve(ref);
		if (commit) return {
			branch,
			commit
		};
	}
	return null;
}

// src/engine/git/fetch.ts
const OPTIONS = [
	"--no-tags",
	"--no-write-fetch-head",
	"--no-recurse-submodules",
	"--no-auto-maintenance",
	"--quiet"
];
/** Refs in one call: a command line has room for some thousands. */
const AT_ONCE = 500;
const MISSING = /couldn't find remote ref (\S+)/i;
/**
* Brings the refs' commits here in one round trip for each 500, and names where they stand; a ref that the remote does
* not have (any more) is not among them. Answers what git said where it failed.
*/
async function fetchRefs(context, refs, extra = []) {
	const found = /* @__PURE__ */ new Map();
	for (let from = 0; from < refs.length; from += AT_ONCE) {
		const some = await fetchSome(context, refs.slice(from, from + AT_ONCE), extra);
		if (!(some instanceof Map)) return some;
		for (const [ref, oid] of some) found.set(ref, oid);
	}
	return found;
}
async function fetchSome(context, refs, extra) {
	const slot = takeSlot(context.repository);
	try {
		return await fetchInto(`refs/fetched/${slot}`, context, refs, extra);
	} finally {
		slotsOf(context.repository).delete(slot);
	}
}
async function fetchInto(folder, { repository, call, from }, refs, extra) {
	const here = await Promise.all(["HEAD", ...refs].map((ref) => repository.resolve(ref)));
	const known = [...new Set(here)].flatMap((oid) => oid === null ? [] : [`--negotiation-tip=${oid}`]);
	const filter = repository.promisor ? [`--filter=${repository.promisor.filter}`] : [];
	const places = new Map(refs.map((ref, index) => [ref, placeOf(ref, `${folder}/${index}`)]));
	rmSync(join(repository.git.directory, folder), {
		recursive: true,
		force: true
	});
	let wanted = [...refs];
	while (wanted.length > 0) {
		const specs = wanted.map((ref) => places.get(ref).spec);
		const result = await call([
			"fetch",
			...OPTIONS,
			...known,
			...extra,
			...filter,
			"--",
			from,
			...specs
		]);
		if (result.code === 0) {
			const found = /* @__PURE__ */ new Map();
			for (const ref of wanted) {
				const { at, isOptional } = places.get(ref);
				const oid = await repository.resolvePrivate(at);
				if (oid !== null) found.set(ref, oid);
				else if (!isOptional) throw new Error(`git fetched ${ref}, and what it fetched is not there`);
			}
			return found;
		}
		const gone = MISSING.exec(result.stderr)?.[1];
		if (gone === void 0 || !wanted.includes(gone)) return result;
		wanted = wanted.filter((ref) => ref !== gone);
	}
	return /* @__PURE__ */ new Map();
}
/**
* How a ref is asked for, and where what comes of it stands. A name that the remote does not have is a fault to git, a
* pattern that nothing matches is none: so a milestone's branch, which its first run looks for in vain, is asked for by
* one that hardly anything else matches.
*/
function placeOf(ref, folder) {
	const milestone = /^refs\/heads\/milestone\/([^/]+)$/.exec(ref)?.[1];
	if (milestone === void 0) return {
		spec: `+${ref}:${folder}/tip`,
		at: `${folder}/tip`,
		isOptional: false
	};
	return {
		spec: `+refs/heads/mileston*/${milestone}:${folder}/*/tip`,
		at: `${folder}/e/tip`,
		isOptional: true
	};
}
/** Where fetches at the same time put what they bring, in our private directory. */
const slots = /* @__PURE__ */ new WeakMap();
function slotsOf(repository) {
	const known = slots.get(repository) ?? /* @__PURE__ */ new Set();
	slots.set(repository, known);
	return known;
}
function takeSlot(repository) {
	const taken = slotsOf(repository);
	let slot = 0;
	while (taken.has(slot)) slot++;
	taken.add(slot);
	return slot;
}
/** @throws where a name is none of a ref: it would be read as an option */
function assertRefNames(refs) {
	for (const ref of refs) if (!isRefName(ref)) throw new Error(`not a ref: ${ref}`);
}

// src/engine/git/remote-access.ts
/**
* The helper reads the secret from an inherited pipe, so neither a command line, an environment nor a file
* shows it. It is set for one origin only: a redirect to another host finds no helper. A second question
* (the server refused the token) reads an empty pipe and gets no answer.
*/
const PIPE_HELPER = "!f() { if test \"$1\" = get; then cat <&3; fi; }; f";
function parseHttp(text) {
	if (!/^https?:\/\//i.test(text)) return null;
	return URL.canParse(text) ? new URL(text) : null;
}
const SSH_SETTING = /^(?:core\.sshCommand|ssh\.variant)=/;
const SSH_URL = /^(?:ssh|git\+ssh|ssh\+git):\/\/(?<user>[^@/]*@)?(?<host>\[[^\]]+\]|[^:/]+)(?::(?<port>\d+))?(?:\/|$)/;
const SCP_FORM = /^(?<user>[^@/:]*@)?(?<host>\[[^\]]+\]|[^:/]+):(?!\/\/)/;
/** What git tells ssh of where to go, as arguments; null for a remote that is not reached by ssh. */
function sshDestination(url) {
	const { user = "", host, port } = (SSH_URL.exec(url) ?? SCP_FORM.exec(url))?.groups ?? {};
	if (host === void 0) return null;
	const to = user + host.replace(/^\[|\]$/g, "");
	if (to.startsWith("-")) return null;
	return port === void 0 ? [to] : [
		"-p",
		port,
		to
	];
}
/** A path as git would take it: relative ones count from the work tree, so the call may start anywhere. */
function absolutePath(url, root) {
	return /^[A-Za-z][A-Za-z0-9+.-]*:/.test(url) || /^[^/]+:/.test(url) || isAbsolute(url) ? url : resolve(root, url);
}
/**
* How to reach a remote. The token goes only to its own server, over the same scheme; a URL that carries
* credentials itself is used without them, and they travel by the pipe instead.
*/
function remoteAccess(remoteUrl, options) {
	const http = parseHttp(remoteUrl);
	if (!http) {
		const config = (options.personal ?? []).filter((each) => SSH_SETTING.test(each));
		const needsHome = config.length > 0;
		return {
			url: absolutePath(remoteUrl, options.root),
			config,
			secret: void 0,
			needsHome
		};
	}
	const login = ownLogin(http, options.token);
	http.username = "";
	http.password = "";
	if (!login) return {
		url: http.href,
		config: [...options.personal ?? []],
		secret: void 0,
		needsHome: true
	};
	return {
		url: http.href,
		config: [...(options.personal ?? []).filter((each) => isNetworkSetting(each.slice(0, each.indexOf("=")))), `credential.${http.origin}.helper=${PIPE_HELPER}`],
		secret: `username=${login.user}\npassword=${login.password}\n`,
		needsHome: false
	};
}
function ownLogin(url, token) {
	if (token && URL.canParse(token.server) && new URL(token.server).origin === url.origin) return {
		user: "x-access-token",
		password: token.token
	};
	if (url.password === "") return null;
	return {
		user: decodeURIComponent(url.username),
		password: decodeURIComponent(url.password)
	};
}
/** Where a remote is fetched from and pushed to, as git finds it out of its settings; null: there is no such remote. */
function remoteAddresses(settings, name) {
	const named = (key) => (settings.get(`remote.${name}.${key}`) ?? []).filter((each) => each !== "");
	const [url, ...more] = named("url");
	if (url === void 0) return null;
	const read = (each) => fetchAddress(settings, each);
	const own = named("pushurl").map(read);
	const written = [url, ...more].map((each) => rewritten(each, settings, "pushinsteadof") ?? read(each));
	const all = own.length > 0 ? own : written;
	const fetch = read(url);
	const push = all.includes(fetch) ? fetch : all[0];
	return {
		fetch,
		push,
		others: all.filter((each) => each !== push)
	};
}
/** What git fetches from in place of an address. */
function fetchAddress(settings, url) {
	return rewritten(url, settings, "insteadof") ?? url;
}
/** Where `git push` would push the branch of that name; null: nothing says another place than where is fetched from. */
function pushRemote(settings, branch) {
	for (const by of [
		`branch.${branch}.pushRemote`,
		"remote.pushDefault",
		`branch.${branch}.remote`
	]) {
		const end = by.lastIndexOf(".");
		const name = setting(settings, by.slice(0, end) + by.slice(end).toLowerCase());
		if (name && name !== ".") return {
			name,
			by
		};
	}
	return null;
}
/** Whether it is a word that a person wrote in place of an address, such as `no_push`. */
function isNoAddress(url, root) {
	return !/[/:\\.]/.test(url) && !existsSync(resolve(root, url));
}
/** The address with the longest of the prefixes that fit replaced; null where none fits. */
function rewritten(url, settings, kind) {
	let longest = "";
	let found = null;
	for (const [name, prefixes] of settings) {
		if (!name.startsWith("url.") || !name.endsWith(`.${kind}`)) continue;
		const base = name.slice(4, -kind.length - 1);
		for (const prefix of prefixes) {
			if (prefix.length <= longest.length || !url.startsWith(prefix)) continue;
			longest = prefix;
			found = base + url.slice(prefix.length);
		}
	}
	return found;
}
/** Settings of the way to servers that are data: proxies and certificates. */
function networkConfig(settings, remote) {
	const proxy = setting(settings, `remote.${remote}.proxy`);
	return [...[...settings].filter(([name]) => isNetworkSetting(name)).flatMap(([name, values]) => values.map((value) => `${name}=${value}`)), ...proxy === void 0 ? [] : [`http.proxy=${proxy}`]];
}

// src/engine/git/remote-outcome.ts
const MESSAGE_LINES = 6;
const LINE_LENGTH = 200;
/** What a person should read of git's words: no escapes, no progress, no userinfo of URLs, no secret. */
function cleanMessage(text, secret) {
	return (secret ? text.replaceAll(secret, "***") : text).replace(/\x1b\[[0-9;?]*[A-Za-z]/g, "").split(/[\r\n]+/).map((line) => line.replace(/[\x00-\x08\x0b-\x1f\x7f]/g, "").replace(/:\/\/[^/@\s]*@/g, "://")).map((line) => line.trim().slice(0, LINE_LENGTH)).filter((line) => line !== "" && !/^(To |Done|hint: |Everything up-to-date)/.test(line)).slice(0, MESSAGE_LINES).join("\n");
}
/** What can be done about a rule of the branch that the server names. */
const RULES = [
	[/verified signatures?|must be signed|require[sd]? signed/i, "give the milestone a key to sign with (`signing: { format: ssh, key: SIGNING_KEY }` in .milestones/config.yaml), or except milestone/** from the rule that wants signed commits"],
	[/linear history|merge commits/i, "except milestone/** from the rule on linear history"],
	[/required status check|status checks? (?:is|are) expected/i, "except milestone/** from the rule on status checks"],
	[/through a pull request|changes must be made/i, "except milestone/** from the rule that asks for pull requests"]
];
function withRemedy(message) {
	const remedy = RULES.find(([sign]) => sign.test(message))?.[1];
	return remedy === void 0 ? message : `${message}; ${remedy}`;
}
/** What a server says whose own store fails, in a push's verdict too. */
const DAMAGED = /unpacker error|unpack failed|missing necessary objects|unable to migrate objects|unable to write|No space left on device|insufficient permission for adding an object|bad object|is corrupt/i;
/** Checked in order; the first that matches git's standard error decides. */
const SIGNS = [
	[
		/The requested URL returned error: 429|rate limit/i,
		"unreachable",
		true
	],
	[
		new RegExp(`^remote: .*(?:${DAMAGED.source})`, "im"),
		"damaged",
		true
	],
	[
		/The requested URL returned error: 403|Permission to \S+ denied|Write access to repository not granted/i,
		"denied",
		false
	],
	[
		/remote rejected|pre-receive hook declined|protected branch|GH\d{3}:/i,
		"denied",
		false
	],
	[
		/Authentication failed|could not read (Username|Password)|terminal prompts disabled|error: 401/i,
		"auth",
		false
	],
	[
		/Permission denied \(|Host key verification failed|Invalid username or (token|password)/i,
		"auth",
		false
	],
	[
		/does not appear to be a git repository|repository '?.*'? not found|Repository not found|error: 404/i,
		"missing",
		false
	],
	[
		/unsupported URL|transport '\S+' not allowed|remote helper|is not a valid/i,
		"missing",
		false
	]
];
/** Sorts a failed call. What is not recognised counts as unreachable, and may be tried again. */
function remoteFailure(result, secret) {
	const message = cleanMessage(result.stderr, secret);
	if (result.timedOut) return {
		ok: false,
		reason: "timeout",
		retriable: true,
		message: message || "the remote does not answer"
	};
	for (const [sign, reason, retriable] of SIGNS) if (sign.test(result.stderr)) return {
		ok: false,
		reason,
		retriable,
		message: withRemedy(message)
	};
	return {
		ok: false,
		reason: "unreachable",
		retriable: true,
		message
	};
}
/** The verdicts of `git push --porcelain` that mean another writer was there first. */
const STALE = /stale info|fetch first|non-fast-forward|already exists|failed to update ref|cannot lock ref|incorrect old value/i;
/** Sorts a failed push by the verdict on its ref; `stale` still lacks the ref's present object. */
function pushFailure(result, secret) {
	const verdict = /^!\t[^\t]*\t(.*)$/m.exec(result.stdout.toString("utf8"))?.[1];
	if (verdict === void 0 || result.timedOut) return remoteFailure(result, secret);
	const message = cleanMessage(`${verdict}\n${result.stderr}`, secret);
	if (DAMAGED.test(verdict)) return {
		ok: false,
		reason: "damaged",
		retriable: true,
		message
	};
	return {
		ok: false,
		reason: STALE.test(verdict) ? "stale" : "denied",
		retriable: false,
		message: withRemedy(message)
	};
}

// src/engine/git/git-remote.ts
/** Commits asked for at each step when a shallow history has to grow. */
const DEEPEN_STEPS = [
	50,
	500,
	5e3
];
/** The name of a partial clone's remote in our own configuration. */
const PROMISOR = "origin";
/** Opens a remote. Nothing is contacted yet. */
function openRemote(repository, options) {
	const base = openSide(repository, options, options);
	const own = options.push ? openSide(repository, options.push, options) : base;
	const list = async (prefix) => listRefs(own, [`${prefix}*`]);
	const tip = async (ref) => {
		const listed = await listRefs(isOwn(ref) ? own : base, [ref]);
		return listed.ok ? {
			ok: true,
			oid: listed.refs.get(ref) ?? null
		} : listed;
	};
	const contextOf = (side) => ({
		repository,
		...side,
		tip
	});
	return {
		url: own.url,
		tip,
		list,
		fetch: (ref, { beside, ...fetchOptions } = {}) => {
			const side = isOwn(ref) ? own : base;
			const isThere = beside !== void 0 && (isOwn(beside) ? own : base) === side;
			return fetchRef(contextOf(side), ref, {
				...fetchOptions,
				...isThere ? { beside } : {}
			});
		},
		fetchAll: (tips) => fetchAll(contextOf(own), tips),
		fetchObjects: (oids) => fetchObjects(base, oids),
		push: (request) => pushForward(contextOf(own), request),
		pushTag: (name, oid, expected = null) => pushTag(contextOf(own), {
			ref: `refs/tags/${name}`,
			oid,
			expected
		}),
		swapLock: (request) => swapLock(contextOf(own), request)
	};
}
/** Refs that this product writes; the others are people's. */
function isOwn(ref) {
	return /^refs\/(?:heads\/|tags\/)?milestone(?:-lock|-kept)?\//.test(ref);
}
/** How the address is talked to: by the token for its own server, or as the person's settings say. */
function openSide(repository, { url, personal, isOther = false, timeout = 12e4, silence = 3e4 }, { token, spareToken, environment = process.env }) {
	const accessWith = (given) => remoteAccess(url, {
		root: repository.root,
		token: given,
		personal
	});
	let access = accessWith(token);
	let spare = spareToken && accessWith(spareToken);
	const home = environment.HOME;
	const promisor = isOther ? null : repository.promisor;
	const partial = promisor ? [
		`remote.${PROMISOR}.url=${access.url}`,
		`remote.${PROMISOR}.promisor=true`,
		`remote.${PROMISOR}.partialclonefilter=${promisor.filter}`
	] : [];
	const call = async (args, options = {}) => {
		const result = await repository.git.run(args, {
			...options,
			config: [
				...access.config,
				...partial,
				...options.config ?? []
			],
			secret: access.secret,
			timeout,
			silence,
			env: {
				...access.needsHome && home !== void 0 ? { HOME: home } : {},
				...options.env
			}
		});
		if (result.code === 0 || !spare || !isRefused(result)) return result;
		access = spare;
		spare = void 0;
		return call(args, options);
	};
	return {
		call,
		url: access.url,
		from: promisor ? PROMISOR : access.url,
		secret: token?.token
	};
}
/** Whether the server would not have these credentials; nothing was changed then. */
function isRefused(result) {
	return [
		"auth",
		"denied",
		"missing"
	].includes(remoteFailure(result).reason) && !/GH\d{3}/.test(result.stderr);
}
async function listRefs({ call, url, secret }, patterns) {
	const result = await call([
		"ls-remote",
		"--refs",
		"--quiet",
		"--",
		url,
		...patterns
	]);
	if (result.code !== 0) return remoteFailure(result, secret);
	const lines = result.stdout.toString("utf8").split("\n");
	const refs = /* @__PURE__ */ new Map();
	for (const line of lines) {
		const [oid = "", ref = ""] = line.split("	");
		if (isOid(oid) && patterns.some((each) => ref.startsWith(each.replace(/\*$/, "")))) refs.set(ref, oid);
	}
	return {
		ok: true,
		refs
	};
}
/** Fetches what is not here yet; a shallow clone gets the tips alone of branches that it has nothing of. */
async function fetchAll(context, tips) {
	assertRefNames(tips.keys());
	const { repository, secret } = context;
	await repository.flush();
	const found = /* @__PURE__ */ new Map();
	const shallow = repository.isShallow();
	const wanted = {
		whole: [],
		tip: []
	};
	for (const [ref, oid] of tips) {
		const here = await repository.resolve(ref);
		if (here === oid || shallow && await repository.store.read(oid)) found.set(ref, oid);
		else if (shallow && here === null) wanted.tip.push(ref);
		else wanted.whole.push(ref);
	}
	for (const [refs, extra] of [[wanted.whole, []], [wanted.tip, ["--depth=1"]]]) {
		const fetched = await fetchRefs(context, refs, extra);
		if (!(fetched instanceof Map)) return remoteFailure(fetched, secret);
		for (const [ref, oid] of fetched) found.set(ref, oid);
	}
	return {
		ok: true,
		refs: found
	};
}
async function fetchRef(context, ref, { meets, beside }) {
	const refs = beside === void 0 ? [ref] : [ref, beside];
	assertRefNames(refs);
	const { repository, secret } = context;
	await repository.flush();
	if (repository.isShallow()) return fetchShallow(context, refs, meets);
	const fetched = await fetchRefs(context, refs);
	return fetched instanceof Map ? answerOf(refs, fetched) : remoteFailure(fetched, secret);
}
function answerOf([ref, beside], tips) {
	return {
		ok: true,
		oid: tips.get(ref) ?? null,
		...beside === void 0 ? {} : { beside: tips.get(beside) ?? null }
	};
}
/** Just the first ref's tip, where it is not here yet, and more of its history until it meets what is asked for. */
async function fetchShallow(context, [ref = "", beside], meets) {
	const { repository, secret } = context;
	const listed = await listRefs(context, beside === void 0 ? [ref] : [ref, beside]);
	if (!listed.ok) return listed;
	const isHere = async (name) => {
		const tip = listed.refs.get(name);
		return tip === void 0 || await repository.store.read(tip) !== null;
	};
	const refs = beside !== void 0 && await isHere(beside) ? [ref, beside] : [ref];
	if (listed.refs.get(ref) === void 0) return answerOf(refs, listed.refs);
	const tips = new Map(listed.refs);
	if (!await isHere(ref)) {
		const isNew = await repository.resolve(ref) === null;
		const fetched = await fetchRefs(context, [ref], isNew ? ["--depth=1"] : []);
		if (!(fetched instanceof Map)) return remoteFailure(fetched, secret);
		const now = fetched.get(ref);
		now === void 0 ? tips.delete(ref) : tips.set(ref, now);
	}
	const at = tips.get(ref);
	if (meets === void 0 || at === void 0) return answerOf(refs, tips);
	for (const step of [...DEEPEN_STEPS.map((count) => `--deepen=${count}`), "--unshallow"]) {
		if (await repository.mergeBase(at, meets) !== null || !repository.isShallow()) break;
		const deeper = await fetchRefs(context, [ref], [step]);
		if (!(deeper instanceof Map)) return remoteFailure(deeper, secret);
	}
	return answerOf(refs, tips);
}
/** As git itself brings what it lacks: no history is agreed on, and the names are all that is asked for. */
async function fetchObjects({ call, from, secret }, oids) {
	const args = [
		"fetch",
		from,
		"--no-tags",
		"--no-write-fetch-head",
		"--no-recurse-submodules",
		"--quiet"
	];
	const input = oids.map((oid) => `${oid}\n`).join("");
	const result = await call([
		"-c",
		"fetch.negotiationAlgorithm=noop",
		...args,
		"--no-auto-maintenance",
		"--filter=blob:none",
		"--stdin"
	], { input });
	if (result.code === 0) return;
	const { message } = remoteFailure(result, secret);
	throw new Error(`this is a partial clone, and the remote does not give the ${oids.length} missing objects: ${message}`);
}
const PUSH = [
	"push",
	"--porcelain",
	"--no-verify",
	"--no-follow-tags",
	"--no-signed",
	"--recurse-submodules=no"
];
async function pushForward(context, { ref, expected, oid }) {
	if (!isRefName(ref) || !isOid(oid)) throw new Error(`not a ref and an object name: ${ref} ${oid}`);
	const { repository } = context;
	await repository.flush();
	if (expected !== null && !await repository.isAncestor(expected, oid)) throw new Error(`a push must go forward: ${oid} does not descend from ${expected}`);
	const uploaded = await uploadLfs(context, {
		ref,
		expected,
		oid
	});
	return uploaded.ok ? pushWithLease(context, {
		ref,
		expected,
		oid
	}) : uploaded;
}
/** What pointers stand for comes first: a server may refuse pointers to what it does not have. */
async function uploadLfs(context, { ref, expected, oid }) {
	const { repository, call, url, secret } = context;
	const { lfs } = repository.conversion.settings;
	if (lfs === null || !await usesLfs(repository, oid)) return { ok: true };
	const head = await repository.resolve("HEAD");
	const { plainDirectory: cwd } = repository.git;
	writeFileSync(join(cwd, "objects/info/alternates"), `${join(repository.commonDirectory, "objects")}\n`);
	const env = {
		GIT_DIR: void 0,
		GIT_OBJECT_DIRECTORY: void 0,
		GIT_LITERAL_PATHSPECS: void 0
	};
	const run = (...args) => repository.git.run(args, {
		env,
		cwd
	});
	await run("config", "lfs.storage", repository.conversion.storage);
	if (head) await run("update-ref", "refs/remotes/origin/base", head);
	const address = url.startsWith("/") ? `file://${url}` : url;
	const config = [
		`alias.own-lfs=!unset GIT_DIR; '${lfs.replaceAll("'", "'\\''")}'`,
		`remote.origin.url=${address}`,
		"lfs.allowincompletepush=true"
	];
	const input = `${ref} ${oid} ${ref} ${expected ?? "0".repeat(oid.length)}\n`;
	const result = await call([
		"own-lfs",
		"pre-push",
		"origin",
		address
	], {
		input,
		env,
		config,
		cwd
	});
	if (result.code === 0) return { ok: true };
	const failure = remoteFailure(result, secret);
	return {
		...failure,
		message: `files of Git LFS could not be uploaded: ${failure.message}`
	};
}
async function usesLfs({ store, conversion }, commit) {
	if (conversion.madePointers) return true;
	const entry = await entryAt(store, await treeOf$1(store, commit), ".gitattributes");
	const attributes = entry && await store.read(entry.oid);
	return attributes !== null && namesLfs(attributes.data);
}
async function pushWithLease(context, { ref, expected, oid }) {
	const { call, url, secret, tip } = context;
	const lease = `--force-with-lease=${ref}:${expected ?? ""}`;
	const result = await call([
		...PUSH,
		lease,
		"--",
		url,
		`${oid ?? ""}:${ref}`
	]);
	if (result.code === 0) return { ok: true };
	const failure = pushFailure(result, secret);
	if (failure.reason !== "stale") return failure;
	const now = await tip(ref);
	if (!now.ok) return now;
	if (now.oid === expected) return unmovedFailure(failure);
	return now.oid === oid ? { ok: true } : {
		...failure,
		actual: now.oid
	};
}
/** Why a ref that nobody moved could not be: another name bars it, or a lock that a killed server left. */
function unmovedFailure({ message }) {
	return /cannot create|file conflict/i.test(message) ? {
		ok: false,
		reason: "name-taken",
		retriable: false,
		message
	} : {
		ok: false,
		reason: "unreachable",
		retriable: true,
		message
	};
}
/** The only refs that may go backwards or vanish: they hold no history. */
async function swapLock(context, request) {
	if (!isRefName(request.ref) || !/^refs\/milestone-(?:lock|kept)\//.test(request.ref)) throw new Error(`not a ref that is no history: ${request.ref}`);
	await context.repository.flush();
	return pushWithLease(context, request);
}
async function pushTag(context, request) {
	if (!isRefName(request.ref)) throw new Error(`not a ref: ${request.ref}`);
	await context.repository.flush();
	return pushWithLease(context, request);
}

// src/engine/git/submodule-commits.ts
/**
* Commits of submodules that were brought here: each from where a commit's `.gitmodules` says, and only where a branch or
* a tag of that repository has it. Each lies in a bare repository of our own, so that nothing of the person's is written.
*/
var SubmoduleCommits = class {
	#options;
	#brought = /* @__PURE__ */ new Map();
	constructor(options) {
		this.#options = options;
	}
	directoryOf(commit) {
		return this.#brought.get(commit);
	}
	objects() {
		return [...this.#brought.values()].map((directory) => join(directory, "objects"));
	}
	async bringMoved({ base, tip }) {
		const { repository } = this.#options;
		const problems = [];
		for (const path of (await readModules(repository, base)).keys()) {
			const [before, now] = [await repository.entry(base, path), await repository.entry(tip, path)];
			if (now?.mode !== "160000" || now.oid === before?.oid) continue;
			const why = await this.bring({
				base,
				path,
				commit: now.oid
			});
			if (why !== null) problems.push(`${path} ${why}`);
		}
		return problems;
	}
	async bring({ base, path, commit }) {
		if (this.#brought.has(commit)) return null;
		const { repository, origin, reach } = this.#options;
		if ((await repository.entry(base, path))?.oid === commit) return null;
		const written = (await readModules(repository, base)).get(path);
		if (written === void 0) return "is a submodule that .gitmodules on the base branch does not name";
		const url = moduleAddress(written, await origin());
		if (url === null) return `is a submodule whose address in .gitmodules (${cleanMessage(written)}) is none`;
		const remote = new ModuleRemote(repository, await reach(url));
		const found = await remote.bring(commit);
		const moved = `is a submodule that was moved to the commit ${commit.slice(0, 10)}`;
		if (found.kind === "failed") return `${moved}, and its own repository (${remote.url}) could not be asked for it: ${found.message}`;
		if (found.kind === "lacking") return `${moved}, which no branch and no tag of its own repository (${remote.url}) has; push it there first`;
		this.#brought.set(commit, found.directory);
		return null;
	}
};
/** By path the address that the commit's `.gitmodules` names. It is read as data, without what it includes. */
async function readModules(repository, commit) {
	const text = await repository.readFile(commit, ".gitmodules");
	if (!text) return /* @__PURE__ */ new Map();
	const file = join(repository.git.directory, `modules-${randomUUID()}`);
	writeFileSync(file, text, { mode: 384 });
	try {
		return addressesIn(await readSettings(repository.git, file));
	} finally {
		rmSync(file);
	}
}
function addressesIn(settings) {
	const addresses = /* @__PURE__ */ new Map();
	for (const name of settings.keys()) {
		if (!name.startsWith("submodule.") || !name.endsWith(".path")) continue;
		const url = setting(settings, name.replace(/path$/, "url"));
		if (url !== void 0) addresses.set(setting(settings, name), url);
	}
	return addresses;
}
/**
* Where a submodule's address leads: a relative one (`../lib.git`) counts from the repository's own, as git has it. Null:
* it leads nowhere, or git would not take it.
*/
function moduleAddress(url, origin) {
	if (url === "" || url.startsWith("-") || /[\0-\x1f\x7f]/.test(url)) return null;
	if (!/^\.\.?(?:\/|$)/.test(url)) return url;
	let from = trimEndOf(origin, "/");
	let rest = url;
	let separator = "/";
	for (;;) if (/^\.\/+/.test(rest)) rest = rest.replace(/^\.\/+/, "");
	else if (/^\.\.(?:\/|$)/.test(rest)) {
		rest = rest.replace(/^\.\.\/*/, "");
		const slash = from.lastIndexOf("/");
		const end = slash >= 0 ? slash : from.lastIndexOf(":");
		if (end < 0) return null;
		separator = slash >= 0 ? "/" : ":";
		from = from.slice(0, end);
	} else break;
	const name = trimEndOf(rest, "/");
	return name === "" || name === "." ? null : `${from}${separator}${name}`;
}
const FETCH = [
	"fetch",
	"--no-tags",
	"--no-write-fetch-head",
	"--no-recurse-submodules",
	"--quiet"
];
const ALL_REFS = ["+refs/heads/*:refs/heads/*", "+refs/tags/*:refs/tags/*"];
/** The name of the remote where only commits are fetched, which git does of a configured one alone. */
const HISTORY = "history";
var ModuleRemote = class {
	url;
	#repository;
	#call;
	constructor(repository, { url, call }) {
		this.url = url;
		this.#repository = repository;
		this.#call = call;
	}
	async bring(commit) {
		const { git, store } = this.#repository;
		const listed = await this.#ask(git.directory, [
			"ls-remote",
			"--heads",
			"--tags",
			"--quiet",
			"--",
			this.url
		]);
		if (listed.code !== 0) return failed(listed);
		const tip = listed.stdout.toString("utf8").split("\n").find((line) => line.startsWith(`${commit}\t`))?.slice(commit.length + 1);
		const name = createHash("sha256").update(`${this.url}\0${commit}`).digest("hex").slice(0, 16);
		const directory = join(git.directory, `submodule-${name}`);
		await makeBare(git, directory, store.format);
		if (tip === void 0) {
			const without = await this.#lookInHistory(commit, `${directory}-history`);
			if (without) return without;
		}
		const ref = tip?.replace(/\^\{\}$/, "") ?? commit;
		const fetched = await this.#ask(directory, [
			...FETCH,
			"--depth=1",
			"--",
			this.url,
			`+${ref}:refs/brought`
		]);
		if (fetched.code !== 0 && tip === void 0) {
			const all = await this.#ask(directory, [
				...FETCH,
				"--",
				this.url,
				...ALL_REFS
			]);
			if (all.code !== 0) return failed(all);
		} else if (fetched.code !== 0) return failed(fetched);
		return (await this.#ask(directory, [
			"cat-file",
			"-e",
			`${commit}^{tree}`
		])).code === 0 ? {
			kind: "here",
			directory
		} : { kind: "lacking" };
	}
	/** Null: a branch or a tag has it in its history. Of a server that can nothing but commits is fetched. */
	async #lookInHistory(commit, directory) {
		const { git, store } = this.#repository;
		await makeBare(git, directory, store.format);
		try {
			const config = [`remote.${HISTORY}.url=${this.url}`];
			const args = [
				...FETCH,
				"--filter=tree:0",
				HISTORY,
				...ALL_REFS
			];
			const fetched = await this.#ask(directory, args, config);
			if (fetched.code !== 0) return failed(fetched);
			const having = await this.#ask(directory, [
				"for-each-ref",
				"--count=1",
				`--contains=${commit}`
			]);
			return having.code === 0 && having.stdout.length > 0 ? null : { kind: "lacking" };
		} finally {
			rmSync(directory, {
				recursive: true,
				force: true
			});
		}
	}
	#ask(directory, args, config = []) {
		const env = {
			GIT_DIR: directory,
			GIT_OBJECT_DIRECTORY: void 0,
			GIT_NO_LAZY_FETCH: "1"
		};
		return this.#call(args, {
			env,
			config,
			cwd: directory
		});
	}
};
function failed(result) {
	return {
		kind: "failed",
		message: remoteFailure(result).message
	};
}
async function makeBare(git, directory, format) {
	const env = {
		GIT_DIR: void 0,
		GIT_OBJECT_DIRECTORY: void 0
	};
	const args = [
		"init",
		"--bare",
		"--quiet",
		"--template=",
		`--object-format=${format}`,
		directory
	];
	const { code, stderr } = await git.run(args, { env });
	if (code !== 0) throw new Error(`git init failed: ${stderr.trim()}`);
}

// src/engine/machine/remote-port.ts
/** The engine's view of `origin`. */
function remotePort(git) {
	return {
		url: git.url,
		async fetch(ref, options) {
			const result = await git.fetch(ref, options);
			return result.ok ? result : failure(result);
		},
		async fetchAll(tips) {
			const result = await git.fetchAll(tips);
			return result.ok ? result : failure(result);
		},
		async push(ref, oid, expected) {
			const result = await git.push({
				ref,
				oid,
				expected
			});
			if (result.ok) return result;
			if (result.reason === "stale") return {
				ok: false,
				reason: "stale",
				actual: result.actual ?? null
			};
			return failure(result);
		},
		async tag(name, oid, expected) {
			const result = await git.pushTag(name, oid, expected);
			if (result.ok) return result;
			return result.reason === "stale" ? {
				ok: false,
				reason: "denied",
				message: `the tag ${name} exists already on another commit`
			} : failure(result);
		},
		locks: {
			async list(prefix) {
				const result = await git.list(prefix);
				return result.ok ? result : failure(result);
			},
			async swap(ref, expected, oid) {
				const result = await git.swapLock({
					ref,
					expected,
					oid
				});
				if (result.ok) return result;
				return result.reason === "stale" ? {
					ok: false,
					reason: "stale"
				} : failure(result);
			}
		}
	};
}
function failure(result) {
	const { message } = result;
	switch (result.reason) {
		case "denied":
		case "name-taken":
		case "auth":
		case "damaged":
		case "unreachable":
		case "timeout": return {
			ok: false,
			reason: result.reason,
			message
		};
		case "missing": return {
			ok: false,
			reason: "missing",
			message: message || "no such repository, or the token may not see it"
		};
		case "stale": return {
			ok: false,
			reason: "unreachable",
			message
		};
		default: return result.reason;
	}
}

// src/engine/machine/ssh-settings.ts
/** Options that count where the person's own command and ssh's own files say nothing, in seconds but for the count. */
const CONNECT = 20;
const ALIVE = 10;
/** A call may be silent for as long as ssh waits, and somewhat longer for the names and keys before that (s). */
const SLACK = 10;
const LEAST_SILENCE = 30;
/** Beyond its longest silence a call has so long for its work (s). */
const WORK = 90;
const LONGEST$1 = 3600;
/** ssh reads its files in milliseconds; what takes longer is no ssh that tells (ms). */
const ASK_TIMEOUT = 2e3;
/**
* The person's own ssh command with what makes it ask nobody and give up a server that never speaks. What they set
* themselves, there or in ssh's configuration, wins. Null for a remote that is not reached by ssh.
* @param personal whether the person's own git configuration counts
*/
async function sshAccess(git, { url, environment, personal }) {
	const to = sshDestination(url);
	if (!to) return null;
	const command = (environment.GIT_SSH_COMMAND || (personal ? await ownCommand(git, environment) : void 0)) ?? "ssh";
	if (!isOpenSsh(command)) return accessBy(command, {
		connect: CONNECT,
		alive: 0
	});
	const set = await askSsh(git, {
		command,
		to,
		environment
	});
	const whole = [command, ...[
		"BatchMode=yes",
		...set.connect === null ? [`ConnectTimeout=${CONNECT}`] : [],
		...set.interval === 0 ? [`ServerAliveInterval=${ALIVE}`] : []
	].map((each) => `-o ${each}`)].join(" ");
	const alive = (set.interval || ALIVE) * set.count;
	const access = accessBy(whole, {
		connect: set.connect ?? CONNECT,
		alive
	});
	return {
		...access,
		config: [...access.config, "ssh.variant=ssh"]
	};
}
/** @param waits how long ssh waits for a connection, and for a sign of life, in seconds */
function accessBy(command, waits) {
	const longest = Math.max(LEAST_SILENCE, waits.connect + SLACK, waits.alive);
	const silence = Math.min(longest, LONGEST$1);
	return {
		config: [`core.sshCommand=${command}`],
		silence: silence * 1e3,
		timeout: (silence + WORK) * 1e3
	};
}
function isOpenSsh(command) {
	return /^\s*(?:[A-Za-z_]\w*=\S*\s+)*(["']?)(?:[^\s"']*\/)?ssh\1(?:\s|$)/.test(command);
}
/** The last of the files that git reads for a person; what these include is left out. */
async function ownCommand(git, environment) {
	const { HOME = "", GIT_CONFIG_GLOBAL: named } = environment;
	const usual = [join(environment.XDG_CONFIG_HOME ?? join(HOME, ".config"), "git/config"), join(HOME, ".gitconfig")];
	let command;
	for (const file of named === void 0 ? usual : [named]) if (existsSync(file)) command = setting(await readSettings(git, file), "core.sshcommand") ?? command;
	return command;
}
/** What ssh would go by of its options and files, as it says itself (`ssh -G`); nothing where it does not say. */
async function askSsh(git, { command, to, environment }) {
	const answer = await git.run(["ssh-settings", ...to], {
		config: [`alias.ssh-settings=!${command} -G`],
		env: environment.HOME === void 0 ? {} : { HOME: environment.HOME },
		timeout: ASK_TIMEOUT
	});
	const text = answer.code === 0 ? answer.stdout.toString("utf8") : "";
	const numberOf = (name) => {
		const found = new RegExp(`^${name} (\\d+)$`, "m").exec(text);
		return found ? Number(found[1]) : null;
	};
	return {
		connect: numberOf("connecttimeout") || null,
		interval: numberOf("serveraliveinterval") ?? 0,
		count: numberOf("serveralivecountmax") ?? 3
	};
}

// src/engine/machine/choose-remote.ts
/** A partial clone's missing objects come from the remote that it was made of, when they are first read. */
function askForLacking(git, request, credentials) {
	const { promisor } = git;
	if (!promisor) return;
	let opened = null;
	git.bringLacking(async (oids) => {
		opened ??= gitRemote(git, request, {
			name: promisor.remote,
			pushName: promisor.remote,
			credentials
		});
		await (await opened)?.fetchObjects(oids);
	});
}
/** The remote that the milestone's branch lives on; null: there is none, and nothing is pushed. @throws Refusal */
async function originOf(git, request, credentials) {
	const { named, chosen, name } = await remoteNames(git, request);
	const isTold = !request.isAside && (!request.readsOnly || request.isPreview);
	const pushName = await pushRemoteOf(git, request, {
		chosen,
		named,
		name,
		credentials,
		isTold
	}) ?? name;
	const { push, others } = remoteAddresses(git.settings, pushName) ?? {
		push: "",
		others: []
	};
	if (push !== "" && isNoAddress(push, git.root)) {
		if (!isTold) return null;
		return refuse(`pushing to the remote ${pushName} is switched off: its push address is ${push}`, `run with --no-push (on a runner \`push: false\`), or set an address: git remote set-url --push ${pushName} <url>`);
	}
	const remote = await gitRemote(git, request, {
		name,
		pushName,
		credentials
	});
	if (remote) {
		if (isTold && others.length > 0) request.narrator.warn(`git push would write to ${others.length + 1} addresses of the remote ${pushName}; milestones live at ${cleanMessage(push)} alone, so bring them to the others yourself`);
		return remotePort(remote);
	}
	const message = `there is no remote ${name} to push to`;
	const remedy = `add it (git remote add ${name} <url>), name another one with \`remote:\` in .milestones/config.yaml, or set push to false`;
	if (request.onRunner || named !== void 0) return refuse(message, remedy);
	if (isTold) request.narrator.warn(`${message}, so nothing is pushed; ${remedy}`);
	return null;
}
/** The remote that is fetched from, and what says of it and of where is pushed. */
async function remoteNames(git, { milestone }) {
	const named = await remoteName(git);
	const chosen = pushRemote(git.settings, branchName(milestone));
	return {
		named,
		chosen,
		name: named ?? await trackedRemote(git) ?? fallbackRemote(git, chosen)
	};
}
/** Commits of submodules come from their own repositories, which are reached as this one's remote is. */
function reachSubmodules(git, request, credentials) {
	const name = async () => (await remoteNames(git, request)).name;
	git.submodules = new SubmoduleCommits({
		repository: git,
		async origin() {
			const own = setting(git.settings, `remote.${await name()}.url`);
			return own === void 0 ? git.root : absolutePath(own, git.root);
		},
		async reach(written) {
			const url = fetchAddress(git.settings, written);
			const side = await remoteSide(git, request, {
				remote: await name(),
				url
			});
			return openSide(git, {
				...side,
				isOther: true
			}, loginOf(request, credentials));
		}
	});
}
/** The remote that the branch checked out here follows, which is where git itself fetches it from. */
async function trackedRemote(git) {
	const branch = (await git.headRef())?.replace(/^refs\/heads\//, "");
	const name = branch && !branch.startsWith(branchName("")) && setting(git.settings, `branch.${branch}.remote`);
	return name && remoteAddresses(git.settings, name) ? name : void 0;
}
/** Where nothing follows a remote, git's own name for it; a person who has none so called has named one all the same. */
function fallbackRemote(git, chosen) {
	const isThere = (name) => remoteAddresses(git.settings, name) !== null;
	return chosen && isThere(chosen.name) && !isThere("origin") ? chosen.name : "origin";
}
/**
* The remote that the person's git pushes the milestone's branch to; null: the one that is fetched from. A milestone is
* written in one place, so one that lives where is fetched from stays there.
*/
async function pushRemoteOf(git, request, place) {
	const { chosen, named, name, credentials, isTold } = place;
	if (!chosen) return named === void 0 && name !== "origin" && remoteAddresses(git.settings, "origin") ? "origin" : null;
	if (chosen.name === name) return null;
	const stays = (why) => {
		if (isTold) request.narrator.warn(`${chosen.by} names ${chosen.name}, and the milestone is pushed to ${name} all the same: ${why}`);
		return null;
	};
	if (named !== void 0) return stays(`.milestones/config.yaml says \`remote: ${named}\``);
	if (request.onRunner) return stays("on a runner it lives where the workflow runs");
	if (!remoteAddresses(git.settings, chosen.name)) {
		if (!isTold) return null;
		return refuse(`${chosen.by} names ${chosen.name}, and there is no such remote`, `add it (git remote add ${chosen.name} <url>), or correct the setting (git config --unset ${chosen.by})`);
	}
	if (request.milestone === "") return chosen.name;
	const there = await (await gitRemote(git, request, {
		name,
		pushName: name,
		credentials
	}))?.tip(branchRef(request.milestone));
	if (there?.ok && there.oid !== null) return stays("its branch is there already, and only one place is written");
	if (isTold) request.narrator.note("detailed", `the milestone is pushed to ${chosen.name}, as ${chosen.by} says`);
	return chosen.name;
}
/** The remote that the committed configuration names; a faulty one is refused when the plan is read. */
async function remoteName(git) {
	const head = await git.resolve("HEAD");
	const file = head && await git.readFile(head, paths.config);
	if (!file) return void 0;
	const reading = readConfig({
		file: paths.config,
		text: file.toString("utf8")
	});
	return reading.ok ? reading.config.remote : void 0;
}
async function gitRemote(git, request, { name, pushName, credentials }) {
	const addresses = remoteAddresses(git.settings, name);
	const pushed = remoteAddresses(git.settings, pushName);
	if (!addresses || !pushed) return null;
	const sideOf = (remote, url) => remoteSide(git, request, {
		remote,
		url
	});
	return openRemote(git, {
		...await sideOf(name, addresses.fetch),
		...pushed.push === addresses.fetch ? {} : { push: await sideOf(pushName, pushed.push) },
		...loginOf(request, credentials)
	});
}
async function remoteSide(git, request, { remote, url }) {
	const environment = request.environment;
	const ssh = await sshAccess(git.git, {
		url,
		environment,
		personal: !request.onRunner
	});
	return {
		url,
		personal: [
			...git.credentialConfig,
			...networkConfig(git.settings, remote),
			...ssh?.config ?? []
		],
		...ssh ? {
			silence: ssh.silence,
			timeout: ssh.timeout
		} : {}
	};
}
function loginOf({ server, environment }, { token, spare }) {
	return {
		...token ? { token: {
			token,
			server
		} } : {},
		...spare ? { spareToken: {
			token: spare,
			server
		} } : {},
		environment
	};
}

// src/engine/machine/folder-repository.ts
/**
* The state without git (`git-integration: false`): what would be a commit is written into the checkout, each file by
* rename. There is one version of everything, the one on disk; "commits" are names for the moments between writes.
*/
function folderRepository(root, milestone, author) {
	const prepared = /* @__PURE__ */ new Map();
	let count = 0;
	let current = existsSync(join(root, paths.log(milestone, 1))) ? moment(root, 0) : null;
	const base = moment(root, -1);
	const read = (path) => readLinkless(root, path);
	return {
		author,
		resolve: async (ref) => ref === "HEAD" ? base : current,
		hash: (content) => hashObject("blob", content),
		async commit(request) {
			count += 1;
			const oid = moment(root, count);
			prepared.set(oid, request.changes);
			return oid;
		},
		async swapRef(ref, from, to) {
			if (!ref.startsWith("refs/heads/")) return { ok: true };
			if (from !== current) return {
				ok: false,
				actual: current,
				reason: "moved"
			};
			for (const [path, change] of prepared.get(to) ?? []) await write(root, path, change);
			prepared.delete(to);
			current = to;
			return { ok: true };
		},
		dropRef: async () => false,
		readFile: (_commit, path) => read(path),
		readBlob: async () => null,
		async entry(_commit, path) {
			const content = await read(path);
			return content ? {
				oid: hashObject("blob", content),
				mode: "100644"
			} : null;
		},
		list: (_commit, directory) => list$2(root, directory),
		changedPaths: async () => [],
		isAncestor: async () => true,
		mergeBase: async (a) => a,
		log: async () => [],
		land: async (_base, _tip, changes) => ({
			ok: true,
			changes: new Map(changes.map((c) => [c.path, "content" in c ? c.content : null]))
		})
	};
}
function moment(root, n) {
	return createHash("sha1").update(`${root} ${n}`).digest("hex");
}
/** Only the engine's own folder is written; an executor's files are in place already. */
async function write(root, path, change) {
	if (!path.startsWith(".milestones/")) return;
	const target = join(root, path);
	await isLinkless(root, path);
	if (change === null) return rm(target, { force: true });
	if (!Buffer.isBuffer(change)) return;
	await mkdir(dirname(target), { recursive: true });
	const temporary = `${target}.new`;
	const file = await open(temporary, constants.O_CREAT | constants.O_TRUNC | constants.O_WRONLY, 420);
	try {
		await file.writeFile(change);
		await file.sync();
	} finally {
		await file.close();
	}
	await rename(temporary, target);
}
async function list$2(root, directory) {
	const folder = join(root, directory);
	if (!await isLinkless(root, directory)) return [];
	const entries = await readdir(folder, { withFileTypes: true });
	const found = [];
	for (const entry of entries) {
		if (entry.isDirectory()) found.push({
			name: entry.name,
			mode: "40000",
			oid: ""
		});
		if (!entry.isFile()) continue;
		const content = await readFile(join(folder, entry.name));
		found.push({
			name: entry.name,
			mode: "100644",
			oid: hashObject("blob", content)
		});
	}
	return found;
}
/** The checkout itself as the only work tree: one phase at a time, nothing is reset. */
function folderWorkspaces(root, git) {
	let before = /* @__PURE__ */ new Map();
	let at = null;
	const workspace = {
		dir: root,
		get commit() {
			return at;
		},
		async moveTo(commit) {
			at = commit;
			before = await stamps(root, git);
		},
		disturb: () => void 0,
		async changes() {
			const now = await stamps(root, git);
			const files = [];
			for (const [path, stamp] of now) {
				if (before.get(path) === stamp) continue;
				const mode = (await lstat(join(root, path))).mode & 64 ? "100755" : "100644";
				files.push({
					path,
					mode,
					content: await readFile(join(root, path))
				});
			}
			for (const path of before.keys()) if (!now.has(path)) files.push({
				path,
				delete: true
			});
			return {
				files,
				unsafe: []
			};
		}
	};
	return {
		open: async () => workspace,
		fingerprint: async () => "",
		close: async () => void 0
	};
}
/** Size, time and inode of every regular file that git would see. */
async function stamps(root, git) {
	const { stdout } = await git.run([
		"--work-tree",
		root,
		"ls-files",
		"-z",
		"-o",
		"--exclude-standard"
	], { cwd: root });
	const found = /* @__PURE__ */ new Map();
	for (const path of stdout.toString("utf8").split("\0")) {
		if (path === "" || path.startsWith(".milestones/") && !path.startsWith(".milestones/deliverables/")) continue;
		const stat = lstatSync(join(root, path), {
			bigint: true,
			throwIfNoEntry: false
		});
		if (stat?.isFile()) found.set(path, `${stat.size} ${stat.mtimeNs} ${stat.ino}`);
	}
	return found;
}

// src/engine/machine/isolation.ts
function machineIsolation(request) {
	let opening = null;
	let mode = "auto";
	const isStrict = () => request.onRunner || mode === "strict";
	const open = () => {
		const asPerson = !isStrict();
		opening ??= openSandbox({
			places: placesOf$1(request, asPerson),
			asPerson,
			mayUseSudo: request.onRunner,
			path: request.environment.PATH ?? "",
			scratch: request.scratch
		});
		return opening;
	};
	return {
		settle(said) {
			if (said !== mode) opening = null;
			mode = said;
		},
		isStrict,
		async found() {
			if (mode === "none") return {
				kind: "none",
				why: ""
			};
			const { sandbox, reasons } = await open();
			return sandbox ? { kind: sandbox.kind } : {
				kind: "none",
				why: reasons.join("; ")
			};
		},
		sandbox: async () => mode === "none" ? null : (await open()).sandbox,
		async confinement(own) {
			if (mode === "none") return null;
			const { sandbox } = await open();
			const isUsersOwn = own.writable.includes(request.root);
			const readable = [...own.readable ?? [], ...(await request.store.objects()).filter(openToAll)];
			return sandbox?.open({
				...own,
				readable,
				isUsersOwn
			}) ?? null;
		}
	};
}
/** Objects on their way to the user's lie in a folder of the engine's alone, until an agent's git is to read them. */
function openToAll(folder) {
	if (!existsSync(folder)) return false;
	if (basename(folder) !== "objects") chmodSync(folder, 493);
	return true;
}
function placesOf$1(request, asPerson) {
	const { store, workplaces, environment } = request;
	const own = [
		...store.directories,
		...workplaces,
		...othersWorkplaces(environment)
	];
	if (asPerson) return real({
		hidden: own,
		readable: [],
		writable: [],
		restReadOnly: false
	});
	const { home, shown } = homePlaces(request);
	return real({
		hidden: [
			...own,
			...home,
			...runnerFiles(environment),
			...SOCKETS,
			...socketsOf(environment)
		],
		readable: shown,
		writable: [
			environment.TMPDIR ?? tmpdir(),
			"/tmp",
			"/var/tmp",
			"/dev/shm"
		],
		restReadOnly: true
	});
}
/** As the system names them, and only those that are there: another run may remove its folders at this moment. */
function real({ hidden, readable, writable, restReadOnly }) {
	const found = (paths) => [...new Set(paths.map(realPath).filter((path) => path !== null))];
	return {
		hidden: found(hidden),
		readable: found(readable),
		writable: found(writable),
		restReadOnly
	};
}
function realPath(path) {
	try {
		return realpathSync(path);
	} catch {
		return null;
	}
}
/** Folders of other runs of this engine on the machine. */
function othersWorkplaces({ RUNNER_TEMP }) {
	return [.../* @__PURE__ */ new Set([
		tmpdir(),
		"/var/tmp",
		...RUNNER_TEMP ? [RUNNER_TEMP] : []
	])].filter(existsSync).flatMap((folder) => readdirSync(folder).filter((name) => /^milestone-(?:trees|scratch|git)-/.test(name)).map((name) => join(folder, name)));
}
/** What the job writes for its runner and learns from it, and by which the runner itself is known to GitHub. */
function runnerFiles(environment) {
	const files = [
		"ENV",
		"OUTPUT",
		"PATH",
		"STATE",
		"STEP_SUMMARY",
		"EVENT_PATH"
	].flatMap((name) => environment[`GITHUB_${name}`] ?? []);
	const ofRunner = ["_runner_file_commands", "_github_workflow"];
	const runner = join(process.execPath, "../../../..");
	return [
		...files.map((file) => ofRunner.includes(basename(dirname(file))) ? dirname(file) : file),
		...ofRunner.map((name) => join(environment.RUNNER_TEMP ?? "/nonexistent", name)),
		...existsSync(join(runner, ".runner")) ? [
			".runner",
			".credentials",
			".credentials_rsaparams",
			".env",
			"_diag"
		].map((name) => join(runner, name)) : []
	];
}
/** Services that start anything as root for anyone who may speak to them. */
const SOCKETS = [
	...[
		"/run/docker.sock",
		"/run/docker",
		"/run/containerd",
		"/run/podman",
		"/run/crio",
		"/run/cri-dockerd.sock"
	],
	...[
		"/run/libvirt",
		"/run/incus",
		"/var/lib/incus",
		"/var/lib/lxd",
		"/var/snap/lxd/common/lxd"
	],
	...[
		"/run/dbus/system_bus_socket",
		"/run/systemd/private",
		"/run/snapd.socket"
	],
	`/run/user/${process.getuid?.() ?? 0}`
];
function socketsOf({ DOCKER_HOST, SSH_AUTH_SOCK }) {
	return [...DOCKER_HOST?.startsWith("unix://") ? [DOCKER_HOST.slice(7)] : [], ...SSH_AUTH_SOCK ? [SSH_AUTH_SOCK] : []];
}
/** Below a home folder: where tools and their caches stand that a build needs. */
const TOOLS = [
	...[
		".cargo",
		".rustup",
		".nvm",
		".volta",
		".fnm",
		".bun",
		".deno",
		".npm",
		".yarn",
		".pnpm-store",
		".cache"
	],
	...[
		".local/bin",
		".local/lib",
		".local/share/pnpm",
		".local/share/mise",
		".local/share/uv",
		".local/pipx"
	],
	...[
		".pyenv",
		".rbenv",
		".rvm",
		".gem",
		".asdf",
		".sdkman",
		".jenv",
		".dotnet",
		".nuget",
		".m2/repository"
	],
	...[
		".gradle/caches",
		".gradle/wrapper",
		"go",
		".ghcup",
		".cabal",
		".stack",
		".opam",
		".pub-cache"
	],
	...[
		".composer/vendor",
		".config/composer/vendor",
		"Android/Sdk",
		".juliaup",
		".julia",
		".elan",
		".swiftly"
	]
];
/** In them, and for nobody else. */
const SECRETS_OF_TOOLS = [
	".cargo/credentials",
	".cargo/credentials.toml",
	".gem/credentials"
];
/** A person's home is not shown but for the tools in it, and for the job's own folders where they lie in it. */
function homePlaces({ environment, root }) {
	const homes = [.../* @__PURE__ */ new Set([homedir(), environment.HOME ?? homedir()])].filter((home) => isAbsolute(home) && home !== "/" && existsSync(home));
	const { GITHUB_WORKSPACE, RUNNER_TEMP, RUNNER_TOOL_CACHE, PATH = "" } = environment;
	const named = [
		root,
		GITHUB_WORKSPACE,
		RUNNER_TEMP,
		RUNNER_TOOL_CACHE,
		process.execPath,
		...PATH.split(":")
	];
	const tools = homes.flatMap((home) => TOOLS.map((folder) => join(home, folder)));
	const shown = [...named, ...tools].filter((path) => {
		if (path === void 0 || !isAbsolute(path) || homes.includes(path)) return false;
		return homes.some((home) => isWithin(path, home));
	});
	const secrets = homes.flatMap((home) => SECRETS_OF_TOOLS.map((file) => join(home, file)));
	return {
		home: [...homes, ...secrets],
		shown
	};
}

// src/engine/machine/overlays.ts
/** In a repository with fewer files a tree is checked out before an overlay would have paid. */
const FEW_FILES = 2e3;
/** Whether overlays are worth their trial here. `MILESTONE_TREES` says `folder` or `overlay` whatever the size. */
async function wantsOverlays(git, { MILESTONE_TREES }) {
	const head = await git.resolve("HEAD");
	if (MILESTONE_TREES === "folder" || head === null) return false;
	if (await git.readFile(head, ".gitmodules") !== null) return false;
	if (MILESTONE_TREES === "overlay") return true;
	return !await holdsFewFiles(git.store, await treeOf$1(git.store, head), FEW_FILES);
}
const PROBE_TIMEOUT_MS = 1e4;
/** Tries out below `root`, where the trees are to stand, all that work trees by overlay rely on. */
async function findOverlays(isolation, root) {
	const sandbox = await isolation.sandbox();
	if (!sandbox) return {
		ok: false,
		why: "nothing here can mount them"
	};
	if (!OVERLAY_KINDS.includes(sandbox.kind)) return {
		ok: false,
		why: `${sandbox.kind} cannot mount them`
	};
	if (/[,:\\]/.test(root)) return {
		ok: false,
		why: `the path ${root} cannot be named to mount`
	};
	const whiteout = join(root, "whiteout");
	const place = join(root, "probe");
	try {
		await promisify(execFile)("/bin/mknod", [
			whiteout,
			"c",
			"0",
			"0"
		]);
		const why = await tryOut(sandbox, place, whiteout);
		if (why !== null) return {
			ok: false,
			why
		};
		const { hand, takeBack } = sandbox;
		return {
			ok: true,
			overlays: {
				whiteout,
				hand,
				takeBack
			}
		};
	} catch (error) {
		return {
			ok: false,
			why: error.message.split("\n")[0]
		};
	} finally {
		await removeFolder(place);
	}
}
/** What an attempt may do, seen from within; and what is told of it from without. Null: all is well. */
async function tryOut(sandbox, place, whiteout) {
	const below = (path) => join(place, "lower", path);
	const above = (path) => join(place, "upper", path);
	for (const path of [
		"lower/kept",
		"lower/gone",
		"lower/made",
		"upper",
		"work",
		"tree"
	]) mkdirSync(join(place, path), { recursive: true });
	for (const path of [
		"kept/file",
		"gone/file",
		"made/old",
		"covered"
	]) writeFileSync(below(path), "below\n");
	linkSync(whiteout, above("covered"));
	await sandbox.hand(join(place, "lower"));
	const script = [
		"test \"$(cat kept/file)\" = below",
		"test ! -e covered",
		"echo above > kept/file",
		"rm gone/file",
		"rm -r made",
		"mkdir made",
		"test ! -e made/old",
		"echo new > made/new"
	].join(" && ");
	const [at, upper] = [join(place, "tree"), {
		files: join(place, "upper"),
		work: join(place, "work")
	}];
	const confinement = sandbox.open({
		writable: [at],
		overlay: {
			at,
			lower: [join(place, "lower")],
			upper
		}
	});
	const { reason, exitCode, tail } = await runProcess({
		argv: [
			"/bin/sh",
			"-c",
			script
		],
		cwd: at,
		env: { PATH: SYSTEM_PATH },
		timeoutMs: PROBE_TIMEOUT_MS,
		confinement
	}).outcome;
	await sandbox.takeBack(join(place, "lower"));
	if (reason !== "exited" || exitCode !== 0) return tail.trim().split("\n")[0] || "they do not behave";
	return readFileSync(above("kept/file"), "utf8") === "above\n" && readFileSync(below("kept/file"), "utf8") === "below\n" && lstatSync(above("gone/file")).rdev === 0 && lstatSync(above("gone/file")).isCharacterDevice() && String(await opaqueFolders(join(place, "upper"), ["kept", "made"])) === "made" ? null : "what was done in one cannot be told from outside";
}

// src/engine/machine/preparations.ts
/** Paths that are handed to one `cp`. */
const PATHS_A_COPY = 200;
/** For one `cp` (ms). */
const COPY_TIMEOUT_MS = 9e5;
/**
* What `setup` made in one tree is copied aside at once, before any agent works beside it, and from there into the other
* trees: so none of them holds anything of another agent's.
*/
function machinePreparations(options) {
	const { folder, trees, home, isolation, note } = options;
	const cache = options.cache === null ? null : new SetupCache(options.cache);
	/** The one path at which every tree can be shown, in this session and in later ones. */
	const place = options.showPlace && join(options.showPlace, digest(options.repository), "tree");
	const keyOf = (key) => digest([
		key,
		options.repository,
		place,
		home() !== null,
		...machineImage(options.environment)
	].join("\0"));
	let count = 0;
	/** The tree itself becomes what others stand upon. */
	const layer = async (workspace, { tree, made, paths }) => {
		const shown = workspace.shownAt ?? null;
		if (await isNamedIn(tree.path, tree.path, paths)) return null;
		const at = shown !== null && await isNamedIn(shown, tree.path, paths) ? shown : null;
		const snapshot = await trees.freeze(workspace);
		return snapshot && {
			made: plain(made),
			files: snapshot.lower[0],
			at,
			home: null,
			snapshot
		};
	};
	return {
		async begin(workspace, command) {
			workspace.shownAt = place !== null && !SEES_THE_HOST.test(command) && (await isolation()).places ? place : null;
		},
		async find(key) {
			if (!cache || !(await isolation()).hides) return null;
			const found = cache.find(keyOf(key));
			if (!found || found.at !== null && !(await isolation()).places) return null;
			const own = home();
			if (found.home === null) return found;
			if (own === null) return null;
			mkdirSync(own, { recursive: true });
			if (!await copyPaths(found.home, own, readdirSync(found.home))) return null;
			return found;
		},
		async keep(workspace, key) {
			const tree = trees.treeOf(workspace);
			const made = await tree?.keepPrepared();
			if (!tree || !made || existsSync(join(tree.path, ".git/modules"))) return null;
			const paths = [...made].flatMap(([path, { isGone }]) => isGone ? [] : [path]);
			if (await trees.isLayered()) {
				const kept = await layer(workspace, {
					tree,
					made,
					paths
				});
				if (kept && cache && key !== null && paths.length > 0 && (await isolation()).hides) await keepForLater(cache, {
					kept,
					paths
				}, {
					key: keyOf(key),
					home: home(),
					note
				});
				return kept;
			}
			const files = join(folder, String(count++));
			mkdirSync(files, { recursive: true });
			if (!await copyPaths(tree.path, files, paths) || await isNamedIn(tree.path, files)) {
				await removeFolder(files);
				return null;
			}
			const shown = workspace.shownAt ?? null;
			const at = shown !== null && await isNamedIn(shown, files) ? shown : null;
			workspace.shownAt = at;
			const kept = {
				made: plain(made),
				files,
				at,
				home: null
			};
			if (cache && key !== null && paths.length > 0 && (await isolation()).hides) await keepForLater(cache, {
				kept,
				paths
			}, {
				key: keyOf(key),
				home: home(),
				note
			});
			return kept;
		},
		async give(workspace, preparation) {
			const tree = trees.treeOf(workspace);
			const { made, files, at, snapshot } = preparation;
			if (snapshot && trees.standOn(workspace, snapshot)) {
				workspace.shownAt = at;
				return true;
			}
			const paths = await tree?.makeRoom(made);
			if (!tree || !paths || !await copyPaths(files, tree.path, paths)) return false;
			await tree.keepPrepared();
			workspace.shownAt = at;
			return true;
		}
	};
}
/**
* A folder of caches that is full, read-only or written to by another session costs a later setup, and no work now.
* Nothing is kept where what was made, or the home, names a path that is this session's alone.
*/
async function keepForLater(cache, { kept: { made, files, at }, paths }, { key, home, note }) {
	try {
		const into = cache.begin();
		try {
			if (await copyPaths(files, join(into, "files"), paths) && (home === null || !await isNamedIn(home, files) && await keepHome(home, into))) await cache.keep(into, {
				key,
				made,
				at,
				now: Date.now()
			});
		} finally {
			await removeFolder(into);
		}
	} catch (error) {
		if (error.code === void 0) throw error;
		note(`what setup made is not kept for later sessions: ${error.message}`);
	}
}
/** A container of the machine's knows no path that only the sandbox shows. */
const SEES_THE_HOST = /\b(?:docker|podman|nerdctl|devcontainer)\b/;
function plain(made) {
	return new Map([...made].map(([path, { from, isGone }]) => [path, {
		from,
		isGone
	}]));
}
function digest(text) {
	return createHash("sha256").update(text).digest("hex").slice(0, 32);
}
/** Programs whose version decides what a setup makes. */
const PROGRAMS = [
	"node",
	"python3",
	"ruby",
	"java",
	"go",
	"cargo",
	"php",
	"dotnet",
	"gcc"
];
/** What of the machine decides what a setup makes. */
function machineImage({ PATH = "", ImageOS = "", ImageVersion = "" }) {
	const release = "/etc/os-release";
	const found = PROGRAMS.map((name) => {
		const file = PATH.split(delimiter).map((each) => join(each, name)).find((each) => existsSync(each));
		if (file === void 0) return "";
		const { size, mtimeMs } = statSync(file);
		return `${realpathSync(file)} ${size} ${mtimeMs}`;
	});
	return [
		process.platform,
		process.arch,
		ImageOS,
		ImageVersion,
		existsSync(release) ? readFileSync(release, "utf8") : "",
		...found
	];
}
/** The home as it is, where nothing in it names the path that it has in this session alone. */
async function keepHome(home, into) {
	const names = existsSync(home) ? readdirSync(home).filter((name) => name !== ".gitconfig") : [];
	if (names.length === 0) return true;
	const to = join(into, "home");
	mkdirSync(to, { mode: 448 });
	return await copyPaths(home, to, names) && !await isNamedIn(home, to);
}
/** With everything that is in them and as it is; folders above them are made like those above the originals. */
async function copyPaths(from, to, paths) {
	try {
		for (let at = 0; at < paths.length; at += PATHS_A_COPY) await copy(from, to, paths.slice(at, at + PATHS_A_COPY));
		return true;
	} catch (error) {
		if (error.code === void 0) throw error;
		return false;
	}
}
async function copy(from, to, paths) {
	if (process.platform === "linux") {
		const args = [
			"-a",
			"--reflink=auto",
			"--parents",
			"-t",
			to,
			"--",
			...paths
		];
		await promisify(execFile)("/bin/cp", args, {
			cwd: from,
			timeout: COPY_TIMEOUT_MS,
			maxBuffer: 1 << 24
		});
		return;
	}
	for (const path of paths) {
		mkdirSync(dirname(join(to, path)), { recursive: true });
		await cp(join(from, path), join(to, path), {
			recursive: true,
			verbatimSymlinks: true,
			preserveTimestamps: true
		});
	}
}
/** Whether a file or a link at or below the paths in the folder names this path. */
async function isNamedIn(path, folder, among = ["."]) {
	for (let at = 0; at < among.length; at += PATHS_A_COPY) {
		const some = among.slice(at, at + PATHS_A_COPY).map((each) => `./${each}`);
		if (await answers("grep", [
			"-rlF",
			"-m1",
			"--",
			path,
			...some
		], folder)) return true;
		if (await answers("find", [
			...some,
			"-type",
			"l",
			"-lname",
			`${path}*`,
			"-print",
			"-quit"
		], folder)) return true;
	}
	return false;
}
/** Whether the program printed anything. */
async function answers(program, args, cwd) {
	try {
		const { stdout } = await promisify(execFile)(program, args, {
			cwd,
			timeout: COPY_TIMEOUT_MS,
			maxBuffer: 1 << 26
		});
		return stdout !== "";
	} catch (error) {
		const { code, stdout } = error;
		return !(code === 1 && stdout === "");
	}
}

// src/engine/machine/recorded-tips.ts
function openOwnTips(commonDirectory, token) {
	const folder = join(commonDirectory, "milestone/tips");
	const fileOf = (ref) => join(folder, basename(ref));
	const seal = (ref, tip) => createHmac("sha256", token ?? "").update(`milestone tip\0${ref}\0${tip}`).digest();
	return {
		record(ref, tip) {
			if (token === null) return;
			const line = `${tip} ${seal(ref, tip).toString("hex")}`;
			const kept = [...linesOf(fileOf(ref)).filter((each) => each !== line), line].slice(-2);
			mkdirSync(folder, { recursive: true });
			const draft = `${fileOf(ref)}.${process.pid}`;
			writeFileSync(draft, `${kept.join("\n")}\n`);
			renameSync(draft, fileOf(ref));
		},
		forget: (ref) => rmSync(fileOf(ref), { force: true }),
		has(ref, tip) {
			if (token === null) return false;
			const wanted = seal(ref, tip);
			return linesOf(fileOf(ref)).some((line) => {
				const [oid, hex = ""] = line.split(" ");
				const found = Buffer.from(hex, "hex");
				return oid === tip && found.length === wanted.length && timingSafeEqual(found, wanted);
			});
		}
	};
}
function linesOf(file) {
	try {
		return readFileSync(file, "utf8").split("\n").filter(Boolean);
	} catch (error) {
		if ([
			"ENOENT",
			"EISDIR",
			"ENOTDIR"
		].includes(error.code ?? "")) return [];
		throw error;
	}
}
/** The same repository, in which a branch of a milestone is believed where this engine moved it to. */
function withOwnTips(repository, tips) {
	return {
		...repository,
		isProved: (ref, tip) => tips.has(ref, tip),
		swapRef(ref, from, to) {
			if (ref.startsWith("refs/heads/")) tips.record(ref, to);
			return repository.swapRef(ref, from, to);
		},
		async dropRef(ref, from) {
			const isGone = await repository.dropRef(ref, from);
			if (isGone && ref.startsWith("refs/heads/")) tips.forget(ref);
			return isGone;
		}
	};
}

// src/engine/deliverable/markdown-prose.ts
const FENCE = /^ {0,3}(`{3,}|~{3,})/;
const ATX = /^ {0,3}(#{1,6})(?:[ \t]|$)/;
const SETEXT = /^ {0,3}(=+|-+)[ \t]*$/;
/** The lines of a markdown file; fenced code and HTML comments are told apart from prose. */
function markdownLines(text) {
	const lines = [];
	let fence = null;
	for (const [index, raw] of withoutComments(text).split("\n").entries()) {
		const line = raw.endsWith("\r") ? raw.slice(0, -1) : raw;
		const mark = FENCE.exec(line);
		const entry = {
			number: index + 1,
			text: line,
			code: fence !== null || mark !== null
		};
		if (fence !== null) {
			if (mark?.[1]?.startsWith(fence) && line.slice(mark[0].length).trim() === "") fence = null;
		} else if (mark?.[1]) fence = mark[1];
		else {
			const atx = ATX.exec(line);
			const above = lines.at(-1);
			if (atx?.[1]) entry.level = atx[1].length;
			else if (above && SETEXT.test(line) && isParagraph(above)) above.level = line.trim()[0] === "=" ? 1 : 2;
		}
		lines.push(entry);
	}
	return lines;
}
/** A heading's words alone: no marks, numbering, emphasis, emoji or closing colon; small letters. */
function headingText(line) {
	return line.replace(/^ {0,3}#{1,6}/, "").replace(/[ \t]#{1,200}[ \t]*$/, "").normalize("NFKC").toLowerCase().replace(/[^\p{Letter}\p{Number}]+/gu, " ").replace(/^ ?(?:\d{1,3} )+(?=\S)/, "").trim();
}
/** Comments are no content; each is replaced by its own line breaks, so that lines keep their numbers. */
function withoutComments(text) {
	let out = "";
	let at = 0;
	for (let start = text.indexOf("<!--"); start >= 0; start = text.indexOf("<!--", at)) {
		const end = text.indexOf("-->", start + 4);
		if (end < 0) break;
		out += text.slice(at, start) + text.slice(start, end + 3).replace(/[^\n]/g, "");
		at = end + 3;
	}
	return out + text.slice(at);
}
function isParagraph(line) {
	const text = line.text.trim();
	return !line.code && line.level === void 0 && text !== "" && !/^(?:[-*+][ \t]|[>|]|\d+[.)][ \t])/.test(text);
}
/** Each wanted heading must stand in the file and have something under it; case and numbering do not matter. */
function checkSections(path, text, wanted) {
	const lines = markdownLines(text);
	return wanted.flatMap((section) => checkSection(path, lines, section) ?? []);
}
function checkSection(path, lines, section) {
	const name = headingText(section);
	const heading = lines.find((line) => line.level !== void 0 && headingText(line.text) === name);
	if (!heading) return {
		path,
		rule: "section_missing",
		message: `${path} has no heading "${section}"; add the section "## ${section}" with its content.`
	};
	if (hasContent(lines, heading)) return null;
	return {
		path,
		rule: "section_empty",
		message: `The section "${section}" of ${path} is empty; write its content below the heading.`,
		line: heading.number
	};
}
/** Anything but blank lines, further headings and rules, up to the next heading of the same or a higher level. */
function hasContent(lines, heading) {
	for (const line of lines.slice(heading.number)) {
		if (line.level !== void 0 && line.level <= (heading.level ?? 6)) return false;
		if (line.level === void 0 && /[\p{Letter}\p{Number}]/u.test(line.text)) return true;
	}
	return false;
}

// src/engine/deliverable/openapi.ts
const MAX_REPORTED$2 = 5;
/** Where the official schema wants the entries of a list to differ, each is compared with all others. */
const VALIDATE_MS$1 = 1e4;
const SUPPORTED = /^3\.[012]\.\d+/;
/**
* Checks a document against the OpenAPI specification of the version it names (3.0, 3.1 or 3.2) and
* its internal references. The validator is loaded on first use; compiling its schema takes about 0.1 s.
*/
async function checkOpenApi(path, document, limitMs = VALIDATE_MS$1) {
	const invalid = (problem) => ({
		path,
		rule: "invalid",
		message: `${path} is no valid OpenAPI description: ${problem}`
	});
	if (document === null || typeof document !== "object" || Array.isArray(document)) return [invalid("it must be a map that begins with \"openapi: 3.1.0\".")];
	const version = document.openapi;
	if (typeof version !== "string" || !SUPPORTED.test(version)) return [invalid(`${version === void 0 ? "the key \"openapi\" is missing" : `it names version ${JSON.stringify(version)}`}; write "openapi: 3.1.0" (3.0, 3.1 and 3.2 are read).`)];
	const { createOpenApiValidator } = await import("./engine-deliverable-openapi-validator.js");
	const result = await createOpenApiValidator(limitMs).validate(structuredClone(document));
	if (result.valid) return [];
	if (typeof result.errors === "string") return [invalid(`${result.errors}.`)];
	return mostSpecific([...new Set((result.errors ?? []).map(describe))]).slice(0, MAX_REPORTED$2).map((problem) => invalid(`${problem}.`));
}
/** One error of a JSON Schema validator in words. */
function describe(error) {
	const place = error.instancePath === "" ? "the document" : decodePointer(error.instancePath);
	const extra = error.params?.additionalProperty ?? error.params?.unevaluatedProperty;
	if (typeof extra === "string") return `${place} holds "${extra}", which does not belong there`;
	const allowed = error.params?.allowedValues;
	const values = Array.isArray(allowed) ? ` (${allowed.map((value) => JSON.stringify(value)).join(", ")})` : "";
	return `${place} ${error.message ?? "is not as its schema says"}${values}`;
}
/** That an alternative failed (`oneOf`, a reference instead of an object) says nothing beside the errors inside of it. */
function mostSpecific(problems) {
	const vague = /must match (?:exactly one|a) schema|must match "(?:then|else)"|required property '\$ref'/;
	const specific = problems.filter((problem) => !vague.test(problem));
	return specific.length > 0 ? specific : problems;
}
function decodePointer(pointer) {
	return pointer.replaceAll("~1", "/").replaceAll("~0", "~");
}

// src/engine/deliverable/placeholders.ts
/** More would only repeat the message. */
const MAX_REPORTED$1 = 10;
/**
* What a template wants replaced and nobody replaced. Code, inline or fenced, is exempt in markdown, as it
* may be about templates; so are checkboxes, links, footnotes, citations such as `[1]` and quoted words.
*/
function checkPlaceholders(path, text, kind) {
	const lines = kind === "markdown" ? markdownLines(text).filter((line) => !line.code) : plainLines(text);
	const labels = kind === "markdown" ? linkLabels(lines) : /* @__PURE__ */ new Set();
	const findings = [];
	for (const line of lines) {
		const filler = kind === "markdown" ? inMarkdown(line.text, labels) : inData(line.text);
		if (filler === null) continue;
		const message = `Line ${line.number} of ${path} still holds the placeholder ${show(filler)}; replace it with real content.`;
		findings.push({
			path,
			rule: "placeholder",
			message,
			line: line.number
		});
		if (findings.length === MAX_REPORTED$1) break;
	}
	return findings;
}
const COMMON = [
	/(?<!\$)\{\{[ \t]{0,8}[A-Za-z_][\w .:-]{0,80}\}\}/,
	/(?<!["'“‘\w-])TBD(?!["'”’\w-])/,
	/<(?:fill|insert|your|enter|describe|replace|todo|tbd|placeholder)\b[^<>\n]{0,80}>/i,
	/\bwill be (?:defined|described|documented|filled in) here\b/i,
	/\blorem ipsum\b/i
];
/** A line of a list that holds nothing but a filler. */
const LEFT_OPEN = /^[ \t>]*(?:[-*+]|\d{1,4}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?(?:TO-?DO|TBD|\.\.\.|…)[ \t.:]*$/;
/** `Label: ____`: a form that nobody filled in. */
const FORM_LINE = /^[ \t>]*(?:(?:[-*+]|\d{1,4}[.)])[ \t]+)?(?:\*\*)?[^\n:*_]{1,40}(?::\*\*|\*\*:|:)[ \t]*(?:_{3,60}|TO-?DO|YYYY-MM-DD)[ \t.]*$/;
function inMarkdown(line, labels) {
	const prose = line.replace(/(`{1,8})(?!`)[^\n]*?[^`]\1(?!`)/g, "``");
	const leftOpen = LEFT_OPEN.exec(prose) ?? FORM_LINE.exec(prose);
	return common(prose) ?? leftOpen?.[0].trim() ?? inBrackets(prose, labels);
}
function inData(line) {
	return common(line);
}
function common(line) {
	for (const expression of COMMON) {
		const match = expression.exec(line);
		if (match) return match[0];
	}
	return null;
}
/** `[…]` that is no link, image, footnote, index or checkbox. */
const BRACKETS = /(?<![\]\w\\)!])\[([^[\]\n]{1,80})\](?![[(:\w])/g;
function inBrackets(line, labels) {
	for (const match of line.matchAll(BRACKETS)) {
		const inside = (match[1] ?? "").trim();
		if (labels.has(label(inside))) continue;
		if (isFiller(inside, standsAlone(line, match.index, match[0].length))) return match[0];
	}
	return null;
}
/** What templates ask for in one word. */
const WORDS = new Set("list name title description date author owner value details summary text content url link email version number todo tbd placeholder n items item insert example section requirement criteria component feature".split(" "));
/** `[Figure 1]` refers to something; `[Test case 1]` waits to be replaced. */
const REFERENCE = /^(?:fig(?:ure|\.)?|table|section|chapter|appendix|listing|eq(?:uation|\.)?|ref|note|rfc|adr|issue|pr)\b/i;
const INSTRUCTION = /^(?:insert|fill|add|describe|enter|your|specify|provide|write|list|replace|explain|todo|tbd)\b.*\s/i;
function isFiller(inside, alone) {
	if (/^\p{Letter}[\p{Letter} '/-]{1,60} \d{1,3}$/u.test(inside)) return alone || !REFERENCE.test(inside);
	if (INSTRUCTION.test(inside)) return true;
	if (WORDS.has(inside.toLowerCase())) return true;
	return alone && /^\p{Letter}[\p{Letter} ,'/-]{2,80}$/u.test(inside) && /\p{Lower}/u.test(inside);
}
/** Whether the brackets are all there is but for a list's mark or a label before a colon. */
function standsAlone(line, start, length) {
	const before = line.slice(0, start).trim();
	const after = line.slice(start + length).trim();
	return /^[.;,|]?$/.test(after) && /^(?:[-*+>]|\d{1,4}[.)]|(?:[-*+] )?[^\n]{1,40}:\**)?$/.test(before);
}
/** `[label]: target` makes `[label]` a link anywhere in the file. */
function linkLabels(lines) {
	const labels = lines.map((line) => /^ {0,3}\[([^[\]\n]{1,80})\]:/.exec(line.text)?.[1]);
	return new Set(labels.filter((text) => text !== void 0).map(label));
}
function label(text) {
	return text.trim().toLowerCase().replace(/\s+/g, " ");
}
function plainLines(text) {
	return text.split("\n").map((line, index) => ({
		number: index + 1,
		text: line,
		code: false
	}));
}
function show(filler) {
	return filler.length > 60 ? `${filler.slice(0, 60).toWellFormed()}…` : filler;
}

// src/engine/deliverable/structured.ts
var import_dist = require_dist();
/** Deeper nesting is refused: no honest document has it, and readers are recursive. */
const MAX_DEPTH = 100;
/** No document of the allowed size takes a tenth of this. */
const PARSE_MS = 1e4;
/** Reads JSON; the message names the line. */
function parseJson(text) {
	if (nestingDepth(text) > 100) return tooDeep;
	try {
		return {
			ok: true,
			value: JSON.parse(text)
		};
	} catch (error) {
		if (!(error instanceof SyntaxError)) throw error;
		const position = /position (\d+)/.exec(error.message)?.[1];
		const line = position === void 0 ? void 0 : lineAt(text, Number(position));
		return {
			ok: false,
			message: error.message.replace(/[\n\r]+/g, " "),
			line
		};
	}
}
/**
* Reads one YAML document (1.2 core: no tags that run anything). Anchors are allowed, as in files people
* write; their expansion is bounded, so that a few lines cannot become gigabytes.
*/
function parseYaml(text) {
	if (nestingDepth(text) > 100) return tooDeep;
	const lines = new import_dist.LineCounter();
	const reading = within(PARSE_MS, () => {
		const document = (0, import_dist.parseDocument)(text, {
			lineCounter: lines,
			prettyErrors: false,
			uniqueKeys: true
		});
		const [error] = document.errors;
		return error ? { error } : { value: toValue(() => document.toJS({ maxAliasCount: 100 })) };
	});
	if (!reading.ok) return {
		ok: false,
		message: "it takes too long to read"
	};
	const { error, value } = reading.value;
	if (error) return {
		ok: false,
		message: error.message,
		line: lines.linePos(error.pos[0]).line
	};
	return value ?? {
		ok: false,
		message: "it holds no document"
	};
}
const tooDeep = {
	ok: false,
	message: `it is nested deeper than ${100} levels`
};
function toValue(read) {
	try {
		return {
			ok: true,
			value: read()
		};
	} catch (error) {
		if (!(error instanceof ReferenceError)) throw error;
		return {
			ok: false,
			message: error.message
		};
	}
}
/**
* An upper bound of a document's nesting: open brackets, quoted ones too, and compact block sequences
* (`- - - x`) and indentation. One pass.
*/
function nestingDepth(text) {
	let open = 0;
	let deepest = 0;
	let dashes = 0;
	let atStart = true;
	let indentation = 0;
	for (let at = 0; at < text.length; at++) {
		const ch = text[at];
		if (ch === "\n") [atStart, dashes, indentation] = [
			true,
			0,
			0
		];
		else if (atStart && (ch === " " || ch === "-" || ch === "?")) {
			if (ch === " ") indentation++;
			else dashes++;
		} else {
			atStart = false;
			if (ch === "[" || ch === "{") open++;
			else if ((ch === "]" || ch === "}") && open > 0) open--;
		}
		deepest = Math.max(deepest, open, dashes <= 3 ? indentation / 4 : dashes);
	}
	return deepest;
}
/** Decodes UTF-8 strictly; null for bytes that are no text. A byte order mark is dropped. */
function decodeText(bytes) {
	try {
		const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
		return text.includes("\0") ? null : text;
	} catch (error) {
		if (error.code !== "ERR_ENCODING_INVALID_ENCODED_DATA") throw error;
		return null;
	}
}
/** Line of an offset, counted from 1. */
function lineAt(text, offset) {
	let line = 1;
	for (let at = text.indexOf("\n"); at >= 0 && at < offset; at = text.indexOf("\n", at + 1)) line++;
	return line;
}
const MAX_REPORTED = 5;
/** A pattern in a schema may be one that never ends on some texts. */
const VALIDATE_MS = 2e3;
/** Checks a value against the repository's JSON Schema, given as JSON or YAML text. */
async function checkSchema(deliverable, value, schemaText) {
	const { path, schema } = deliverable;
	const finding = (message) => ({
		path,
		rule: "schema",
		message
	});
	if (schemaText === null) return [finding(`The schema ${schema} for ${path} is not in the repository; add it or correct the milestone.`)];
	const parsed = /\.ya?ml$/i.test(schema) ? parseYaml(schemaText) : parseJson(schemaText);
	if (!parsed.ok) return [finding(`The schema ${schema} for ${path} cannot be read: ${parsed.message}.`)];
	const validate = await compile(parsed.value);
	if (typeof validate === "string") return [finding(`The schema ${schema} for ${path} is no valid one: ${validate}.`)];
	const run = within(VALIDATE_MS, () => validate(value));
	if (!run.ok) return [finding(`Checking ${path} against ${schema} takes too long; simplify the schema's patterns.`)];
	if (run.value === true) return [];
	return (validate.errors ?? []).slice(0, MAX_REPORTED).map((error) => finding(`${path} does not match ${schema}: ${describe(error)}.`));
}
/** The compiled schema, or why it is none. Nothing is fetched: a reference outside of the schema is an error. */
async function compile(schema) {
	if (schema === null || typeof schema !== "object" || Array.isArray(schema)) return "it must be an object";
	const ajv = await createAjv(schema.$schema);
	if (!ajv) return "it names a draft that is not read (2020-12, 2019-09, draft-07, draft-06 and draft-04 are)";
	try {
		const compiled = within(VALIDATE_MS, () => ajv.compile(schema));
		return compiled.ok ? compiled.value : "it takes too long to read";
	} catch (error) {
		return error instanceof Error ? error.message.slice(0, 300) : String(error);
	}
}
async function createAjv(draft) {
	const options = {
		strict: false,
		allErrors: true,
		validateFormats: true
	};
	const { default: addFormats } = await import("./dist2.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
	const withFormats = (ajv) => {
		addFormats.default(ajv);
		return ajv;
	};
	const name = typeof draft === "string" ? draft : "2020-12";
	if (name.includes("2020-12")) {
		const { Ajv2020 } = await import("./2020.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
		return withFormats(new Ajv2020(options));
	}
	if (name.includes("2019-09")) {
		const { Ajv2019 } = await import("./lib-ajv6.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
		return withFormats(new Ajv2019(options));
	}
	if (name.includes("draft-04")) {
		const { default: Ajv04 } = await import("./dist.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
		return withFormats(new Ajv04.default(options));
	}
	const { Ajv } = await import("./ajv.js").then((m) => /* @__PURE__ */ __toESM(m.default, 1));
	const ajv = withFormats(new Ajv(options));
	if (name.includes("draft-07")) return ajv;
	if (!name.includes("draft-06")) return null;
	const { default: draft06 } = await import("./lib-ajv8.js");
	ajv.addMetaSchema(draft06);
	return ajv;
}

// src/engine/deliverable/check-file.ts
/** The contract's default for `max_bytes`, 5 MiB. */
const DEFAULT_MAX_BYTES = 5242880;
/** Judges one file. Size first, then text, then syntax, then content: a later rule needs the earlier ones. */
async function checkFile(file, bytes, readSchema) {
	const size = checkSize(file, bytes);
	if (size) return [size];
	const text = decodeText(bytes);
	if (text === null) {
		const message = `${file.path} is no text: it must be UTF-8 without NUL bytes.`;
		return [{
			path: file.path,
			rule: "encoding",
			message
		}];
	}
	if (text.trim() === "") return [{
		path: file.path,
		rule: "empty",
		message: `${file.path} holds only blank lines; write its content.`
	}];
	const content = await checkContent(file, text, readSchema);
	const placeholders = file.kind === "junit" ? [] : checkPlaceholders(file.path, text, file.kind);
	const sections = file.sections ? checkSections(file.path, text, file.sections) : [];
	return [
		...content,
		...sections,
		...placeholders
	];
}
function checkSize(file, bytes) {
	const { path, minBytes = 0, maxBytes = DEFAULT_MAX_BYTES } = file;
	if (bytes.length === 0) return {
		path,
		rule: "empty",
		message: `${path} is empty; write its content.`
	};
	if (bytes.length < minBytes) return {
		path,
		rule: "too_small",
		message: `${path} has ${bytes.length} bytes, at least ${minBytes} are required (min_bytes).`
	};
	if (bytes.length > maxBytes) return {
		path,
		rule: "too_large",
		message: `${path} has ${bytes.length} bytes, at most ${maxBytes} are allowed (max_bytes).`
	};
	return null;
}
async function checkContent(file, text, readSchema) {
	switch (file.kind) {
		case "markdown":
		case "text": return file.schema === void 0 ? [] : [schemaNeedsData(file)];
		case "junit": return checkJUnit(file, text);
		case "json":
		case "yaml":
		case "openapi": return checkData(file, text, readSchema);
	}
}
async function checkData(file, text, readSchema) {
	const parsed = file.kind === "json" || /\.json$/i.test(file.path) ? parseJson(text) : parseYaml(text);
	if (!parsed.ok) return [unparsable(file, parsed)];
	const value = treeOf(parsed.value);
	if (value === void 0) return [unparsable(file, {
		ok: false,
		message: "it refers to itself"
	})];
	const openApi = file.kind === "openapi" ? await checkOpenApi(file.path, value) : [];
	if (file.schema === void 0) return openApi;
	const schemaText = await readSchema(file.schema);
	return [...openApi, ...await checkSchema({
		path: file.path,
		schema: file.schema
	}, value, schemaText)];
}
/** The value without shared parts, so that nothing which walks it can run in a ring; undefined when it holds one. */
function treeOf(value) {
	try {
		return JSON.parse(JSON.stringify(value ?? null));
	} catch (error) {
		if (!(error instanceof TypeError)) throw error;
		return;
	}
}
function unparsable(file, { message, line }) {
	const kind = file.kind === "json" || /\.json$/i.test(file.path) ? "JSON" : "YAML";
	const place = line === void 0 ? "" : ` (line ${line})`;
	return {
		path: file.path,
		rule: "unparsable",
		message: `${file.path} is no valid ${kind}${place}: ${message}.`,
		line
	};
}
function checkJUnit(file, text) {
	const reading = readJUnit(text);
	if (reading.ok) return failedTests(file, reading.totals);
	const message = `${file.path} is no JUnit report (line ${reading.line}): ${reading.message}.`;
	return [{
		path: file.path,
		rule: "unparsable",
		message,
		line: reading.line
	}];
}
/** A report that says itself that tests failed is no result to go on with. */
function failedTests({ path }, { failed, total, failures }) {
	if (failed === 0) return [];
	const named = failures.slice(0, 3).map(({ name, message }) => message ? `${name} (${message})` : name);
	const more = failed > named.length ? ` and ${failed - named.length} more` : "";
	return [{
		path,
		rule: "invalid",
		message: `${path} reports ${failed} of ${counted(total, "test")} as failed: ${named.join(", ")}${more}.`
	}];
}
function schemaNeedsData(file) {
	const message = `${file.path} has a schema, but only a file of kind json, yaml or openapi can be checked by one; correct the milestone.`;
	return {
		path: file.path,
		rule: "schema",
		message
	};
}

// src/engine/deliverable/check-deliverables.ts
/**
* Judges what a phase left behind by the rules of its deliverables; an empty list is a pass. Only the files
* count, never what the executor says about them.
*/
async function checkDeliverables(check) {
	const files = check.deliverables.filter(isFile);
	const contents = await Promise.all(files.map(async (file) => ({
		file,
		bytes: await check.files(file.path)
	})));
	const work = check.changedPaths.filter((path) => !path.startsWith(".milestones/"));
	const unchanged = check.deliverables.flatMap((deliverable) => checkChanged(deliverable, {
		work,
		ignored: check.ignored ?? []
	}) ?? []);
	const nothingThere = contents.length > 0 && contents.every(({ bytes }) => bytes === null);
	const folder = contents.some(({ bytes }) => bytes === null) ? await check.listFolder() : [];
	if (nothingThere && folder.length === 0) return [nothingDelivered(files), ...unchanged];
	const findings = [];
	for (const { file, bytes } of contents) if (bytes === null) findings.push(missing$1(file, folder));
	else findings.push(...await checkFile(file, bytes, check.readSchema));
	return [...findings, ...unchanged];
}
function isFile(deliverable) {
	return "path" in deliverable;
}
function nothingDelivered(files) {
	const names = files.map((file) => file.path).join(", ");
	const wanted = files.length === 1 ? `the file this phase must deliver (${names})` : `the ${files.length} files this phase must deliver (${names})`;
	return {
		path: files[0]?.path ?? "",
		rule: "nothing_delivered",
		message: `The executor ended without an error but left nothing behind: ${wanted} must be written into the folder that MILESTONE_DELIVERABLES names.`
	};
}
function missing$1(file, folder) {
	if (folder.includes(file.path)) {
		const message = `${file.path} is a link; write the file itself.`;
		return {
			path: file.path,
			rule: "missing",
			message
		};
	}
	const similar = folder.find((path) => stem(path) === stem(file.path));
	const hint = similar ? `There is ${similar}: was it meant? Then give it the name ${file.path}.` : "Write it into the folder that MILESTONE_DELIVERABLES names.";
	return {
		path: file.path,
		rule: "missing",
		message: `${file.path} is missing. ${hint}`
	};
}
/** The name without folder, extension, case and separators. */
function stem(path) {
	return path.slice(path.lastIndexOf("/") + 1).toLowerCase().replace(/\.[a-z0-9]{1,8}$/, "").replace(/[-_. ]/g, "");
}
function checkChanged(deliverable, { work, ignored }) {
	if (isFile(deliverable)) return null;
	const matches = globMatcher([deliverable.changed]);
	if (work.some(matches)) return null;
	const others = work.length === 0 ? "it changed no file of the repository" : `it changed only ${list$1(work)}`;
	return {
		path: deliverable.changed,
		rule: "unchanged",
		message: `This phase must change a file that matches ${deliverable.changed}, but ${others}.${ignoredHint(ignored.filter((path) => matches(path) || matches(`${path}/file`)))}`
	};
}
function ignoredHint(ignored) {
	if (ignored.length === 0) return "";
	return ` git ignores ${list$1(ignored)} (.gitignore), and ignored files are never committed: take it out of .gitignore, or have the phase write elsewhere.`;
}
function list$1(paths) {
	const shown = paths.slice(0, 5).join(", ");
	return paths.length > 5 ? `${shown} and ${paths.length - 5} more` : shown;
}

// src/engine/process/rate-limit.ts
const SECOND = 1e3;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** The longest window of the providers' limits is a month; a service that names a later time is not believed. */
const LONGEST = 35 * DAY;
/** Asked again after this much, where the time that was named has just passed. */
const AFTER_LATE = MINUTE;
/**
* How long a message about a limit asks to wait (ms): `retry after 30 seconds`, `try again in 3 days 2 hours`,
* `retry-after: 60`, `resets 5:20am (Europe/Berlin)`, `resets Oct 12, 5pm`, `limit reached|1790000000` (epoch seconds),
* or a time in ISO form. Empty when it does not say, or says something unbelievable. A time of day without a zone is one
* of this machine, as the programs print it, unless `zone` is given.
*/
function waitFromText(text, now, zone = machineZone()) {
	const waitMs = fromField(text, now) ?? fromWords(text, {
		now,
		zone
	});
	return waitMs === void 0 || waitMs <= 0 || waitMs > LONGEST ? {} : { waitMs: Math.ceil(waitMs) };
}
function machineZone() {
	return Intl.DateTimeFormat().resolvedOptions().timeZone;
}
/** Fields of JSON answers and headers. */
const IN_FIELD = /(?:retry[-_]?after(?:[-_]m?s(?:ec(?:ond)?s)?)?|retry[-_]?delay|resets?_(?:in|after)(?:_seconds)?|ratelimit-reset(?:-[a-z]{1,20})?)["'\\]{0,4} ?[:=] ?["'\\]{0,4}(\d{1,9}(?:\.\d{1,12})?) ?([a-z]{0,12})/gi;
const AT_FIELD = /(?:resets?[-_]?at|reset[-_]?time|ratelimit[-_][a-z-]{0,30}reset)["'\\]{0,4} ?[:=] ?["'\\]{0,4}(1\d{9}(?:\d{3})?)(?!\d)/i;
/** `Claude AI usage limit reached|1790000000`. */
const AFTER_BAR = /\|(1\d{9})(?!\d)/;
function fromField(text, now) {
	const epoch = AFTER_BAR.exec(text)?.[1] ?? AT_FIELD.exec(text)?.[1];
	if (epoch !== void 0) return Number(epoch) * (epoch.length > 10 ? 1 : SECOND) - now;
	for (const [field, digits, unit = ""] of text.matchAll(IN_FIELD)) {
		const factor = /[-_]ms\b/i.test(field) ? 1 : unitOf(unit) ?? (unit === "" ? SECOND : void 0);
		if (factor !== void 0 && Number(digits) > 0) return Number(digits) * factor;
	}
}
/** Words behind which a message says when: the time, or the time from now. */
const ANCHOR = /\b(?:reset(?:s|ting)?|try(?:ing)? again|retry(?:ing)?|wait(?:ing)?|(?:available|back|renewed|refreshed?) (?:again )?|renews|refreshes|regain access)\b/gi;
const MAX_ANCHORS = 20;
/** As much as a time needs behind its word. */
const WINDOW = 90;
function fromWords(text, here) {
	let seen = 0;
	for (const match of text.matchAll(ANCHOR)) {
		if (++seen > MAX_ANCHORS) break;
		const from = match.index + match[0].length;
		const behind = text.slice(from, from + WINDOW).replace(/[\s\u00a0\u202f]/g, " ");
		const said = LEAD.exec(behind);
		const words = behind.slice(said[0].length);
		const waitMs = fromMoment(words, here) ?? fromDuration(words, said[0]) ?? fromWallClock(words, here);
		if (waitMs !== void 0) return waitMs;
	}
}
/** Small words and signs between the anchor and the time. */
const LEAD = /^(?:[ :=·∙•"'(,~≈-]|\b(?:window|again|your|the|quota|limit|will|is|are|be|in|on|at|after|for|about|approximately|around|until|by|less|than)\b){0,16}/i;
const DURATION = /^(\d{1,6}(?:\.\d{1,12})?) ?([a-z]{1,12})?(?![\d:a-z])/i;
const MORE = /^,? ?(?:and )?(\d{1,4}(?:\.\d{1,12})?) ?([a-z]{1,12})(?![a-z])/i;
/** `3 days 2 hours`, `1m20s`; a bare number is in seconds, as in the header `retry-after`. */
function fromDuration(words, lead) {
	const compact = words.replace(/^(?:an?|one) (?=(?:second|minute|hour|day|week)\b)/i, "1 ").replace(/(\d)([a-z]{1,2})(?=\d)/gi, "$1$2 ");
	const first = DURATION.exec(compact);
	if (!first) return void 0;
	const unit = first[2] ?? "";
	const factor = unit === "" ? bareFactor(lead, compact.slice(first[0].length)) : unitOf(unit);
	if (factor === void 0) return void 0;
	let sum = Number(first[1]) * factor;
	let rest = compact.slice(first[0].length);
	for (let i = 0; i < 4; i++) {
		const more = MORE.exec(rest);
		const by = more ? unitOf(more[2]) : void 0;
		if (!more || by === void 0) break;
		sum += Number(more[1]) * by;
		rest = rest.slice(more[0].length);
	}
	return sum === 0 ? void 0 : sum;
}
/** Seconds only where nothing makes it a date or a time of day. */
function bareFactor(lead, behind) {
	if (/\b(?:in|on|at|until|by)\b/i.test(lead)) return void 0;
	return /^ ?(?:[.,;)"'\]}]|$)/.test(behind) ? SECOND : void 0;
}
function unitOf(unit) {
	const word = unit.toLowerCase();
	if (/^(?:ms|msecs?|milliseconds?)$/.test(word)) return 1;
	if (/^(?:s|secs?|seconds?)$/.test(word)) return SECOND;
	if (/^(?:m|mins?|minutes?)$/.test(word)) return MINUTE;
	if (/^(?:h|hrs?|hours?)$/.test(word)) return HOUR;
	if (/^(?:d|days?)$/.test(word)) return DAY;
	return /^(?:w|wks?|weeks?)$/.test(word) ? 7 * DAY : void 0;
}
const MOMENT = /^(20\d\d)-(\d\d)-(\d\d)(?:[T ]| at )(\d\d):(\d\d)(?::(\d\d)(?:\.\d{1,9})?)? ?(Z\b|[+-]\d\d:?\d\d|\(?[A-Za-z][A-Za-z0-9_+/-]{1,40})?/;
const EPOCH = /^(1\d{9})(?!\d)/;
/** A whole moment: ISO with or without an offset, or seconds of the epoch. */
function fromMoment(words, { now, zone }) {
	const epoch = EPOCH.exec(words)?.[1];
	if (epoch !== void 0) return Number(epoch) * SECOND - now;
	const found = MOMENT.exec(words);
	if (!found) return void 0;
	const [, year, month, day, hour, minute, second = "0", offset = ""] = found.map((part) => part ?? "");
	const wall = {
		year: +year,
		month: +month,
		day: +day,
		hour: +hour,
		minute: +minute
	};
	return (/^[+-]/.test(offset) ? Date.UTC(wall.year, wall.month - 1, wall.day, wall.hour, wall.minute) - offsetMs(offset) : epochOf(wall, /^Z/.test(offset) ? "UTC" : zoneOf(offset) ?? zone)) + Number(second || 0) * SECOND - now;
}
function offsetMs(offset) {
	const digits = offset.slice(1).replace(":", "");
	const sum = Number(digits.slice(0, 2)) * HOUR + Number(digits.slice(2)) * MINUTE;
	return offset.startsWith("-") ? -sum : sum;
}
const MONTHS = [
	"jan",
	"feb",
	"mar",
	"apr",
	"may",
	"jun",
	"jul",
	"aug",
	"sep",
	"oct",
	"nov",
	"dec"
];
const WEEKDAYS = [
	"sun",
	"mon",
	"tue",
	"wed",
	"thu",
	"fri",
	"sat"
];
/** `Oct 12`, `October 12th, 2026`. */
const MONTH_DAY = /^(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.? (\d{1,2})(?:st|nd|rd|th)?(?:,? (20\d\d))?/i;
/** `12 Oct 2026`. */
const DAY_MONTH = /^(\d{1,2})(?:st|nd|rd|th)? (jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?(?:,? (20\d\d))?/i;
/** Before a date it says nothing new: `Tue 1 Dec`, `Friday, December 4`. */
const DATED_WEEKDAY = /^(?:sun|mon|tue|wed|thu|fri|sat)[a-z]{0,6}\.?,? (?=(?:\d{1,2}(?:st|nd|rd|th)? )?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))/i;
const WEEKDAY = /^(sun|mon|tue|wed|thu|fri|sat)[a-z]{0,6}\.?/i;
const TOMORROW = /^(today|tomorrow)\b/i;
const TIME = /^[ ,]{0,3}(?:at |@ ?)?(\d{1,2})(?::(\d\d))?(?::\d\d)? ?([ap])\.?m\b\.?/i;
const TIME_24 = /^[ ,]{0,3}(?:at |@ ?)?(\d{1,2}):(\d\d)(?::\d\d)?(?![\d:])/;
const MIDNIGHT = /^[ ,]{0,3}(?:at )?(midnight|noon)\b/i;
const ZONE = /^[ ,]{0,3}\(?((?:UTC|GMT)[+-]\d{1,2}(?::?\d\d)?|(?:[A-Z][A-Za-z_+-]{1,20}(?:\/[A-Za-z_+-]{1,20}){0,2}|[A-Z]{1,5}(?:[+-]\d{1,2})?))\)?/;
/** A time of day, of a named day or the next such time, in its zone. */
function fromWallClock(text, { now, zone }) {
	const words = text.replace(DATED_WEEKDAY, "");
	const dated = MONTH_DAY.exec(words) ?? DAY_MONTH.exec(words);
	const weekday = dated ? null : WEEKDAY.exec(words);
	const tomorrow = dated || weekday ? null : TOMORROW.exec(words);
	const behind = words.slice((dated ?? weekday ?? tomorrow)?.[0].length ?? 0);
	const time = timeIn(behind);
	if (!time && !dated && !weekday) return void 0;
	const its = zoneOf(ZONE.exec(behind.slice(time?.length ?? 0))?.[1]) ?? zone;
	const { hour, minute } = time ?? {
		hour: 0,
		minute: 0
	};
	const today = wallOf(now, its);
	const at = (day) => epochOf({
		...today,
		hour,
		minute,
		...day
	}, its);
	if (dated) return untilDate(datePart(dated), at, {
		now,
		year: today.year
	});
	if (weekday) {
		const days = (WEEKDAYS.indexOf(weekday[1].toLowerCase()) - new Date(Date.UTC(today.year, today.month - 1, today.day)).getUTCDay() + 7) % 7;
		return untilNext([today.day + days, today.day + days + 7].map((day) => at({ day }) - now));
	}
	const later = tomorrow?.[1]?.toLowerCase() === "tomorrow" ? 1 : 0;
	return untilNext([today.day + later, today.day + later + 1].map((day) => at({ day }) - now));
}
function timeIn(text) {
	const named = MIDNIGHT.exec(text);
	if (named) return {
		hour: /noon/i.test(named[1]) ? 12 : 0,
		minute: 0,
		length: named[0].length
	};
	const half = TIME.exec(text);
	const found = half ?? TIME_24.exec(text);
	if (!found) return void 0;
	const minute = Number(found[2] ?? 0);
	let hour = Number(found[1]);
	if (half) hour = hour % 12 + (half[3].toLowerCase() === "p" ? 12 : 0);
	return hour > 23 || minute > 59 ? void 0 : {
		hour,
		minute,
		length: found[0].length
	};
}
function datePart(found) {
	const [, a, b, year] = found;
	const [name, day] = /^\d/.test(a) ? [b, a] : [a, b];
	return {
		month: MONTHS.indexOf(name.slice(0, 3).toLowerCase()) + 1,
		day: Number(day),
		...year === void 0 ? {} : { year: Number(year) }
	};
}
/** A date without a year is the one nearest to today: in the last days of a year it may be in the next. */
function untilDate(date, at, { now, year }) {
	return lateOr((date.year === void 0 ? [
		year - 1,
		year,
		year + 1
	] : [date.year]).map((y) => at({
		...date,
		year: y
	}) - now).reduce((a, b) => Math.abs(b) < Math.abs(a) ? b : a));
}
function untilNext([first, next]) {
	return first > -6e5 ? lateOr(first) : next;
}
function lateOr(waitMs) {
	return waitMs <= 0 && waitMs > -6e5 ? AFTER_LATE : waitMs;
}
/** Abbreviations that the programs print; others are left to `Intl`, which knows few of them. */
const ZONES = {
	UTC: "UTC",
	GMT: "UTC",
	Z: "UTC",
	PT: "America/Los_Angeles",
	PST: "America/Los_Angeles",
	PDT: "America/Los_Angeles",
	PACIFIC: "America/Los_Angeles",
	MT: "America/Denver",
	MST: "America/Denver",
	MDT: "America/Denver",
	CT: "America/Chicago",
	CST: "America/Chicago",
	CDT: "America/Chicago",
	ET: "America/New_York",
	EST: "America/New_York",
	EDT: "America/New_York",
	EASTERN: "America/New_York",
	BST: "Europe/London",
	CET: "Europe/Berlin",
	CEST: "Europe/Berlin",
	IST: "Asia/Kolkata",
	JST: "Asia/Tokyo",
	KST: "Asia/Seoul"
};
function zoneOf(name) {
	if (!name) return void 0;
	const bare = name.replace(/^\(/, "");
	const known = ZONES[bare.toUpperCase()];
	if (known) return known;
	const offset = /^(?:UTC|GMT)([+-])(\d{1,2})(?::?(\d\d))?$/.exec(bare);
	if (offset) return `${offset[1]}${offset[2].padStart(2, "0")}:${offset[3] ?? "00"}`;
	if (!bare.includes("/")) return void 0;
	try {
		return new Intl.DateTimeFormat("en-US", { timeZone: bare }).resolvedOptions().timeZone;
	} catch {
		return;
	}
}
/** What clocks in the zone show. */
function wallOf(epoch, zone) {
	const parts = new Intl.DateTimeFormat("en-US", {
		timeZone: zone,
		hourCycle: "h23",
		year: "numeric",
		month: "numeric",
		day: "numeric",
		hour: "numeric",
		minute: "numeric"
	}).formatToParts(epoch);
	const at = (type) => Number(parts.find((p) => p.type === type)?.value ?? 0);
	return {
		year: at("year"),
		month: at("month"),
		day: at("day"),
		hour: at("hour"),
		minute: at("minute")
	};
}
/** When clocks in the zone show this; a day or month beyond its range counts on. */
function epochOf({ year, month, day, hour, minute }, zone) {
	const wanted = Date.UTC(year, month - 1, day, hour, minute);
	let epoch = wanted;
	for (let i = 0; i < 2; i++) {
		const shown = wallOf(epoch, zone);
		epoch += wanted - Date.UTC(shown.year, shown.month - 1, shown.day, shown.hour, shown.minute);
	}
	return epoch;
}

// src/engine/process/classify-exit.ts
/** Classifies a process that did not end with exit 0. `now` is in milliseconds since the epoch. */
function classifyFailure(outcome, now) {
	switch (outcome.reason) {
		case "spawn_failed": return classifySpawn(outcome);
		case "timeout":
		case "stalled":
		case "killed": return { kind: "ordinary" };
		case "exited": return classifyExit(outcome, now);
	}
}
function classifySpawn({ failure }) {
	const { code = "UNKNOWN", message = "it could not be started" } = failure ?? {};
	if (code === "ENOENT") return {
		kind: "permanent",
		reason: "program_missing",
		message
	};
	if (code === "EACCES" || code === "ENOEXEC" || code === "EISDIR") return {
		kind: "permanent",
		reason: "not_executable",
		message
	};
	if (code === "ENOMEM") return {
		kind: "transient",
		reason: "out_of_memory"
	};
	if (code === "EAGAIN" || code === "EMFILE" || code === "ENFILE" || code === "ETXTBSY") return {
		kind: "transient",
		reason: "busy"
	};
	return {
		kind: "permanent",
		reason: "bad_configuration",
		message
	};
}
function classifyExit(outcome, now) {
	const { exitCode, signal, tail } = outcome;
	const end = lastLines$1(tail);
	const notStarted = EXECVP.exec(end);
	if (notStarted) return {
		kind: "permanent",
		reason: notStarted[2] === "Permission denied" ? "not_executable" : "program_missing",
		message: `${notStarted[1]}: ${notStarted[2]}`
	};
	if (exitCode === 127) return {
		kind: "permanent",
		reason: "program_missing",
		message: missing(end)
	};
	if (exitCode === 126) return {
		kind: "permanent",
		reason: "not_executable",
		message: firstMatch(end, /.*denied.*|.*cannot execute.*/i)
	};
	if (signal === "SIGKILL" || exitCode === 137 || MEMORY.test(end)) return {
		kind: "transient",
		reason: "out_of_memory"
	};
	if (CONFIGURATION.test(end)) return {
		kind: "permanent",
		reason: "bad_configuration",
		message: firstMatch(end, CONFIGURATION)
	};
	if (RATE_LIMIT.test(end)) return {
		kind: "transient",
		reason: "rate_limit",
		...waitFromText(end, now)
	};
	if (NETWORK.test(end)) return {
		kind: "transient",
		reason: "network"
	};
	return { kind: "ordinary" };
}
/** What bwrap says, with exit 1, of a program that it could not start. */
const EXECVP = /^bwrap: execvp ([^\n]{1,200}): (No such file or directory|Permission denied)$/m;
function lastLines$1(tail) {
	return tail.split("\n").filter((line) => line.trim() !== "").slice(-12).map((line) => line.slice(0, 500)).join("\n");
}
/** Lines that say nothing of why: a stack, what node adds to one, a program's JSON. */
const IDLE_LINE = /^\s*(?:at |[{}[\]()]|\^|Node\.js v\d|npm (?:error|ERR!) A complete log|$)/;
const TELLING = /\b(?:error|fail(?:ed|ure)?|fatal|denied|cannot|could not|invalid|missing|not|please|unable|refused|exceed(?:ed|s)?|limit|no such)\b/i;
const WORDS_CHARS = 300;
/** The line at the end of an output that says why a program failed; empty when it says nothing. */
function lastWords(tail) {
	const lines = tail.split("\n").slice(-12).filter((line) => !IDLE_LINE.test(line));
	const words = (lines.findLast((candidate) => TELLING.test(candidate)) ?? lines.at(-1) ?? "").replace(/\s+/g, " ").trim();
	return words.length > WORDS_CHARS ? `${words.slice(0, WORDS_CHARS).toWellFormed()}…` : words;
}
const MEMORY = /JavaScript heap out of memory|\bOutOfMemoryError\b|\bCannot allocate memory\b|\bstd::bad_alloc\b|\bMemoryError\b|\bENOMEM\b/;
const RATE_LIMIT = /\brate[ _-]?limit|\btoo many requests\b|\b(?:HTTP|status|error|code)[ :/]{1,3}429\b|\busage limit\b|\bquota exceeded\b|\bRESOURCE_EXHAUSTED\b|\blimit reached\b/i;
const NETWORK = /\bE(?:CONNRESET|CONNREFUSED|TIMEDOUT|NOTFOUND|HOSTUNREACH|NETUNREACH|PIPE)\b|\bEAI_AGAIN\b|\bsocket hang up\b|\bfetch failed\b|could not resolve host|connection (?:reset|refused|timed out)|temporary failure in name resolution|network is unreachable|TLS handshake timeout|\b50[234] (?:bad gateway|service unavailable|gateway time-?out)|\boverloaded(?:_error)?\b|\bapi_error\b.{0,40}\b5\d\d\b/i;
const CONFIGURATION = /\binvalid (?:x-)?api[ -]?key\b|\bincorrect api key\b|\bauthentication[ _]error\b|\bnot logged in\b|\bplease (?:run|use) \S{0,20} ?\/?login\b|\bcredit balance is too low\b|\bunknown (?:option|argument|flag|command-line)\b|\bunrecognized (?:option|argument)s?\b/i;
function missing(end) {
	return firstMatch(end, /.*(?:not found|No such file).*/i);
}
function firstMatch(text, expression) {
	return (text.split("\n").find((candidate) => expression.test(candidate)) ?? text.split("\n").at(-1) ?? "").trim().slice(0, 300);
}

// src/engine/profile/command-line.ts
/** Linux passes at most 128 KiB in one argument; a longer prompt is pointed to. */
const ARGUMENT_BYTES = 12e4;
/**
* The command line of a profile for one attempt; no shell ever reads it. In `args`, `phase_args`, `env` and the
* profile's files these words are replaced:
*
* - `{prompt}`, `{prompt_file}`: the brief, and the path of its file
* - `{worktree}`: absolute path of the agent's work tree
* - `{deliverables}`, `{deliverables_path}`: the phase's folder, absolute and relative to the work tree
* - `{deliverables_regex}`: the absolute folder, escaped for a regular expression
* - `{files}`: a private folder that holds the profile's files
* - `{usage_file}`: a file below it, for programs that write their usage there
* - `{budget_usd}`: what the attempt may cost, in US dollars with four decimals
* - `{env.NAME}`: a variable of the program's environment
*
* An argument that names something unknown (no budget, a variable that is not set) is left out as a whole, so such a
* value goes into one argument with its flag: `--max-budget-usd={budget_usd}`.
*/
function commandLine(profile, question) {
	const values = valuesOf(question);
	const args = [...profile.args, ...profile.phaseArgs[question.phase] ?? []];
	const plain = args.flatMap((arg) => replaced(arg, values) ?? []);
	const argv = [profile.command, ...question.model ? withModel(plain, question.model) : plain];
	argv.push(...conversationArgs(profile, question).flatMap((arg) => replaced(arg, values) ?? []));
	const placed = args.some((arg) => arg.includes("{prompt}") || arg.includes("{prompt_file}"));
	if (profile.prompt === "arg" && !placed) argv.push(promptArgument(question));
	if (profile.prompt === "file" && !placed) argv.push(question.promptFile);
	const files = Object.entries(profile.files ?? {}).flatMap(([name, text]) => {
		const content = replaced(text, values);
		return content === null ? [] : [{
			path: join(values.get("files"), name),
			content
		}];
	});
	const env = {};
	for (const [name, value] of Object.entries(profile.env)) {
		const given = value === null ? null : replaced(value, values);
		if (value === null || given !== null) env[name] = given;
	}
	const usageFile = args.some((arg) => arg.includes("{usage_file}")) ? values.get("usage_file") : null;
	return {
		argv,
		stdin: profile.prompt === "stdin" ? question.prompt : null,
		env,
		files,
		usageFile
	};
}
/** Of a program that knows none, or whose arguments say something of it themselves: nothing. */
function conversationArgs(profile, question) {
	if (!profile.conversation || !talks(profile)) return [];
	const { without, start, resume } = profile.conversation;
	if (!question.conversation) return without;
	return question.conversation.isResumed ? resume : start;
}
/** Whether the profile's program can be told which conversation it has: the built-in one, called as it is meant to be. */
function talks({ conversation, args, name, command }) {
	return conversation !== void 0 && BUILT_IN_PROFILES[name]?.command === command && !args.some((arg) => /session|ephemeral|resume|continue|^-[cr]$/.test(arg));
}
/** All four known programs take `--model=`; given twice some of them refuse it. */
function withModel(args, model) {
	return [...args.filter((arg, i) => !/^(?:--model(?:=|$)|-m$)/.test(arg) && !/^(?:--model|-m)$/.test(args[i - 1] ?? "")), `--model=${model}`];
}
function promptArgument({ prompt, promptFile }) {
	if (Buffer.byteLength(prompt) <= ARGUMENT_BYTES) return prompt;
	return `Read the file ${promptFile} and do what it says: it is your whole brief.`;
}
function valuesOf(question) {
	const { prompt, promptFile, variables, worktree, environment = {}, remainingUsd } = question;
	const folder = dirname(promptFile);
	const values = /* @__PURE__ */ new Map([
		["prompt", promptArgument(question)],
		["prompt_file", promptFile],
		["files", folder],
		["usage_file", join(folder, "usage.json")]
	]);
	if (prompt === "") values.delete("prompt");
	const { session, file } = question.conversation ?? {};
	if (session !== void 0) values.set("session", session);
	if (file) values.set("session_file", file);
	const deliverables = variables.MILESTONE_DELIVERABLES;
	if (deliverables !== void 0) {
		values.set("deliverables", deliverables);
		values.set("deliverables_regex", deliverables.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&"));
		const at = worktree ?? deliverables.slice(0, Math.max(0, deliverables.lastIndexOf("/.milestones/")));
		values.set("worktree", at);
		if (deliverables.startsWith(`${at}/`)) values.set("deliverables_path", deliverables.slice(at.length + 1));
	} else if (worktree !== void 0) values.set("worktree", worktree);
	if (remainingUsd !== null && remainingUsd !== void 0) values.set("budget_usd", Math.max(1e-4, Math.floor(remainingUsd * 1e4) / 1e4).toFixed(4));
	for (const [name, value] of Object.entries({
		...environment,
		...variables
	})) if (value) values.set(`env.${name}`, value);
	return values;
}
const WORD = /\{(prompt|prompt_file|files|usage_file|worktree|deliverables|deliverables_path|deliverables_regex|budget_usd|session|session_file|env\.[A-Za-z_][A-Za-z0-9_]*)\}/g;
/** null when a word has no value. Other braces stay as they are. */
function replaced(text, values) {
	let known = true;
	const result = text.replace(WORD, (_, word) => {
		const value = values.get(word);
		if (value === void 0) known = false;
		return value ?? "";
	});
	return known ? result : null;
}

// src/engine/profile/claude.ts
/**
* Reads `claude -p --output-format json` (with `--verbose` a list that ends with the same object), or `stream-json`, whose
* last line is that object.
*/
function readClaude(stdout) {
	const objects = listed(stdout) ?? jsonObjects(stdout);
	const report = objects.findLast((object) => object.type === "result");
	if (!report) return {
		failed: false,
		text: "",
		models: modelsOfStream(objects)
	};
	const subtype = textAt$1(report, "subtype") ?? "success";
	const failed = report.is_error === true || subtype !== "success";
	const text = textAt$1(report, "result") ?? "";
	const said = {
		failed,
		text,
		models: modelsOf(report),
		known: true
	};
	if (typeof report.total_cost_usd === "number") said.tellsDollars = true;
	said.isWhole = true;
	if (!failed) return said;
	said.error = (Array.isArray(report.errors) ? report.errors.filter((e) => typeof e === "string") : []).join("; ") || text || subtype.replaceAll("_", " ");
	const status = amountAt(report, "api_error_status");
	if (status > 0) said.status = status;
	if (subtype === "error_max_budget_usd") said.budgetSpent = true;
	return said;
}
function listed(stdout) {
	if (!stdout.trimStart().startsWith("[")) return void 0;
	try {
		const list = JSON.parse(stdout);
		return Array.isArray(list) ? list.filter(isObject) : void 0;
	} catch {
		return;
	}
}
/**
* `modelUsage` sums all turns of each model; `usage` may hold the last turn only. `total_cost_usd` is the program's
* own sum: what the models do not explain of it (a tool that costs) goes to the first of them.
*/
function modelsOf(report) {
	const models = Object.entries(objectAt(report, "modelUsage")).map(([model, used]) => ({
		model,
		input_tokens: amountAt(used, "inputTokens") + amountAt(used, "cacheReadInputTokens") + amountAt(used, "cacheCreationInputTokens"),
		cached_tokens: amountAt(used, "cacheReadInputTokens"),
		output_tokens: amountAt(used, "outputTokens"),
		cost_usd: amountAt(used, "costUSD")
	}));
	const total = amountAt(report, "total_cost_usd");
	if (models.length === 0) return fromUsage(report, total);
	const rest = total - models.reduce((sum, m) => sum + m.cost_usd, 0);
	if (rest > 1e-9) models[0].cost_usd += rest;
	return models;
}
function fromUsage(report, total) {
	const { usage } = report;
	if (!isObject(usage) && total === 0) return [];
	return [{
		model: "",
		...tokensOf(usage),
		cost_usd: total
	}];
}
function tokensOf(usage) {
	const cached = amountAt(usage, "cache_read_input_tokens");
	return {
		input_tokens: amountAt(usage, "input_tokens") + cached + amountAt(usage, "cache_creation_input_tokens"),
		cached_tokens: cached,
		output_tokens: amountAt(usage, "output_tokens")
	};
}
/** What the calls of `stream-json` used so far, where the program was ended before it summed them up. */
function modelsOfStream(objects) {
	const calls = /* @__PURE__ */ new Map();
	for (const [index, object] of objects.entries()) {
		const message = objectAt(object, "message");
		if (object.type !== "assistant" || !isObject(message.usage)) continue;
		const id = textAt$1(message, "id") ?? String(index);
		calls.set(id, {
			model: textAt$1(message, "model") ?? "",
			...tokensOf(message.usage),
			cost_usd: 0
		});
	}
	const models = /* @__PURE__ */ new Map();
	for (const call of calls.values()) {
		const sum = models.get(call.model);
		if (!sum) models.set(call.model, { ...call });
		else {
			sum.input_tokens += call.input_tokens;
			sum.cached_tokens += call.cached_tokens;
			sum.output_tokens += call.output_tokens;
		}
	}
	return [...models.values()];
}

// src/engine/profile/codex.ts
/**
* Reads `codex exec --json`: one event a line. Each `turn.completed` tells the thread's tokens so far; it names neither
* model nor cost. An `error` before a turn that completes was a reconnect, no failure.
*/
function readCodex(stdout) {
	const said = {
		failed: false,
		text: "",
		models: [],
		isWhole: true
	};
	let input = 0;
	let cached = 0;
	let output = 0;
	for (const event of jsonObjects(stdout)) switch (event.type) {
		case "thread.started": {
			const session = textAt$1(event, "thread_id");
			if (session !== void 0) said.session = session;
			break;
		}
		case "item.completed": {
			const item = objectAt(event, "item");
			if (item.type === "agent_message") said.text = textAt$1(item, "text") ?? said.text;
			break;
		}
		case "turn.completed": {
			const usage = objectAt(event, "usage");
			input = Math.max(input, amountAt(usage, "input_tokens"));
			cached = Math.max(cached, amountAt(usage, "cached_input_tokens"));
			output = Math.max(output, amountAt(usage, "output_tokens"));
			Object.assign(said, {
				failed: false,
				known: true
			});
			delete said.error;
			break;
		}
		case "turn.failed":
			Object.assign(said, {
				failed: true,
				known: true,
				error: textAt$1(event.error, "message") ?? "the turn failed"
			});
			break;
		case "error": said.error = textAt$1(event, "message") ?? said.error;
	}
	if (input + output > 0) {
		const tokens = {
			input_tokens: input,
			cached_tokens: cached,
			output_tokens: output
		};
		said.models.push({
			model: "",
			...tokens,
			cost_usd: 0
		});
	}
	return said;
}

// src/engine/profile/copilot.ts
/**
* Reads `copilot --silent`, which prints its last message, and the file of `--usage-output-file`. It counts premium
* requests, which have no price of their own: tokens are priced by model. Failures are told by exit code and words.
*/
function readCopilot(stdout, usageText) {
	const [usage] = usageText === null ? [] : jsonObjects(usageText);
	const models = Object.entries(objectAt(usage, "modelMetrics")).map(([model, metrics]) => {
		const used = objectAt(metrics, "usage");
		return {
			model,
			input_tokens: amountAt(used, "inputTokens"),
			cached_tokens: amountAt(used, "cacheReadTokens"),
			output_tokens: amountAt(used, "outputTokens"),
			cost_usd: 0
		};
	});
	return {
		failed: false,
		text: stdout.trim(),
		models,
		isWhole: true
	};
}

// src/engine/profile/gemini.ts
/** Reads `gemini --output-format json`: one object, on stdout when it went well, on stderr when it failed. */
function readGemini(stdout, tail, exitCode = null) {
	const report = [...jsonObjects(tail), ...jsonObjects(stdout)].findLast((object) => "response" in object || isObject(object.error));
	if (!report) return {
		failed: false,
		text: "",
		models: [],
		...exitCode === 41 ? { status: 401 } : {}
	};
	const models = Object.entries(objectAt(objectAt(report, "stats"), "models")).map(([model, used]) => {
		const tokens = objectAt(used, "tokens");
		return {
			model,
			input_tokens: amountAt(tokens, "prompt"),
			cached_tokens: amountAt(tokens, "cached"),
			output_tokens: amountAt(tokens, "candidates") + amountAt(tokens, "thoughts"),
			cost_usd: 0
		};
	});
	const said = {
		failed: isObject(report.error),
		text: textAt$1(report, "response") ?? "",
		models,
		known: true
	};
	const session = textAt$1(report, "session_id");
	if (session !== void 0) said.session = session;
	if (!isObject(report.error)) return said;
	said.error = innerMessage(textAt$1(report.error, "message") ?? "it failed");
	const code = amountAt(report.error, "code");
	if (code >= 400 && code < 600) said.status = code;
	if (code === 41) said.status = 401;
	return said;
}
/** The message is often the service's JSON answer, as text. */
function innerMessage(message) {
	const [inner] = jsonObjects(message);
	return textAt$1(objectAt(inner, "error"), "message") ?? message;
}

// src/engine/profile/provider-trouble.ts
/**
* The first row that fits decides: words that mean one thing stand before statuses that mean several. Sources: the
* programs' own messages as users report them (anthropics/claude-code #4208 #5590 #12789 #52575 #54698 #74079 #81647
* #80903 #92834 #11577 #55662, openai/codex #3899 #26668 #30206 #33701 #41702 #46937 #47047, google-gemini/gemini-cli #1800 #2047 #2865 #3796 #13004 #15576
* #22107 #26561 #26840, github/copilot-cli #138 #2144 #2696 #2828 #3431)
* and the error pages of Anthropic, OpenAI, Gemini, Azure, Bedrock, OpenRouter and LiteLLM, as of November 2026.
*/
const ROWS = [
	{
		trouble: "context",
		codes: /\bcontext_length_exceeded\b|\bmodel_max_prompt_tokens_exceeded\b|\brequest_too_large\b|\bContextWindowExceededError\b/,
		words: /\bprompt is too long\b|\binput is too long\b|\bexceeds? (?:the |this model's )?(?:context (?:window|limit|length)|maximum context)|\bmaximum context length\b|\bran out of room in the model's context\b|\binput token count\b.{0,40}\bexceeds\b|\bprompt token count\b.{0,40}\bexceeds\b|\bcontext window (?:is )?exceeded\b|\brequest too large \(max\b|\brequest body too large for \S{1,60} model\b|\bprompt tokens limit exceeded\b|\bconversation (?:is )?too long\b/i,
		status: [413]
	},
	{
		trouble: "busy",
		words: /\bnot your usage limit\b|\bmodel is at capacity\b|\bexperiencing high demand\b|\b(?:tokens|requests) per min\b|\bresource has been exhausted\b|\btoo many tokens, please wait\b|\btoo many (?:tokens|requests) per (?:min|sec)|\bquota exceeded\b.{0,300}\bper minute\b/i
	},
	{
		trouble: "usage_limit",
		codes: /\bGenerateRequestsPerDay\w{0,60}|\bGenerateContent\w{0,40}PerDay\w{0,60}/,
		words: /\bdaily quota\b|\byour daily\b.{0,40}\bquota\b|\bquota\b.{0,200}\brequests per day\b/i,
		renewed: "resets at midnight PT"
	},
	{
		trouble: "usage_limit",
		words: /\bfree-models-per-day\b/,
		renewed: "resets at midnight UTC"
	},
	{
		trouble: "credit",
		codes: /\bbilling_error\b|\binsufficient_credits\b|\bbilling_hard_limit_reached\b|\bBILLING_DISABLED\b|\bExceededBudget\b|\bbudget_exceeded\b/,
		words: /\bcredit balance is too low\b|\b(?:out of|no|insufficient|not enough) (?:api |usage |remaining |included |prepaid )?(?:credits?|funds|balance)\b|\bexceeded your .{0,30}\bcredits\b|\binsufficient (?:account )?balance\b|\bcredits (?:are|have been) (?:depleted|exhausted|used up)\b|\bbudget (?:has been |is )?exceeded\b|\bpayment required\b|\brequires more credits\b|\bnon-?payment\b|\bpayment (?:method )?(?:was |has been )?(?:failed|declined)\b|\bbilling account\b.{0,40}\b(?:closed|disabled|suspended)\b|\bpast[- ]due\b/i
	},
	{
		trouble: "quota",
		codes: /\binsufficient_quota\b/,
		words: /\bexceeded your current quota\b|\bcheck your plan and billing\b|(?<!\bdisk )\bquota exceeded\b|\bspend(?:ing)? (?:cap|limit) reached\b/i
	},
	{
		trouble: "usage_limit",
		codes: /\busage_limit_(?:reached|exceeded)\b|\bquota_exceeded\b|\buser_(?:weekly|global)_rate_limited\b/,
		words: /\busage limits?\b|\bhit (?:your|the) [^.;\n]{0,40}?\blimit\b|\b(?:hourly|daily|weekly|monthly|session|\d{1,2}-(?:hour|day|week)|opus|sonnet|haiku|plan) limit\b.{0,20}\b(?:reached|exceeded)\b|\bused (?:up )?(?:all )?(?:of )?your (?:included|monthly|weekly|daily) (?:usage|allowance|quota|requests)\b|\breached (?:your|the) .{0,40}?\b(?:limits?|quota|allowance)\b|\bexceeded your (?:daily|weekly|monthly|session|included|premium)\b|\bno remaining (?:premium )?requests\b|\bexhausted your (?:capacity|quota)\b|\bout of (?:extra )?usage\b|\byou have no quota\b|\bpremium request\b.{0,40}\b(?:allowance|limit|quota)\b|\b(?:tokens|requests) per day\b|\bkey limit exceeded\b|(?<!\brate )\blimit reached\b/i
	},
	{
		trouble: "credit",
		status: [402]
	},
	{
		trouble: "credentials",
		codes: /\bauthentication_error\b|\binvalid_api_key\b|\bAPI_KEY_INVALID\b|\bUNAUTHENTICATED\b|\binvalid_grant\b|\bExpiredToken(?:Exception)?\b|\bUnrecognizedClientException\b|\btoken_(?:expired|revoked|invalidated)\b|\binvalid_client\b|\brefresh_token_(?:expired|reused|invalidated)\b|\baccount_deactivated\b/,
		words: /\b(?:invalid|incorrect|expired|missing|no) (?:x-)?api[ -]?key\b|\bapi key (?:not valid|not found|expired|is (?:invalid|missing|expired))\b|\bnot (?:logged|signed) in\b|\b(?:please )?(?:run|use) \S{0,20} ?\/?login\b|\bplease (?:log|sign) (?:out and (?:log|sign) )?in\b|\b(?:oauth|access|bearer|security|session) token\b.{0,60}\b(?:expired|revoked|invalid)\b|\bapi[ -]?key\b.{0,30}\b(?:invalid|expired|revoked|blocked|disabled)\b|\bkey is blocked\b|\bunable to authenticate\b|\bsession (?:may have|has|is) expired\b|\btype \/login\b|\b401\b.{0,40}\btoken (?:is |has )?expired\b|\bauthentication (?:error|failed(?! for ')|required)\b|\baccess key id\b.{0,40}\b(?:invalid|does not exist|needs a subscription)\b|\bfailed to authenticate\b|\binvalid authentication\b|\bset an auth method\b|\bno authentication information\b|\bbad credentials\b|\bcould not (?:load|find|resolve) .{0,20}\bcredentials\b|\bmissing bearer\b|\baccess token could not be refreshed\b|\borganization has been disabled\b|\binvalid proxy server token\b|\boauth authentication is currently not supported\b|\btoken has been (?:invalidated|revoked)\b|\btry signing in again\b|\borganization has disabled\b.{0,60}\baccess\b|\bfailed to log ?in\b|\bno cookie auth credentials\b|\baccount (?:is|has been) (?:suspended|deactivated|disabled)\b/i,
		status: [401]
	},
	{
		trouble: "model",
		codes: /\bmodel_not_found\b|\bDeploymentNotFound\b|\bmodel_not_supported\b/,
		words: /\bissue with the selected model\b|\bmodel\b.{0,80}\b(?:does not exist|not exist|is not (?:supported|available)|not found|is no longer (?:supported|available)|has been (?:retired|deprecated|shut down))\b|\bmodels\/\S{1,80} is not found\b|\brequested model is not supported\b|\bnot_found_error\b.{0,80}\bmodel\b|\bno endpoints found for \S|\bmodel identifier is invalid\b|\bnot a valid model\b|\bunknown model\b|\binvalid model (?:name|id)\b/i
	},
	{
		trouble: "credentials",
		codes: /\bpermission_error\b|\bPERMISSION_DENIED\b|\bAccessDeniedException\b/,
		words: /\bnot authorized to use\b|\baccess denied by policy\b|\bdoes not have access to\b|\bdoes not have an active\b.{0,30}\b(?:subscription|plan)\b|\bno active subscription\b/i,
		status: [403]
	},
	{
		trouble: "busy",
		codes: /\brate_limit_error\b|\brate_limit_exceeded\b|\boverloaded_error\b|\bRESOURCE_EXHAUSTED\b|\bThrottlingException\b|\brateLimitExceeded\b/,
		words: /\brate[ _-]?limit(?!er)|\btoo many (?:requests|tokens)\b|\boverloaded\b|\bresource exhausted\b|\bmodel is overloaded\b|\bno deployments available\b/i,
		status: [
			429,
			503,
			529
		]
	}
];
/** What stands against the profile, as far as anything is known of it; undefined: the failure is of another kind. */
function recogniseTrouble(symptoms) {
	const { words, now, structured } = symptoms;
	const text = words.replaceAll("’", "'").slice(0, MAX_WORDS);
	const status = symptoms.status ?? statusIn(text);
	const row = ROWS.find(({ codes, words: said, status: statuses }) => codes?.test(text) || said?.test(text) || structured && status !== void 0 && statuses?.includes(status));
	if (!row) return namedLimit(text, now);
	const said = waitFromText(text, now).waitMs;
	const waitMs = said !== void 0 && (row.renewed === void 0 || said >= LONG_WAIT_MS) || row.renewed === void 0 ? said : waitFromText(row.renewed, now).waitMs;
	const wait = waitMs === void 0 ? {} : { waitMs };
	if (row.trouble === "busy" && waitMs !== void 0 && waitMs >= LONG_WAIT_MS) return {
		trouble: "usage_limit",
		waitMs
	};
	if (row.trouble === "quota") return {
		trouble: waitMs === void 0 ? "credit" : "usage_limit",
		...wait
	};
	return {
		trouble: row.trouble,
		...row.trouble === "usage_limit" || row.trouble === "busy" ? wait : {}
	};
}
/** Words that no row has, of something that is used up until a time that they name. */
function namedLimit(text, now) {
	if (!ALLOWANCE.test(text)) return void 0;
	const { waitMs } = waitFromText(text, now);
	return waitMs === void 0 || waitMs < LONG_WAIT_MS ? void 0 : {
		trouble: "usage_limit",
		waitMs
	};
}
const ALLOWANCE = /\b(?:limit|quota|usage|capacity|allowance|allotment)\b/i;
/** From this on a wait is that of an allowance (ms). */
const LONG_WAIT_MS = 9e5;
/** Messages are short; more is output, or hostile. */
const MAX_WORDS = 6e3;
/** `API Error: 529 …`, `last status: 429`, `HTTP 401`, `"code": 429`, `Forbidden (403)`, `503 Service Unavailable`. */
function statusIn(text) {
	const match = /\b(?:status|error|HTTP|code|forbidden|unauthorized)\b[^\n\d]{0,24}\b([45]\d\d)\b/i.exec(text) ?? NAMED.exec(text);
	return match ? Number(match[1]) : void 0;
}
const NAMED = /\b([45]\d\d) (?:unauthorized|forbidden|payment required|too many requests|internal server error|bad gateway|service unavailable|gateway time-?out)\b/i;

// src/engine/profile/result.ts
const UNPRICED = {
	price: () => null,
	model: null,
	perMinuteUsd: null,
	capUsd: null
};
/** A busy service that names no time is asked again after a minute. */
const DEFAULT_WAIT_MS = 6e4;
/**
* Reads what an agent's program printed. Anything around its report is skipped. A program that ends without an error
* but leaves no whole report where its form has one has failed: its answer was cut off, or never came. `usageText` is the
* content of the file that the program was told to write its usage to; `now` in milliseconds since the epoch.
*/
function parseResult(profile, outcome, { usageText = null, now, pricing = UNPRICED, before = [] }) {
	const said = since(before, read(profile.result, outcome, usageText));
	const exited = outcome.exitCode === 0;
	const unanswered = exited && !said.failed ? missingAnswer(profile.result, said) : void 0;
	if (unanswered !== void 0) said.error = said.error ?? unanswered;
	const ok = exited && !said.failed && unanswered === void 0;
	const result = {
		ok,
		text: said.text,
		answers: answersIn(said.text)
	};
	const usage = usageOf(profile.name, said, pricing);
	if (usage) result.usage = usage;
	if (!ok) Object.assign(result, failureOf(said, {
		outcome,
		now,
		isText: profile.result === "text"
	}));
	return result;
}
/**
* What a program used that was ended before it could tell: what its output had told already, else what its time costs at
* the most, within what it was allowed. Undefined where nobody knows.
*/
function usageOfKilled(profile, outcome, { usageText = null, pricing = UNPRICED, before = [] }) {
	const told = usageOf(profile.name, since(before, read(profile.result, outcome, usageText)), pricing);
	if (told && told.cost_usd > 0) return told;
	if (pricing.perMinuteUsd === null) return told;
	const worth = pricing.perMinuteUsd * outcome.durationMs / 6e4;
	const cost = Math.min(worth, pricing.capUsd ?? worth);
	return {
		agent: profile.name,
		...pricing.model === null ? {} : { model: pricing.model },
		input_tokens: told?.input_tokens ?? 0,
		output_tokens: told?.output_tokens ?? 0,
		cost_usd: Number(cost.toFixed(10)),
		estimated: true
	};
}
/** What a program says of the conversation that it had: its id, and what all of it used, where it counts so. */
function conversationOf({ result }, outcome, usageText) {
	const { session, isWhole, models } = read(result, outcome, usageText);
	return {
		...session === void 0 ? {} : { session },
		told: isWhole ? models : []
	};
}
/** Without what the conversation had used before, where the program counts the whole of it. */
function since(before, said) {
	if (!said.isWhole || before.length === 0) return said;
	const models = said.models.map((use) => {
		const old = before.find(({ model }) => model === use.model);
		if (!old || use.input_tokens < old.input_tokens || use.output_tokens < old.output_tokens) return use;
		return {
			model: use.model,
			input_tokens: use.input_tokens - old.input_tokens,
			cached_tokens: Math.max(0, use.cached_tokens - old.cached_tokens),
			output_tokens: use.output_tokens - old.output_tokens,
			cost_usd: Math.max(0, use.cost_usd - old.cost_usd)
		};
	});
	return {
		...said,
		models
	};
}
/** A sentence where a program that ended well left no answer; a `text` profile's exit code is its whole report. */
function missingAnswer(kind, said) {
	switch (kind) {
		case "claude-json":
		case "codex-jsonl":
		case "gemini-json": return said.known ? void 0 : "its answer is missing or cut off";
		case "copilot-text": return said.text === "" && said.models.length === 0 ? "it gave no answer" : void 0;
		case "text": return;
		default: return kind;
	}
}
function read(kind, outcome, usageText) {
	const stdout = outcome.stdout.toString("utf8");
	switch (kind) {
		case "claude-json": return readClaude(stdout);
		case "codex-jsonl": return readCodex(stdout);
		case "gemini-json": return readGemini(stdout, outcome.tail, outcome.exitCode);
		case "copilot-text": return readCopilot(stdout, usageText);
		case "text": {
			const error = errorAtEnd(stdout);
			const said = error === void 0 ? {} : {
				failed: true,
				error
			};
			return {
				failed: false,
				text: stdout.trim(),
				models: [],
				...said
			};
		}
		default: return kind;
	}
}
/**
* The error of a known program's report with which an output ends whose form nobody knows: a command that starts an agent
* often passes its report on, and not its failure. Undefined: it ends with none.
*/
function errorAtEnd(output) {
	const text = output.slice(-MAX_REPORT).trimEnd();
	if (!text.endsWith("}") && !text.endsWith("]")) return void 0;
	const claude = readClaude(text);
	if (claude.failed) return claude.error;
	const last = jsonObjects(text).at(-1);
	if (last?.type === "turn.failed" || last?.type === "error") return textAt$1(last.error, "message");
}
/** Reports are a few kilobytes; an agent's last message stands in one (characters). */
const MAX_REPORT = 262144;
function usageOf(agent, said, pricing) {
	if (said.models.length === 0) return void 0;
	const models = said.models.map((use) => priced(use, said, pricing));
	const isPriced = models.some((use, index) => use.cost_usd !== said.models[index].cost_usd);
	const main = models.reduce((a, b) => weight(b) > weight(a) ? b : a);
	const sum = (of) => models.reduce((all, m) => all + of(m), 0);
	return {
		agent,
		...main.model === "" ? {} : { model: main.model },
		input_tokens: sum((m) => m.input_tokens),
		output_tokens: sum((m) => m.output_tokens),
		cost_usd: Number(sum((m) => m.cost_usd).toFixed(10)),
		...isPriced ? { priced: true } : {},
		...models.length > 1 ? { models: models.map(({ cached_tokens: _, ...use }) => use) } : {}
	};
}
/** With its dollars by the price list, where the program tells none; a name only where one is known. */
function priced(use, { tellsDollars }, pricing) {
	const named = {
		...use,
		model: use.model || (pricing.model ?? "")
	};
	const price = tellsDollars || use.cost_usd > 0 ? null : pricing.price(named.model);
	if (!price) return named;
	const tokens = {
		input: use.input_tokens,
		cached: use.cached_tokens,
		output: use.output_tokens
	};
	return {
		...named,
		cost_usd: dollarsOf(tokens, price)
	};
}
function weight(m) {
	return m.cost_usd * 1e9 + m.input_tokens + m.output_tokens;
}
function failureOf(said, { outcome, now, isText }) {
	const error = said.error ? { error: oneLine(said.error) } : {};
	if (said.budgetSpent) return {
		...error,
		kind: "ordinary",
		budgetSpent: true
	};
	const words = said.error ?? (said.known ? "" : lastLines(outcome.tail));
	const recognised = recogniseTrouble({
		words,
		structured: !isText,
		now,
		...said.status ? { status: said.status } : {}
	});
	if (recognised) return {
		...error,
		...kindOf(recognised),
		trouble: recognised.trouble
	};
	const status = said.status ?? statusIn(words);
	if (status !== void 0 && status >= 500) return {
		...error,
		kind: "transient"
	};
	return said.error ? {
		...error,
		kind: "ordinary"
	} : {};
}
function kindOf({ trouble, waitMs }) {
	switch (trouble) {
		case "busy": return {
			kind: "transient",
			waitMs: waitMs ?? 6e4
		};
		case "usage_limit": return waitMs === void 0 ? { kind: "permanent" } : {
			kind: "transient",
			waitMs
		};
		case "credentials":
		case "credit":
		case "model":
		case "context": return { kind: "permanent" };
		default: return trouble;
	}
}
/** What ended the program stands at the end of its output. */
function lastLines(tail) {
	return tail.trimEnd().split("\n").slice(-6).join("\n");
}
function oneLine(text) {
	const line = text.replace(/\s+/g, " ").trim();
	return line.length > 500 ? `${line.slice(0, 500).toWellFormed()}…` : line;
}

// src/engine/machine/brief-files.ts
/** Writes prompt, context and feedback where the executor finds them, and names them in its environment. */
async function writeBrief(options, request) {
	const { plan, task, phase, workspace, attempt, slot, session, state } = request;
	const { folder } = options;
	const template = workspace.commit ? await options.repository.readFile(workspace.commit, paths.prompt(phase.phase)) : null;
	const question = {
		plan,
		task,
		phase,
		attempt,
		state,
		feedback: request.feedback,
		answered: request.answered,
		notes: request.notes,
		kept: request.kept,
		isOverlay: Boolean(workspace.layers),
		...request.conflicts ? { conflicts: request.conflicts } : {},
		...request.alternative === void 0 ? {} : { alternative: request.alternative },
		template: template?.toString("utf8") ?? null,
		worktree: shownPath(workspace)
	};
	const brief = renderBrief(question);
	const file = (name, text) => {
		const path = join(folder, name);
		writeFileSync(path, text, { flag: "wx" });
		return path;
	};
	const whole = request.review ?? brief.prompt;
	const promptFile = file("prompt.md", whole);
	const prompt = options.isResumed && request.kept !== "merging" ? resumedPrompt({
		...question,
		briefFile: promptFile
	}) : whole;
	const askFile = join(folder, "ask.json");
	return {
		folder,
		prompt,
		promptFile,
		askFile,
		variables: {
			MILESTONE_ID: plan.id,
			MILESTONE_TITLE: plan.title,
			MILESTONE_TASK: task.id,
			MILESTONE_TASK_TITLE: task.title,
			MILESTONE_PHASE: request.review ? "review" : plan.source?.format === "goal" ? "plan" : phase.phase,
			MILESTONE_SESSION: session,
			MILESTONE_ATTEMPT: String(attempt),
			MILESTONE_AGENT: String(slot),
			MILESTONE_DELIVERABLES: join(shownPath(workspace), paths.deliverables(plan.id, task.id, phase.phase)),
			MILESTONE_CONTEXT: file("context.json", JSON.stringify(brief.context, null, 2) + "\n"),
			MILESTONE_PROMPT: promptFile,
			MILESTONE_ASK: askFile,
			...brief.feedback === null ? {} : { MILESTONE_FEEDBACK: file("feedback.md", brief.feedback) }
		}
	};
}
/** What the executor asks a person, as it wrote it; undefined: nothing. No link is followed, and no pipe waited for. */
function readAsk({ folder, askFile }) {
	if (!lstatSync(folder, { throwIfNoEntry: false })?.isDirectory()) return void 0;
	const read = readNoFollow({
		root: folder,
		path: basename(askFile),
		maxBytes: ASK_LIMIT
	});
	if (read.ok) return read.content.toString("utf8");
	return existsSync(askFile) ? "it is no readable file" : void 0;
}
/** `environment` is the engine's own, of which a profile may place single values in arguments. */
function agentCall(request, brief, { environment, conversation }) {
	const { executor, plan, phase } = request;
	switch (executor.kind) {
		case "run": return {
			name: "the command",
			argv: shellArgv(executor.command),
			stdin: null,
			env: {},
			parse: null,
			pricing: null,
			before: [],
			usageFile: null
		};
		case "manual": throw new Error("a person's phase has no process");
		case "agent": {
			const profile = plan.profiles[executor.profile];
			if (!profile) throw new Error(`the plan has no agent profile ${executor.profile}`);
			const own = {
				...environment,
				...given(plan.env),
				...given(executor.env)
			};
			const remainingUsd = request.capUsd ?? null;
			const { files, ...line } = commandLine(profile, {
				phase: request.review ? "design" : phase.phase,
				prompt: brief.prompt,
				promptFile: brief.promptFile,
				variables: brief.variables,
				worktree: shownPath(request.workspace),
				environment: own,
				model: request.model,
				remainingUsd,
				...conversation ? { conversation } : {}
			});
			for (const { path, content } of files) writeFileSync(path, content);
			const stall = profile.stallTimeoutMs === void 0 ? {} : { stallTimeoutMs: profile.stallTimeoutMs };
			const capUsd = takesCap(profile) ? remainingUsd : null;
			const pricing = pricingOf(profile, {
				plan,
				state: request.state,
				environment: own,
				capUsd,
				model: request.model
			});
			const before = conversation?.told ?? [];
			return {
				name: profile.name,
				...line,
				...stall,
				parse: profile,
				pricing,
				before
			};
		}
		default: return executor;
	}
}
function given(env) {
	return Object.fromEntries(Object.entries(env).flatMap(([name, value]) => value === null ? [] : [[name, value]]));
}
function pricingOf(profile, { plan, state, environment, capUsd, model }) {
	return {
		price: (name) => priceOf(name, plan.prices),
		model: model ?? modelOf(profile, environment),
		perMinuteUsd: minuteUsd(plan, state, profile, environment),
		capUsd
	};
}
/** What a program used that was ended before it told so itself. */
function readUsageOfKilled(call, outcome, now) {
	if (!call.parse || !call.pricing || outcome.reason === "spawn_failed") return void 0;
	const { pricing, before } = call;
	return usageOfKilled(call.parse, outcome, {
		usageText: usageTextOf(call),
		now,
		pricing,
		before
	});
}
/** A report of usage is a few kilobytes (bytes). */
const USAGE_LIMIT = 1048576;
/** As an agent left it, who may have left a pipe, a link or any amount there: that counts as no report. */
function usageTextOf({ usageFile }) {
	if (usageFile === null) return null;
	const folder = dirname(usageFile);
	if (!lstatSync(folder, { throwIfNoEntry: false })?.isDirectory()) return null;
	const read = readNoFollow({
		root: folder,
		path: basename(usageFile),
		maxBytes: USAGE_LIMIT
	});
	return read.ok ? read.content.toString("utf8") : null;
}
/** Which conversation the program had, and what all of it used. */
function readConversation(call, outcome) {
	return conversationOf(call.parse, outcome, usageTextOf(call));
}
/** What the program says of itself: usage, failure, a request to be left alone for a while. */
function readAnswer(call, outcome, now) {
	return parseResult(call.parse, {
		exitCode: outcome.exitCode,
		stdout: outcome.stdout,
		tail: outcome.tail
	}, {
		usageText: usageTextOf(call),
		now,
		before: call.before,
		...call.pricing ? { pricing: call.pricing } : {}
	});
}

// src/engine/machine/runner-files.ts
const NAMES = [
	"GITHUB_ENV",
	"GITHUB_PATH",
	"GITHUB_OUTPUT",
	"GITHUB_STATE",
	"GITHUB_STEP_SUMMARY"
];
function openRunnerFiles(environment) {
	let kept = /* @__PURE__ */ new Map();
	/** Names in the order in which it was found that somebody wrote there. */
	const written = [];
	const files = {
		settle() {
			kept = new Map(NAMES.flatMap((name) => {
				const path = environment[name];
				return path ? [[name, {
					path,
					content: contentOf(path)
				}]] : [];
			}));
		},
		get mark() {
			return written.length;
		},
		writtenSince(mark) {
			for (const [name, { path, content }] of kept) {
				const now = contentOf(path);
				if (now === null ? content === null : content?.equals(now)) continue;
				rmSync(path, {
					recursive: true,
					force: true
				});
				if (content !== null) writeFileSync(path, content, { flag: "wx" });
				written.push(name);
			}
			return [...new Set(written.slice(mark))];
		}
	};
	files.settle();
	return files;
}
/** null: there is no such file. A link or a folder in its place is nothing that the engine left there. */
function contentOf(path) {
	const found = lstatSync(path, { throwIfNoEntry: false });
	if (!found) return null;
	return found.isFile() ? readFileSync(path) : Buffer.from("not a file");
}
function saysWritten(names) {
	return `something that ran for the milestone wrote to the runner's files (${names.join(", ")}), which are the workflow's own; it is taken out`;
}

// src/engine/machine/runner.ts
/** How much of an agent's answer is kept for its result to be read (bytes). */
const ANSWER_BYTES = 8388608;
/** How much of a test command's output is read for its totals. */
const OUTPUT_LINES = 5e4;
const OUTPUT_CHARS = 2097152;
const STOPPED = {
	ok: false,
	durationMs: 0,
	type: "task_failure",
	message: "stopped before it began",
	evidence: "",
	kind: "transient"
};
/** Runs executors and the plan's own commands as processes of this machine. */
function machineRunner(options) {
	return {
		prepare() {
			prepareToLaunch();
			for (const folder of new Set(options.temporary)) tidy(options, folder);
		},
		attempt: (request) => attempt(options, request),
		command: (request) => command(options, request),
		check: (request) => checkWork(options, request),
		forget: (milestone, task, phase) => options.conversations.drop({
			milestone,
			task,
			phase
		})
	};
}
/** What cannot be removed is no reason not to work. */
function tidy({ narrator }, folder) {
	removeAbandonedFolders(folder).catch((error) => narrator.note("verbose", `folders of earlier runs in ${folder} could not be removed: ${error.message}`));
}
function attempt(options, request) {
	let process_ = null;
	let stopped = false;
	const run = async (goesOn, whyNot) => {
		const own = ownFolders(options, `attempt-${request.slot}`);
		const talk = talkOf(options, request, {
			own,
			goesOn,
			whyNot
		});
		const brief = await writeBrief({
			...options,
			folder: own.brief,
			isResumed: talk?.isResumed ?? false
		}, request);
		const call = agentCall(request, brief, {
			environment: options.environment,
			conversation: talk
		});
		const confinement = await options.isolation.confinement(request.review ? readingOnly(request.workspace, own) : placesOf(request.workspace, own));
		if (stopped) return STOPPED;
		request.workspace.disturb();
		const mark = options.runnerFiles?.mark ?? 0;
		const { task, phase, attempt: number } = request;
		const kind = request.review ? "check" : "attempt";
		const log = options.logs.open({
			kind,
			task: task.id,
			phase: phase.phase,
			attempt: number
		});
		const { withheld, ...process } = processRequest(options, request, {
			brief,
			call,
			own,
			confinement,
			log
		});
		process_ = runProcess(process);
		request.onBegun?.();
		const outcome = await process_.outcome;
		log.end();
		if (!options.live) options.narrator.group(labelOf(request), outcome.tail);
		const judged = judge(request, call, outcome, Date.now());
		if (!judged.ok && request.executor.kind === "run" && outcome.reason === "exited") {
			const { workspace, executor } = request;
			const hint = hintAt({
				workspace,
				command: executor.command,
				output: outcome.tail,
				withheld,
				own
			});
			if (hint !== null) judged.message = `${judged.message}; ${hint}`;
		}
		const foul = writtenThere(options, mark);
		if (talk?.isResumed && !stopped && neverBegan(judged, outcome)) {
			options.conversations.drop(talk.talker);
			return run(false, judged.ok ? "" : judged.message);
		}
		if (talk) judged.conversation = keepTalk(options, talk, {
			judged,
			outcome,
			call
		});
		if (!judged.ok) return judged;
		const ask = readAsk(brief);
		if (foul === null) return ask === void 0 ? judged : {
			...judged,
			ask
		};
		const { durationMs, usage } = judged;
		const why = {
			type: "task_failure",
			message: foul,
			evidence: outcome.tail,
			kind: "ordinary"
		};
		return {
			ok: false,
			durationMs,
			...usage ? { usage } : {},
			...why
		};
	};
	return {
		done: run(request.conversation === "resume"),
		stop() {
			stopped = true;
			process_?.kill();
		}
	};
}
/** The conversation that the attempt begins or goes on with; null: its program has none that is kept. */
function talkOf({ conversations, environment, narrator }, request, { own, goesOn, whyNot }) {
	const { executor, plan, attempt, task, phase, model } = request;
	const profile = executor.kind === "agent" ? plan.profiles[executor.profile] : void 0;
	const home = own.home ?? environment.HOME;
	if (!request.conversation || !profile?.conversation || !talks(profile) || !home) return null;
	const { variable, home: below, sessions } = profile.conversation;
	const allowed = {
		...plan.env,
		...profile.env,
		...executor.env
	};
	const named = variable && variable in allowed ? allowed[variable] ?? environment[variable] : void 0;
	const folder = join(named ?? join(home, below), sessions);
	const root = named === void 0 ? own.home ?? void 0 : void 0;
	const talker = {
		milestone: plan.id,
		task: task.id,
		phase: phase.phase,
		profile: profile.name,
		model
	};
	const found = goesOn ? conversations.find(talker, folder) : null;
	const label = labelOf(request);
	if (found && "session" in found) {
		narrator.note("basic", `${label} goes on in the conversation of attempt ${found.attempt}`);
		const file = conversations.restore(talker, folder);
		return {
			session: found.session,
			isResumed: true,
			file,
			told: found.told,
			talker,
			attempt,
			folder,
			root
		};
	}
	const why = whyNot ?? found?.why;
	if (why !== void 0) narrator.note("basic", `${label} begins a new conversation: ${why}`);
	const fresh = {
		session: randomUUID(),
		told: []
	};
	conversations.begin(talker, {
		...fresh,
		attempt
	});
	const base = {
		...fresh,
		isResumed: false,
		file: null,
		talker,
		attempt,
		folder,
		root
	};
	return why === void 0 ? base : {
		...base,
		whyNot: why
	};
}
/** The program could not go on with the conversation: it ended before it asked its model anything. */
function neverBegan(judged, { reason }) {
	return !judged.ok && reason === "exited" && !judged.trouble && !judged.usage?.input_tokens;
}
/** Keeps the conversation for the next attempt, unless it is what stands in the way. */
function keepTalk({ conversations, runnerFiles }, { talker, session, attempt, folder, root, isResumed, told, whyNot }, { judged, outcome, call }) {
	const said = readConversation(call, outcome);
	const kept = {
		session: isSessionId(said.session) ? said.session : session,
		attempt,
		told: said.told.length > 0 ? said.told : told
	};
	const isLost = outcome.reason === "killed" && runnerFiles !== void 0;
	const isWanted = judged.ok || judged.kind !== "permanent" && !isLost;
	const isKept = (root === void 0 || hasRealParents(root, join(relative(root, folder), "sessions"))) && conversations.keep(talker, kept, {
		folder,
		last: session
	}) && isWanted;
	if (!isKept) conversations.drop(talker);
	return {
		resumed: isResumed,
		...whyNot === void 0 ? {} : { why: whyNot },
		kept: isKept
	};
}
/**
* What is to be said of whoever wrote to the runner's files since. All that ran at that time count as having done it:
* nothing tells them apart.
*/
function writtenThere({ runnerFiles, narrator }, mark) {
	const names = runnerFiles?.writtenSince(mark) ?? [];
	if (names.length === 0) return null;
	narrator.warn(saysWritten(names));
	return saysWritten(names);
}
function processRequest(options, request, { brief, call, own, confinement, log }) {
	const { executor, workspace, plan } = request;
	const { variables, refused, withheld } = executorEnvironment({
		engine: options.environment,
		allow: [
			plan.env,
			call.env,
			executor.env
		],
		exists: existsSync,
		milestone: {
			...brief.variables,
			...own.variables
		},
		...own.home === null ? {} : { home: own.home }
	});
	const label = labelOf(request);
	if (refused.length > 0) options.narrator.warn(`${label} may not have ${refused.join(", ")}: the runner's own variables stay with the engine`);
	const stallMs = executor.stallTimeoutMs ?? call.stallTimeoutMs;
	const folder = join(writtenPath(workspace), paths.deliverables(plan.id, request.task.id, request.phase.phase));
	mkdirSync(folder, { recursive: true });
	return {
		withheld,
		argv: call.argv,
		cwd: workspace.dir,
		env: variables,
		...confinement ? { confinement } : {},
		...call.stdin === null ? {} : { stdin: call.stdin },
		timeoutMs: executor.timeoutMs,
		redactor: options.redactor,
		captureBytes: call.parse ? ANSWER_BYTES : 0,
		stall: {
			ms: stallMs ?? plan.limits.taskStallMs,
			end: stallMs !== void 0,
			fileStamp: () => treeStamp(writtenPath(workspace)),
			onStall: (silent) => request.onSilent?.(silent)
		},
		onLine: (line) => {
			log.line(line);
			if (options.live) options.narrator.output(label, line);
		}
	};
}
function placesOf(workspace, own) {
	const { dir, shownAt, layers } = workspace;
	return {
		writable: [dir, own.root],
		...layers ? { overlay: {
			at: dir,
			lower: layers.lower,
			upper: {
				files: layers.upper,
				work: layers.work
			}
		} } : {},
		...shownAt ? { placed: {
			from: dir,
			at: shownAt
		} } : {}
	};
}
/** Of a reviewer: it sees the tree and writes nowhere but in its own folders. */
function readingOnly({ dir, layers }, own) {
	const overlay = layers && {
		at: dir,
		lower: [layers.upper, ...layers.lower],
		upper: null
	};
	return {
		writable: [own.root],
		readable: [dir],
		...overlay ? { overlay } : {}
	};
}
/**
* Made again each time, so that nothing of one agent's waits there for the next: not in its home, not in its brief. The
* engine's temporary folder is everybody's only where it is open to everybody.
*/
function ownFolders(options, name) {
	const root = join(options.scratch, name);
	removeTree(root);
	const [brief, home, temporary] = [
		join(root, "brief"),
		join(root, "home"),
		join(root, "tmp")
	];
	mkdirSync(brief, { recursive: true });
	if (!options.hasOwnHome()) return {
		root,
		brief,
		home: null,
		variables: {}
	};
	mkdirSync(home, { mode: 448 });
	trustTrees(home);
	const shared = options.environment.TMPDIR;
	if (shared === void 0 || isOpenToAll(shared)) return {
		root,
		brief,
		home,
		variables: {}
	};
	mkdirSync(temporary);
	return {
		root,
		brief,
		home,
		variables: { TMPDIR: temporary }
	};
}
function isOpenToAll(folder) {
	return ((statSync(folder, { throwIfNoEntry: false })?.mode ?? 0) & 2) !== 0;
}
function commandsHome(scratch) {
	return join(scratch, "commands", "home");
}
/** Setup, tests and checks share a home, which keeps what their tools fetched; no secret is ever given to them. */
function commandFolders(options) {
	const root = join(options.scratch, "commands");
	const own = {
		root,
		brief: root,
		home: options.hasOwnHome() ? commandsHome(options.scratch) : null,
		variables: {}
	};
	mkdirSync(own.home ?? root, { recursive: true });
	if (own.home !== null) trustTrees(own.home);
	return own;
}
/** In a home of its own a process may be another user than whose the tree is, which git takes for suspicious. */
function trustTrees(home) {
	const file = join(home, ".gitconfig");
	if (!existsSync(file)) writeFileSync(file, "[safe]\n	directory = *\n");
}
function command(options, request) {
	let process_ = null;
	let stopped = false;
	const run = async () => {
		const own = commandFolders(options);
		const { variables, withheld } = executorEnvironment({
			engine: options.environment,
			allow: [request.allow],
			exists: existsSync,
			milestone: {
				...request.env,
				...own.variables
			},
			...own.home === null ? {} : { home: own.home }
		});
		const confinement = await options.isolation.confinement(placesOf(request.workspace, own));
		if (stopped) return {
			ok: false,
			exit: null,
			durationMs: 0,
			tail: "stopped before it began",
			output: ""
		};
		request.workspace.disturb();
		const mark = options.runnerFiles?.mark ?? 0;
		const log = options.logs.open(request.log);
		process_ = runProcess({
			argv: shellArgv(request.command),
			cwd: request.workspace.dir,
			env: variables,
			...confinement ? { confinement } : {},
			timeoutMs: request.timeoutMs,
			redactor: options.redactor,
			tail: {
				lines: OUTPUT_LINES,
				chars: OUTPUT_CHARS
			},
			onLine: (line) => {
				log.line(line);
				if (options.live) options.narrator.output(request.label, line);
			}
		});
		const outcome = await process_.outcome;
		log.end();
		const foul = writtenThere(options, mark);
		const ok = outcome.reason === "exited" && outcome.exitCode === 0 && foul === null;
		const { command, workspace } = request;
		const hint = ok ? null : hintAt({
			workspace,
			command,
			output: outcome.tail,
			withheld,
			own
		});
		const words = foul ?? outcome.failure?.message ?? outcome.tail.slice(-16384);
		const tail = hint === null ? words : `${words.trimEnd()}\n${hint}\n`;
		if (!options.live) options.narrator.group(request.label, tail);
		return {
			ok,
			exit: outcome.exitCode,
			durationMs: outcome.durationMs,
			tail,
			output: outcome.tail
		};
	};
	return {
		done: run(),
		stop() {
			stopped = true;
			process_?.kill();
		}
	};
}
/** What of its surroundings is the likely cause of a command's failure; null: nothing. */
function hintAt({ workspace, command, output, withheld, own }) {
	return withheldHint(output, withheld, own.home !== null) ?? containerHint(command, Boolean(workspace.layers || workspace.shownAt));
}
/** Checks what an attempt left: every deliverable, and that no file holds a secret. */
async function checkWork(options, { phase, folder, files, ignored = [], workspace }) {
	const byPath = new Map(files.map((file) => [file.path, file]));
	const atBase = async (path) => workspace.commit ? options.repository.readFile(workspace.commit, path) : null;
	const read = async (path) => {
		const file = byPath.get(path);
		if (!file) return atBase(path);
		return "content" in file && file.mode !== "120000" ? file.content : null;
	};
	const delivered = await checkDeliverables({
		deliverables: phase.deliverables,
		files: (path) => read(`${folder}/${path}`),
		listFolder: async () => files.filter((f) => "content" in f && f.path.startsWith(`${folder}/`)).map((f) => f.path.slice(folder.length + 1)),
		changedPaths: files.map((f) => f.path),
		ignored,
		readSchema: async (path) => (await atBase(path) ?? await read(path))?.toString("utf8") ?? null
	});
	const findings = [];
	for (const { path, rule, message } of delivered) {
		const judged = phase.deliverables.find((each) => "path" in each && each.path === path);
		const schema = rule === "schema" && judged && "schema" in judged ? judged.schema : void 0;
		const isOwn = schema !== void 0 && byPath.has(schema) && await atBase(schema) !== null;
		const word = ` This attempt changed ${schema}, but is judged by it as it was before; another phase has to change it first.`;
		findings.push({
			path,
			message: isOwn ? message + word : message
		});
	}
	if (options.judge && findings.length === 0) {
		const text = async (name) => (await read(`${folder}/${name}`))?.toString("utf8") ?? null;
		findings.push(...(await options.judge(text)).map((message) => ({
			path: "",
			message
		})));
	}
	for (const file of files) {
		if (!("content" in file)) continue;
		const [secret] = findSecrets(file.content, options.redactor, await atBase(file.path) ?? void 0);
		if (!secret) continue;
		const message = `line ${secret.line} holds what looks like a secret (${secret.kind}), so nothing is committed; remove it and read it from the environment instead`;
		findings.push({
			path: file.path,
			message
		});
	}
	return findings;
}
/** The phase as people read it. */
function labelOf(request) {
	return `${request.task.id}/${request.phase.phase}`;
}
/** What the end of an attempt's process means. */
function judge(request, call, outcome, now) {
	const { durationMs, tail: evidence } = outcome;
	const label = labelOf(request);
	const usage = outcome.reason === "exited" ? void 0 : readUsageOfKilled(call, outcome, now);
	const failed = {
		ok: false,
		durationMs,
		evidence,
		...usage ? { usage } : {}
	};
	switch (outcome.reason) {
		case "timeout": {
			const message = `${label} did not end within its timeout of ${limitWords(request.executor.timeoutMs)} and was killed`;
			return {
				...failed,
				type: "timeout",
				message,
				kind: "ordinary"
			};
		}
		case "stalled": {
			const message = `${label} showed no sign of life for its stall_timeout and was ended`;
			return {
				...failed,
				type: "stalled_task",
				message,
				kind: "ordinary"
			};
		}
		case "killed": return {
			...failed,
			type: "task_failure",
			message: "it was stopped",
			kind: "transient"
		};
		case "spawn_failed":
		case "exited": return judgeEnded(call, outcome, now);
		default: return outcome.reason;
	}
}
/** A process that ended by itself, or never began. */
function judgeEnded(call, outcome, now) {
	const { durationMs } = outcome;
	if (isSandboxFailure(outcome)) return {
		ok: false,
		durationMs,
		type: "sandbox_unavailable",
		message: "the sandbox that everything runs in could not be set up",
		evidence: outcome.tail,
		kind: "permanent"
	};
	const answer = call.parse ? readAnswer(call, outcome, now) : null;
	const passedOn = call.parse ? void 0 : errorAtEnd(outcome.tail);
	const usage = answer?.usage ? { usage: answer.usage } : {};
	if (outcome.reason === "exited" && outcome.exitCode === 0 && (answer?.ok ?? passedOn === void 0)) return {
		ok: true,
		durationMs,
		...usage,
		...answer ? {
			answers: answer.answers,
			text: answer.text
		} : {}
	};
	const words = answer?.error ?? passedOn ?? lastWords(outcome.tail);
	const why = outcome.failure?.message ?? `${exitWords(outcome)}${words ? `: ${words}` : ""}`;
	return {
		ok: false,
		durationMs,
		type: "task_failure",
		message: `${call.name} ${why}`,
		evidence: outcome.tail,
		kind: answer?.kind ?? (passedOn === void 0 ? classifyFailure(outcome, now).kind : "ordinary"),
		...usage,
		...troubleOf(answer)
	};
}
/** What the account has against the profile as a whole; a prompt that is too long is this phase's own matter. */
function troubleOf(answer) {
	if (!answer?.trouble || answer.trouble === "context") return {};
	return { trouble: {
		cause: answer.trouble,
		...answer.waitMs === void 0 ? {} : { waitMs: answer.waitMs }
	} };
}
function limitWords(timeoutMs) {
	if (timeoutMs % 6e4 === 0) return counted(timeoutMs / 6e4, "minute");
	return counted(timeoutMs / 1e3, "second");
}
function exitWords(outcome) {
	if (outcome.exitCode === 0) return "ended without an error but reported a failure";
	return outcome.exitCode === null ? `was ended by ${outcome.signal}` : `ended with exit ${outcome.exitCode}`;
}
/** What is written there is no sign of work that we would see later anyway, or too much to look through. */
const PASSED_OVER = /* @__PURE__ */ new Set([".git", "node_modules"]);
/** Looking through more would itself take seconds; then only the first files count. */
const MAX_ENTRIES = 5e4;
/**
* A value that changes when any file or folder below `folder` is written, made or removed: the number of
* entries and the newest time of change. For the stall watch, which asks rarely.
*/
async function treeStamp(folder) {
	let entries = 0;
	let newest = 0;
	const open = [folder];
	for (let next = open.pop(); next !== void 0 && entries < MAX_ENTRIES; next = open.pop()) for (const entry of await list(next)) {
		const path = join(next, entry.name);
		entries++;
		if (entry.isDirectory() && !PASSED_OVER.has(entry.name)) open.push(path);
		newest = Math.max(newest, await changedAt(path));
	}
	return `${entries} ${newest}`;
}
async function list(folder) {
	return readdir(folder, { withFileTypes: true }).catch(gone).then((entries) => entries ?? []);
}
async function changedAt(path) {
	return (await lstat(path).catch(gone))?.ctimeMs ?? 0;
}
/** The process that is watched works on: what was listed may be gone by now, be closed to us or lie too deep. */
function gone(error) {
	if ([
		"ENOENT",
		"ENOTDIR",
		"EACCES",
		"ENAMETOOLONG"
	].includes(error.code ?? "")) return null;
	throw error;
}

// src/engine/machine/sealed-files.ts
const SEAL_BYTES = 32;
const KEY_BYTES = 32;
/** The person's key, made where there is none yet; null where it cannot be kept. */
function sealingKey(cache) {
	if (cache === null) return null;
	const file = join(cache, "seal-key");
	try {
		const descriptor = openSync(file, "wx", 384);
		try {
			writeSync(descriptor, randomBytes(KEY_BYTES));
		} finally {
			closeSync(descriptor);
		}
	} catch {}
	try {
		const key = readFileSync(file);
		return key.length === KEY_BYTES ? key : null;
	} catch {
		return null;
	}
}
/** Other with each build: what another program made of the same bytes counts for nothing. */
function programStamp() {
	const folder = dirname(fileURLToPath(import.meta.url));
	return readdirSync(folder).sort().map((name) => {
		const { size, mtimeMs } = statSync(join(folder, name));
		return `${name} ${size} ${mtimeMs}`;
	}).join("\n");
}
function openSealedFiles(commonDirectory, key) {
	if (key === null) return null;
	const folder = join(commonDirectory, "milestone/sealed");
	const program = programStamp();
	const seal = (name, bytes) => createHmac("sha256", key).update(`milestone sealed\0${program}\0${name}\0`).update(bytes).digest();
	return {
		read(name) {
			try {
				const bytes = readFileSync(join(folder, name));
				const content = bytes.subarray(SEAL_BYTES);
				const found = bytes.subarray(0, SEAL_BYTES);
				return found.length === SEAL_BYTES && timingSafeEqual(found, seal(name, content)) ? content : null;
			} catch {
				return null;
			}
		},
		write(name, text) {
			const draft = join(folder, `${name}.${process.pid}`);
			try {
				mkdirSync(folder, {
					recursive: true,
					mode: 448
				});
				rmSync(draft, { force: true });
				const sealed = Buffer.concat([seal(name, text), Buffer.from(text)]);
				writeFileSync(draft, sealed, {
					mode: 384,
					flag: "wx"
				});
				renameSync(draft, join(folder, name));
			} catch {
				rmSync(draft, { force: true });
			}
		},
		drop: (name) => rmSync(join(folder, name), { force: true })
	};
}

// src/engine/machine/open-machine.ts
/** Everything real: the user's repository, its remote, processes, disk and clock. @throws Refusal */
async function openMachine(asked) {
	const machine = await openUnproved(asked);
	try {
		if (asked.provesBase) await assertBaseIsPushed(machine.ports, machine.checkout.base, asked.environment);
		return machine;
	} catch (error) {
		await machine.close();
		throw error;
	}
}
async function openUnproved(asked) {
	const git = await openGit(asked);
	askForLacking(git, asked, {
		token: asked.token,
		spare: null
	});
	try {
		return await machineOn(git, (asked.followsCheckout ?? false) && await isBegunInCheckout(git, asked.milestone) ? {
			...asked,
			gitIntegration: false
		} : asked);
	} catch (error) {
		await git.close();
		throw error;
	}
}
async function machineOn(git, request) {
	const credentials = await takeCredentials(git, request);
	askForLacking(git, request, credentials);
	reachSubmodules(git, request, credentials);
	const author = await authorOf(git, request);
	const checkout = await checkoutOf(git, request);
	const place = request.gitIntegration ? onBranch(git, request, author) : inCheckout(git, request, author);
	const scratch = makeTemporaryFolder("scratch", request.environment.RUNNER_TEMP ?? tmpdir());
	return {
		ports: await portsOf(git, request, {
			place,
			scratch,
			credentials
		}),
		root: git.root,
		bundles: bundlesOf(git),
		workingNames: async (folder) => request.onRunner || !existsSync(join(git.root, folder)) ? [] : readdir(join(git.root, folder)),
		checkout,
		async close() {
			for (const remove of [
				() => place.workspaces.close(),
				() => removeFolder(scratch),
				() => credentials.restore()
			]) await remove().catch((error) => request.narrator.warn(`what agents left could not all be removed: ${error.message}`));
			await git.close();
		}
	};
}
async function portsOf(git, request, { place, scratch, credentials }) {
	const caches = {
		cache: place.trees && openCache(request.environment, git.root),
		showPlace: place.trees && openShowPlace(workFolder(request.environment))
	};
	const isolation = isolationOf(git, request, {
		place,
		scratch,
		caches
	});
	const { trees } = place;
	trees?.layerBy(async () => {
		const { environment } = request;
		if (!await wantsOverlays(git, environment)) return null;
		const found = await findOverlays(isolation, trees.root);
		if (found.ok) return found.overlays;
		request.narrator.note("verbose", `work trees are folders: no overlays, as ${found.why}`);
		return null;
	});
	const logs = openLogStore(logsFolder(git, request));
	return {
		clock: systemClock,
		random: Math.random,
		repository: place.repository,
		remote: request.push && request.gitIntegration ? await originOf(git, request, credentials) : null,
		...request.gitIntegration ? { ownLocks: localLocks(git) } : {},
		workspaces: preparing(git, request, {
			place,
			scratch,
			caches,
			isolation
		}),
		runner: machineRunner({
			...request,
			repository: place.repository,
			logs,
			scratch,
			temporary: [
				tmpdir(),
				workFolder(request.environment),
				dirname(scratch),
				git.commonDirectory
			],
			isolation,
			conversations: openConversations(conversationsFolder(git.commonDirectory)),
			hasOwnHome: isolation.isStrict
		}),
		host: machineHost({
			root: git.root,
			environment: request.environment,
			redactor: request.redactor,
			folders: {
				trees: place.trees?.root ?? null,
				store: git.commonDirectory
			},
			isolation: {
				...isolation,
				home: () => isolation.isStrict() ? probeHome(scratch) : null
			},
			isRunOver: request.isRunOver
		}),
		forge: request.forge(credentials.token),
		narrator: request.narrator,
		...request.jobs ? { jobs: request.jobs } : {},
		...request.planSource ? { planSource: request.planSource } : {},
		logs,
		...request.onRunner ? {} : { inbox: inboxPort(git.commonDirectory) },
		mask: (data) => maskData(request.redactor, data)
	};
}
/** The workspaces, in which what a setup made is carried from one to the others. */
function preparing(git, { environment, narrator }, of) {
	const { workspaces, trees } = of.place;
	if (!trees) return workspaces;
	const preparations = machinePreparations({
		folder: join(trees.root, "prepared"),
		trees,
		environment,
		repository: git.commonDirectory,
		...of.caches,
		note: (text) => narrator.note("detailed", text),
		home: () => of.isolation.isStrict() ? commandsHome(of.scratch) : null,
		async isolation() {
			const { kind } = await of.isolation.found();
			return {
				hides: kind !== "none" && kind !== "user",
				places: PLACING_KINDS.some((each) => each === kind)
			};
		}
	});
	return {
		...workspaces,
		preparations
	};
}
/** In the checkout itself everything is the user's own, git directory included. */
function isolationOf(git, request, { place, scratch, caches }) {
	const { cache, showPlace } = caches;
	const ours = [git.git.directory, ...request.hidden ?? []];
	const modules = objectsOfSubmodules(git.commonDirectory);
	const brought = () => git.submodules?.objects() ?? [];
	return machineIsolation({
		onRunner: request.onRunner,
		environment: request.environment,
		root: git.root,
		store: {
			directories: request.gitIntegration ? [...ours, git.commonDirectory] : ours,
			objects: async () => {
				if (!request.gitIntegration) return [];
				return [
					await git.store.stage(),
					join(git.commonDirectory, "objects"),
					...modules,
					...brought()
				];
			}
		},
		workplaces: [
			place.trees?.root,
			cache,
			showPlace,
			scratch
		].filter((each) => typeof each === "string"),
		scratch
	});
}
function probeHome(scratch) {
	const home = join(scratch, "probes");
	mkdirSync(home, { recursive: true });
	return home;
}
/** On a runner below RUNNER_TEMP, from where a workflow may keep them as an artifact; else beside the repository's state. */
function logsFolder(git, { onRunner, environment, milestone }) {
	const temporary = onRunner ? environment.RUNNER_TEMP : void 0;
	return join(temporary ?? join(git.commonDirectory, "milestone"), "milestone-logs", milestone || "none");
}
async function openGit({ directory, environment, onRunner }) {
	if (!existsSync(directory)) return refuse(`there is no directory ${directory}`, "correct working-directory: the repository's root inside the workspace");
	const opened = await openRepository({
		directory,
		environment,
		personal: !onRunner
	});
	if (opened.ok) {
		const { root } = opened.value;
		if (!(lstatSync(join(root, ".milestones"), { throwIfNoEntry: false })?.isFile() ?? false)) return opened.value;
		await opened.value.close();
		return refuse(".milestones is a file, and milestones are kept in a folder of that name", "rename that file (git mv .milestones milestones.txt) and commit");
	}
	return refuse(opened.message, opened.reason === "not-a-repository" ? "run it inside a git repository (`git init`), or name one with --working-directory" : "use a version of this program that knows it, or a clone in another format");
}
/** Whether the milestone's log stands in the checkout alone: on no branch of its own, and in no commit. */
async function isBegunInCheckout(git, milestone) {
	const log = paths.log(milestone, 1);
	if (milestone === "" || !existsSync(join(git.root, log))) return false;
	const branch = branchName(milestone);
	for (const ref of [`refs/heads/${branch}`, `refs/remotes/origin/${branch}`]) if (await git.resolve(ref)) return false;
	const head = await git.resolve("HEAD");
	return head === null || await git.readFile(head, log) === null;
}
/** Work trees for the agents, commits on the milestone's branch. */
function onBranch(git, request, identity) {
	const deliverables = `.milestones/deliverables/${request.milestone}`;
	const folder = workFolder(request.environment);
	const workspaces = machineWorkspaces(git, {
		deliverables,
		identity,
		folder
	});
	const key = request.onRunner ? request.token : sealingKey(openCache(request.environment, git.root));
	const sealed = openSealedFiles(git.commonDirectory, key);
	const repository = {
		...repositoryPort(git, identity, request.environment),
		...sealed ? { sealed } : {}
	};
	return {
		repository: request.onRunner && !request.readsOnly ? withOwnTips(repository, openOwnTips(git.commonDirectory, request.token)) : repository,
		workspaces,
		trees: workspaces
	};
}
/** Without git integration: one agent in the checkout itself, and files instead of commits. */
function inCheckout(git, { milestone }, author) {
	return {
		repository: folderRepository(git.root, milestone, author),
		workspaces: folderWorkspaces(git.root, git.git),
		trees: null
	};
}
/** Credentials that actions/checkout left behind are taken out of the agents' reach before any of them starts. */
async function takeCredentials(git, request) {
	const none = {
		token: request.token,
		spare: null,
		restore: async () => void 0
	};
	if (!request.onRunner) return none;
	const environment = request.environment;
	const found = await findPersistedCredentials(git, {
		server: request.server,
		environment
	});
	if (!found) return none;
	request.narrator.warn(found.warning);
	if (found.token) request.redactor.add(found.token);
	await found.scrub();
	return {
		token: request.token ?? found.token,
		spare: request.token && found.token !== request.token ? found.token : null,
		restore: () => found.restore()
	};
}
async function authorOf(git, request) {
	if (request.onRunner) return {
		name: "github-actions[bot]",
		email: "41898282+github-actions[bot]@users.noreply.github.com"
	};
	const { GIT_AUTHOR_NAME, GIT_AUTHOR_EMAIL } = request.environment;
	return {
		name: (GIT_AUTHOR_NAME || setting(git.settings, "user.name")) ?? "milestone",
		email: (GIT_AUTHOR_EMAIL || setting(git.settings, "user.email")) ?? "milestone@localhost"
	};
}

export { runCommand as a, steeringOf as c, listCommand as d, localForge as i, listLogs as l, openRunnerFiles as n, runOptions as o, saysWritten as r, steerMilestone as s, openMachine as t, followLog as u };