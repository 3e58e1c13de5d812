import { mkdir, readdir, realpath, writeFile } from "node:fs/promises";
import { dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { isLinkless, readLinkless } from "../engine/machine/linkless-file.ts";
import { refuse } from "../engine/refusal.ts";
import type { Files } from "../import/imported.ts";

const SKIPPED = new Set([".git", "node_modules"]);
const MAX_DEPTH = 6;
const MAX_FILES = 5_000;

/** The files below a folder of this machine, UTF-8 alone. No link is followed, and writes stay inside. */
export function nodeFiles(root: string): Files {
  return {
    async readFile(path) {
      const bytes = await readLinkless(root, path);
      try {
        return bytes && new TextDecoder("utf-8", { fatal: true }).decode(bytes);
      } catch (error) {
        if (error instanceof TypeError) return null;
        throw error;
      }
    },
    async list(folder) {
      const start = resolve(root, folder);
      if (!(await isLinkless(root, folder))) return null;
      const found: string[] = [];
      try {
        await collect(start, start, { found, depth: 0 });
      } catch (error) {
        if (isNoFile(error)) return null;
        throw error;
      }
      return found;
    },
    async writeFile(path, text) {
      const target = resolve(root, path);
      await isLinkless(root, path);
      await mkdir(dirname(target), { recursive: true });
      const [folder, home] = [await realpath(dirname(target)), await realpath(root)];
      if (folder !== home && !folder.startsWith(home + sep))
        refuse(`${path} leads out of the repository`, "name a path inside of it");
      await writeFile(target, text);
    },
  };
}

/** A path as the user named it, from where they stand, as one relative to the repository's root. */
export function relativeTo(root: string, directory: string, given: string): string {
  if (!isAbsolute(given) && resolve(root) === resolve(directory)) return given;
  return relative(resolve(root), resolve(directory, given)).split(sep).join("/") || ".";
}

async function collect(
  start: string,
  folder: string,
  { found, depth }: { found: string[]; depth: number },
): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (found.length >= MAX_FILES) return;
    const path = join(folder, entry.name);
    if (entry.isFile()) found.push(relative(start, path).split(sep).join("/"));
    else if (entry.isDirectory() && depth < MAX_DEPTH && !SKIPPED.has(entry.name)) {
      await collect(start, path, { found, depth: depth + 1 });
    }
  }
}

/** No such file, or a folder where a file is asked for and the other way round. */
function isNoFile(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? error.code : "";
  return code === "ENOENT" || code === "ENOTDIR" || code === "EISDIR";
}
