import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Repository as GitRepository } from "../git/repository.ts";
import type { LockPlace, Oid } from "../ports.ts";

/** Where no remote is asked, the milestones of one clone keep out of each other's way by refs of the clone itself. */
export function localLocks(git: GitRepository): LockPlace {
  return {
    fetch: async ref => ({ ok: true, oid: await git.resolve(ref) }),
    fetchAll: async tips => ({ ok: true, refs: new Map(tips) }),
    locks: {
      async list(prefix) {
        const refs = new Map<string, Oid>();
        for (const ref of namesBelow(git.commonDirectory, prefix)) {
          const oid = await git.resolve(ref);
          if (oid !== null) refs.set(ref, oid);
        }
        return { ok: true, refs };
      },
      async swap(ref, from, to) {
        const done = to === null ? await git.dropRef(ref, from ?? "") : (await git.swapRef(ref, from, to)).ok;
        return done ? { ok: true } : { ok: false, reason: "stale" };
      },
    },
  };
}

/** Loose refs are files, and `git pack-refs` moves them into one; a name may stand in both. */
function namesBelow(commonDirectory: string, prefix: string): Set<string> {
  const folder = join(commonDirectory, prefix);
  const loose = existsSync(folder) ? readdirSync(folder).filter(name => !name.endsWith(".lock")) : [];
  const packedFile = join(commonDirectory, "packed-refs");
  const packed = existsSync(packedFile) ? readFileSync(packedFile, "utf8").split("\n") : [];
  return new Set([
    ...loose.map(name => prefix + name),
    ...packed.map(line => line.slice(41)).filter(name => name.startsWith(prefix)),
  ]);
}
