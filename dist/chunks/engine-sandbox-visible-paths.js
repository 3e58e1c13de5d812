import { lstatSync, statSync } from "node:fs";
import { dirname } from "node:path";

// src/engine/sandbox/visible-paths.ts
const RANK = {
	hidden: 0,
	readable: 1,
	writable: 2
};
/**
* The places that are there, outer ones first: a mount covers what lies below it, so following the order one can show
* again what an outer place has hidden. Where a path is named twice the more generous word counts.
*/
function orderedPlaces({ hidden, readable, writable, placed }) {
	const kinds = /* @__PURE__ */ new Map();
	for (const path of hidden) kinds.set(path, "hidden");
	for (const path of readable) kinds.set(path, "readable");
	for (const path of writable) kinds.set(path, "writable");
	const places = [];
	for (const [path, kind] of kinds) {
		const stats = lstatSync(path, { throwIfNoEntry: false });
		if (stats) places.push({
			path,
			kind,
			isFolder: stats.isDirectory()
		});
	}
	if (placed) places.push({
		path: placed.at,
		kind: "writable",
		isFolder: true,
		from: placed.from
	});
	return places.sort((a, b) => depth(a.path) - depth(b.path) || RANK[a.kind] - RANK[b.kind]);
}
function depth(path) {
	return path === "/" ? 0 : path.split("/").length;
}
/** Whether the path is the folder or lies below it. */
function isWithin(path, folder) {
	return path === folder || path.startsWith(folder === "/" ? "/" : `${folder}/`);
}
/**
* Folders above these paths that another user may not even pass through, the outermost of each path. Shown as empty
* folders of their own, they let that user through to the paths and to nothing else.
*/
function closedFolders(paths) {
	const closed = /* @__PURE__ */ new Set();
	for (const path of paths) {
		let outermost = null;
		for (let folder = dirname(path);; folder = dirname(folder)) {
			const stats = statSync(folder, { throwIfNoEntry: false });
			if (stats && (stats.mode & 1) === 0) outermost = folder;
			if (folder === dirname(folder)) break;
		}
		if (outermost !== null && outermost !== "/") closed.add(outermost);
	}
	return [...closed];
}

export { isWithin as n, orderedPlaces as r, closedFolders as t };