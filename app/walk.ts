import { describeFailure } from "../src/github/answer.ts";
import { runOf } from "../src/github/runs.ts";
import { idProblem, milestoneOfBranch } from "../src/milestone/names.ts";
import type { AppContext } from "./app-context.ts";
import { readAppFile } from "./configuration.ts";
import { type CommentOrigin, type Happening, lineOf } from "./happenings.ts";
import type { RepositoryShape } from "./installed-repositories.ts";
import { noteBase, noteName, placeOf } from "./place.ts";
import { planReconcile, touchedNote, type Urgency } from "./reconcile.ts";
import { againAfter } from "./working.ts";

const PAGE = 100;
/** A walk that another process, or this one before a crash, has just begun is not begun again. */
const WALK_REST_MS = 20_000;

/** Looks at every repository, the last resort: finds what no delivery told of. */
export async function walkAll(app: AppContext): Promise<void> {
  if (!(await app.inbox.once("walk", WALK_REST_MS))) return;
  const octokit = await app.probot.auth();
  const at = app.settings.clock.now();
  for (let page = 1; ; page += 1) {
    const { data } = await octokit.request("GET /app/installations", { per_page: PAGE, page });
    for (const { id, permissions } of data) sayLacking(app, id, permissions as Record<string, string>);
    const jobs = data
      .filter(each => !each.suspended_at)
      .map(({ id }) => {
        const happening: Happening = { name: "installed", installation: id };
        const body = JSON.stringify(happening);
        return {
          id: `walk/${id}/${at}`,
          line: `installation/${id}`,
          lane: "upkeep" as const,
          name: "installed",
          body,
        };
      });
    await app.inbox.take(jobs);
    if (data.length < PAGE) return;
  }
}

/** An installation keeps the permissions that its owner accepted when the app asks for more. */
function sayLacking(app: AppContext, installation: number, granted: Record<string, string> = {}): void {
  const lacking = Object.entries(readAppFile().default_permissions)
    .filter(([name, level]) => granted[name] !== level && granted[name] !== "write")
    .map(([name, level]) => `${name}: ${level}`);
  if (lacking.length > 0)
    app.log.warn(
      { installation, lacking },
      `the installation lacks permissions: ${lacking.join(", ")}. Grant them in the app's settings, and accept them in the installation's`,
    );
}

interface Heads {
  nodes: ({
    databaseId: number;
    defaultBranchRef: { target: { oid: string } | null } | null;
    refs: { nodes: { name: string; target: { oid: string } | null }[] } | null;
  } | null)[];
}

const HEADS = `query heads($ids: [ID!]!) {
  nodes(ids: $ids) {
    ... on Repository {
      databaseId
      defaultBranchRef { target { oid } }
      refs(refPrefix: "refs/heads/milestone/", first: 100) { nodes { name target { oid } } }
    }
  }
}`;

/**
 * All repositories of an installation: two requests for a hundred, and what changed since it was last looked at. `again`:
 * all of it, because the app may do more there than before.
 */
export async function walkInstallation(app: AppContext, installation: number, again = false): Promise<void> {
  const api = await app.places.api(installation);
  for (let page = 1; ; page += 1) {
    const answer = await api.read("GET /installation/repositories", { per_page: PAGE, page });
    if (!answer.ok) {
      againAfter(answer.failure, app.settings.clock.now());
      return app.log.warn({ installation }, describeFailure(answer.failure));
    }
    const { repositories } = answer.value;
    const shapes = repositories.filter(each => !each.archived && !each.disabled);
    if (shapes.length)
      await walkRepositories(
        app,
        { installation, again },
        shapes as (RepositoryShape & { node_id: string })[],
      );
    if (repositories.length < PAGE) return;
  }
}

