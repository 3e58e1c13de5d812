import { n as readLinkless, t as isLinkless } from "./engine-machine-linkless-file.js";
import { a as refuse } from "./engine-refusal.js";
import { dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { mkdir, readdir, realpath, writeFile } from "node:fs/promises";

// src/commands/node-files.ts
const SKIPPED = /* @__PURE__ */ new Set([".git", "node_modules"]);
const MAX_DEPTH = 6;
const MAX_FILES = 5e3;
/** The files below a folder of this machine, UTF-8 alone. No link is followed, and writes stay inside. */
function nodeFiles(root) {
	return {
		async readFile(path) {
			const bytes = await readLinkless(root, path);
			try {
				return bytes && new TextDecoder("utf-8", { fatal: true }).decode(bytes);
			} catch (error) {
				if (error instanceof TypeError) return null;
				throw error;
			}
		},
		async list(folder) {
			const start = resolve(root, folder);
			if (!await isLinkless(root, folder)) return null;
			const found = [];
			try {
				await collect(start, start, {
					found,
					depth: 0
				});
			} catch (error) {
				if (isNoFile(error)) return null;
				throw error;
			}
			return found;
		},
		async writeFile(path, text) {
			const target = resolve(root, path);
			await isLinkless(root, path);
			await mkdir(dirname(target), { recursive: true });
			const [folder, home] = [await realpath(dirname(target)), await realpath(root)];
			if (folder !== home && !folder.startsWith(home + sep)) refuse(`${path} leads out of the repository`, "name a path inside of it");
			await writeFile(target, text);
		}
	};
}
/** A path as the user named it, from where they stand, as one relative to the repository's root. */
function relativeTo(root, directory, given) {
	if (!isAbsolute(given) && resolve(root) === resolve(directory)) return given;
	return relative(resolve(root), resolve(directory, given)).split(sep).join("/") || ".";
}
async function collect(start, folder, { found, depth }) {
	for (const entry of await readdir(folder, { withFileTypes: true })) {
		if (found.length >= MAX_FILES) return;
		const path = join(folder, entry.name);
		if (entry.isFile()) found.push(relative(start, path).split(sep).join("/"));
		else if (entry.isDirectory() && depth < MAX_DEPTH && !SKIPPED.has(entry.name)) await collect(start, path, {
			found,
			depth: depth + 1
		});
	}
}
/** No such file, or a folder where a file is asked for and the other way round. */
function isNoFile(error) {
	const code = error instanceof Error && "code" in error ? error.code : "";
	return code === "ENOENT" || code === "ENOTDIR" || code === "EISDIR";
}

export { relativeTo as n, nodeFiles as t };