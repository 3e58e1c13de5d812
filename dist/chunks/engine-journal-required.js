import { a as branchRef, i as branchName, n as ROOT, u as paths, x as isFinished } from "./milestone-names.js";
import { an as isRequestOf, hn as blockerId } from "./milestone-view-nearest.js";
import { a as refuse } from "./engine-refusal.js";
import { n as proposalsFor } from "./milestone-blocker-proposals.js";
import { n as loadHistory } from "./milestone-session-load.js";

// src/engine/journal/move-branch.ts
/** Another run took the branch, or a person rewrote it: nothing more may be written by this one. */
var Fenced = class extends Error {
	actual;
	constructor(actual, message) {
		super(message);
		this.actual = actual;
	}
};
/**
* Moves the milestone's branch in this clone, by compare-and-swap; `from` null: it is not there yet.
* @throws Fenced when it is somewhere else; Refusal when its name is taken
*/
async function moveBranch(repository, { milestone, from, to }) {
	const ref = branchRef(milestone);
	const swapped = await repository.swapRef(ref, from, to);
	if (swapped.ok || swapped.actual === to) return;
	if (swapped.reason === "name-taken") refuse(`the branch ${branchName(milestone)} cannot be made: another branch's name bars it`, "rename the branch `milestone`, or the one whose name goes on behind this one's");
	const why = swapped.reason === "locked" ? "is locked by another program" : "was moved by someone else";
	throw new Fenced(swapped.actual, `the branch ${ref} ${why}`);
}
/** Races lost in a row before it is told as a fault: each is lost to a writer that got its own commit through. */
const TRIES = 10;
/**
* Does what needs the branch to stay as it was read, and begins again, from reading on, where another writer was
* faster: it then finds what they left. `attempt` must have no effect but its commits, which a lost race gives up.
*/
async function retryIfFenced(attempt) {
	for (let tries = 1;; tries++) try {
		return await attempt();
	} catch (error) {
		if (!(error instanceof Fenced) || tries >= TRIES) throw error;
	}
}

