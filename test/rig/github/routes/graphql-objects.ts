/** `repository { object(expression) }`, several in one query, as GitHub's GraphQL gives them. */
import type { BareRepository, TreeEntry } from "../git/bare.ts";
import { readBlob, readTree, resolveCommit } from "../git/read.ts";
import { type Answer, ok } from "../http/answer.ts";
import type { Actor, Repository } from "../state/model.ts";
import { atLeast, roleOf, type World } from "../state/world.ts";

interface Query {
  query: string;
  variables?: { [name: string]: unknown };
}

/** GitHub gives at most this much of a text. */
const TEXT_LIMIT = 512_000;

/** Answers a query for objects; null for any other. */
export async function answerObjects(world: World, actor: Actor, body: Query): Promise<Answer | null> {
  if (!body.query.trimStart().startsWith("query") || !body.query.includes("object(expression:")) return null;
  const { owner, name } = body.variables ?? {};
  const repository = world.repositories.get(`${owner}/${name}`.toLowerCase());
  if (!repository || !mayRead(actor, repository)) {
    const message = `Could not resolve to a Repository with the name '${owner}/${name}'.`;
    return ok({ data: { repository: null }, errors: [{ type: "NOT_FOUND", message, path: ["repository"] }] });
  }
  const wantsText = body.query.includes("text");
  const asked = [...body.query.matchAll(/(\w+): object\(expression: \$(\w+)\)/g)];
  const given = await Promise.all(
    asked.map(([, , variable]) => objectAt(repository, String(body.variables?.[variable!]), wantsText)),
  );
  const objects = Object.fromEntries(asked.map(([, alias], index) => [alias!, given[index]]));
  return ok({ data: { repository: objects } });
}

async function objectAt({ git }: Repository, expression: string, wantsText: boolean): Promise<unknown> {
  const colon = expression.indexOf(":");
  const commit = await resolveCommit(git, colon < 0 ? expression : expression.slice(0, colon));
  if (!commit) return null;
  if (colon < 0) return { __typename: "Commit", oid: commit };
  const path = expression.slice(colon + 1);
  const listing = await entriesOf(git, commit);
  const entry = path === "" ? { type: "tree", sha: commit } : listing.find(e => e.path === path);
  if (!entry) return null;
  const oid = entry.sha;
  if (entry.type === "tree") {
    const children = listing.filter(e => e.path.slice(0, Math.max(0, e.path.lastIndexOf("/"))) === path);
    const entries = children.map(e => ({
      name: e.path.slice(path === "" ? 0 : path.length + 1),
      type: e.type,
      mode: Number.parseInt(e.mode, 8),
      oid: e.sha,
    }));
    return { __typename: "Tree", oid, ...(wantsText ? { entries } : {}) };
  }
  if (!wantsText) return { __typename: "Blob", oid };
  const bytes = (await readBlob(git, oid)) ?? Buffer.alloc(0);
  const text = bytes.includes(0) ? null : bytes.subarray(0, TEXT_LIMIT).toString();
  return { __typename: "Blob", oid, text, isTruncated: bytes.length > TEXT_LIMIT };
}

const listings = new WeakMap<BareRepository, Map<string, Promise<TreeEntry[]>>>();

/** Everything in a commit; what a commit holds never changes. */
function entriesOf(git: BareRepository, commit: string): Promise<TreeEntry[]> {
  const known = listings.get(git) ?? new Map<string, Promise<TreeEntry[]>>();
  listings.set(git, known);
  const listing = known.get(commit) ?? readTree(git, commit, true).then(entries => entries ?? []);
  known.set(commit, listing);
  return listing;
}

function mayRead(actor: Actor, repository: Repository): boolean {
  if (actor.kind === "installation") return Boolean(actor.permissions.contents);
  return actor.kind === "user" && atLeast(roleOf(repository, actor.user), "read");
}
