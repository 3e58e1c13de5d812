import { createHash, randomUUID } from "node:crypto";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { trimEndOf } from "../../milestone/text/sanitise.ts";
import { type GitSettings, readSettings, setting } from "./config.ts";
import type { BroughtSubmodules, GitRepository } from "./git-repository.ts";
import type { Oid } from "./object.ts";
import { cleanMessage, remoteFailure } from "./remote-outcome.ts";
import type { GitOptions, GitResult, SafeGit } from "./safe-git.ts";
import { GITLINK } from "./tree-object.ts";

/** How the server of an address is asked. */
export interface Reached {
  /** Without user and password. */
  url: string;
  call(args: readonly string[], options: Pick<GitOptions, "env" | "config" | "cwd">): Promise<GitResult>;
}

export interface SubmoduleCommitsOptions {
  repository: GitRepository;
  /** The address of the repository itself, from which relative ones count. */
  origin(): Promise<string>;
  reach(url: string): Promise<Reached>;
}

/**
 * Commits of submodules that were brought here: each from where a commit's `.gitmodules` says, and only where a branch or
 * a tag of that repository has it. Each lies in a bare repository of our own, so that nothing of the person's is written.
 */
export class SubmoduleCommits implements BroughtSubmodules {
  readonly #options: SubmoduleCommitsOptions;
  readonly #brought = new Map<Oid, string>();

  constructor(options: SubmoduleCommitsOptions) {
    this.#options = options;
  }

  directoryOf(commit: Oid): string | undefined {
    return this.#brought.get(commit);
  }

