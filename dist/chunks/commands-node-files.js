import { i as refuse } from "./engine-refusal.js";
import { constants } from "node:fs";
import { dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { lstat, mkdir, open, readdir, realpath, writeFile } from "node:fs/promises";

// src/engine/machine/linkless-file.ts
/**
* A file below `root` as bytes; null: no regular file is there. A repository may be anybody's, so no link of it is
* followed, neither the file itself nor a folder on the way: it could lead to whatever the person can read.
* Outside of `root` the way there is the person's own, and only the file itself is looked at.
* @throws Refusal that names the link
*/
async function readLinkless(root, path) {
	if (!await isLinkless(root, path)) return null;
	const full = resolve(root, path);
	let file;
	try {
		file = await open(full, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
	} catch (error) {
		if (codeOf(error) === "ELOOP") return refuseLink(path);
		if (isAbsent(error)) return null;
		throw error;
	}
	try {
		const opened = await file.stat();
		if (!opened.isFile()) return null;
		const bytes = await file.readFile();
		const there = await lstat(full);
		if (!await isLinkless(root, path) || there.ino !== opened.ino || there.dev !== opened.dev) return refuseLink(path);
		return bytes;
	} finally {
		await file.close();
	}
}
/**
* Whether something is at the path, with no link on the way.
* @throws Refusal that names the link
*/
async function isLinkless(root, path) {
	const home = resolve(root);
	const below = relative(home, resolve(home, path));
	const isOutside = below === ".." || below.startsWith(`..${sep}`) || isAbsolute(below);
	const ways = isOutside ? [] : below.split(sep).filter(Boolean);
	let at = isOutside ? resolve(home, path) : home;
	try {
		if (isOutside) return !(await lstat(at)).isSymbolicLink() || refuseLink(path);
		for (const name of ways) {
			at = join(at, name);
			if ((await lstat(at)).isSymbolicLink()) return refuseLink(relative(home, at).split(sep).join("/"));
		}
		return true;
	} catch (error) {
		if (isAbsent(error)) return false;
		throw error;
	}
}
function refuseLink(path) {
	return refuse(`${path} is a symbolic link, and no link of a repository is followed`, "put the file or folder itself in its place");
}
const codeOf = (error) => error instanceof Error && "code" in error ? String(error.code) : "";
function isAbsent(error) {
	return [
		"ENOENT",
		"ENOTDIR",
		"EISDIR",
		"ENXIO"
	].includes(codeOf(error));
}

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

export { readLinkless as i, relativeTo as n, isLinkless as r, nodeFiles as t };