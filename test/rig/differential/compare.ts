import { copyFileSync, cpSync, existsSync, lstatSync, readFileSync, readlinkSync, rmSync } from "node:fs";
import { join } from "node:path";
import { openRemote } from "../../../src/engine/git/git-remote.ts";
import { type GitRepository, openRepository } from "../../../src/engine/git/git-repository.ts";
import { treeOf } from "../../../src/engine/git/tree.ts";
import { repositoryPort } from "../../../src/engine/machine/repository-port.ts";
import { machineWorkspaces } from "../../../src/engine/machine/workspaces.ts";
import type { Oid, Workspace } from "../../../src/engine/ports.ts";
import type { Change } from "./changes.ts";
import { Place } from "./place.ts";
import { build, type Shape } from "./shapes.ts";

const LIMITS = { fileBytes: 100 * 1024 * 1024, phaseBytes: 200 * 1024 * 1024, phaseFiles: 20_000 };
const AUTHOR = { name: "Mona", email: "mona@example.test" };
const BRANCH = "refs/heads/milestone/m";

/**
 * Does the changes, one phase each, in an agent's work tree and in a plain clone, and answers where what the engine
 * commits differs from `git add --all`, or a colleague's clone of what it pushed is not clean.
 */
export async function differences(
  shape: Shape,
  changes: readonly Change[],
  { push }: { push: boolean },
): Promise<string[]> {
  const place = new Place();
  try {
    const opened = await openRepository({ directory: build(shape, place), environment: place.environment });
    if (!opened.ok) return [`it is refused: ${opened.message}`];
    const repository = opened.value;
    bringLacking(repository, place);
    const trees = machineWorkspaces(repository, {
      ...{ deliverables: ".milestones/deliverables", identity: AUTHOR, folder: place.folder },
    });
    try {
      return await new Comparison({
        place,
        shape,
        repository,
        workspace: await trees.open("agent-1"),
      }).phases(changes, push);
    } finally {
      await trees.close();
      await repository.close();
    }
  } finally {
    place.close();
  }
}

function bringLacking(repository: GitRepository, place: Place): void {
  const url = repository.settings.get("remote.origin.url")?.at(-1);
  if (url === undefined) return;
  const remote = openRemote(repository, { url, environment: place.environment });
  repository.bringLacking(oids => remote.fetchObjects(oids));
}

interface Tracked {
  path: string;
  mode: string;
  oid: string;
}

interface Parts {
  place: Place;
  shape: Shape;
  repository: GitRepository;
  workspace: Workspace;
}

