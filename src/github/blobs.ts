import { type Answer, good } from "./answer.ts";
import type { GitHubRepository } from "./github-repository.ts";

/** Blob ids by `<commit>:<path>`; what a commit holds never changes, so nothing is asked twice. */
export type BlobMemory = Map<string, string | null>;

const BATCH = 80;

/** The blob ids of paths at a commit, in one request for what is not known; a missing file is left out. */
export async function readBlobIds(
  repository: GitHubRepository,
  commit: string,
  paths: readonly string[],
  memory: BlobMemory,
): Promise<Answer<Record<string, string>>> {
  const missing = paths.filter(path => !memory.has(`${commit}:${path}`));
  for (let at = 0; at < missing.length; at += BATCH) {
    const batch = missing.slice(at, at + BATCH);
    const variables: Record<string, string> = { owner: repository.owner, name: repository.repo };
    for (const [n, path] of batch.entries()) variables[`e${n}`] = `${commit}:${path}`;
    const answer = await repository.api.graphql<{
      repository: Record<string, { __typename: string; oid: string } | null> | null;
    }>(blobIdsQuery(batch.length), variables);
    if (!answer.ok) return answer;
    for (const [n, path] of batch.entries()) {
      const object = answer.value.repository?.[`o${n}`];
      memory.set(`${commit}:${path}`, object?.__typename === "Blob" ? object.oid : null);
    }
  }
  const found: Record<string, string> = {};
  for (const path of paths) {
    const oid = memory.get(`${commit}:${path}`);
    if (oid) found[path] = oid;
  }
  return good(found);
}

/** The query for the ids of so many objects; expressions are variables, never text of the query. */
function blobIdsQuery(count: number): string {
  const all = [...Array(count).keys()];
  return `query ids($owner: String!, $name: String!${all.map(n => `, $e${n}: String!`).join("")}) {
  repository(owner: $owner, name: $name) {
${all.map(n => `    o${n}: object(expression: $e${n}) { __typename oid }`).join("\n")}
  }
}`;
}
