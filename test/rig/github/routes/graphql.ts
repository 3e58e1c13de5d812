/**
 * What is asked by GraphQL: git objects, who asks, who edited which comment, and the mutations that REST has not: a draft made
 * ready, and back; a comment folded, and shown again.
 * Checked by hand, as there is no slice for GraphQL.
 */
import { type Answer, ok } from "../http/answer.ts";
import type { Actor, Edit, PullRequest, Repository } from "../state/model.ts";
import { atLeast, pulls, roleOf, stamp, type World } from "../state/world.ts";
import { nodeId } from "../views/account.ts";
import { pullDetailView } from "../views/pull.ts";
import { answerNodes } from "./graphql-nodes.ts";
import { answerObjects } from "./graphql-objects.ts";

interface Query {
  query: string;
  variables?: { [name: string]: unknown };
}

const mutations = ["markPullRequestReadyForReview", "convertPullRequestToDraft"] as const;

const failure = (type: string, message: string): Answer =>
  ok({ data: null, errors: [{ type, message, path: [] }] });

/** Answers a mutation that names `pullRequestId` as a variable or in its text; anything else is a violation. */
export async function answerGraphql(world: World, actor: Actor, body: Query): Promise<Answer> {
  const objects = await answerObjects(world, actor, body);
  if (objects) return objects;
  const nodes = await answerNodes(world, actor, body);
  if (nodes) return nodes;
  if (body.query.includes("lastEditedAt")) return answerEdits(world, body);
  if (body.query.includes("viewer")) return answerViewer(actor);
  if (body.query.includes("inimizeComment")) return answerFold(world, actor, body);
  const name = mutations.find(each => body.query.includes(each));
  const id =
    Object.values(body.variables ?? {})
      .map(value => idOf(value))
      .find(Boolean) ?? /pullRequestId:\s*"([^"]+)"/.exec(body.query)?.[1];
  if (!name || !id) {
    world.violations.push(`graphql: not understood: ${body.query.slice(0, 200)}`);
    return failure("UNPROCESSABLE", "The stand-in knows only git objects and the two draft mutations.");
  }
  const found = findPull(world, id);
  if (!found) return failure("NOT_FOUND", `Could not resolve to a node with the global id of '${id}'.`);
  const { repository, request } = found;
  if (!mayChange(actor, repository)) return failure("FORBIDDEN", "Resource not accessible by integration");
  const draft = name === "convertPullRequestToDraft";
  if (draft && !repository.allowsDrafts)
    return failure("UNPROCESSABLE", "Draft pull requests are not supported in this repository.");
  if (request.pull.draft !== draft) await setDraft(world, actor, { repository, request, draft });
  return ok({ data: { [name]: { pullRequest: { id, number: request.number, isDraft: draft } } } });
}

/** `viewer { login }`: an installation is its app's bot. */
function answerViewer(actor: Actor): Answer {
  return "user" in actor
    ? ok({ data: { viewer: { login: actor.user.login } } })
    : failure("FORBIDDEN", "Resource not accessible by integration");
}

/** `minimizeComment(input: { subjectId: $id, classifier: RESOLVED })`, and back. */
function answerFold(world: World, actor: Actor, { query, variables }: Query): Answer {
  for (const repository of world.repositories.values()) {
    for (const comment of repository.comments.values()) {
      if (nodeId("IC", comment.id) !== variables?.id) continue;
      if (!mayChange(actor, repository))
        return failure("FORBIDDEN", "Resource not accessible by integration");
      const isMinimized = !query.includes("unminimizeComment");
      comment.folded = isMinimized;
      const name = isMinimized ? "minimizeComment" : "unminimizeComment";
      const field = isMinimized ? "minimizedComment" : "unminimizedComment";
      return ok({ data: { [name]: { [field]: { isMinimized } } } });
    }
  }
  return failure("NOT_FOUND", `Could not resolve to a node with the global id of '${variables?.id}'.`);
}

/** `nodes(ids: $ids) { ... on Comment { id lastEditedAt editor { login } } }` */
function answerEdits(world: World, { variables }: Query): Answer {
  const known = new Map<string, Edit | null>();
  for (const repository of world.repositories.values()) {
    for (const { id, edit } of repository.comments.values()) known.set(nodeId("IC", id), edit ?? null);
    for (const { id, pull, edit } of repository.issues.values()) {
      known.set(nodeId(pull ? "PR" : "I", id), edit ?? null);
      if (pull) known.set(nodeId("PR", pull.id), edit ?? null);
    }
    for (const { pull } of pulls(repository))
      for (const { id, edit, comments } of pull.reviews) {
        known.set(nodeId("PRR", id), edit ?? null);
        for (const comment of comments) known.set(nodeId("PRRC", comment.id), null);
      }
  }
  const nodes = ((variables?.ids ?? []) as string[]).map(id => {
    const edit = known.get(id);
    if (edit === undefined) return null;
    return { id, lastEditedAt: edit?.at ?? null, editor: edit && { login: edit.by.login } };
  });
  return ok({ data: { nodes } });
}

const idOf = (value: unknown): string | undefined =>
  typeof value === "string"
    ? value
    : ((value as { pullRequestId?: string } | null)?.pullRequestId ?? undefined);

function findPull(world: World, id: string): { repository: Repository; request: PullRequest } | null {
  for (const repository of world.repositories.values()) {
    const request = pulls(repository).find(
      each => nodeId("PR", each.pull.id) === id || nodeId("PR", each.id) === id,
    );
    if (request) return { repository, request };
  }
  return null;
}

function mayChange(actor: Actor, repository: Repository): boolean {
  if (actor.kind === "installation") return actor.permissions.pull_requests === "write";
  return actor.kind === "user" && atLeast(roleOf(repository, actor.user), "write");
}

async function setDraft(
  world: World,
  actor: Actor,
  { repository, request, draft }: { repository: Repository; request: PullRequest; draft: boolean },
): Promise<void> {
  if (actor.kind !== "user" && actor.kind !== "installation") return;
  request.pull.draft = draft;
  request.updatedAt = stamp(world);
  const pull_request = await pullDetailView(world, repository, request);
  const action = draft ? "converted_to_draft" : "ready_for_review";
  const parts = { number: request.number, pull_request };
  const ofActions = actor.kind === "installation" && actor.app.id === world.actions.id;
  world.happened({
    event: "pull_request",
    action,
    repository,
    actor: actor.user,
    byActions: ofActions,
    parts,
  });
}
