import { a as refuse } from "./engine-refusal.js";
import { constants } from "node:fs";
import { isAbsolute, join, relative, resolve, sep } from "node:path";
import { lstat, open } from "node:fs/promises";

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

export { readLinkless as n, isLinkless as t };