import { randomUUID } from "node:crypto";
import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import type { GitRepository } from "./git-repository.ts";
import { isOid, type Oid } from "./object.ts";
import { isRefName } from "./ref.ts";

/** A branch in a file: how work leaves a machine that may not push, and arrives at one that may. */
export interface Bundles {
  /** Writes the commits up to `oid` that none of `without` reaches, as the branch `as`. @throws where git cannot */
  write(file: string, packed: { oid: Oid; as: string; without: readonly Oid[] }): Promise<BundleAnswer>;
  /** The one branch that the file holds; nothing of it is here yet. */
  look(file: string): { ok: true; ref: string; oid: Oid } | { ok: false; message: string };
  /** Brings the branch's commits into the store, every object checked; no ref of the user's moves. */
  read(file: string, ref: string): Promise<BundleAnswer>;
}

export type BundleAnswer = { ok: true; oid: Oid } | { ok: false; message: string };

/** GitHub takes pushes of 2 GiB at most. */
const MAX_BYTES = 2 * 1024 * 1024 * 1024;
const HEADER_BYTES = 64 * 1024;
/** For one call (ms): a large branch takes its time to be checked. */
const PATIENCE_MS = 600_000;

export function bundlesOf(repository: GitRepository): Bundles {
  return {
    write: (file, packed) => writeBundle(repository, file, packed),
    look: file => lookAt(repository, file),
    read: (file, ref) => readBundle(repository, file, ref),
  };
}

async function writeBundle(
  repository: GitRepository,
  file: string,
  { oid, as: ref, without }: { oid: Oid; as: string; without: readonly Oid[] },
): Promise<BundleAnswer> {
  await repository.flush();
  const { git } = repository;
  // The user's refs are not git's here; a bundle names the ones that it holds.
  const named = await git.run(["update-ref", ref, oid]);
  if (named.code !== 0) throw new Error(`git update-ref failed: ${named.stderr.trim()}`);
  try {
    const range = [ref, ...without.map(each => `^${each}`)];
    const made = await git.run(["bundle", "create", "--quiet", file, ...range], { timeout: PATIENCE_MS });
    if (made.code === 0) return { ok: true, oid };
    const isEmpty = /empty bundle/i.test(made.stderr);
    const message = isEmpty ? "the branch has no commit that the base has not" : made.stderr.trim();
    return { ok: false, message };
  } finally {
    await git.run(["update-ref", "-d", ref]);
  }
}

function lookAt(repository: GitRepository, file: string): ReturnType<Bundles["look"]> {
  const header = headerOf(file);
  if (!header.ok) return header;
  const refs = header.lines.flatMap(line => {
    const match = /^([0-9a-f]{40}|[0-9a-f]{64}) (refs\/\S+|HEAD)$/.exec(line);
    return match ? [{ oid: match[1]!, ref: match[2]! }] : [];
  });
  const partial = header.lines.find(line => line.startsWith("@") && !line.startsWith("@object-format="));
  if (partial !== undefined) return { ok: false, message: `it is no whole bundle (${partial.slice(0, 60)})` };
  const [only, more] = refs;
  if (!only || more || !isRefName(only.ref) || !only.ref.startsWith("refs/heads/"))
    return { ok: false, message: "it must hold one branch, and nothing else" };
  if (only.oid.length !== (repository.store.format === "sha256" ? 64 : 40))
    return { ok: false, message: "it is of a repository that names its objects otherwise" };
  return { ok: true, ...only };
}

/** The lines before the pack. No link is followed, as what lies there is an agent's to choose. */
function headerOf(file: string): { ok: true; lines: string[] } | { ok: false; message: string } {
  let handle: number;
  try {
    handle = openSync(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return { ok: false, message: code === "ENOENT" ? "it is not there" : `it cannot be read (${code})` };
  }
  try {
    const stats = fstatSync(handle);
    if (!stats.isFile()) return { ok: false, message: "it is no file" };
    if (stats.size > MAX_BYTES) return { ok: false, message: "it is larger than GitHub takes (2 GiB)" };
    const bytes = Buffer.alloc(HEADER_BYTES);
    const text = bytes.subarray(0, readSync(handle, bytes, 0, HEADER_BYTES, 0)).toString("latin1");
    const end = text.indexOf("\n\n");
    const lines = text.slice(0, Math.max(end, 0)).split("\n");
    if (end < 0 || !/^# v[23] git bundle$/.test(lines[0]!))
      return { ok: false, message: "it is no git bundle" };
    return { ok: true, lines: lines.slice(1) };
  } finally {
    closeSync(handle);
  }
}

async function readBundle(repository: GitRepository, file: string, ref: string): Promise<BundleAnswer> {
  const there = lookAt(repository, file);
  if (!there.ok) return there;
  if (there.ref !== ref)
    return {
      ok: false,
      message: `it holds ${there.ref.slice(0, 100)}, and not ${ref.replace("refs/heads/", "")}`,
    };
  await repository.flush();
  const into = `refs/fetched/${randomUUID()}`;
  const { git } = repository;
  const options = [
    "--no-tags",
    "--no-write-fetch-head",
    "--no-recurse-submodules",
    "--no-auto-maintenance",
    "--quiet",
  ];
  const fetched = await git.run(["fetch", ...options, "--", file, `+${ref}:${into}`], {
    config: ["fetch.fsckObjects=true", "transfer.fsckObjects=true"],
    timeout: PATIENCE_MS,
  });
  if (fetched.code !== 0) return { ok: false, message: whyNot(fetched.stderr) };
  const resolved = await git.run(["rev-parse", "--verify", "--quiet", `${into}^{commit}`]);
  await git.run(["update-ref", "-d", into]);
  const oid = resolved.stdout.toString("latin1").trim();
  return isOid(oid) ? { ok: true, oid } : { ok: false, message: "it holds no commit" };
}

function whyNot(stderr: string): string {
  if (/lacks these prerequisite commits/i.test(stderr))
    return "it builds on commits that are not here (a shallow clone? give actions/checkout `fetch-depth: 0`)";
  const line = stderr.split("\n").find(each => /^(error|fatal):/.test(each)) ?? stderr.trim();
  return `git does not take it: ${line.replace(/^(error|fatal): /, "").slice(0, 300)}`;
}
