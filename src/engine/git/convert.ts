import { randomUUID } from "node:crypto";
import { accessSync, constants, mkdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, dirname, isAbsolute, join } from "node:path";
import { hashObject, type ObjectFormat, type Oid } from "./object.ts";
import type { SafeGit } from "./safe-git.ts";
import type { Leaf } from "./tree.ts";

/** What a repository's files are converted with, beside what its attributes say. All of it is data but git-lfs. */
export interface ConversionSettings {
  /** `core.autocrlf` and `core.eol` of the person, where they count; `name=value`. */
  lineEnds: readonly string[];
  /** The machine's own git-lfs; null: there is none. */
  lfs: string | null;
}

export interface ConvertedFile {
  path: string;
  content: Buffer;
}

interface ConversionRequest {
  /** The `.gitattributes` files that apply, by path. */
  attributes: ReadonlyMap<string, Buffer>;
  /** Folders of objects beside the user's. */
  staged: string | null;
}

/** Attributes that change bytes; whatever else a file of attributes says is no business of ours. */
const CONVERTING = /\b(?:text|crlf|eol|working-tree-encoding|ident|filter|binary)\b|\[attr\]/;
const POINTER = /^version https:\/\/git-lfs\.github\.com\/spec\//;
const LFS = /\bfilter=lfs\b/;

export function convertsBytes(attributes: Buffer): boolean {
  return CONVERTING.test(attributes.toString("latin1"));
}

export function namesLfs(attributes: Buffer): boolean {
  return LFS.test(attributes.toString("latin1"));
}

/** git would not add a file, as one that is not of the encoding that its attributes name. `why` completes "the path …". */
export class Unconvertible extends Error {
  readonly path: string;
  readonly why: string;
  constructor(path: string, said: string) {
    super(said);
    this.path = path;
    this.why = `is none that git adds under its attributes: ${said}`;
  }
}

function unconvertible(error: Error, files: readonly ConvertedFile[]): Unconvertible | null {
  const said = /(?:fatal|error): (.*)/.exec(error.message)?.[1];
  const named = said === undefined ? undefined : files.find(({ path }) => said.includes(`'${path}'`));
  return said === undefined || named === undefined ? null : new Unconvertible(named.path, said);
}

/**
 * Bytes on their way between work trees and commits, converted by git itself: in a folder that no agent can reach, with
 * attributes as data and no filter but git-lfs. `git hash-object` would not do: it knows nothing of what is committed.
 */
export class Conversion {
  readonly settings: ConversionSettings;
  /** Whether a file was given to LFS. */
  madePointers = false;
  readonly #git: SafeGit;
  readonly #objects: string;
  readonly #format: ObjectFormat;

  constructor(options: {
    git: SafeGit;
    objects: string;
    format: ObjectFormat;
    settings: ConversionSettings;
  }) {
    this.settings = options.settings;
    this.#git = options.git;
    this.#objects = options.objects;
    this.#format = options.format;
  }

  /** Whether files may differ from their blobs. */
  isNeeded(attributes: Iterable<Buffer>): boolean {
    return this.settings.lineEnds.length > 0 || [...attributes].some(convertsBytes);
  }

  /** Settings for a git that converts. */
  get config(): string[] {
    const { lfs, lineEnds } = this.settings;
    return ["core.safecrlf=false", ...lineEnds, ...(lfs === null ? [] : lfsFilter(lfs, this.storage))];
  }

  /** Where git-lfs has what pointers stand for: beside the person's own objects. */
  get storage(): string {
    return join(dirname(this.#objects), "lfs");
  }

  /** Environment for a git that converts. */
  get env(): Record<string, string> {
    return { GIT_DIR: this.#git.plainDirectory };
  }

  /**
   * What `git add` makes of files: the blobs' bytes, for each file whose bytes change.
   * @param old what is committed at their paths: text that has CRLF there keeps it
   */
  async toCommitted(
    files: readonly ConvertedFile[],
    { attributes, staged, old }: ConversionRequest & { old: ReadonlyMap<string, Leaf> },
  ): Promise<Map<string, Buffer>> {
    return this.#within(async folder => {
      for (const [path, content] of attributes) writeBelow(folder, path, content);
      for (const { path, content } of files) writeBelow(folder, path, content);
      const run = this.#runner(folder, staged);
      await run(["update-index", "-z", "--index-info"], indexInfo(old));
      await run(["update-index", "--add", "--replace", "-z", "--stdin"], names(files)).catch(error => {
        throw unconvertible(error, files) ?? error;
      });
      const made = parseStaged(await run(["ls-files", "--stage", "-z"]));
      const changed = files.filter(({ path, content }) => {
        const oid = made.get(path);
        return oid !== undefined && oid !== hashObject("blob", content, this.#format);
      });
      const blobs = await run(
        ["cat-file", "--batch"],
        changed.map(({ path }) => `${made.get(path)}\n`).join(""),
      );
      const contents = splitBatch(blobs);
      this.madePointers ||= contents.some(content => POINTER.test(content.toString("latin1", 0, 100)));
      return new Map(changed.map(({ path }, i) => [path, contents[i]!]));
    });
  }

  /** What a checkout makes of blobs: the files' bytes. */
  async toWorkTree(
    leaves: ReadonlyMap<string, Leaf>,
    { attributes, staged }: { attributes: ReadonlyMap<string, Leaf>; staged: string | null },
  ): Promise<Map<string, Buffer>> {
    return this.#within(async folder => {
      const run = this.#runner(folder, staged);
      await run(["update-index", "-z", "--index-info"], indexInfo(new Map([...attributes, ...leaves])));
      await run(
        ["checkout-index", "--force", "--quiet", "-z", "--stdin"],
        [...leaves.keys()].map(path => `${path}\0`).join(""),
      );
      return new Map([...leaves.keys()].map(path => [path, readFileSync(join(folder, path))]));
    });
  }

