import { createHash } from "node:crypto";
import { type Answer, good } from "./answer.ts";
import type { GitHubRepository } from "./github-repository.ts";

/** What a git expression such as `<commit>:<path>` names. */
export type FetchedObject =
  | { kind: "file"; oid: string; text: string | null }
  | { kind: "folder"; oid: string; entries: FolderEntry[] };

export interface FolderEntry {
  name: string;
  type: string;
  mode: number;
  oid: string;
}

interface RawObject {
  __typename: string;
  oid: string;
  text?: string | null;
  isTruncated?: boolean;
  entries?: FolderEntry[] | null;
}

/** So many objects are asked for at once; a log segment has at most 64 KiB as a rule. */
const BATCH = 40;

/**
 * Several git objects in one request (one for every forty). Absent ones are missing in the map. A text that GitHub
 * cut, or that is not what its id says, is read once more by itself; `text` is null for what is no UTF-8.
 */
export async function readObjects(
  repository: GitHubRepository,
  expressions: string[],
): Promise<Answer<Map<string, FetchedObject>>> {
  const found = new Map<string, FetchedObject>();
  for (let at = 0; at < expressions.length; at += BATCH) {
    const batch = expressions.slice(at, at + BATCH);
    const answer = await readBatch(repository, batch);
    if (!answer.ok) return answer;
    for (const [index, expression] of batch.entries()) {
      const raw = answer.value[`o${index}`];
      if (!raw) continue;
      const object = await toObject(repository, raw);
      if (!object.ok) return object;
      if (object.value) found.set(expression, object.value);
    }
  }
  return good(found);
}

async function readBatch(
  repository: GitHubRepository,
  expressions: string[],
): Promise<Answer<Record<string, RawObject | null>>> {
  const { owner, repo } = repository;
  const variables: Record<string, string> = { owner, name: repo };
  for (const [index, expression] of expressions.entries()) variables[`e${index}`] = expression;
  const answer = await repository.api.graphql<{ repository: Record<string, RawObject | null> | null }>(
    objectsQuery(expressions.length),
    variables,
  );
  return answer.ok ? good(answer.value.repository ?? {}) : answer;
}

/** The query for so many objects; expressions are variables, never text of the query. */
function objectsQuery(count: number): string {
  const all = [...Array(count).keys()];
  return `query objects($owner: String!, $name: String!${all.map(n => `, $e${n}: String!`).join("")}) {
  repository(owner: $owner, name: $name) {
${all.map(n => `    o${n}: object(expression: $e${n}) { ...it }`).join("\n")}
  }
}
fragment it on GitObject {
  __typename
  oid
  ... on Blob { text isTruncated }
  ... on Tree { entries { name type mode oid } }
}`;
}

async function toObject(repository: GitHubRepository, raw: RawObject): Promise<Answer<FetchedObject | null>> {
  if (raw.__typename === "Tree") return good({ kind: "folder", oid: raw.oid, entries: raw.entries ?? [] });
  if (raw.__typename !== "Blob") return good(null);
  if (typeof raw.text === "string" && !raw.isTruncated && isBlob(raw.oid, Buffer.from(raw.text))) {
    return good({ kind: "file", oid: raw.oid, text: raw.text });
  }
  return readBlob(repository, raw.oid);
}

async function readBlob(repository: GitHubRepository, oid: string): Promise<Answer<FetchedObject>> {
  const answer = await repository.read("GET /repos/{owner}/{repo}/git/blobs/{file_sha}", { file_sha: oid });
  if (!answer.ok) return answer;
  const bytes = Buffer.from(answer.value.content, "base64");
  const text = bytes.toString("utf8");
  return good({ kind: "file", oid, text: Buffer.from(text).equals(bytes) ? text : null });
}

/** Whether bytes are what the id says; an id of another hash than SHA-1 is believed. */
function isBlob(oid: string, bytes: Buffer): boolean {
  if (oid.length !== 40) return true;
  return createHash("sha1").update(`blob ${bytes.length}\0`).update(bytes).digest("hex") === oid;
}
