import { LineProcess } from "./line-process.ts";
import { type GitIdentity, type Oid, personOf } from "./object.ts";
import { foldersAbove } from "./path.ts";
import type { SafeGit } from "./safe-git.ts";
import { type Leaf, type Standing, TreeEdit } from "./tree.ts";

/** A commit as `git fast-import` makes it. */
export interface ImportedCommit {
  parents: readonly Oid[];
  /** The tree that is edited, where it is not the first parent's. */
  tree?: Oid | undefined;
  changes: ReadonlyMap<string, Leaf | null>;
  message: string;
  author: GitIdentity;
  /** ms since 1970; written in whole seconds, UTC */
  at: number;
}

/** Never looked at by anybody: fast-import wants a ref for its commits. */
const SCRATCH = "refs/scratch/milestone";
const SETTINGS = [
  // Else small packs would be taken apart into loose objects.
  "fastimport.unpackLimit=0",
  "core.fsync=none",
  "pack.compression=1",
];

type ImportWork = { mark: number } & (
  | { kind: "blob"; data: Buffer }
  | { kind: "commit"; commit: ImportedCommit; edit: TreeEdit }
);

/**
 * Objects on their way into packs, by one long-lived `git fast-import`. What was handed over since the last checkpoint is
 * kept here as well: a process that dies takes its pack along, and the next one is told everything again.
 */
export class Importer {
  readonly #git: SafeGit;
  /** The folder of objects that is written to. */
  readonly #objects: string;
  #session: LineProcess | null = null;
  #lastMark = 0;
  /** By mark, in the order in which they were handed over. */
  readonly #unwritten = new Map<number, ImportWork>();
  readonly #marks = new Map<Oid, number>();
  /** The one under way, and the last mark that it writes. */
  #checkpoint: { upTo: number; written: Promise<void> } | null = null;

  constructor(git: SafeGit, objects: string) {
    this.#git = git;
    this.#objects = objects;
  }

  get hasWork(): boolean {
    return this.#unwritten.size > 0;
  }