// src/engine/journal/merge-person-commits.ts
/** Below these only the engine writes; a person's version is never taken. */
const OWN = [
	`${ROOT}/logs/`,
	`${ROOT}/sessions/`,
	`${ROOT}/approvals/`,
	`${ROOT}/reports/`
];
/**
* Merges commits that a person put on the branch into this run's, in one commit with the event that says so. Nothing
* of theirs is overwritten: what does not merge is told, and the branch stays as they left it.
* @param lastShared what both sides have: the commit that the remote was last known to hold
* @throws Fenced when the commits are another run's
*/
async function mergePersonCommits(ports, journal, readPlan, { theirs, lastShared }) {
	const { repository } = ports;
	await assertNoOtherRun(repository, journal.milestone, theirs, lastShared);
	if (!lastShared || !await repository.isAncestor(lastShared, theirs)) return {
		ok: false,
		message: rewritten(theirs, lastShared)
	};
	const planPath = paths.milestone(journal.milestone);
	const range = {
		from: lastShared,
		to: theirs
	};
	const work = await workOf(repository, range, (path) => !isOwn(path) && path !== planPath);
	const joined = await join(repository, {
		base: lastShared,
		tip: journal.tip,
		work
	});
	if (!joined.ok) return {
		ok: false,
		message: `a person's commits on the branch conflict with this run's in ${joined.conflicts.join(", ")}; rebase them onto the branch's tip and push again`
	};
	const plan = await changedPlan(repository, planPath, lastShared, theirs);
	const answer = plan === null ? null : await readPlan(plan, theirs);
	if (answer && !answer.ok) return answer;
	const log = await repository.log({
		...range,
		limit: 50
	});
	await journal.commit({
		subject: "merged the branch's new commits",
		joins: theirs,
		changes: joined.changes,
		derived: true,
		saveReason: "merge",
		events() {
			const data = {
				commits: log.map((c) => c.oid),
				paths: joined.changes.size
			};
			journal.record({
				event: "person_commits_merged",
				agent: "git_integration",
				data
			});
			answer?.take();
		}
	});
	return { ok: true };
}
function rewritten(theirs, lastShared) {
	const why = lastShared ? `does not contain ${lastShared.slice(0, 10)}` : "appeared while this run began";
	return `the branch was rewritten on the remote (${theirs.slice(0, 10)} ${why}); restore it, or delete it there to have this run's state pushed anew`;
}
/**
* People leave the log alone, so a log that went on there is another run's, or a steering command's. It holds
* whatever its epoch says: two runs that started together have the same one.
*/
async function assertNoOtherRun(repository, milestone, theirs, lastShared) {
	const there = await loadHistory(repository, milestone, theirs);
	if (!there.ok || there.history.head.seq === 0) return;
	const shared = lastShared ? await loadHistory(repository, milestone, lastShared) : null;
	const before = shared?.ok ? shared.history.head : null;
	const { head, state } = there.history;
	if (before && (head.seq < before.seq || head.hash === before.hash)) return;
	const owner = state.lease;
	const who = owner ? `run ${owner.run_id} (process ${owner.pid} on ${owner.host})` : "another run or command";
	throw new Fenced(theirs, `${who} wrote to the branch`);
}
async function changedPlan(repository, path, from, to) {
	const [before, after] = [await repository.readFile(from, path), await repository.readFile(to, path)];
	return after && before && !after.equals(before) ? after.toString("utf8") : null;
}
function isOwn(path) {
	return OWN.some((prefix) => path.startsWith(prefix));
}
async function workOf(repository, range, counts) {
	const work = /* @__PURE__ */ new Map();
	for (const path of await repository.changedPaths(range.from, range.to)) if (counts(path)) work.set(path, await repository.entry(range.to, path));
	return work;
}
/** Path by path: what only they changed is taken as it is; what both changed is merged by lines, or conflicts. */
async function join(repository, { base, tip, work }) {
	const changes = /* @__PURE__ */ new Map();
	const both = [];
	const conflicts = [];
	for (const [path, theirs] of work) {
		const [before, ours] = [await repository.entry(base, path), await repository.entry(tip, path)];
		if (ours?.oid === theirs?.oid && ours?.mode === theirs?.mode) continue;
		if (ours?.oid === before?.oid && ours?.mode === before?.mode) {
			changes.set(path, theirs);
			continue;
		}
		const content = theirs ? await repository.readBlob(theirs.oid) : null;
		if (theirs === null) both.push({
			path,
			delete: true
		});
		else if (content) both.push({
			path,
			mode: theirs.mode,
			content
		});
		else conflicts.push(path);
	}
	const landing = await repository.land(base, tip, both);
	if (!landing.ok) return {
		ok: false,
		conflicts: [...conflicts, ...landing.conflicts]
	};
	if (conflicts.length > 0) return {
		ok: false,
		conflicts
	};
	for (const [path, change] of landing.changes) changes.set(path, change);
	return {
		ok: true,
		changes
	};
}