async function walkRepositories(
  app: AppContext,
  { installation, again }: { installation: number; again: boolean },
  shapes: (RepositoryShape & { node_id: string })[],
): Promise<void> {
  const api = await app.places.api(installation);
  const answer = await api.graphql<Heads>(HEADS, { ids: shapes.map(shape => shape.node_id) });
  if (!answer.ok) {
    againAfter(answer.failure, app.settings.clock.now());
    return app.log.warn({ installation }, describeFailure(answer.failure));
  }
  const byId = new Map(shapes.map(shape => [shape.id, shape]));
  for (const found of answer.value.nodes) {
    const shape = found ? byId.get(found.databaseId) : undefined;
    const branches = found?.refs?.nodes ?? [];
    if (!shape || !branches.length) continue;
    const { id, name, owner, default_branch, html_url, updated_at } = shape;
    const at = updated_at ? { updated_at } : {};
    const repository = { id, name, owner: { login: owner?.login ?? "" }, default_branch, html_url, ...at };
    await noteName(app, { installation, repository }, "known");
    const base = found?.defaultBranchRef?.target?.oid;
    if (base) await noteBase(app, id, base);
    for (const branch of branches) {
      const milestone = branch.name.slice(branch.name.lastIndexOf("/") + 1);
      const seen = `${branch.target?.oid} ${base}`;
      if (idProblem(milestone) !== null) continue;
      if (!again && (await app.inbox.note(seenNote(id, milestone))) === seen) continue;
      if (again) await app.inbox.setNote(touchedNote(id, milestone), String(app.settings.clock.now()));
      await planReconcile(app, { installation, repository }, milestone, "now");
      await app.inbox.setNote(seenNote(id, milestone), seen);
    }
  }
}

const seenNote = (repository: number, milestone: string): string => `seen/${lineOf(repository, milestone)}`;

/** The base branch moved, or the repository itself was changed: its milestones are reconciled. */
export async function reconcileRepository(
  app: AppContext,
  origin: CommentOrigin,
  commit: string | null,
): Promise<void> {
  if (commit === null) await noteName(app, origin, "new");
  await noteBase(app, origin.repository.id, commit ?? "");
  await reconcileBranches(app, origin, commit ? "lazy" : "soon", commit === null);
}

/** `isTouched`: what is remembered of the milestones' objects is no longer believed. */
async function reconcileBranches(
  app: AppContext,
  origin: CommentOrigin,
  urgency: Urgency,
  isTouched = false,
): Promise<void> {
  const { repository } = await placeOf(app, origin);
  const branches = await repository.read("GET /repos/{owner}/{repo}/git/matching-refs/{ref}", {
    ref: "heads/milestone/",
  });
  if (!branches.ok) {
    againAfter(branches.failure, app.settings.clock.now());
    return app.log.warn({ repository: repository.repo }, describeFailure(branches.failure));
  }
  for (const { ref } of branches.value) {
    const milestone = milestoneOfBranch(ref.slice("refs/heads/".length));
    if (milestone === null || idProblem(milestone) !== null) continue;
    if (isTouched)
      await app.inbox.setNote(touchedNote(origin.repository.id, milestone), String(app.settings.clock.now()));
    await planReconcile(app, origin, milestone, urgency);
  }
}

/** A run ended: its milestone may want the next one, or was left in the middle. Runs of other workflows cost nothing. */
export async function runEnded(
  app: AppContext,
  { origin, run, workflow, title }: Extract<Happening, { name: "run" }>,
): Promise<void> {
  const ours = await app.inbox.note(`workflow/${origin.repository.id}`);
  if (ours === null || ours !== workflow) return;
  const known = [...app.milestones.values()].filter(m => m.place.id === origin.repository.id);
  const owned = known.filter(({ state: { reading } }) => {
    return reading.kind === "read" && runOf(reading.reading.state.lease) === run;
  });
  const words = new Set(title.split(/\s+/));
  const named = owned.length ? owned : known.filter(({ milestone }) => words.has(milestone));
  for (const { milestone } of named) await planReconcile(app, origin, milestone, "soon");
  if (!named.length) await reconcileBranches(app, origin, "soon");
}

/** Removed or suspended: nothing more is asked there. */
export async function forgetInstallation(app: AppContext, installation: number): Promise<void> {
  app.places.forget(installation);
  for (const [line, { place }] of app.milestones) {
    if (place.installation === installation) app.milestones.delete(line);
  }
  app.log.info({ installation }, "the app was removed or suspended there");
}
