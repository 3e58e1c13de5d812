import { createHash } from "node:crypto";
import { nodeAt, toData } from "../milestone/yaml/node.ts";
import { readYaml } from "../milestone/yaml/read.ts";
import type { FileFormat, FolderFormat, ImportSource } from "./detect.ts";
import type { SourceFile } from "./imported.ts";
import type { LocalSource } from "./read-source.ts";

/** What a milestone remembers of the plan that it was made of: `source:` in its file. */
export interface SourceMemory {
  format: string;
  path: string;
  /** Of the files that were read, as SHA-256. */
  hash: string;
  /** Tasks that got another title there since: the id that it makes, and the id in the milestone. */
  ids?: Readonly<Record<string, string>>;
}

const FOLDERS: readonly string[] = [
  "kiro",
  "spec-kit",
  "openspec",
  "conductor",
  "backlog",
  "gsd",
  "bmad",
] satisfies FolderFormat[];

export function memoryOf(source: ImportSource, files: readonly SourceFile[]): SourceMemory | null {
  if (source.format === "github") return null;
  const path =
    "folder" in source
      ? source.alone
        ? `${source.folder}/tasks.md`
        : source.folder || "."
      : source.tag === null
        ? source.file
        : `${source.file}#${source.tag}`;
  const hash = createHash("sha256");
  const sorted = [...files].sort((a, b) => (a.path < b.path ? -1 : 1));
  for (const file of sorted) hash.update(`${file.path}\0${file.text}\0`);
  return { format: source.format, path: path.replace(/^\//, ""), hash: hash.digest("hex") };
}

/** What a milestone file says of its source; null where it says nothing that can be read. */
export function rememberedSource(text: string): SourceMemory | null {
  const yaml = readYaml(text);
  const node = yaml.ok ? nodeAt(yaml.root, ["source"]) : undefined;
  const { format, path, hash, ids } = (node?.kind === "map" ? toData(node) : {}) as Record<string, unknown>;
  if (typeof format !== "string" || typeof path !== "string") return null;
  const texts = Object.entries(typeof ids === "object" && ids !== null ? ids : {}).filter(
    (pair): pair is [string, string] => typeof pair[1] === "string",
  );
  return {
    format,
    path,
    hash: typeof hash === "string" ? hash : "",
    ...(texts.length > 0 ? { ids: Object.fromEntries(texts) } : {}),
  };
}

/** The place that a milestone remembers, to be read again. */
export function sourceOf({ format, path }: SourceMemory): LocalSource {
  if (FOLDERS.includes(format)) {
    const alone = /(?:^|\/)tasks\.md$/.test(path);
    const folder = alone ? path.replace(/\/?tasks\.md$/, "") : path === "." ? "" : path;
    return { format: format as FolderFormat, folder, ...(alone ? { alone: true as const } : {}) };
  }
  const [file, tag = null] = path.split(/#(.*)/s) as [string, string | undefined];
  return { format: format as FileFormat, file, tag: tag || null };
}
