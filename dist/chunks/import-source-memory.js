import { a as nodeAt, s as toData, t as readYaml } from "./milestone-yaml-read.js";
import { createHash } from "node:crypto";

// src/import/source-memory.ts
const FOLDERS = [
	"kiro",
	"spec-kit",
	"openspec",
	"conductor",
	"backlog",
	"gsd",
	"bmad"
];
function memoryOf(source, files) {
	if (source.format === "github") return null;
	const path = "folder" in source ? source.alone ? `${source.folder}/tasks.md` : source.folder || "." : source.tag === null ? source.file : `${source.file}#${source.tag}`;
	const hash = createHash("sha256");
	const sorted = [...files].sort((a, b) => a.path < b.path ? -1 : 1);
	for (const file of sorted) hash.update(`${file.path}\0${file.text}\0`);
	return {
		format: source.format,
		path: path.replace(/^\//, ""),
		hash: hash.digest("hex")
	};
}
/** What a milestone file says of its source; null where it says nothing that can be read. */
function rememberedSource(text) {
	const yaml = readYaml(text);
	const node = yaml.ok ? nodeAt(yaml.root, ["source"]) : void 0;
	const { format, path, hash, ids } = node?.kind === "map" ? toData(node) : {};
	if (typeof format !== "string" || typeof path !== "string") return null;
	const texts = Object.entries(typeof ids === "object" && ids !== null ? ids : {}).filter((pair) => typeof pair[1] === "string");
	return {
		format,
		path,
		hash: typeof hash === "string" ? hash : "",
		...texts.length > 0 ? { ids: Object.fromEntries(texts) } : {}
	};
}
/** The place that a milestone remembers, to be read again. */
function sourceOf({ format, path }) {
	if (FOLDERS.includes(format)) {
		const alone = /(?:^|\/)tasks\.md$/.test(path);
		return {
			format,
			folder: alone ? path.replace(/\/?tasks\.md$/, "") : path === "." ? "" : path,
			...alone ? { alone: true } : {}
		};
	}
	const [file, tag = null] = path.split(/#(.*)/s);
	return {
		format,
		file,
		tag: tag || null
	};
}

export { rememberedSource as n, sourceOf as r, memoryOf as t };