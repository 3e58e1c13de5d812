import { n as ROOT } from "./milestone-names.js";
import { existsSync, readdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

// src/commands/active-ids.ts
/** Ids of the milestones under `active/` of the checkout around a folder, whatever their status; empty without one. */
function activeIds(directory) {
	const folder = join(checkoutAround(resolve(directory)), ROOT, "active");
	if (!existsSync(folder)) return [];
	return readdirSync(folder).filter((name) => name.endsWith(".yaml")).map((name) => name.slice(0, -5)).sort();
}
function checkoutAround(directory) {
	for (let at = directory;; at = dirname(at)) {
		if (existsSync(join(at, ".git")) || existsSync(join(at, ".milestones"))) return at;
		if (dirname(at) === at) return directory;
	}
}

export { activeIds as t };