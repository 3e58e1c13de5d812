import { readFileSync, realpathSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

// src/engine/git/locate-repository.ts
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

export { locateRepository as t };