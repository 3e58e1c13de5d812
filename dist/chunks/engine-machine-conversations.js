import { E as leavesTree, o as readNoFollow } from "./engine-git-no-follow-fs.js";
import { r as removeTree } from "./engine-process-remove-tree.js";
import { existsSync, lstatSync, mkdirSync, readFileSync, readdirSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

// src/engine/machine/conversations.ts
/** A conversation is text; what is larger would not be gone on with (bytes, files). */
const MOST_BYTES = 67108864;
const MOST_FILES = 400;
/** Deeper no program keeps its sessions. */
const MOST_LEVELS = 6;
function isSessionId(text) {
	return typeof text === "string" && /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}
function openConversations(root) {
	const placeOf = ({ milestone, task, phase }) => join(root, milestone, `${task}.${phase}`);
	const write = (talker, kept, files) => {
		mkdirSync(placeOf(talker), {
			recursive: true,
			mode: 448
		});
		const { profile, model } = talker;
		const entry = {
			...kept,
			profile,
			model,
			files
		};
		writeFileSync(join(placeOf(talker), "entry.json"), JSON.stringify(entry), { mode: 384 });
	};
	return {
		find(talker, folder) {
			const entry = readEntry(placeOf(talker));
			if (!entry) return { why: "it is not on this machine" };
			if (entry.profile !== talker.profile || entry.model !== talker.model) return { why: "another agent or model had it" };
			if (entry.files.length > 0 || sessionFiles(folder, entry.session).length > 0) return entry;
			return { why: "the run that had it died" };
		},
		restore(talker, folder) {
			const entry = readEntry(placeOf(talker));
			if (!entry) return null;
			for (const file of entry.files) copy(join(placeOf(talker), "files"), folder, file);
			const largest = sessionFiles(folder, entry.session).map((file) => ({
				file,
				size: sizeOf(folder, file)
			})).sort((a, b) => b.size - a.size)[0];
			return largest ? join(folder, largest.file) : null;
		},
		begin(talker, kept) {
			removeTree(placeOf(talker));
			write(talker, kept, []);
		},
		keep(talker, kept, { folder, last }) {
			removeTree(placeOf(talker));
			const files = sessionFiles(folder, kept.session);
			const bytes = files.reduce((sum, file) => sum + sizeOf(folder, file), 0);
			const place = join(placeOf(talker), "files");
			const isKept = files.length > 0 && bytes <= MOST_BYTES && files.every((file) => copy(folder, place, file));
			if (isKept) write(talker, kept, files);
			for (const file of [...files, ...sessionFiles(folder, last)]) rmSync(join(folder, file), { force: true });
			return isKept;
		},
		drop: (talker) => removeTree(placeOf(talker))
	};
}
/** Where they are, below a repository's common git directory. */
function conversationsFolder(gitDirectory) {
	return join(gitDirectory, "milestone", "conversations");
}
/** Removes the conversations of milestones that do not go on any more; answers of which. */
function dropEnded(root, goesOn) {
	const ended = entriesOf(root).flatMap(({ name }) => goesOn(name) ? [] : [name]);
	for (const milestone of ended) removeTree(join(root, milestone));
	return ended.sort();
}
function readEntry(place) {
	try {
		const entry = JSON.parse(readFileSync(join(place, "entry.json"), "utf8"));
		const isWhole = isSessionId(entry.session) && Array.isArray(entry.told) && Array.isArray(entry.files);
		const isSafe = (file) => typeof file === "string" && !leavesTree(file);
		return isWhole && entry.files.every(isSafe) ? entry : null;
	} catch {
		return null;
	}
}
/** What a program keeps of a session bears its name, or the name's beginning; locks are for those that run. */
function sessionFiles(folder, session) {
	const short = new RegExp(`^session-.*-${session.slice(0, 8)}\\.jsonl?$`);
	const found = [];
	const walk = (path, isOfIt, levels) => {
		for (const entry of entriesOf(join(folder, path))) {
			const its = isOfIt || entry.name.includes(session) || short.test(entry.name);
			const at = join(path, entry.name);
			if (entry.name.endsWith(".lock") || found.length >= MOST_FILES) continue;
			if (entry.isDirectory() && levels > 0) walk(at, its, levels - 1);
			else if (entry.isFile() && its) found.push(at);
		}
	};
	walk("", false, MOST_LEVELS);
	return found;
}
function entriesOf(folder) {
	try {
		return readdirSync(folder, { withFileTypes: true });
	} catch {
		return [];
	}
}
/** An agent may have left links and pipes there. */
function contentOf(folder, path) {
	if (!existsSync(folder)) return null;
	const read = readNoFollow({
		root: realpathSync(folder),
		path,
		maxBytes: MOST_BYTES
	});
	return read.ok ? read.content : null;
}
function sizeOf(folder, path) {
	return lstatSync(join(folder, path), { throwIfNoEntry: false })?.size ?? 0;
}
/** Answers whether it was there to be copied. */
function copy(from, to, path) {
	const content = contentOf(from, path);
	if (!content) return false;
	mkdirSync(dirname(join(to, path)), {
		recursive: true,
		mode: 448
	});
	writeFileSync(join(to, path), content, { mode: 384 });
	return true;
}

export { openConversations as i, dropEnded as n, isSessionId as r, conversationsFolder as t };