// src/options.ts
/** Version of the product, recorded with each session. */
const VERSION = "1.0.0";
/** The run's options from a command's flags; what is not given has the default of `action.yml`. */
function runOptions(command, origin) {
	const { flags } = command;
	return {
		milestone: command.milestone ?? "",
		strategy: flags.strategy ?? "parallel",
		agents: flags.agents ?? 6,
		forceDependencies: flags["force-dependencies"] ?? false,
		resume: command.name === "resume" ? "true" : flags.resume ?? "auto",
		monitoring: flags.monitoring ?? "detailed",
		sessionId: flags["session-id"] ?? null,
		gitIntegration: flags["git-integration"] ?? true,
		blockerDetection: flags["blocker-detection"] ?? true,
		progressIntervalMs: (flags["progress-interval"] ?? 30) * 1e3,
		request: flags.request ?? null,
		timeBudgetMs: (flags["time-budget"] ?? 0) * 6e4,
		automatic: origin.automatic,
		askedFor: origin.askedFor,
		onRunner: origin.onRunner,
		version: VERSION,
		by: origin.by
	};
}

export { runOptions as n, VERSION as t };