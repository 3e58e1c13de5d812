import { createHash } from "node:crypto";
import { hashObject } from "../../../src/engine/git/object.ts";
import type { CommitRequest, Oid } from "../../../src/engine/ports.ts";

export interface Leaf {
  oid: Oid;
  mode: string;
}

export interface SimCommit {
  oid: Oid;
  parents: Oid[];
  tree: ReadonlyMap<string, Leaf>;
  message: string;
  author: { name: string; email: string };
  at: number;
}

/** Blobs and commits by name, as git has them; what is shared between clones and remote is shared here. */
export class Objects {
  readonly blobs = new Map<Oid, Buffer>();
  readonly commits = new Map<Oid, SimCommit>();

  addBlob(content: Buffer): Oid {
    const oid = hashObject("blob", content);
    this.blobs.set(oid, content);
    return oid;
  }

  addCommit(request: Omit<CommitRequest, "base">, base: ReadonlyMap<string, Leaf>): SimCommit {
    const tree = new Map(base);
    for (const [path, change] of request.changes) {
      if (change === null) tree.delete(path);
      else if (Buffer.isBuffer(change))
        tree.set(path, { oid: this.addBlob(change), mode: tree.get(path)?.mode ?? "100644" });
      else tree.set(path, change);
    }
    const { parents, message, author, at } = request;
    const hash = createHash("sha1").update(`${parents}\n${message}\n${at}\n`);
    for (const [path, leaf] of tree) hash.update(`${leaf.mode} ${leaf.oid} ${path}\n`);
    const commit = { oid: hash.digest("hex"), parents, tree, message, author, at };
    this.commits.set(commit.oid, commit);
    return commit;
  }

  /** @throws when the commit is missing: a ref that names what was never written is the worst of all states */
  commit(oid: Oid): SimCommit {
    const commit = this.commits.get(oid);
    if (!commit) throw new Error(`the commit ${oid} is missing`);
    return commit;
  }

  read(oid: Oid, path: string): Buffer | null {
    const leaf = this.commit(oid).tree.get(path);
    return leaf ? (this.blobs.get(leaf.oid) ?? null) : null;
  }

  /** The commit and everything before it, newest first, each once. */
  *history(from: Oid): Generator<SimCommit> {
    const seen = new Set<Oid>();
    const queue = [from];
    for (let oid = queue.shift(); oid !== undefined; oid = queue.shift()) {
      if (seen.has(oid)) continue;
      seen.add(oid);
      const commit = this.commit(oid);
      yield commit;
      queue.push(...commit.parents);
    }
  }

  isAncestor(ancestor: Oid, descendant: Oid): boolean {
    for (const { oid } of this.history(descendant)) if (oid === ancestor) return true;
    return false;
  }
}