// src/engine/journal/publisher.ts
/**
* Brings the branch to the remote, off the critical path: one push at a time, and whatever was committed meanwhile
* goes with the next. Every push is a compare-and-swap on what the remote was last seen to hold.
*/
var Publisher = class {
	/** Judges a milestone file that a person changed on the branch. */
	readPlan;
	/** Told when the branch was lost, or can or cannot be pushed any more. */
	onChange = () => void 0;
	#ports;
	#journal;
	#seen;
	#pushed;
	#wanted = false;
	#active = null;
	#state = { ok: true };
	/** Ends all pushing: another run owns the branch, or the machine failed. */
	#fault = null;
	/** Commits of this run that the remote holds. */
	#told = 0;
	/** The process is about to end: no try after the one under way. */
	#leaving = false;
	constructor(ports, journal, options) {
		this.#ports = ports;
		this.#journal = journal;
		this.#seen = options.seen;
		this.#pushed = options.seen;
		this.readPlan = options.readPlan;
	}
	get idle() {
		return this.#active === null;
	}
	get state() {
		return this.#state;
	}
	/** The commit that the remote is known to hold. */
	get pushed() {
		return this.#pushed;
	}
	/** @throws Fenced when another run owns the branch; the machine's fault when a push could not be prepared */
	assertOwner() {
		if (this.#fault) throw this.#fault;
	}
	/** Asks for a push of all there is; returns at once. */
	request() {
		if (!this.#ports.remote || this.#fault) return;
		this.#wanted = true;
		this.#active ??= this.#drain().finally(() => {
			this.#active = null;
			if (this.#wanted && this.#state.ok) this.request();
		});
	}
	/**
	* Pushes all there is and waits for it, for `patienceMs` at most; after that nothing more is pushed, and what is
	* under way ends with the machine. @throws as `assertOwner`
	*/
	async flush(patienceMs) {
		if (!this.#ports.remote) return { ok: true };
		if (patienceMs === void 0) return this.#pushAll();
		let cancel = () => void 0;
		const late = new Promise((resolve) => {
			cancel = this.#ports.clock.after(patienceMs, () => {
				this.#leaving = true;
				resolve({
					ok: false,
					reason: "timeout",
					message: `the remote took longer than ${patienceMs / 1e3} s`
				});
			});
		});
		try {
			return await Promise.race([this.#pushAll(), late]);
		} finally {
			cancel();
		}
	}
	async #pushAll() {
		await this.#active;
		this.#state = { ok: true };
		while (this.#pushed !== this.#journal.tip && this.#state.ok && !this.#fault && !this.#leaving) {
			this.request();
			await this.#active;
		}
		this.assertOwner();
		return this.#state;
	}
	/** Never rejects: nobody waits for it while agents work. */
	async #drain() {
		while (this.#wanted) {
			this.#wanted = false;
			const before = this.#state;
			try {
				this.#state = await this.#pushTip();
			} catch (error) {
				this.#fault = error instanceof Error ? error : new Error(String(error));
			}
			if (this.#fault || before.ok !== this.#state.ok) this.onChange();
			if (this.#fault || !this.#state.ok) return;
		}
	}
	async #pushTip() {
		const remote = this.#ports.remote;
		const ref = branchRef(this.#journal.milestone);
		for (let attempt = 1;; attempt++) {
			const { tip, made } = await this.#journal.settleDerived();
			if (tip === this.#pushed) return { ok: true };
			const result = await remote.push(ref, tip, this.#seen);
			if (result.ok) {
				this.#seen = this.#pushed = tip;
				const commits = Math.max(1, made - this.#told);
				this.#told = made;
				this.#journal.record({
					event: "branch_pushed",
					agent: "git_integration",
					data: {
						commit: tip,
						commits
					}
				});
				return { ok: true };
			}
			if (result.reason === "stale") {
				const taken = await this.#reconcile(result.actual);
				if (!taken.ok) return taken;
				continue;
			}
			if (!isPassing(result) || attempt >= 4 || this.#leaving) return result;
			await this.#wait(pushWaitMs(attempt));
		}
	}
	/**
	* The remote's branch is not where it was: a newer run fences us, a person's commits are merged, a rewrite is
	* refused, a deleted branch is made again from ours.
	*/
	async #reconcile(actual) {
		const fetched = actual === null ? {
			ok: true,
			oid: null
		} : await this.#fetch();
		if (!fetched.ok) return fetched;
		const theirs = fetched.oid;
		if (theirs === null || await this.#isOwn(theirs)) {
			this.#seen = this.#pushed = theirs;
			return { ok: true };
		}
		const shared = {
			theirs,
			lastShared: this.#pushed
		};
		const taken = await this.#journal.exclusively(() => mergePersonCommits(this.#ports, this.#journal, (text, commit) => this.readPlan(text, commit), shared));
		if (!taken.ok) return {
			ok: false,
			reason: "conflict",
			message: taken.message
		};
		this.#seen = this.#pushed = theirs;
		return { ok: true };
	}
	#fetch() {
		return this.#ports.remote.fetch(branchRef(this.#journal.milestone));
	}
	/** A push whose answer was lost got through all the same. An older commit of ours is a person's rewrite instead. */
	async #isOwn(theirs) {
		const { repository } = this.#ports;
		if (!await repository.isAncestor(theirs, this.#journal.tip)) return false;
		return this.#pushed === null || repository.isAncestor(this.#pushed, theirs);
	}
	#wait(ms) {
		return new Promise((resolve) => {
			this.#ports.clock.after(ms, resolve);
		});
	}
};
/** Tries of one push before the failure counts. */
const PUSH_TRIES = 4;
/** Milliseconds to wait after the n-th try (from 1): a second, doubled each time. */
function pushWaitMs(attempt) {
	return 1e3 * 2 ** (attempt - 1);
}
/** Whether another try may fare better; a remote that refuses goes on refusing. */
function isPassing({ reason }) {
	return reason === "unreachable" || reason === "timeout" || reason === "damaged";
}
/** Why the branch cannot be pushed, for people; the remote's own words follow. */
const PUSH_CAUSES = {
	auth: "the remote takes no credentials that this run has",
	denied: "a rule of the remote or a missing right forbids it",
	missing: "the repository is gone, has moved, or cannot be seen with these credentials",
	"name-taken": "another branch bars the name",
	damaged: "the remote's disk is full or its repository damaged (`git fsck` there)",
	conflict: "somebody else moved the branch, and the two do not go together",
	unreachable: "the remote cannot be reached",
	timeout: "the remote does not answer"
};

// src/engine/run/record-blocker.ts
/** Most characters of evidence kept in the log. */
const EVIDENCE_CHARS = 4e3;
/** Records a blocker once; a person is needed, so it goes straight to level 4 unless told otherwise. */
function block(journal, trouble) {
	const id = blockerId(trouble.type, trouble.task ?? trouble.about, trouble.phase);
	if (journal.state.blockers.has(id)) return id;
	const level = trouble.level ?? 4;
	const blocker = {
		id,
		type: trouble.type,
		severity: trouble.severity ?? "error",
		...trouble.task ? { task: trouble.task } : {},
		...trouble.phase ? { phase: trouble.phase } : {},
		...trouble.profile === void 0 ? {} : {
			profile: trouble.profile,
			tasks: trouble.tasks ?? []
		},
		level: 1,
		message: trouble.message,
		evidence: (trouble.evidence ?? "").slice(-4e3),
		proposals: proposalsFor({
			type: trouble.type,
			milestone: journal.milestone,
			task: trouble.task,
			phase: trouble.phase,
			profile: trouble.profile,
			...trouble.about === void 0 ? {} : { about: trouble.about }
		}),
		attempts: trouble.attempts ?? 1
	};
	journal.record({
		event: "blocker_detected",
		agent: "blocker_detector",
		...placeOf(trouble),
		data: {
			...blocker,
			level
		}
	});
	escalate(journal, id, level, "automatic resolution is spent; a person must decide");
	return id;
}
/** Records that an open blocker is resolved by the means of a further level. */
function escalate(journal, id, level, reason) {
	const blocker = journal.state.blockers.get(id);
	if (!blocker) return;
	journal.record({
		event: "blocker_escalated",
		agent: "blocker_detector",
		...placeOf(blocker),
		data: {
			id,
			level,
			reason
		}
	});
}
function placeOf({ task, phase }) {
	return {
		...task ? { task_id: task } : {},
		...phase ? { phase } : {}
	};
}
function unblock(journal, id, how) {
	const blocker = journal.state.blockers.get(id);
	if (!blocker) return false;
	journal.record({
		event: "blocker_resolved",
		agent: "blocker_detector",
		...placeOf(blocker),
		data: {
			id,
			how
		}
	});
	return true;
}
/** A person started the work again: agents that rest or are out of use are asked once more. */
function recoverProfiles(journal, how, { only, rests = true } = {}) {
	for (const [profile, { fault, restsUntil }] of [...journal.state.profiles]) {
		if (only !== void 0 && only !== profile || !(fault !== null || rests && restsUntil !== null)) continue;
		journal.record({
			event: "profile_recovered",
			agent: "blocker_detector",
			data: {
				profile,
				how
			}
		});
	}
}
function warnOnce(journal, type, message, task) {
	if (journal.state.warnings.some((w) => w.type === type && w.message === message && w.task === task)) return;
	journal.record({
		event: "warning_raised",
		agent: "blocker_detector",
		...task ? { task_id: task } : {},
		data: {
			type,
			message
		}
	});
}
/** What the blockers of the remote are about, in their ids. */
const ABOUT = "remote";
/**
* Nothing new may start while the branch cannot be pushed for a reason that waiting does not cure: on a runner, work
* that never reaches the remote is lost with it. A remote that is only out of reach is tried again with each commit.
*/
function noteRemote(run) {
	const { state } = run.publisher;
	if (state.ok) {
		for (const type of ["git_conflicts", "network"]) unblock(run.journal, `${type}:${ABOUT}`, "the branch could be pushed again");
		return;
	}
	if (state.reason !== "unreachable" && state.reason !== "timeout") blockRemote(run, state);
}
function blockRemote(run, failed) {
	const conflict = failed.reason === "conflict";
	block(run.journal, {
		type: conflict ? "git_conflicts" : "network",
		about: ABOUT,
		severity: "critical",
		message: conflict ? failed.message : `the branch could not be pushed (${failed.reason}): ${PUSH_CAUSES[failed.reason]}: ${failed.message}`
	});
}

// src/milestone/approval/required.ts
/** Whether people must approve the checkpoint. */
function needsApproval({ approvers, criteria }) {
	return approvers.length > 0 || criteria.length > 0;
}
/**
* The gates that the base's policy puts behind finished work and that nobody opened. Whoever may push can write into the
* log that a phase or a checkpoint is done; what must have been approved is the plan's to say.
*/
function unapproved(plan, state) {
	const found = [];
	for (const { id, phases } of plan.tasks) {
		const task = state.tasks.get(id);
		if (!task || task.status === "skipped") continue;
		for (const { phase, gate, doneBefore } of phases) {
			const at = task.phases.get(phase);
			if (!gate || !at || !isFinished(at.status)) continue;
			if ((doneBefore ?? at.attempt === 0) && (state.reopened === 0 || at.attempt === 0)) continue;
			const approval = at.approval === null ? void 0 : state.approvals.get(at.approval);
			if (!(approval?.status === "granted" && approval.kind === "approval" && approval.task === id && approval.phase === phase)) found.push({
				kind: "phase",
				task: id,
				phase
			});
		}
	}
	for (const gate of plan.qualityGates) {
		if (!needsApproval(gate) || state.qualityGates.get(gate.name)?.status !== "passed") continue;
		if (!grantedFor(state, gate.name)) found.push({
			kind: "checkpoint",
			gate
		});
	}
	return found;
}
/**
* Tasks that the log calls skipped though people must approve something of them, but for what the base itself calls so:
* to leave them out is to pass their gates, which takes more than a line in the log.
*/
function skippedGates(plan, state) {
	return plan.tasks.flatMap((task) => {
		const at = state.tasks.get(task.id);
		return at?.status === "skipped" && task.skippedBefore === false && task.phases.some(({ gate }) => gate) ? [{
			task,
			seq: at.skipSeq
		}] : [];
	});
}
/** Whether the log's task lacks a phase behind which the plan has a gate: then that gate would never be asked. */
function lacksGate(at, { phases }) {
	return phases.some(({ phase, gate }) => gate && !at.phases.has(phase));
}
/** The newest approval by which the checkpoint of that name was opened. */
function grantedFor(state, name) {
	return [...state.approvals.values()].filter((a) => a.transition === "quality_gate" && a.status === "granted" && isRequestOf(a.request, name)).at(-1) ?? null;
}
/**
* Of each checkpoint's request, the commit at which the approved checkpoint before it was looked at. One that the plan
* does not have is nobody's: it would hide who wrote what stands before it.
*/
function lastCheckpoints({ qualityGates }, state) {
	const since = /* @__PURE__ */ new Map();
	let last = null;
	for (const approval of state.approvals.values()) {
		if (approval.transition !== "quality_gate") continue;
		if (last !== null) since.set(approval.request, last);
		const isKnown = qualityGates.some(({ name }) => isRequestOf(approval.request, name));
		if (approval.status === "granted" && isKnown) last = approval.decisions.at(-1)?.commit ?? last;
	}
	return since;
}

export { moveBranch as C, Fenced as S, isPassing as _, skippedGates as a, join as b, block as c, noteRemote as d, recoverProfiles as f, Publisher as g, PUSH_CAUSES as h, needsApproval as i, blockRemote as l, warnOnce as m, lacksGate as n, unapproved as o, unblock as p, lastCheckpoints as r, EVIDENCE_CHARS as s, grantedFor as t, escalate as u, pushWaitMs as v, retryIfFenced as w, workOf as x, isOwn as y };