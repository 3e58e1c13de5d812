// src/commands/imported-source.ts
/** Readers of other tools are loaded when an imported milestone needs them. */
const planSource = {
	async tick({ source, done, files }) {
		const { tickSource } = await import("./import-tick-source.js");
		return tickSource({
			...source,
			hash: ""
		}, {
			done,
			files
		});
	},
	async update({ id, text, files }) {
		const { rereadSource } = await import("./update-from-source.js");
		return rereadSource({
			id,
			current: text
		}, files);
	}
};

export { planSource as t };