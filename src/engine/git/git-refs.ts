import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { syncDirectoryOf } from "./durable-file.ts";
import { GitFault, LineProcess } from "./line-process.ts";
import type { RepositoryPlace } from "./locate-repository.ts";
import { isOid, type Oid } from "./object.ts";
import { isEngineRef, isRefName } from "./ref.ts";
import type { RefStorage, SafeGit } from "./safe-git.ts";
import { removeStaleLock } from "./stale-lock.ts";

export type SwapOutcome =
  | { ok: true }
  /** `moved`: the ref is no longer at `from`. `locked`: another git holds its lock. `name-taken`: `a` bars `a/b`. */
  | { ok: false; actual: Oid | null; reason: "moved" | "locked" | "name-taken" };

export interface RefSwap {
  name: string;
  /** null: it must not exist. */
  from: Oid | null;
  /** null: it is taken away. */
  to: Oid | null;
}

/** Longer than a lock must be old to count as left behind by a killed process. */
const LOCK_PATIENCE_MS = 3000;

/** The user's refs, read and moved by git, however the repository keeps them. */
export class GitRefs {
  readonly #git: SafeGit;
  readonly #place: RepositoryPlace;
  readonly #storage: RefStorage;
  #reader: LineProcess | null = null;
  #writer: LineProcess | null = null;
  #turn: Promise<unknown> = Promise.resolve();
  /** Refs whose folders are on the disk. */
  readonly #synced = new Set<string>();

  constructor(git: SafeGit, place: RepositoryPlace, storage: RefStorage) {
    this.#git = git;
    this.#place = place;
    this.#storage = storage;
  }

  /** The object a ref (`refs/…` or `HEAD`) points at; null when it does not exist. */
  async read(name: string): Promise<Oid | null> {
    if (name === "HEAD") {
      const link = await this.head();
      return link?.startsWith("refs/") ? this.read(link) : link;
    }
    if (!isRefName(name)) return null;
    if (!this.#reader?.isAlive) this.#reader = this.#start(["cat-file", "--batch-check"]);
    const [oid = ""] = (await this.#reader.ask(`${name}\n`)).split(" ");
    return isOid(oid) ? oid : null;
  }

  /** The ref that HEAD stands for, or the commit where it is detached. */
  async head(gitDirectory = this.#place.gitDirectory): Promise<string | null> {
    if (this.#storage === "files") return headFile(gitDirectory);
    const view = join(this.#git.directory, "head");
    rmSync(view, { recursive: true, force: true });
    mkdirSync(join(view, "refs"), { recursive: true });
    mkdirSync(join(view, "objects"));
    symlinkSync(join(gitDirectory, "reftable"), join(view, "reftable"));
    writeFileSync(join(view, "HEAD"), "ref: refs/heads/.invalid\n");
    const config = join(this.#git.refsDirectory, "config");
    symlinkSync(config, join(view, "config"));
    const env = { GIT_DIR: view };
    const link = await this.#git.run(["symbolic-ref", "--quiet", "HEAD"], { env });
    if (link.code === 0) return link.stdout.toString("utf8").trim();
    const oid = (await this.#git.run(["rev-parse", "--verify", "--quiet", "HEAD"], { env })).stdout;
    return oid.toString("latin1").trim() || null;
  }

  /**
   * Moves a ref by compare-and-swap; it survives a power loss once this says ok. A lock that another git holds is
   * waited for about 3 s, and one that a killed run left on a ref of ours is removed.
   */
  swap(swap: RefSwap): Promise<SwapOutcome> {
    // A transaction that fails ends the process, and must not take another one along.
    const swapped = this.#turn.then(() => this.#swap(swap));
    this.#turn = swapped.catch(() => undefined);
    return swapped;
  }

  async close(): Promise<void> {
    await Promise.all([this.#reader?.end(), this.#writer?.end()]);
  }

  async #swap(swap: RefSwap): Promise<SwapOutcome> {
    const { name, to } = swap;
    if (!isRefName(name) || (to !== null && !isOid(to))) {
      throw new Error(`not a ref and an object name: ${name} ${to}`);
    }
    const start = performance.now();
    for (;;) {
      const fault = await this.#attempt(swap);
      if (!fault) return { ok: true };
      const actual = await this.read(name);
      if (actual !== swap.from) return { ok: false, actual, reason: "moved" };
      if (
        /cannot create|non-empty directory|File exists.*refs\//.test(fault.stderr) &&
        !/\.lock'/.test(fault.stderr)
      )
        return { ok: false, actual, reason: "name-taken" };
      if (!/\.lock'/.test(fault.stderr)) throw fault;
      if (performance.now() - start > LOCK_PATIENCE_MS) return { ok: false, actual, reason: "locked" };
      const lock = /Unable to create '([^']*\.lock)'/.exec(fault.stderr)?.[1];
      if (fault.code !== undefined) throw fault;
      if (lock !== undefined && isEngineRef(name)) removeStaleLock(lock);
    }
  }

  async #attempt({ name, from, to }: RefSwap): Promise<GitFault | null> {
    const none = "0".repeat((to ?? from ?? "").length);
    const command = to === null ? `delete ${name} ${from}` : `update ${name} ${to} ${from ?? none}`;
    if (!this.#writer?.isAlive) this.#writer = this.#start(["update-ref", "--no-deref", "--stdin"]);
    const writer = this.#writer;
    try {
      const answers = [writer.ask(`start\n${command}\n`), writer.ask("prepare\n"), writer.ask("commit\n")];
      await Promise.all(answers);
    } catch (error) {
      if (error instanceof GitFault) return error;
      throw error;
    }
    // Empty folders go with the last ref in them.
    if (to === null) this.#synced.clear();
    await this.#sync(name);
    return null;
  }

  /** git syncs files and never the folders that name them. */
  async #sync(name: string): Promise<void> {
    const { commonDirectory } = this.#place;
    if (this.#storage === "reftable") return syncDirectoryOf(join(commonDirectory, "reftable/tables.list"));
    for (let path = name; path !== "refs"; path = dirname(path)) {
      if (existsSync(dirname(join(commonDirectory, path))))
        await syncDirectoryOf(join(commonDirectory, path));
      // The folders above are named already.
      if (this.#synced.has(name)) break;
    }
    this.#synced.add(name);
  }

  #start(args: readonly string[]): LineProcess {
    const config = ["core.fsync=reference", "core.fsyncMethod=fsync", "core.filesRefLockTimeout=300"];
    return new LineProcess(this.#git, args, { config, env: { GIT_DIR: this.#git.refsDirectory } });
  }
}

/** HEAD of a checkout whose refs are files. Only asked by git it would need a git directory of that checkout. */
function headFile(gitDirectory: string): string | null {
  const path = join(gitDirectory, "HEAD");
  const text = existsSync(path) ? readFileSync(path, "utf8").trim() : "";
  if (text.startsWith("ref:")) return text.slice(4).trim();
  return isOid(text) ? text : null;
}
