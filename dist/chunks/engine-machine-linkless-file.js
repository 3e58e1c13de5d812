import { i as refuse } from "./commands-refusal.js";
import { constants, readFileSync, realpathSync, statSync } from "node:fs";
import { dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { lstat, open } from "node:fs/promises";

// src/engine/git/locate.ts
function readText(path) {
	try {
		return readFileSync(path, "utf8").trim();
	} catch (error) {
		if ([
			"ENOENT",
			"ENOTDIR",
			"EISDIR"
		].includes(error.code ?? "")) return null;
		throw error;
	}
}
function isDirectory(path) {
	return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
function isGitDirectory(path) {
	const common = readText(join(path, "commondir"));
	const shared = common === null ? path : resolve(path, common);
	return readText(join(path, "HEAD")) !== null && isDirectory(join(shared, "objects")) && isDirectory(join(shared, "refs"));
}
function placeOf(root, gitDirectory, bare) {
	const common = readText(join(gitDirectory, "commondir"));
	const real = realpathSync(gitDirectory);
	return {
		root: realpathSync(root),
		bare,
		gitDirectory: real,
		commonDirectory: common === null ? real : realpathSync(resolve(gitDirectory, common))
	};
}
/** Finds the repository that holds a directory, walking up as git does, without starting git. Null when none does. */
function locateRepository(directory) {
	let current = resolve(directory);
	for (;;) {
		const dotGit = join(current, ".git");
		if (isDirectory(dotGit) && isGitDirectory(dotGit)) return placeOf(current, dotGit, false);
		const link = /^gitdir: (.+)$/.exec(readText(dotGit) ?? "")?.[1];
		if (link && isGitDirectory(resolve(current, link))) return placeOf(current, resolve(current, link), false);
		if (isGitDirectory(current)) return placeOf(current, current, true);
		const parent = dirname(current);
		if (parent === current) return null;
		current = parent;
	}
}

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

export { readLinkless as n, locateRepository as r, isLinkless as t };