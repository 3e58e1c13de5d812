/** `nodes(ids)` of repositories' branches, and signs under reviews: what the app asks of many things at once. */
import { resolveCommit } from "../git/read.ts";
import { type Answer, ok } from "../http/answer.ts";
import type { Actor, Reaction, Repository } from "../state/model.ts";
import { pulls, stamp, type World } from "../state/world.ts";
import { nodeId } from "../views/account.ts";

interface Query {
  query: string;
  variables?: { [name: string]: unknown };
}

/** Answers such a query; null for any other. */
export async function answerNodes(world: World, actor: Actor, body: Query): Promise<Answer | null> {
  const { query, variables = {} } = body;
  if (query.includes("on Repository")) {
    const ids = variables.ids as string[];
    return ok({ data: { nodes: await Promise.all(ids.map(id => headsOf(world, id))) } });
  }
  if (query.includes("addReaction")) return react(world, actor, variables as { id: string; content: string });
  if (query.includes("reactionGroups")) return signs(world, actor, String(variables.id));
  return null;
}

async function headsOf(world: World, id: string) {
  const found = [...world.repositories.values()].find(each => nodeId("R", each.id) === id);
  if (!found) return null;
  const base = await resolveCommit(found.git, found.defaultBranch);
  const refs = [...(await found.git.refs("refs/heads/milestone/"))];
  return {
    databaseId: found.id,
    defaultBranchRef: base ? { target: { oid: base } } : null,
    refs: {
      nodes: refs.slice(0, 100).map(([ref, sha]) => ({
        name: ref.slice("refs/heads/milestone/".length),
        target: { oid: sha },
      })),
    },
  };
}

function reviewReactions(world: World, id: string): Reaction[] | null {
  const all = [...world.repositories.values()].flatMap((each: Repository) => pulls(each));
  const review = all.flatMap(({ pull }) => pull.reviews).find(each => nodeId("PRR", each.id) === id);
  if (!review) return null;
  review.reactions ??= [];
  return review.reactions;
}

const missing = (id: string): Answer =>
  ok({
    data: null,
    errors: [{ type: "NOT_FOUND", message: `Could not resolve to a node with the global id of '${id}'.` }],
  });

function react(world: World, actor: Actor, { id, content }: { id: string; content: string }): Answer {
  const reactions = reviewReactions(world, id);
  if (!reactions || (actor.kind !== "installation" && actor.kind !== "user")) return missing(id);
  const { user } = actor;
  if (!reactions.some(each => each.user.id === user.id && each.content === content))
    reactions.push({ id: world.nextId(), user, content, createdAt: stamp(world) });
  return ok({ data: { addReaction: { reaction: { content } } } });
}

function signs(world: World, actor: Actor, id: string): Answer {
  const reactions = reviewReactions(world, id);
  if (!reactions || (actor.kind !== "installation" && actor.kind !== "user")) return missing(id);
  const groups = ["EYES", "ROCKET", "THUMBS_DOWN"].map(content => ({
    content,
    viewerHasReacted: reactions.some(each => each.user.id === actor.user.id && each.content === content),
  }));
  return ok({ data: { node: { reactionGroups: groups } } });
}
