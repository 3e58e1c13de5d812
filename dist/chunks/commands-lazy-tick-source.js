// src/commands/lazy-tick-source.ts
/** Readers of other tools are loaded when the first task of an imported milestone is done. */
const lazyTickSource = async ({ source, done, files }) => {
	const { tickSource } = await import("./import-tick-source.js");
	return tickSource({
		...source,
		hash: ""
	}, {
		done,
		files
	});
};

export { lazyTickSource as t };