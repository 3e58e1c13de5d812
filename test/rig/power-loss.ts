import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { plainEnvironment } from "./repository.ts";
import { runToEnd } from "./spawner/spawner.ts";

/** What a program did to a file or a folder; `path` is absolute. */
export type DiskOperation =
  | { kind: "create"; path: string }
  /** `at`: bytes from the start; null: behind the last one. */
  | { kind: "write"; path: string; at: number | null; data: Buffer }
  | { kind: "truncate"; path: string; length: number }
  | { kind: "sync"; path: string }
  | { kind: "rename"; path: string; to: string }
  | { kind: "link"; path: string; to: string }
  | { kind: "remove"; path: string };

/** One file, whatever it is called: what a power loss keeps of it, and what a program reads. */
interface Inode {
  synced: Buffer;
  now: Buffer;
}

type Names = Map<string, Inode>;
/** What a disk holds after a power loss, by path. */
export type Image = Map<string, Buffer>;

/**
 * Where a file system is allowed to stand after a power loss. Data counts once its file was synced. Names are the
 * worst of two: all of them have reached the disk, with files whose data has not; or none of them since their folder
 * was synced.
 */
export class Disk {
  #names: Names = new Map();
  #syncedNames: Names = new Map();

  constructor(files: ReadonlyMap<string, Buffer>) {
    for (const [path, content] of files) this.#names.set(path, { synced: content, now: content });
    this.#syncedNames = new Map(this.#names);
  }

  apply(operation: DiskOperation): void {
    const { path } = operation;
    switch (operation.kind) {
      case "create":
        if (!this.#names.has(path)) this.#names.set(path, { synced: Buffer.alloc(0), now: Buffer.alloc(0) });
        return;
      case "write": {
        const file = this.#names.get(path)!;
        const at = operation.at ?? file.now.length;
        const end = at + operation.data.length;
        file.now = Buffer.concat([file.now.subarray(0, at), operation.data, file.now.subarray(end)]);
        return;
      }
      case "truncate": {
        const file = this.#names.get(path)!;
        file.now = file.now.subarray(0, operation.length);
        return;
      }
      case "sync":
        return this.#sync(path);
      case "rename":
        this.#names.set(operation.to, this.#names.get(path)!);
        this.#names.delete(path);
        return;
      case "link":
        this.#names.set(operation.to, this.#names.get(path)!);
        return;
      case "remove":
        this.#names.delete(path);
        return;
      default:
        return operation satisfies never;
    }
  }

  #sync(path: string): void {
    const file = this.#names.get(path);
    if (file) {
      file.synced = file.now;
      return;
    }
    for (const known of new Set([...this.#names.keys(), ...this.#syncedNames.keys()])) {
      if (dirname(known) !== path) continue;
      const here = this.#names.get(known);
      if (here) this.#syncedNames.set(known, here);
      else this.#syncedNames.delete(known);
    }
  }

  /** What the program itself sees. */
  get content(): Image {
    return new Map([...this.#names].map(([path, { now }]) => [path, now]));
  }

  /** What a power loss may leave now. */
  get remains(): Image[] {
    return [this.#names, this.#syncedNames].map(
      names => new Map([...names].map(([path, { synced }]) => [path, synced])),
    );
  }
}

/** Temporary files and locks, and what only agents' git reads. */
const UNSEEN = /\/tmp_[^/]*$|\.lock$|\/milestone-objects-/;

/** Every file below a folder, by absolute path. */
export function filesBelow(folder: string): Image {
  const files: Image = new Map();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile()) files.set(path, readFileSync(path));
  }
  return files;
}

/** A copy of a git directory that is turned from one image into the next, for git itself to look at. */
export class Remains {
  #root: string;
  #folder: string;
  #shown: Image;

  /** @param root the git directory that the images' paths are below */
  constructor(root: string, folder: string) {
    this.#root = root;
    this.#folder = folder;
    cpSync(root, folder, { recursive: true });
    this.#shown = filesBelow(root);
  }

  /** Whether git would see anything else than before; files under names of their own are not looked at by it. */
  show(image: Image): boolean {
    const gone = [...this.#shown.keys()].filter(path => !image.has(path));
    const changed = [...image].filter(([path, content]) => this.#shown.get(path) !== content);
    for (const path of gone) rmSync(this.#place(path), { force: true });
    for (const [path, content] of changed) {
      mkdirSync(dirname(this.#place(path)), { recursive: true });
      rmSync(this.#place(path), { force: true });
      writeFileSync(this.#place(path), content);
    }
    this.#shown = image;
    return [...gone, ...changed.map(([path]) => path)].some(path => !UNSEEN.test(path));
  }

  /** Where a branch is, as long as git finds every object that it reaches; null: nowhere. @throws git's complaint */
  tip(branch: string): string | null {
    const ref = this.#shown.get(join(this.#root, branch));
    if (ref === undefined) return null;
    const argv = ["--git-dir", this.#folder, "rev-list", "--objects", ref.toString().trim()];
    return runToEnd({ program: "git", args: argv, environment: plainEnvironment() }).slice(0, 40);
  }

  #place(path: string): string {
    return join(this.#folder, path.slice(this.#root.length));
  }
}
