import { i as trimEndOf } from "./milestone-text-sanitise.js";
import { r as removeTree } from "./engine-process-remove-tree.js";
import { closeSync, constants, fdatasync, fdatasyncSync, fstatSync, fsync, ftruncateSync, linkSync, lstatSync, mkdirSync, openSync, readFileSync, readSync, readdirSync, readlinkSync, renameSync, rmSync, symlinkSync, writevSync } from "node:fs";
import { promisify } from "node:util";
import { randomBytes } from "node:crypto";
import { basename, dirname, join } from "node:path";

// src/engine/git/path.ts
/**
* Why git, or a file system git runs on, could take this path for something it must not touch; null if it is
* safe. Windows and macOS read `.GIT`, `.git.`, `.git `, `git~1` and zero-width variants as `.git`, and a tree
* made here may be checked out there.
*/
function unsafePath(path) {
	if (path === "") return "is empty";
	if (path.startsWith("/") || /^[A-Za-z]:/.test(path)) return "is absolute";
	if (path.includes("\0") || path.includes("\n")) return "holds a control character";
	if (path.includes("\\")) return "holds a backslash";
	if (Buffer.byteLength(path) > 4096) return "is longer than 4096 bytes";
	for (const part of path.split("/")) {
		if (part === "") return "has an empty part";
		if (part === "." || part === "..") return `has a part "${part}"`;
		if (isGitDirectory(part)) return "reaches into a git directory";
	}
	return null;
}
/** Whether a path of an existing commit would be written outside the work tree or into its git directory. */
function leavesTree(path) {
	return path.split("/").some((part) => part === "" || part === "." || part === ".." || isGitDirectory(part));
}
/** Characters that HFS+ leaves out when it compares names. */
const IGNORED = /[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]/g;
/** Whether some file system reads this name as `.git`. */
function isGitDirectory(name) {
	const [own = ""] = name.replace(IGNORED, "").toLowerCase().split(":", 1);
	const folded = trimEndOf(own, ". ");
	return folded === ".git" || folded === "git~1";
}
/** The folders that a path lies in, the nearest first. */
function foldersAbove(path) {
	const found = [];
	for (let end = path.lastIndexOf("/"); end > 0; end = path.lastIndexOf("/", end - 1)) found.push(path.slice(0, end));
	return found;
}

// src/engine/git/tree-object.ts
/** Mode of a tree entry as git writes it: a directory is `40000`, a submodule `160000`. */
const DIRECTORY = "40000";
const GITLINK = "160000";
const SYMLINK = "120000";
const SPACE = 32;
/** Bytes of an object name where none are said: those of SHA-1. */
const SHA1 = 20;
function nameStart(raw, start) {
	let at = start;
	while (raw[at] !== SPACE) at++;
	return at + 1;
}
function nameEnd(raw, name) {
	let at = name;
	while (raw[at] !== 0) at++;
	return at;
}
/** Where the entry that begins at `start` ends. */
function entryEnd(raw, start, oidBytes) {
	return nameEnd(raw, start) + 1 + oidBytes;
}
/** Calls `visit` with the byte offsets of each entry: no strings are made for entries nobody looks at. */
function scan(raw, oidBytes, visit) {
	let start = 0;
	while (start < raw.length) {
		const name = nameStart(raw, start);
		const nul = nameEnd(raw, name);
		if (!visit(start, name, nul)) return;
		start = nul + 1 + oidBytes;
	}
}
function entryAt(raw, start, oidBytes) {
	const name = nameStart(raw, start);
	const nul = nameEnd(raw, name);
	return {
		mode: raw.toString("latin1", start, name - 1),
		name: raw.toString("utf8", name, nul),
		oid: raw.toString("hex", nul + 1, nul + 1 + oidBytes)
	};
}
function isDirectory(raw, start) {
	return raw[start] === 52;
}
/** All entries of a tree, in git's order. A name that is not UTF-8 shows U+FFFD; editing keeps its bytes. */
function parseTree(raw, oidBytes = SHA1) {
	const entries = [];
	scan(raw, oidBytes, (start) => {
		entries.push(entryAt(raw, start, oidBytes));
		return true;
	});
	return entries;
}
/** The entry of this name, or null. */
function findEntry(raw, wanted, oidBytes = SHA1) {
	const key = Buffer.from(wanted);
	let found = null;
	scan(raw, oidBytes, (start, name, nul) => {
		if (nul - name !== key.length || !sameBytes(raw, name, key, 0, key.length)) return true;
		found = entryAt(raw, start, oidBytes);
		return false;
	});
	return found;
}
/** Byte by byte: most differ in the first ones, and a call of `Buffer.compare` costs more than that. */
function sameBytes(a, atA, b, atB, length) {
	for (let i = 0; i < length; i++) if (a[atA + i] !== b[atB + i]) return false;
	return true;
}
/** The name, with "/" behind a directory's. */
function sortKey(raw, start) {
	const name = nameStart(raw, start);
	const key = raw.subarray(name, nameEnd(raw, name));
	return isDirectory(raw, start) ? Buffer.concat([key, Buffer.from("/")]) : key;
}
/**
* The entries of each tree that the other one does not have so. Of what is equal no string is made: of thousands of
* entries a commit changes a few.
*/
function differingEntries(from, to, oidBytes = SHA1) {
	const only = {
		from: [],
		to: []
	};
	let a = 0;
	let b = 0;
	while (a < from.length && b < to.length) {
		const length = entryEnd(from, a, oidBytes) - a;
		if (sameBytes(from, a, to, b, length)) {
			a += length;
			b += length;
			continue;
		}
		const order = sortKey(from, a).compare(sortKey(to, b));
		if (order <= 0) {
			only.from.push(entryAt(from, a, oidBytes));
			a += length;
		}
		if (order >= 0) {
			only.to.push(entryAt(to, b, oidBytes));
			b = entryEnd(to, b, oidBytes);
		}
	}
	const rest = (own, raw) => [...own, ...parseTree(raw, oidBytes)];
	return {
		from: rest(only.from, from.subarray(a)),
		to: rest(only.to, to.subarray(b))
	};
}