  /** Whether there are commits that no checkpoint wrote yet. */
  get hasCommits(): boolean {
    for (const { kind } of this.#unwritten.values()) if (kind === "commit") return true;
    return false;
  }

  /** Whether the object was handed over and no checkpoint wrote it yet. */
  has(oid: Oid): boolean {
    return this.#marks.has(oid);
  }

  /** The bytes of a blob that no checkpoint wrote yet. */
  blobOf(oid: Oid): Buffer | undefined {
    const mark = this.#marks.get(oid);
    const work = mark === undefined ? undefined : this.#unwritten.get(mark);
    return work?.kind === "blob" ? work.data : undefined;
  }

  /**
   * What stands at a path, as far as the commits that no checkpoint wrote yet tell it; undefined: they do not. `in` is
   * the commit whose tree tells the rest.
   */
  standing(commit: Oid, path: string): { in: Oid; told: Standing | undefined } {
    for (let at = commit; ; ) {
      const mark = this.#marks.get(at);
      const work = mark === undefined ? undefined : this.#unwritten.get(mark);
      if (work?.kind !== "commit" || work.commit.tree !== undefined || !work.commit.parents[0])
        return { in: at, told: undefined };
      const told = work.edit.standing(path);
      if (told === "unknown") return { in: at, told: undefined };
      if (told !== undefined) return { in: at, told };
      at = work.commit.parents[0];
    }
  }

  /** Hands a blob over, whose name the caller knows. */
  blob(oid: Oid, data: Buffer): void {
    if (this.#marks.has(oid)) return;
    const work: ImportWork = { kind: "blob", mark: ++this.#lastMark, data };
    this.#unwritten.set(work.mark, work);
    this.#marks.set(oid, work.mark);
    this.#session?.write(this.#render(work));
  }

  /** Makes a commit and answers its name. Throws `GitFault`; then it was not made. */
  async commit(commit: ImportedCommit): Promise<Oid> {
    const edit = new TreeEdit(commit.changes);
    const work: ImportWork = { kind: "commit", mark: ++this.#lastMark, commit, edit };
    const session = this.#opened();
    session.write(this.#render(work));
    // Kept from now on: what is handed over meanwhile may build on it only once its name is known.
    const oid = await session.ask(`get-mark :${work.mark}\n`);
    this.#unwritten.set(work.mark, work);
    this.#marks.set(oid, work.mark);
    return oid;
  }

  /** What stands at the paths below a commit's tree, a directory too. */
  async entries(commit: Oid, paths: readonly string[]): Promise<(Leaf | null)[]> {
    const session = this.#opened();
    return Promise.all(
      paths.map(async path => {
        const line = await session.ask(`ls ${this.#nameOf(commit)} ${quoted(path)}\n`);
        const [, mode, oid] = /^(\d+) \w+ ([0-9a-f]+)\t/.exec(line) ?? [];
        return mode === undefined || oid === undefined ? null : { mode, oid };
      }),
    );
  }

  /** Makes everything visible to other processes, unsynced. Throws `GitFault`, and keeps it all for the next try. */
  checkpoint(): Promise<void> {
    if (this.#unwritten.size === 0) return Promise.resolve();
    // Whatever was handed over came before it in the stream.
    if (this.#checkpoint?.upTo === this.#lastMark) return this.#checkpoint.written;
    const written = this.#write();
    const checkpoint = { upTo: this.#lastMark, written };
    this.#checkpoint = checkpoint;
    const forget = () => {
      if (this.#checkpoint === checkpoint) this.#checkpoint = null;
    };
    written.then(forget, forget);
    return written;
  }

  async #write(): Promise<void> {
    const written = [...this.#unwritten.keys()];
    await this.#opened().ask("checkpoint\nprogress written\n");
    for (const mark of written) this.#unwritten.delete(mark);
    for (const [oid, mark] of this.#marks) if (!this.#unwritten.has(mark)) this.#marks.delete(oid);
  }

  /** Ends the process; what no checkpoint wrote stays for the next one. */
  async end(): Promise<void> {
    const ending = this.#session;
    this.#session = null;
    await ending?.end("done\n");
  }

  /** A process that knows of everything that is not written yet. */
  #opened(): LineProcess {
    if (this.#session?.isAlive) return this.#session;
    // `--force`: else it walks history to see whether the scratch ref only moves forward.
    const options = ["--quiet", "--force", "--done", "--date-format=raw"];
    const env = { GIT_OBJECT_DIRECTORY: this.#objects };
    const session = new LineProcess(this.#git, ["fast-import", ...options], { config: SETTINGS, env });
    this.#session = session;
    for (const work of this.#unwritten.values()) session.write(this.#render(work));
    return session;
  }

  #nameOf(oid: Oid): string {
    const mark = this.#marks.get(oid);
    // By its name git would look for it on the disk, where it is not yet.
    return mark === undefined ? oid : `:${mark}`;
  }

  #render(work: ImportWork): Buffer {
    if (work.kind === "blob") {
      return Buffer.concat([
        Buffer.from(`blob\nmark :${work.mark}\ndata ${work.data.length}\n`),
        work.data,
        Buffer.from("\n"),
      ]);
    }
    const { parents, tree, changes, message, author, at } = work.commit;
    const who = `${personOf(author)} ${Math.floor(at / 1000)} +0000`;
    const text = Buffer.from(`${message.trimEnd()}\n`);
    const [first, ...others] = parents;
    return Buffer.from(
      [
        // A commit without parents would else get the one before it as its parent.
        ...(first === undefined ? [`reset ${SCRATCH}\n\n`] : []),
        `commit ${SCRATCH}\nmark :${work.mark}\nauthor ${who}\ncommitter ${who}\ndata ${text.length}\n${text.toString()}\n`,
        ...(first === undefined ? [] : [`from ${this.#nameOf(first)}\n`]),
        ...others.map(parent => `merge ${this.#nameOf(parent)}\n`),
        ...(tree === undefined ? [] : [`M 040000 ${tree} ""\n`]),
        ...edits(changes, oid => this.#nameOf(oid)),
        "\n",
      ].join(""),
    );
  }
}

/** Removals come first: a folder's name may become a file's, and the reverse. */
function edits(changes: ReadonlyMap<string, Leaf | null>, nameOf: (oid: Oid) => string): string[] {
  const removed: string[] = [];
  const set: string[] = [];
  for (const [path, leaf] of changes) {
    if (leaf === null) removed.push(`D ${quoted(path)}\n`);
    // A file that is set takes the place of everything below it.
    else if (!isBelowFile(path, changes)) {
      const name = leaf.mode === "160000" ? leaf.oid : nameOf(leaf.oid);
      set.push(`M ${leaf.mode} ${name} ${quoted(path)}\n`);
    }
  }
  return [...removed, ...set];
}

function isBelowFile(path: string, changes: ReadonlyMap<string, Leaf | null>): boolean {
  return foldersAbove(path).some(above => changes.get(above));
}

/** A path as fast-import reads it: bytes above ASCII stand for themselves. */
function quoted(path: string): string {
  return `"${path.replace(/[\\"]/g, "\\$&").replaceAll("\n", "\\n")}"`;
}
