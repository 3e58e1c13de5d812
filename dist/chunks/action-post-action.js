import { t as narrator } from "./commands-narrate.js";
import { i as localForge, o as runOptions, t as openMachine } from "./engine-git-open-machine.js";
import { v as locateBranch } from "./engine-opening-basis.js";
import { I as openToSteer, n as machineHost } from "./engine-execution-host.js";
import { i as createRedactor, r as workflowCommand } from "./engine-output-workflow-commands.js";
import { n as secretValues } from "./engine-process-entry.js";
import { t as Refusal } from "./engine-refusal.js";
import { n as parseArgs } from "./milestone-command-command.js";
import { a as branchRef } from "./milestone-names.js";

// src/action/post-action.ts
/** For the remote (ms): of a cancelled job the server lets five minutes be used for all that is left. */
const PUSH_MS = 6e4;
const LOST = "the next run goes on from what the remote has";
/**
* The post step: where the main step died without saving (killed hard), the session is recorded as interrupted and
* pushed, so that the next run need not wait for anything. Never fails the job: a lost save costs only a little time.
*/
async function postAction(entry) {
	const { env } = entry;
	const milestone = env.STATE_milestone;
	const directory = env.STATE_directory;
	if (!milestone || !directory) return 0;
	const redactor = createRedactor(secretValues(env));
	const say = (text) => {
		process.stdout.write(redactor.redact(text) + "\n");
	};
	try {
		const machine = await openClone(env, {
			milestone,
			directory,
			redactor,
			say
		});
		try {
			if (!await pushSaved(machine.ports, milestone, say)) await saveCutOff(machine, {
				env,
				milestone,
				say
			});
		} finally {
			await machine.close();
		}
	} catch (error) {
		if (error instanceof Refusal) return 0;
		warn(say, `the post step could not save: ${error instanceof Error ? error.message : String(error)}`);
	}
	return 0;
}
function warn(say, text) {
	say(workflowCommand("warning", text));
}
/** The clone that the main step worked in. @throws Refusal */
function openClone(env, { say, ...where }) {
	return openMachine({
		...where,
		environment: env,
		token: env["INPUT_GITHUB-TOKEN"] || null,
		server: env.GITHUB_SERVER_URL ?? "https://github.com",
		push: (env.INPUT_PUSH ?? "true") !== "false",
		gitIntegration: (env["INPUT_GIT-INTEGRATION"] ?? "true") !== "false",
		onRunner: true,
		live: false,
		narrator: {
			...narrator({
				level: "basic",
				line: say,
				onRunner: true
			}),
			event: () => void 0
		},
		forge: () => localForge,
		isRunOver: null
	});
}
/**
* Pushes what the main step saved and could not push any more: the runner leaves a cancelled step no time to wait for a
* slow remote. Answers whether that was all that can be done. What a person pushed meanwhile the next run takes in.
*/
async function pushSaved({ repository, remote }, milestone, say) {
	if (!remote) return false;
	if (await repository.resolve(branchRef(milestone)) === null) return true;
	const located = await locateBranch({
		repository,
		remote
	}, milestone);
	if ("ok" in located) {
		warn(say, `whether the remote has what ${milestone} saved cannot be told: ${located.message.replaceAll("\n", ", ")}; ${LOST}`);
		return true;
	}
	if (located.tip === null || located.tip !== located.local) return false;
	const { tip, seen, history } = located;
	if (seen === null || seen === tip || history?.state.lease) return false;
	const pushed = await remote.push(branchRef(milestone), tip, seen);
	if (pushed.ok) say(`what ${milestone} saved is pushed`);
	else warn(say, `what ${milestone} saved is not pushed: ${pushed.reason === "stale" ? "the branch was moved there meanwhile" : pushed.message}; ${LOST}`);
	return true;
}
/** Records that the main step's session was cut off, where its lease still stands. @throws Refusal */
async function saveCutOff({ ports, root, checkout }, { env, milestone, say }) {
	const reading = parseArgs(["pause", milestone]);
	if (!reading.ok) return;
	const options = runOptions(reading.command, {
		onRunner: true,
		by: {
			login: "github-actions",
			id: null,
			source: "dispatch"
		},
		automatic: true,
		askedFor: false
	});
	const opening = await openToSteer(ports, options, checkout, {
		command: "unlock",
		reason: ""
	});
	if (opening.kind !== "opened") return;
	const { journal, publisher } = opening.run;
	const { lease } = journal.state;
	const mine = machineHost({
		root,
		environment: env,
		isRunOver: null
	}).identity();
	if (!lease || !isOfStep(lease, mine)) return;
	await ports.host.endLeftovers(lease);
	journal.record({
		event: "session_interrupted",
		agent: "session_manager",
		data: { reason: "the step ended before it could save; the post step did" }
	});
	await journal.commit({
		subject: "interrupted",
		derived: true,
		saveReason: "post"
	});
	const pushed = await publisher.flush(PUSH_MS);
	if (pushed.ok) say(`the interrupted session of ${milestone} is saved`);
	else warn(say, `the interrupted session of ${milestone} is not pushed: ${pushed.message}; ${LOST}`);
}
function isOfStep(lease, mine) {
	return lease.run_id === mine.run_id && lease.run_attempt === mine.run_attempt && lease.job === mine.job;
}

export { postAction };