// src/engine/git/durable-file.ts
/**
* Writes files so that their names never show partial content: temporary names, syncs, renames in the given order.
* All is written before the first sync, so that a journaling file system has only one transaction to wait for.
* Synchronous on purpose: for files of some KiB a trip through the thread pool costs more than the write. Throws the
* fault of the file system; the temporary files are gone then.
*/
function writeFilesAtomically(files, options = {}) {
	const written = [];
	try {
		try {
			for (const { path, parts } of files) {
				const temporary = join(dirname(path), `tmp_${randomBytes(8).toString("hex")}`);
				written.push({
					fd: openSync(temporary, "wx", options.mode ?? 420),
					temporary,
					path
				});
				writeAll(written.at(-1).fd, parts);
			}
			if (options.durable ?? true) for (const { fd } of written) fdatasyncSync(fd);
		} finally {
			for (const { fd } of written) closeSync(fd);
		}
		for (const { temporary, path } of written) renameSync(temporary, path);
	} catch (error) {
		for (const { temporary } of written) rmSync(temporary, { force: true });
		throw error;
	}
}
/** What file systems answer that have no hard links. */
const WITHOUT_LINKS = /* @__PURE__ */ new Set([
	"EPERM",
	"ENOTSUP",
	"EOPNOTSUPP",
	"ENOSYS",
	"EMLINK"
]);
/**
* Gives files a second name in another folder, in the given order, once the bytes of all of them are on the medium.
* Throws the fault of the file system; what has its new name then is whole.
*/
async function linkFiles(paths, folder) {
	await syncAll(paths, promisify(fdatasync));
	for (const path of paths) try {
		linkSync(path, join(folder, basename(path)));
	} catch (error) {
		const code = error.code ?? "";
		if (WITHOUT_LINKS.has(code)) copyFiles([path], folder);
		else if (code !== "EEXIST") throw error;
	}
}
/** The same by copies. */
function copyFiles(paths, folder) {
	writeFilesAtomically(paths.map((path) => ({
		path: join(folder, basename(path)),
		parts: [readFileSync(path)]
	})), { mode: 292 });
}
/** Writes all parts, also where the system takes fewer bytes than offered. */
function writeAll(fd, parts) {
	let left = parts.filter((part) => part.length > 0);
	while (left.length > 0) {
		let written = writevSync(fd, left);
		left = left.flatMap((part) => {
			const taken = Math.min(written, part.length);
			written -= taken;
			return taken < part.length ? [part.subarray(taken)] : [];
		});
	}
}
/** Makes the names created or renamed in the file's directory survive a power loss. */
async function syncDirectoryOf(path) {
	await syncAll([dirname(path)], promisify(fsync));
}
/** All at once: a journaling file system then has one transaction to wait for, and this process none. */
async function syncAll(paths, sync) {
	const opened = [];
	try {
		for (const path of paths) opened.push(openSync(path, "r"));
		const outcomes = await Promise.allSettled(opened.map((fd) => sync(fd)));
		for (const outcome of outcomes) if (outcome.status === "rejected") throw outcome.reason;
	} finally {
		for (const fd of opened) closeSync(fd);
	}
}

