import { t as narrator } from "./commands-narrate.js";
import { a as runCommand, i as localForge, o as runOptions, t as openMachine } from "./engine-git-open-machine.js";
import { t as locateRepository } from "./engine-git-locate-repository.js";

// src/planning/execute-planner.ts
/** The planner's run: as any other on this machine, with nothing to push and no token. */
async function executePlanner({ clone, planner, judge, quiet = false }, { env, redactor, narrator: narrator$1, root, onRunner }) {
	const command = {
		name: "execute",
		milestone: planner,
		target: null,
		checkpoint: null,
		question: null,
		reason: "",
		flags: {},
		source: null,
		shell: null,
		about: null
	};
	const options = runOptions(command, {
		onRunner,
		by: {
			login: "planner",
			id: null,
			source: onRunner ? "dispatch" : "local"
		},
		automatic: false,
		askedFor: true
	});
	const own = locateRepository(root);
	const machine = await openMachine({
		directory: clone,
		milestone: planner,
		hidden: onRunner && own ? [own.gitDirectory, own.commonDirectory] : [],
		environment: env,
		token: null,
		server: env.GITHUB_SERVER_URL ?? "https://github.com",
		push: false,
		gitIntegration: true,
		onRunner,
		live: false,
		redactor,
		narrator: quiet ? narrator({
			level: "basic",
			line: () => void 0,
			onRunner: false
		}) : narrator$1,
		...judge ? { judge } : {},
		forge: () => localForge,
		isRunOver: null
	});
	try {
		const outcome = await runCommand(machine, command, options, {
			goOn: () => false,
			print: () => void 0
		});
		return {
			code: outcome.exitCode,
			output: outcome.text
		};
	} finally {
		await machine.close();
	}
}

export { executePlanner as t };