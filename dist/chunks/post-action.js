import { s as locateBranch } from "./template.js";
import { i as openMachine, n as narrator, o as machineHost, r as localForge, t as openToSteer } from "./open-to-steer.js";
import { i as createRedactor, r as workflowCommand } from "./workflow-commands.js";
import { n as secretValues } from "./entry.js";
import { t as Refusal } from "./refusal.js";
import { t as parseArgs } from "./command.js";
import { c as branchRef } from "./strategy.js";
import { n as runOptions } from "./options.js";

// src/post-action.ts
/** For the remote (ms): of a cancelled job the server lets five minutes be used for all that is left. */
const PUSH_MS = 6e4;
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
	const line = (text) => {
		process.stdout.write(redactor.redact(text) + "\n");
	};
	const tell = {
		...narrator({
			level: "basic",
			line,
			onRunner: true
		}),
		event: () => void 0
	};
	const token = env["INPUT_GITHUB-TOKEN"] || null;
	const reading = parseArgs(["pause", milestone]);
	if (!reading.ok) return 0;
	const options = runOptions(reading.command, {
		onRunner: true,
		by: {
			login: "github-actions",
			id: null,
			source: "dispatch"
		},
		automatic: true
	});
	try {
		const machine = await openMachine({
			directory,
			milestone,
			environment: env,
			token,
			server: env.GITHUB_SERVER_URL ?? "https://github.com",
			push: (env.INPUT_PUSH ?? "true") !== "false",
			gitIntegration: (env["INPUT_GIT-INTEGRATION"] ?? "true") !== "false",
			onRunner: true,
			live: false,
			redactor,
			narrator: tell,
			forge: () => localForge,
			isRunOver: null
		});
		try {
			if (await pushSaved(machine.ports, milestone)) {
				line(`what ${milestone} saved is pushed`);
				return 0;
			}
			const mine = machineHost({
				root: machine.root,
				environment: env,
				isRunOver: null
			}).identity();
			const opening = await openToSteer(machine.ports, options, machine.checkout, {
				command: "unlock",
				reason: ""
			});
			if (opening.kind === "repeated") return 0;
			const { journal, publisher } = opening.run;
			const { lease } = journal.state;
			if (!lease || lease.run_id !== mine.run_id || lease.run_attempt !== mine.run_attempt || lease.job !== mine.job) return 0;
			await machine.ports.host.endLeftovers(lease);
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
			await publisher.flush(PUSH_MS);
			line(`the interrupted session of ${milestone} is saved`);
		} finally {
			await machine.close();
		}
	} catch (error) {
		if (error instanceof Refusal) return 0;
		line(workflowCommand("warning", `the post step could not save: ${error instanceof Error ? error.message : String(error)}`));
	}
	return 0;
}
/**
* Pushes what the main step saved and could not push any more: the runner leaves a cancelled step no time to wait for a
* slow remote. Answers whether that was all there was to do. What a person pushed meanwhile the next run takes in.
*/
async function pushSaved({ repository, remote }, milestone) {
	if (!remote) return false;
	const located = await locateBranch({
		repository,
		remote
	}, milestone);
	if ("ok" in located || located.tip === null || located.tip !== located.local) return false;
	const { tip, seen, history } = located;
	if (seen === null || seen === tip || history?.state.lease) return false;
	return (await remote.push(branchRef(milestone), tip, seen)).ok;
}

export { postAction };