class Comparison {
  readonly #found: string[] = [];
  readonly #parts: Parts;
  /** The bare repository that the engine pushes to. */
  readonly #origin: string;
  /** A plain clone of the person's repository. */
  readonly #plain: string;
  #tip: Oid | null = null;
  /** Tracked files of the plain clone. */
  #files: Tracked[] = [];

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#origin = join(parts.place.folder, "origin.git");
    this.#plain = join(parts.place.folder, "plain");
  }

  async phases(changes: readonly Change[], push: boolean): Promise<string[]> {
    const { repository, workspace, place, shape } = this.#parts;
    const base = await repository.resolve("HEAD");
    if (base === null) throw new Error("no commit");
    this.#clone({ from: place.root, into: this.#plain, commit: base });
    shape.everywhere?.(this.#plain);
    this.#files = this.#tracked();
    await workspace.moveTo(base);
    this.#compareFiles();
    const first = (await workspace.changes(LIMITS)).files.map(({ path }) => path);
    if (first.length > 0) this.#found.push(`changed before anything ran: ${first.join(", ")}`);
    let tip = base;
    for (const change of changes) {
      const next = await this.#phase(change, tip);
      if (next === null) break;
      tip = next;
    }
    if (push && this.#tip !== null) await this.#compareFresh(this.#tip);
    return this.#found;
  }

  #clone({ from, into, commit }: { from: string; into: string; commit: string }): void {
    const { place, shape } = this.#parts;
    const settings = Object.entries(shape.settings ?? {}).flatMap(([name, value]) => [
      "-c",
      `${name}=${value}`,
    ]);
    // git-lfs takes a plain path for no remote at all; git itself takes fewer processes for one.
    const address = shape.needsLfs ? `file://${from}` : from;
    place.git(place.folder, "clone", "--quiet", ...settings, "--no-checkout", address, into);
    place.git(into, "checkout", "--quiet", "--detach", commit);
  }

  #tracked(): Tracked[] {
    const listed = this.#parts.place.git(this.#plain, "ls-files", "--stage", "-z");
    return listed
      .split("\0")
      .filter(Boolean)
      .map(line => {
        const [mode = "", oid = ""] = line.split(" ", 2);
        return { mode, oid, path: line.slice(line.indexOf("\t") + 1) };
      });
  }

  /**
   * A phase begins with what is committed, as a checkout has it, and as git leaves a file that it need not write: one whose
   * blob the last phase did not change keeps its bytes, though attributes may now say other line ends, and so does one that
   * was just committed, though a checkout would write other ones.
   */
  #checkOutAnew(before: readonly Tracked[]): void {
    const { place, workspace } = this.#parts;
    const tree = place.git(this.#plain, "write-tree");
    for (const { path, mode } of this.#files) if (mode !== "160000") rmSync(join(this.#plain, path));
    place.git(this.#plain, "read-tree", tree);
    place.git(this.#plain, "checkout-index", "--all", "--force", "--index");
    const kept = new Set(before.map(({ path, mode, oid }) => `${mode} ${oid} ${path}`));
    for (const { path, mode, oid } of this.#files) {
      const [ours, theirs] = [join(workspace.dir, path), join(this.#plain, path)];
      if (!mode.startsWith("100") || standing(ours) === standing(theirs)) continue;
      const isSame =
        kept.has(`${mode} ${oid} ${path}`) ||
        place.git(this.#plain, "hash-object", "--path", path, ours) === oid;
      if (isSame) copyFileSync(ours, theirs);
    }
  }

  /** What the agent finds is what a checkout has. */
  #compareFiles(): void {
    const { workspace, shape } = this.#parts;
    for (const { path, mode } of this.#files) {
      const [ours, theirs] = [workspace.dir, this.#plain].map(root => standing(join(root, path)));
      const isPointer = shape.needsLfs && mode.startsWith("100") && ours?.includes("git-lfs.github.com/spec");
      if (mode !== "160000" && ours !== theirs && !isPointer)
        this.#found.push(`${path} is checked out differently`);
    }
  }

  async #phase(change: Change, base: Oid): Promise<Oid | null> {
    const { place, repository, workspace } = this.#parts;
    const files = this.#files.flatMap(({ path, mode }) => (mode.startsWith("100") ? [path] : []));
    workspace.disturb();
    for (const root of [workspace.dir, this.#plain]) change.make(root, files);
    const added = place.tryGit(this.#plain, ["add", "--all"]);
    const left = await workspace.changes(LIMITS);
    const say = (what: string) => this.#found.push(`after ${change.name}: ${what}`);
    if (added.code !== 0) {
      if (left.unsafe.length === 0) say(`git refuses (${added.stderr.trim()}), and the engine does not`);
      return null;
    }
    for (const { path, reason } of left.unsafe) say(`${path} is refused: ${reason}`);
    const wanted = place.git(this.#plain, "write-tree");
    const port = repositoryPort(repository, AUTHOR, place.environment);
    const landing = await port.land(base, base, left.files);
    if (!landing.ok) throw new Error("it does not land");
    const commit = await port.commit({
      ...{
        parents: [base],
        base,
        changes: landing.changes,
        message: "work",
        author: AUTHOR,
        at: 1_790_000_000_000,
      },
    });
    const swapped = await port.swapRef(BRANCH, this.#tip, commit);
    if (!swapped.ok) throw new Error("the branch did not move");
    this.#tip = commit;
    const made = await treeOf(repository.store, commit);
    if (made !== wanted) {
      await this.#push(commit);
      place.git(this.#plain, "fetch", "--quiet", this.#origin, BRANCH);
      const raw = place.git(this.#plain, "diff", "--raw", "--cached", "--no-abbrev", "FETCH_HEAD");
      say(`git has it otherwise:\n${raw}`);
      return null;
    }
    const before = this.#files;
    this.#files = this.#tracked();
    await workspace.moveTo(commit);
    this.#checkOutAnew(before);
    const again = await workspace.changes(LIMITS);
    const restless = [...again.files, ...again.unsafe].map(({ path }) => path);
    if (restless.length > 0) say(`still changed once committed: ${restless.join(", ")}`);
    const seen = place.git(workspace.dir, "status", "--porcelain", "--untracked-files=no");
    if (seen !== "") say(`the agent's git sees changes:\n${seen}`);
    return commit;
  }

  async #push(commit: Oid): Promise<void> {
    const { repository, place } = this.#parts;
    if (existsSync(this.#origin)) return;
    place.git(place.folder, "clone", "--quiet", "--bare", place.root, this.#origin);
    const lfs = join(place.root, ".git/lfs");
    if (existsSync(lfs)) cpSync(lfs, join(this.#origin, "lfs"), { recursive: true });
    const remote = openRemote(repository, { url: `file://${this.#origin}`, environment: place.environment });
    const pushed = await remote.push({ ref: BRANCH, expected: null, oid: commit });
    if (!pushed.ok) this.#found.push(`it is not pushed: ${pushed.message}`);
  }

  /** A colleague's clone of what was committed. */
  async #compareFresh(commit: Oid): Promise<void> {
    const { place, shape } = this.#parts;
    const fresh = join(place.folder, "fresh");
    await this.#push(commit);
    this.#clone({ from: this.#origin, into: fresh, commit });
    const seen = place.git(fresh, "status", "--porcelain");
    if (seen !== "" && !shape.startsUnclean) this.#found.push(`a fresh clone is not clean:\n${seen}`);
  }
}

/** Type, mode and bytes of what stands at a path. */
function standing(path: string): string | null {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (!stats) return null;
  if (stats.isSymbolicLink()) return `link ${readlinkSync(path)}`;
  if (stats.isFile()) return `${stats.mode & 0o100} ${readFileSync(path).toString("latin1")}`;
  return existsSync(path) ? "folder" : null;
}
