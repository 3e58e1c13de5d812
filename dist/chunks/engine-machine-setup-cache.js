import { n as removeFolder } from "./engine-process-remove-tree.js";
import { n as removeAbandonedFolders, t as makeTemporaryFolder } from "./engine-process-temporary-folder.js";
import { n as isWithin } from "./engine-sandbox-visible-paths.js";
import { existsSync, lstatSync, mkdirSync, readFileSync, readdirSync, realpathSync, renameSync, statfsSync, utimesSync, writeFileSync } from "node:fs";
import { isAbsolute, join } from "node:path";
import { lstat, readdir } from "node:fs/promises";

// src/engine/machine/setup-cache.ts
/** All that is kept for later sessions, at the most; less where the disk is small. */
const MOST_BYTES = 5 * 1024 ** 3;
const SHARE_OF_DISK = .1;
const MOST_DAYS = 30;
const DAY_MS = 864e5;
/** The folder of caches of this user; null where there is no home for it. */
function cacheFolder({ XDG_CACHE_HOME, HOME }) {
	const base = XDG_CACHE_HOME || (HOME ? join(HOME, ".cache") : "");
	return isAbsolute(base) ? join(base, "milestone") : null;
}
/** Makes the folder, for this user alone; null where that cannot be, or it would lie in the checkout. */
function openCache(environment, checkout) {
	const folder = cacheFolder(environment);
	if (folder === null || isWithin(folder, checkout)) return null;
	try {
		mkdirSync(folder, {
			recursive: true,
			mode: 448
		});
		return isOurs(folder) ? folder : null;
	} catch {
		return null;
	}
}
/**
* A folder of one path for all sessions, which is always empty: in a sandbox trees can be shown below it. Null where
* another user has taken its name.
*/
function openShowPlace(temporary) {
	const folder = join(realpathSync(temporary), `.milestone-${process.getuid?.() ?? ""}`);
	try {
		mkdirSync(folder, {
			recursive: true,
			mode: 448
		});
		return isOurs(folder) ? folder : null;
	} catch {
		return null;
	}
}
function isOurs(folder) {
	const stats = lstatSync(folder, { throwIfNoEntry: false });
	if (!stats?.isDirectory()) return false;
	return stats.uid === process.getuid?.() && (stats.mode & 18) === 0;
}
/** Where setups are kept for later sessions: one folder each, named by what it depended on. */
var SetupCache = class {
	#folder;
	constructor(cache) {
		this.#folder = join(cache, "setup");
	}
	find(key) {
		const folder = join(this.#folder, key);
		try {
			if (!isOurs(this.#folder) || !isOurs(folder)) return null;
			const manifest = JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8"));
			if (manifest.version !== 1) return null;
			utimesSync(folder, /* @__PURE__ */ new Date(), /* @__PURE__ */ new Date());
			return keptIn(folder, manifest);
		} catch {
			return null;
		}
	}
	/** A folder that is filled with `files` and `home`, and then kept. */
	begin() {
		mkdirSync(this.#folder, {
			recursive: true,
			mode: 448
		});
		const folder = makeTemporaryFolder("setup", this.#folder);
		mkdirSync(join(folder, "files"));
		return folder;
	}
	/** Takes the folder over, unless it is too large. */
	async keep(folder, { key, made, at, now }) {
		const bytes = await bytesOf(folder);
		if (bytes > this.#limit()) return;
		const home = existsSync(join(folder, "home"));
		const manifest = {
			version: 1,
			made: [...made],
			at,
			home,
			bytes,
			keptSince: now
		};
		writeFileSync(join(folder, "manifest.json"), JSON.stringify(manifest));
		const place = join(this.#folder, key);
		if (existsSync(place)) await this.#discard(place);
		renameSync(folder, place);
		await this.#prune(now);
	}
	#limit() {
		const { blocks, bsize } = statfsSync(this.#folder);
		return Math.min(MOST_BYTES, blocks * bsize * SHARE_OF_DISK);
	}
	/** What was used last is kept, and what a killed run left half made is not. */
	async #prune(now) {
		await removeAbandonedFolders(this.#folder);
		const entries = readdirSync(this.#folder).flatMap((name) => {
			const path = join(this.#folder, name);
			const stats = lstatSync(path, { throwIfNoEntry: false });
			return stats && !name.includes("-") ? [{
				path,
				usedAt: stats.mtimeMs
			}] : [];
		});
		let left = this.#limit();
		for (const { path, usedAt } of entries.sort((a, b) => b.usedAt - a.usedAt)) {
			left -= bytesSaid(path);
			if (now - usedAt > MOST_DAYS * DAY_MS || left < 0) await this.#discard(path);
		}
	}
	/** By another name at once, so that nobody begins to read what is being removed. */
	async #discard(path) {
		const gone = makeTemporaryFolder("gone", this.#folder);
		renameSync(path, join(gone, "setup"));
		await removeFolder(gone);
	}
};
function keptIn(folder, { made, at, home, keptSince }) {
	const files = join(folder, "files");
	return {
		made: new Map(made),
		files,
		home: home ? join(folder, "home") : null,
		at,
		keptSince
	};
}
function bytesSaid(folder) {
	try {
		return JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8")).bytes;
	} catch {
		return 0;
	}
}
/** Removes all that was kept for later sessions. A run that is under way makes again what it misses. */
async function cleanCache(environment) {
	const cache = cacheFolder(environment);
	const folder = cache && join(cache, "setup");
	if (folder === null || !existsSync(folder)) return {
		folder,
		bytes: 0
	};
	const bytes = await bytesOf(folder);
	await removeFolder(folder);
	return {
		folder,
		bytes
	};
}
/** Disk space that a folder takes. */
async function bytesOf(folder) {
	let bytes = 0;
	for (const entry of await readdir(folder, {
		recursive: true,
		withFileTypes: true
	})) if (entry.isFile()) bytes += (await lstat(join(entry.parentPath, entry.name))).blocks * 512;
	return bytes;
}

export { openCache as a, cleanCache as i, bytesOf as n, openShowPlace as o, cacheFolder as r, SetupCache as t };