  /** The value of an attribute for each path, as `git check-attr` says it. */
  async attribute(
    name: string,
    paths: readonly string[],
    { attributes, staged }: { attributes: ReadonlyMap<string, Leaf>; staged: string | null },
  ): Promise<Map<string, string>> {
    return this.#within(async folder => {
      const run = this.#runner(folder, staged);
      await run(["update-index", "-z", "--index-info"], indexInfo(attributes));
      const input = paths.map(path => `${path}\0`).join("");
      const fields = (await run(["check-attr", "--cached", "-z", "--stdin", name], input))
        .toString("utf8")
        .split("\0");
      const found = new Map<string, string>();
      for (let at = 0; at + 2 < fields.length; at += 3) found.set(fields[at]!, fields[at + 2]!);
      return found;
    });
  }

  async #within<T>(work: (folder: string) => Promise<T>): Promise<T> {
    const folder = join(this.#git.directory, `convert-${randomUUID()}`);
    mkdirSync(join(folder, "tree"), { recursive: true });
    mkdirSync(join(folder, "objects"));
    try {
      return await work(join(folder, "tree"));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  #runner(folder: string, staged: string | null): (args: string[], input?: string) => Promise<Buffer> {
    const own = dirname(folder);
    const env = {
      ...this.env,
      GIT_WORK_TREE: folder,
      GIT_INDEX_FILE: join(own, "index"),
      GIT_OBJECT_DIRECTORY: join(own, "objects"),
      GIT_ALTERNATE_OBJECT_DIRECTORIES: [this.#objects, ...(staged ? [staged] : [])].join(delimiter),
    };
    return async (args, input = "") => {
      const options = {
        env,
        input,
        cwd: folder,
        config: this.config,
        maxOutput: MAX_OUTPUT,
        timeout: TIMEOUT_MS,
      };
      const { code, stdout, stderr } = await this.#git.run(args, options);
      if (code !== 0) throw new Error(`git could not convert files: ${stderr.trim()}`);
      return stdout;
    };
  }
}

const MAX_OUTPUT = 1024 * 1024 * 1024;
const TIMEOUT_MS = 600_000;

/**
 * git-lfs as a filter. What is not here stays a pointer, as in the person's checkout: git-lfs would go and fetch it, from
 * wherever, and leave a note of each failure in the person's repository.
 */
function lfsFilter(program: string, storage: string): string[] {
  const [lfs, objects] = [program, join(storage, "objects")].map(
    path => `'${path.replaceAll("'", "'\\''")}'`,
  );
  const smudge = [
    "t=$(mktemp)",
    'cat > "$t"',
    `o=$(head -c 1024 "$t" | sed -n 's/^oid sha256://p')`,
    "r=${o#??}",
    `if [ -z "$o" ] || [ -e ${objects}/"$(printf %.2s "$o")/$(printf %.2s "$r")/$o" ]; then ${lfs} smudge -- "$1" < "$t"; else cat "$t"; fi`,
    "s=$?",
    'rm -f "$t"',
    "return $s",
  ].join("; ");
  return [
    `filter.lfs.clean=${lfs} clean -- %f`,
    `filter.lfs.smudge=f() { ${smudge}; }; f %f`,
    "filter.lfs.required=true",
    "lfs.url=file:///dev/null/none",
    `lfs.storage=${storage}`,
  ];
}

/** Paths have been found to lie inside the tree. */
function writeBelow(folder: string, path: string, content: Buffer): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), content);
}

function indexInfo(leaves: ReadonlyMap<string, Leaf>): string {
  return [...leaves].map(([path, { mode, oid }]) => `${mode} ${oid}\t${path}\0`).join("");
}

function names(files: readonly ConvertedFile[]): string {
  return files.map(({ path }) => `${path}\0`).join("");
}

function parseStaged(listed: Buffer): Map<string, Oid> {
  const found = new Map<string, Oid>();
  for (const line of listed.toString("utf8").split("\0").filter(Boolean)) {
    const tab = line.indexOf("\t");
    found.set(line.slice(tab + 1), line.slice(0, tab).split(" ")[1]!);
  }
  return found;
}

/** Contents of `<oid> <type> <size>\n<content>\n`, one after the other. */
function splitBatch(answer: Buffer): Buffer[] {
  const contents: Buffer[] = [];
  for (let at = 0; at < answer.length; ) {
    const end = answer.indexOf(10, at);
    const size = Number(answer.toString("latin1", at, end).split(" ")[2]);
    contents.push(Buffer.from(answer.subarray(end + 1, end + 1 + size)));
    at = end + 1 + size + 1;
  }
  return contents;
}

/** The machine's own git-lfs: on its PATH, and no file of the repository. */
export function findLfs(path: string | undefined, root: string): string | null {
  for (const folder of (path ?? "").split(delimiter)) {
    if (!isAbsolute(folder)) continue;
    const program = join(folder, "git-lfs");
    try {
      accessSync(program, constants.X_OK);
      const real = realpathSync(program);
      if (!real.startsWith(`${realpathSync(root)}/`)) return program;
    } catch {
      // Not there, or not to be run: the next folder may have it.
    }
  }
  return null;
}
