import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { GitRepository } from "./git-repository.ts";
import { lstatOrNone, readNoFollow } from "./no-follow-fs.ts";
import type { Oid } from "./object.ts";
import type { ScannedPath } from "./scan.ts";

const HEADS = ".git/refs/heads";
const STASH = ".git/refs/stash";
const MAX_REF = 4096;
const MAX_PACKED = 1024 * 1024;
const MAX_BRANCHES = 100;

/**
 * Work that an agent left where no commit takes it from: in a stash, or on branches that its tree has not merged. Its git
 * directory was written without any ref. git looks at its objects alone, never at its settings.
 */
export async function workAside(repository: GitRepository, root: string): Promise<ScannedPath[]> {
  const found: ScannedPath[] = [];
  const add = (path: string, why: string) => found.push({ kind: "unsafe", path, why, isNew: false });
  const packed = text(root, ".git/packed-refs", MAX_PACKED);
  if (lstatOrNone(join(root, STASH)) || packed.includes(" refs/stash\n"))
    add(STASH, "holds work in a stash, which is never landed; take it out (git stash pop) or drop it");
  const refs = branches(root, packed);
  if (refs.size === 0) return found;
  const head = text(root, ".git/HEAD", MAX_REF).trim();
  const tip = head.startsWith("ref: refs/heads/") ? refs.get(head.slice("ref: refs/heads/".length)) : head;
  const env = {
    GIT_DIR: repository.git.plainDirectory,
    GIT_OBJECT_DIRECTORY: join(root, ".git/objects"),
  };
  for (const [name, oid] of [...refs].slice(0, MAX_BRANCHES)) {
    if (oid === tip) continue;
    const args = ["merge-base", "--is-ancestor", oid, tip ?? oid];
    if (tip && (await repository.git.run(args, { env, cwd: root })).code === 0) continue;
    add(
      `${HEADS}/${name}`,
      `holds commits that are not in the tree that is landed; merge them (git merge ${name}) or delete the branch`,
    );
  }
  return found;
}

/** Of the refs that git packed as well. */
function branches(root: string, packed: string): Map<string, Oid> {
  const refs = new Map<string, Oid>();
  for (const [, oid, name] of packed.matchAll(/^([0-9a-f]{40,64}) refs\/heads\/(\S+)$/gm)) {
    refs.set(name!, oid!);
  }
  const walk = (folder: string) => {
    if (!lstatOrNone(join(root, HEADS, folder))?.isDirectory()) return;
    for (const name of readdirSync(join(root, HEADS, folder))) {
      const path = folder === "" ? name : `${folder}/${name}`;
      const oid = text(root, `${HEADS}/${path}`, MAX_REF).trim();
      if (/^[0-9a-f]{40,64}$/.test(oid)) refs.set(path, oid);
      else walk(path);
    }
  };
  walk("");
  return refs;
}

function text(root: string, path: string, maxBytes: number): string {
  const read = readNoFollow({ root, path, maxBytes });
  return read.ok ? read.content.toString("utf8") : "";
}