// src/engine/git/file-stat.ts
const BILLION = 1000000000n;
function low32(value) {
	return Number(BigInt.asUintN(32, value));
}
function fileStat(stats) {
	return {
		mtimeSec: low32(stats.mtimeNs / BILLION),
		mtimeNsec: Number(stats.mtimeNs % BILLION),
		ctimeSec: low32(stats.ctimeNs / BILLION),
		ctimeNsec: Number(stats.ctimeNs % BILLION),
		dev: low32(stats.dev),
		ino: low32(stats.ino),
		uid: low32(stats.uid),
		gid: low32(stats.gid),
		size: low32(stats.size)
	};
}
/** The last modification in ms, computed as Node computes `mtimeMs`, so that both can be compared exactly. */
function mtimeMs({ mtimeSec, mtimeNsec }) {
	return mtimeSec * 1e3 + mtimeNsec / 1e6;
}
function ctimeMs({ ctimeSec, ctimeNsec }) {
	return ctimeSec * 1e3 + ctimeNsec / 1e6;
}
/** Whether the file is, by its metadata, the one that was recorded. */
function sameStat(known, now) {
	return known.size === now.size >>> 0 && mtimeMs(known) === now.mtimeMs && ctimeMs(known) === now.ctimeMs && known.ino === lowOf(now.ino);
}
function lowOf(value) {
	return value <= 4294967295 ? value : Number(BigInt.asUintN(32, BigInt(value)));
}
/** Coarsest step of the kernels' file clocks that we reckon with, twice over. */
const CLOCK_STEP_MS = 20;
/** Whether a write just after `settled` (ms) could have left the very same times behind: then only the bytes tell. */
function isRacy(known, settled) {
	return mtimeMs(known) >= settled - CLOCK_STEP_MS || ctimeMs(known) >= settled - CLOCK_STEP_MS;
}