  objects(): string[] {
    return [...this.#brought.values()].map(directory => join(directory, "objects"));
  }

  async bringMoved({ base, tip }: { base: Oid; tip: Oid }): Promise<string[]> {
    const { repository } = this.#options;
    const problems: string[] = [];
    for (const path of (await readModules(repository, base)).keys()) {
      const [before, now] = [await repository.entry(base, path), await repository.entry(tip, path)];
      if (now?.mode !== GITLINK || now.oid === before?.oid) continue;
      const why = await this.bring({ base, path, commit: now.oid });
      if (why !== null) problems.push(`${path} ${why}`);
    }
    return problems;
  }

  async bring({ base, path, commit }: { base: Oid; path: string; commit: Oid }): Promise<string | null> {
    if (this.#brought.has(commit)) return null;
    const { repository, origin, reach } = this.#options;
    if ((await repository.entry(base, path))?.oid === commit) return null;
    const written = (await readModules(repository, base)).get(path);
    if (written === undefined) return "is a submodule that .gitmodules on the base branch does not name";
    const url = moduleAddress(written, await origin());
    if (url === null) return `is a submodule whose address in .gitmodules (${cleanMessage(written)}) is none`;
    const remote = new ModuleRemote(repository, await reach(url));
    const found = await remote.bring(commit);
    const moved = `is a submodule that was moved to the commit ${commit.slice(0, 10)}`;
    if (found.kind === "failed")
      return `${moved}, and its own repository (${remote.url}) could not be asked for it: ${found.message}`;
    if (found.kind === "lacking")
      return `${moved}, which no branch and no tag of its own repository (${remote.url}) has; push it there first`;
    this.#brought.set(commit, found.directory);
    return null;
  }
}

/** By path the address that the commit's `.gitmodules` names. It is read as data, without what it includes. */
async function readModules(repository: GitRepository, commit: Oid): Promise<Map<string, string>> {
  const text = await repository.readFile(commit, ".gitmodules");
  if (!text) return new Map();
  const file = join(repository.git.directory, `modules-${randomUUID()}`);
  writeFileSync(file, text, { mode: 0o600 });
  try {
    return addressesIn(await readSettings(repository.git, file));
  } finally {
    rmSync(file);
  }
}

function addressesIn(settings: GitSettings): Map<string, string> {
  const addresses = new Map<string, string>();
  for (const name of settings.keys()) {
    if (!name.startsWith("submodule.") || !name.endsWith(".path")) continue;
    const url = setting(settings, name.replace(/path$/, "url"));
    if (url !== undefined) addresses.set(setting(settings, name)!, url);
  }
  return addresses;
}

/**
 * Where a submodule's address leads: a relative one (`../lib.git`) counts from the repository's own, as git has it. Null:
 * it leads nowhere, or git would not take it.
 */
export function moduleAddress(url: string, origin: string): string | null {
  if (url === "" || url.startsWith("-") || /[\0-\x1f\x7f]/.test(url)) return null;
  if (!/^\.\.?(?:\/|$)/.test(url)) return url;
  let from = trimEndOf(origin, "/");
  let rest = url;
  let separator = "/";
  for (;;) {
    if (/^\.\/+/.test(rest)) {
      rest = rest.replace(/^\.\/+/, "");
    } else if (/^\.\.(?:\/|$)/.test(rest)) {
      rest = rest.replace(/^\.\.\/*/, "");
      const slash = from.lastIndexOf("/");
      const end = slash >= 0 ? slash : from.lastIndexOf(":");
      if (end < 0) return null;
      separator = slash >= 0 ? "/" : ":";
      from = from.slice(0, end);
    } else break;
  }
  const name = trimEndOf(rest, "/");
  return name === "" || name === "." ? null : `${from}${separator}${name}`;
}

type Brought =
  | { kind: "here"; directory: string }
  | { kind: "lacking" }
  | { kind: "failed"; message: string };

const FETCH = ["fetch", "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules", "--quiet"];
const ALL_REFS = ["+refs/heads/*:refs/heads/*", "+refs/tags/*:refs/tags/*"];
/** The name of the remote where only commits are fetched, which git does of a configured one alone. */
const HISTORY = "history";

class ModuleRemote {
  readonly url: string;
  readonly #repository: GitRepository;
  readonly #call: Reached["call"];

  constructor(repository: GitRepository, { url, call }: Reached) {
    this.url = url;
    this.#repository = repository;
    this.#call = call;
  }

  async bring(commit: Oid): Promise<Brought> {
    const { git, store } = this.#repository;
    const listed = await this.#ask(git.directory, [
      "ls-remote",
      "--heads",
      "--tags",
      "--quiet",
      "--",
      this.url,
    ]);
    if (listed.code !== 0) return failed(listed);
    const tips = listed.stdout.toString("utf8").split("\n");
    const tip = tips.find(line => line.startsWith(`${commit}\t`))?.slice(commit.length + 1);
    const name = createHash("sha256").update(`${this.url}\0${commit}`).digest("hex").slice(0, 16);
    const directory = join(git.directory, `submodule-${name}`);
    await makeBare(git, directory, store.format);
    if (tip === undefined) {
      const without = await this.#lookInHistory(commit, `${directory}-history`);
      if (without) return without;
    }
    const ref = tip?.replace(/\^\{\}$/, "") ?? commit;
    const fetched = await this.#ask(directory, [
      ...FETCH,
      "--depth=1",
      "--",
      this.url,
      `+${ref}:refs/brought`,
    ]);
    // Older servers give what a ref names, and nothing else by its name.
    if (fetched.code !== 0 && tip === undefined) {
      const all = await this.#ask(directory, [...FETCH, "--", this.url, ...ALL_REFS]);
      if (all.code !== 0) return failed(all);
    } else if (fetched.code !== 0) return failed(fetched);
    const isHere = await this.#ask(directory, ["cat-file", "-e", `${commit}^{tree}`]);
    return isHere.code === 0 ? { kind: "here", directory } : { kind: "lacking" };
  }

  /** Null: a branch or a tag has it in its history. Of a server that can nothing but commits is fetched. */
  async #lookInHistory(commit: Oid, directory: string): Promise<Brought | null> {
    const { git, store } = this.#repository;
    await makeBare(git, directory, store.format);
    try {
      const config = [`remote.${HISTORY}.url=${this.url}`];
      const args = [...FETCH, "--filter=tree:0", HISTORY, ...ALL_REFS];
      const fetched = await this.#ask(directory, args, config);
      if (fetched.code !== 0) return failed(fetched);
      const having = await this.#ask(directory, ["for-each-ref", "--count=1", `--contains=${commit}`]);
      return having.code === 0 && having.stdout.length > 0 ? null : { kind: "lacking" };
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  }

  #ask(directory: string, args: readonly string[], config: readonly string[] = []): Promise<GitResult> {
    const env = { GIT_DIR: directory, GIT_OBJECT_DIRECTORY: undefined, GIT_NO_LAZY_FETCH: "1" };
    return this.#call(args, { env, config, cwd: directory });
  }
}

function failed(result: GitResult): Brought {
  return { kind: "failed", message: remoteFailure(result).message };
}

async function makeBare(git: SafeGit, directory: string, format: string): Promise<void> {
  const env = { GIT_DIR: undefined, GIT_OBJECT_DIRECTORY: undefined };
  const args = ["init", "--bare", "--quiet", "--template=", `--object-format=${format}`, directory];
  const { code, stderr } = await git.run(args, { env });
  if (code !== 0) throw new Error(`git init failed: ${stderr.trim()}`);
}
