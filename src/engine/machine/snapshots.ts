import { execFile } from "node:child_process";
import { mkdtempSync, renameSync } from "node:fs";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import { type FolderTree, openFolderTree } from "../git/folder-tree.ts";
import type { GitRepository } from "../git/git-repository.ts";
import type { GitIdentity } from "../git/object.ts";
import { type OverlayTree, openOverlayTree } from "../git/overlay-tree.ts";
import { NoSnapshot, type TreeSnapshot } from "../git/tree-snapshot.ts";
import type { SparseView } from "../git/view.ts";
import type { Oid } from "../ports.ts";
import { removeFolder } from "../process/remove-tree.ts";
import type { Overlays } from "./overlays.ts";

export interface SnapshotsOptions {
  git: GitRepository;
  /** The folder of all trees. */
  root: string;
  identity: GitIdentity;
  /** A folder that each tree has. */
  keep: string;
  overlays: Overlays;
}

/** What the agents' trees of one session stand upon: one checkout for all, and one layer above it of what landed since. */
export class Snapshots {
  readonly #options: SnapshotsOptions;
  #plain: Promise<TreeSnapshot> | null = null;
  /** The checkout below a snapshot with a layer. */
  readonly #ground = new WeakMap<TreeSnapshot, TreeSnapshot>();
  /** By the checkout the snapshot nearest to the tip. */
  readonly #nearest = new WeakMap<TreeSnapshot, TreeSnapshot>();
  readonly #trees: OverlayTree[] = [];
  /** Layers of what landed, and what each was made from. */
  readonly #landed = new Map<TreeSnapshot, { ground: TreeSnapshot; name: string }>();
  #turn: Promise<unknown> = Promise.resolve();
  readonly #folders = new Set<string>();
  #count = 0;

  constructor(options: SnapshotsOptions) {
    this.#options = options;
  }

  /** A tree that stands on nothing yet. */
  tree(name: string): OverlayTree {
    const tree = this.#open(name, {
      snapshot: (commit, view) => (this.#plain ??= this.#firstCheckOut(commit, view)),
      nearer: (snapshot, commit, view) => this.#nearer(snapshot, commit, view),
    });
    this.#trees.push(tree);
    return tree;
  }

  #open(name: string, from: Pick<Parameters<typeof openOverlayTree>[0], "snapshot" | "nearer">): OverlayTree {
    const { git, root, identity, keep, overlays } = this.#options;
    return openOverlayTree({
      repository: git,
      directory: join(root, name),
      layers: join(root, "layers", name),
      whiteout: overlays.whiteout,
      identity,
      keep,
      ...from,
    });
  }

  /** A fault that passes is not kept: the next tree tries again. */
  #firstCheckOut(commit: Oid, view: SparseView): Promise<TreeSnapshot> {
    return this.#checkOut(commit, view).catch(error => {
      if (!(error instanceof NoSnapshot)) this.#plain = null;
      throw error;
    });
  }

  async #checkOut(commit: Oid, view: SparseView): Promise<TreeSnapshot> {
    const { git, root, identity } = this.#options;
    const directory = join(root, "snapshot");
    await removeFolder(directory);
    const tree = openFolderTree({ repository: git, directory, identity });
    await tree.moveTo(commit, { view: forAll(view) });
    const frozen = await this.#moveAside(tree);
    if (!frozen) throw new NoSnapshot();
    return frozen;
  }

  /** Of a tree in which programs ran. Null where something in it holds by its own folder of git. */
  freeze(tree: FolderTree): Promise<TreeSnapshot | null> {
    return this.#moveAside(tree, folder => copyShared(folder, this.#options.root));
  }

  async #moveAside(
    tree: FolderTree,
    prepare: (folder: string) => Promise<void> = async () => undefined,
  ): Promise<TreeSnapshot | null> {
    const frozen = tree.freeze();
    if (!frozen) return null;
    // By a name of its own: the tree's may be taken by another one.
    const to = join(this.#options.root, "layers", `${basename(tree.path)}-${this.#count++}`);
    renameSync(tree.path, to);
    await prepare(to);
    await this.#hand(to);
    return { ...frozen, lower: [to] };
  }

  #nearer(snapshot: TreeSnapshot, commit: Oid, view: SparseView): Promise<TreeSnapshot> {
    const turn = this.#turn.then(() => this.#find(snapshot, commit, view));
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  /** The layer is made anew from the checkout, so that no tree stands on more than one. */
  async #find(snapshot: TreeSnapshot, commit: Oid, view: SparseView): Promise<TreeSnapshot> {
    const ground = this.#ground.get(snapshot) ?? snapshot;
    const nearest = this.#nearest.get(ground) ?? ground;
    if (nearest !== snapshot || nearest.commit === commit) return nearest;
    await this.#removeUnused();
    const name = `landed-${this.#count++}`;
    const tree = this.#open(name, {
      snapshot: async () => ground,
      nearer: async same => same,
    });
    await tree.moveTo(commit, { view: forAll(view) });
    const made = tree.freeze();
    await this.#hand(made.lower[0]!);
    this.#ground.set(made, ground);
    this.#nearest.set(ground, made);
    this.#landed.set(made, { ground, name });
    return made;
  }

  /** Layers that no tree stands on any more, and none will. */
  async #removeUnused(): Promise<void> {
    const { root } = this.#options;
    for (const [layer, { ground, name }] of this.#landed) {
      const isUsed = this.#trees.some(({ snapshot }) => snapshot === layer);
      if (isUsed || this.#nearest.get(ground) === layer) continue;
      this.#landed.delete(layer);
      await this.#remove(layer.lower[0]!);
      for (const folder of [join(root, "layers", name), join(root, name)]) await removeFolder(folder);
    }
  }

  async #hand(folder: string): Promise<void> {
    this.#folders.add(folder);
    await this.#options.overlays.hand(folder);
  }

  async #remove(folder: string): Promise<void> {
    await this.#options.overlays.takeBack(folder);
    await removeFolder(folder);
    this.#folders.delete(folder);
  }

  async close(): Promise<void> {
    for (const folder of this.#folders) await this.#remove(folder);
  }
}

/**
 * A file that has another name elsewhere, such as one that a package manager linked from its store, could still be
 * changed by that name: here it becomes a file of its own, as it is. Nothing runs any more that could move it meanwhile.
 */
async function copyShared(folder: string, root: string): Promise<void> {
  const aside = mkdtempSync(join(root, "copy-"));
  const copy = `for file do cp -a --reflink=auto -- "$file" "$0" && mv -fT -- "$0" "$file" || exit 1; done`;
  const shared = ["-xdev", "-type", "f", "-links", "+1"];
  try {
    const args = [folder, ...shared, "-exec", "sh", "-c", copy, join(aside, "file"), "{}", "+"];
    await promisify(execFile)("/usr/bin/find", args);
  } finally {
    await removeFolder(aside);
  }
}

/** Without what only one task's agents see. */
function forAll({ hides }: SparseView): SparseView {
  return { hides, but: new Set() };
}
