import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Files } from "../../src/import/imported.ts";

export interface MemoryFiles extends Files {
  content: Map<string, string>;
}

/** A repository's files in memory. */
export function memoryFiles(given: Record<string, string>): MemoryFiles {
  const content = new Map(Object.entries(given));
  return {
    content,
    readFile: async path => content.get(path) ?? null,
    writeFile: async (path, text) => void content.set(path, text),
    async list(folder) {
      const prefix = folder === "." ? "" : `${folder}/`;
      const below = [...content.keys()]
        .filter(path => path.startsWith(prefix))
        .map(path => path.slice(prefix.length));
      return below.length > 0 || folder === "." ? below : null;
    },
  };
}

/** The files of a folder below test/fixtures/import, at a place in a repository. */
export function fixture(name: string, at: string): Record<string, string> {
  const root = join(import.meta.dirname, "../fixtures/import", name);
  const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile());
  return Object.fromEntries(
    files.map(entry => {
      const path = join(entry.parentPath, entry.name);
      return [`${at}/${path.slice(root.length + 1)}`, readFileSync(path, "utf8")];
    }),
  );
}