// src/engine/git/no-follow-fs.ts
function failure(reason, path, why) {
	return {
		ok: false,
		reason,
		message: `${path} ${why}`
	};
}
const OPEN_FAILURES = {
	ENOENT: ["gone", "is gone"],
	ENOTDIR: ["gone", "is gone"],
	ELOOP: ["link", "is a symbolic link"],
	ENXIO: ["not-a-file", "is no regular file"],
	EACCES: ["unreadable", "may not be read"],
	EAGAIN: ["unreadable", "is held by another process"]
};
/** What stands at a path, links not followed; nothing where a folder of it is a file, for which older nodes throw. */
function lstatOrNone(path) {
	try {
		return lstatSync(path, { throwIfNoEntry: false });
	} catch (error) {
		if (error.code === "ENOTDIR") return void 0;
		throw error;
	}
}
/** Reads a regular file, provided that the file opened really lies where its path says. */
function readNoFollow(request) {
	const { root, path } = request;
	let fd;
	try {
		fd = openSync(join(root, path), constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
	} catch (error) {
		const known = OPEN_FAILURES[error.code ?? ""];
		if (!known) throw error;
		return failure(known[0], path, known[1]);
	}
	try {
		return readOpened(fd, request);
	} finally {
		closeSync(fd);
	}
}
function readOpened(fd, { root, path, maxBytes, ownLinks = 1 }) {
	const stats = fstatSync(fd);
	if (!stats.isFile()) return failure("not-a-file", path, "is no regular file");
	if (!liesAt(fd, root, path)) return failure("link", path, "lies behind a symbolic link");
	if (stats.nlink > ownLinks) return failure("hard-link", path, "has another name outside the work tree");
	if (stats.size > maxBytes) return failure("too-big", path, `is larger than ${maxBytes} bytes`);
	const content = Buffer.allocUnsafe(stats.size);
	let length = 0;
	while (length < content.length) {
		const read = readSync(fd, content, length, content.length - length, length);
		if (read === 0) break;
		length += read;
	}
	return {
		ok: true,
		content: content.subarray(0, length)
	};
}
/**
* Whether an opened file is the one at this path with no link on the way. Linux tells where a descriptor
* leads, so no swap of folders between looking and opening can deceive; elsewhere every folder is looked at
* after the opening, and the file found there must be the one that is open.
*/
function liesAt(fd, root, path) {
	if (process.platform === "linux") return readlinkSync(`/proc/self/fd/${fd}`) === join(root, path);
	if (!hasRealParents(root, path)) return false;
	const opened = fstatSync(fd);
	const named = lstatSync(join(root, path), { throwIfNoEntry: false });
	return named !== void 0 && named.ino === opened.ino && named.dev === opened.dev;
}
/** Whether every folder above the path is a real one; those found to be so are kept in `known`. */
function hasRealParents(root, path, known = /* @__PURE__ */ new Set()) {
	const folder = dirname(path);
	if (folder === "." || known.has(folder)) return true;
	if (!hasRealParents(root, folder, known)) return false;
	const isReal = lstatSync(join(root, folder), { throwIfNoEntry: false })?.isDirectory() ?? false;
	if (isReal) known.add(folder);
	return isReal;
}
/** Makes the folders above a path real folders: whatever else stands in their place is removed. */
function makeParents(root, path, known) {
	const folder = dirname(path);
	if (folder === "." || known.has(folder)) return;
	makeParents(root, folder, known);
	makeFolder(root, folder, known);
}
/** Makes the path itself a real folder; its parents must be real folders. */
function makeFolder(root, folder, known) {
	const full = join(root, folder);
	const stats = lstatSync(full, { throwIfNoEntry: false });
	if (stats && !stats.isDirectory()) rmSync(full, { force: true });
	if (!stats?.isDirectory()) mkdirSync(full);
	known.add(folder);
	return fileStat(lstatSync(full, { bigint: true }));
}
/** Removes whatever is at the path, and what is spelt like it but is not UTF-8. The parents must be real folders. */
function removeNoFollow(root, path) {
	const full = join(root, path);
	removeTree(full, root);
	if (!path.includes("�")) return;
	const folder = Buffer.from(`${dirname(full)}/`);
	for (const name of readdirSync(folder, { encoding: "buffer" })) if (name.toString() === basename(full)) removeTree(Buffer.concat([folder, name]), root);
}
/** Writes a new file or link, in place of whatever was there. The parents must be real folders. */
function writeNoFollow(root, path, file) {
	const full = join(root, path);
	removeNoFollow(root, path);
	if (file.mode === "120000") {
		symlinkSync(file.content, full);
		return fileStat(lstatSync(full, { bigint: true }));
	}
	const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
	const fd = openSync(full, flags, file.mode === "100755" ? 511 : 438);
	try {
		writeAll(fd, [file.content]);
		return fileStat(fstatSync(fd, { bigint: true }));
	} finally {
		closeSync(fd);
	}
}
/**
* Writes into the file that is there, where nothing tells it from one rewritten: no link, no second name, the rights
* that its folder gives. Null when there is none such; nothing is changed then.
*/
function rewriteNoFollow(root, path, { mode, content }) {
	const full = join(root, path);
	if (mode === "120000" || content.length === 0) return null;
	const [stats, around] = [lstatSync(full, { throwIfNoEntry: false }), lstatSync(dirname(full))];
	const rights = around.mode & (mode === "100755" ? 511 : 438);
	if (!stats?.isFile() || (stats.mode & 4095) !== rights) return null;
	if (stats.uid !== around.uid || stats.gid !== around.gid) return null;
	return overwriteFile(full, [content]) ? fileStat(lstatSync(full, { bigint: true })) : null;
}
/**
* Writes into the file that is there; false when there is none that can be, or a link, or another file's second name.
* A file that is cut to nothing first would be brought to the disk as it is closed (ext4, btrfs), which takes
* milliseconds.
*/
function overwriteFile(path, parts) {
	let fd;
	try {
		fd = openSync(path, constants.O_WRONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
	} catch {
		return false;
	}
	try {
		const stats = fstatSync(fd);
		if (!stats.isFile() || stats.nlink !== 1) return false;
		writeAll(fd, parts);
		const length = parts.reduce((sum, part) => sum + part.length, 0);
		if (stats.size > length) ftruncateSync(fd, length);
		return true;
	} finally {
		closeSync(fd);
	}
}

export { parseTree as C, unsafePath as D, leavesTree as E, findEntry as S, isGitDirectory as T, writeFilesAtomically as _, overwriteFile as a, SYMLINK as b, rewriteNoFollow as c, isRacy as d, sameStat as f, writeAll as g, syncDirectoryOf as h, makeParents as i, writeNoFollow as l, linkFiles as m, lstatOrNone as n, readNoFollow as o, copyFiles as p, makeFolder as r, removeNoFollow as s, hasRealParents as t, fileStat as u, DIRECTORY as v, foldersAbove as w, differingEntries as x, GITLINK as y };