import { chmodSync, lstatSync, mkdtempSync, readdirSync, renameSync, rmdirSync, unlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { rm } from "node:fs/promises";

// src/engine/process/remove-tree.ts
const DEEPEST = (process.platform === "linux" ? 4096 : 1024) - 255 - 2;
/** Whether what lies in the folder may have a path that is longer than the system takes. */
function isTooDeep(folder) {
	return Buffer.byteLength(folder) > DEEPEST;
}
/** Removes a folder that agents worked in, or nothing where there is none. */
async function removeFolder(path) {
	try {
		await rm(path, {
			recursive: true,
			force: true,
			maxRetries: 3
		});
	} catch {
		removeTree(path);
	}
}
/**
* Removes whatever is at the path, also what node's own removal gives up at: folders that may not be written or read,
* nests deeper than a path can be long, names that are not UTF-8. No link is followed. Nobody may work there any more.
* @param near a folder on the same file system, for what lies too deep to be removed in its place
*/
function removeTree(path, near = dirname(path.toString())) {
	const moved = [];
	remove(Buffer.from(path), (folder) => {
		const aside = mkdtempSync(join(near, "milestone-nest-"));
		moved.push(aside);
		renameSync(folder, join(aside, "n"));
	});
	for (const aside of moved) removeTree(aside, near);
}
function remove(path, moveAside) {
	try {
		if (!isUnlinked(path)) removeOneFolder(path, moveAside);
	} catch (error) {
		if (error.code !== "ENOENT") throw error;
	}
}
function removeOneFolder(path, moveAside) {
	const { mode, uid } = lstatSync(path);
	if ((mode & 448) !== 448 && uid === process.getuid?.()) chmodSync(path, 448);
	if (path.length > DEEPEST) return moveAside(path);
	for (const name of readdirSync(path, { encoding: "buffer" })) remove(Buffer.concat([
		path,
		Buffer.from("/"),
		name
	]), moveAside);
	rmdirSync(path);
}
/** Takes a file or a link away, which is nearly all there ever is; false when a folder stands there instead. */
function isUnlinked(path) {
	try {
		unlinkSync(path);
		return true;
	} catch (error) {
		const code = error.code ?? "";
		if (code === "ENOENT" || code === "ENOTDIR") return true;
		if (![
			"EISDIR",
			"EPERM",
			"EACCES"
		].includes(code)) throw error;
		if (!lstatSync(path).isDirectory()) throw error;
		return false;
	}
}

export { removeFolder as n, removeTree as r, isTooDeep as t };