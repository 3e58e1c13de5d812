import { t as locateRepository } from "./engine-git-locate-repository.js";
import { c as milestoneOfBranch } from "./milestone-names.js";
import { join } from "node:path";
import { readFile } from "node:fs/promises";

// src/init/git-facts.ts
/** Null outside of a repository. */
async function readGitFacts(directory) {
	const place = locateRepository(directory);
	if (!place) return null;
	const { commonDirectory: common, gitDirectory } = place;
	const origin = branchIn(await textOf(join(common, "refs/remotes/origin/HEAD")), "refs/remotes/origin/");
	const own = branchIn(await textOf(join(gitDirectory, "HEAD")), "refs/heads/");
	const config = await textOf(join(common, "config")) ?? "";
	return {
		root: place.root,
		defaultBranch: origin ?? (own === null || milestoneOfBranch(own) !== null ? "main" : own),
		repository: originOf(config)
	};
}
/** A file that is not there tells nothing. */
async function textOf(path) {
	try {
		return await readFile(path, "utf8");
	} catch (error) {
		if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
		throw error;
	}
}
function branchIn(head, below) {
	const ref = /^ref: (\S+)/.exec(head ?? "")?.[1];
	return ref?.startsWith(below) ? ref.slice(below.length) : null;
}
/** Owner and name from the address of `origin`: https, ssh, or `git@host:owner/repo`. */
function originOf(config) {
	const section = /^\s*\[remote "origin"\]([^[]*)/m.exec(config)?.[1];
	const url = section === void 0 ? void 0 : /^\s*url\s*=\s*(\S+)/m.exec(section)?.[1];
	const match = /^(?:(?:https?|ssh|git):\/\/)?(?:[^@/\s]+@)?([\w.-]+)(?::\d+)?[:/]([\w.-]+)\/([\w.-]+?)(?:\.git)?\/?$/.exec(url ?? "");
	if (!match || !/github|\bghe\b/i.test(match[1])) return null;
	return {
		owner: match[2],
		repo: match[3],
		server: `https://${match[1]}`
	};
}

export { readGitFacts as t };