/** Artifacts as GitHub keeps them: zip files made by `actions/upload-artifact`, served from a place of their own. */
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { crc32, deflateRawSync } from "node:zlib";
import { unzipSync } from "fflate";
import type { Artifact, Repository, Run } from "../state/model.ts";
import { repositoryApi, type World } from "../state/world.ts";
import { nodeId } from "../views/account.ts";

/** Characters that `actions/upload-artifact` takes in no path. */
const REFUSED = /[":<>|*?\r\n]/;

/** What the upload step does; the answer is why it fails. */
export function uploadArtifact(
  repository: Repository,
  run: Run,
  { name, path, overwrite }: { name: string; path: string; overwrite: boolean },
): string | null {
  const files = filesIn(path).filter(file => !file.split("/").some(part => part.startsWith(".")));
  // `if-no-files-found: ignore`
  if (files.length === 0) return null;
  const bad = files.find(file => REFUSED.test(file));
  if (bad) return `The path for one of the files in artifact is not valid: /${bad}`;
  const before = [...repository.artifacts.values()].find(each => each.run === run.id && each.name === name);
  if (before && !overwrite)
    return `Failed to CreateArtifact: Received non-retryable error: (409) Conflict: an artifact with this name already exists on the workflow run`;
  if (before) repository.artifacts.delete(before.id);
  const archive = zip(files.map(file => ({ name: file, bytes: readFileSync(join(path, file)) })));
  const id = 6_000_001 + repository.artifacts.size + run.id * 10;
  const digest = `sha256:${createHash("sha256").update(archive).digest("hex")}`;
  const createdAt = new Date().toISOString();
  repository.artifacts.set(id, { id, run: run.id, name, archive, digest, expired: false, createdAt });
  return null;
}

/** What the download step does; false where there is none of that name. */
export function downloadArtifact(
  repository: Repository,
  run: Run,
  { name, path }: { name: string; path: string },
): boolean {
  const found = [...repository.artifacts.values()].find(each => each.run === run.id && each.name === name);
  if (!found || found.expired) return false;
  for (const [file, bytes] of Object.entries(unzipSync(found.archive))) {
    mkdirSync(dirname(join(path, file)), { recursive: true });
    writeFileSync(join(path, file), bytes);
  }
  return true;
}

export function artifactView(world: World, repository: Repository, artifact: Artifact) {
  const url = `${repositoryApi(world, repository)}/actions/artifacts/${artifact.id}`;
  const run = repository.runs.get(artifact.run)!;
  return {
    id: artifact.id,
    node_id: nodeId("A", artifact.id),
    name: artifact.name,
    size_in_bytes: artifact.archive.length,
    url,
    archive_download_url: `${url}/zip`,
    expired: artifact.expired,
    created_at: artifact.createdAt,
    updated_at: artifact.createdAt,
    expires_at: new Date(Date.parse(artifact.createdAt) + 5 * 86_400_000).toISOString(),
    digest: artifact.digest,
    workflow_run: {
      id: run.id,
      repository_id: repository.id,
      head_repository_id: repository.id,
      head_branch: run.headBranch,
      head_sha: run.headSha,
    },
  };
}

/** How long the address of a download holds (ms). */
const HOLDS_MS = 60_000;

/** Where the bytes lie: another host, whose address carries its own right to read. */
export function blobUrl(world: World, { id }: Artifact): string {
  const host = new URL(world.url);
  return `http://localhost:${host.port}/_blobs/${id}?se=${Date.now() + HOLDS_MS}&sig=stand-in`;
}

/** What that other host answers; null: nothing lies there. It refuses whoever shows a token, as the real one does. */
export function serveBlob(
  world: World,
  url: URL,
  authorization: string | undefined,
): { status: number; body: Buffer } | null {
  const id = Number(/^\/_blobs\/(\d+)$/.exec(url.pathname)?.[1] ?? 0);
  const artifact = [...world.repositories.values()].flatMap(each => each.artifacts.get(id) ?? [])[0];
  if (!artifact) return null;
  if (authorization !== undefined) {
    world.violations.push("a token was shown to the host of the artifacts");
    return { status: 400, body: Buffer.from("InvalidAuthenticationInfo") };
  }
  if (Number(url.searchParams.get("se")) < Date.now()) return { status: 403, body: Buffer.from("expired") };
  return { status: 200, body: artifact.archive };
}

function filesIn(folder: string): string[] {
  if (!statSync(folder, { throwIfNoEntry: false })) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
}

/** A zip file as a stream writes it: sizes and sums stand behind each file's bytes, and in the directory at the end. */
function zip(files: readonly { name: string; bytes: Buffer }[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const { name, bytes } of files) {
    const packed = deflateRawSync(bytes);
    const path = Buffer.from(name);
    // Version 2.0; sizes follow, and the name is UTF-8; deflated; 1980-01-01.
    const head = Buffer.alloc(26);
    head.writeUInt16LE(20, 0);
    head.writeUInt16LE(0x08_08, 2);
    head.writeUInt16LE(8, 4);
    head.writeUInt16LE(0x21, 8);
    head.writeUInt16LE(path.length, 22);
    const sums = Buffer.alloc(12);
    sums.writeUInt32LE(crc32(bytes), 0);
    sums.writeUInt32LE(packed.length, 4);
    sums.writeUInt32LE(bytes.length, 8);
    const local = Buffer.concat([signature(0x04034b50), head, path, packed, signature(0x08074b50), sums]);
    sums.copy(head, 10);
    const rest = Buffer.alloc(14);
    // Made on Unix: a plain file of mode 644.
    rest.writeUInt32LE((0o100644 << 16) >>> 0, 6);
    rest.writeUInt32LE(at, 10);
    directory.push(signature(0x02014b50), Buffer.from([45, 3]), head, rest, path);
    parts.push(local);
    at += local.length;
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(files.length, 4);
  end.writeUInt16LE(files.length, 6);
  end.writeUInt32LE(list.length, 8);
  end.writeUInt32LE(at, 12);
  return Buffer.concat([...parts, list, signature(0x06054b50), end]);
}

function signature(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
