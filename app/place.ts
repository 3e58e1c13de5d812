import type { AppContext } from "./app-context.ts";
import type { CommentOrigin } from "./happenings.ts";
import type { InstalledRepository } from "./installed-repositories.ts";

/**
 * The place of a happening, with the tip of its base branch as any process last heard of it. Known by its number: what
 * was told before the repository was renamed or moved is carried out where it is now.
 */
export async function placeOf(app: AppContext, origin: CommentOrigin): Promise<InstalledRepository> {
  const named = await app.inbox.note(namedNote(origin.repository.id));
  const { installation, repository } = named === null ? origin : (JSON.parse(named) as CommentOrigin);
  const place = await app.places.at(installation, repository);
  place.baseCommit = (await app.inbox.note(baseNote(place.id))) ?? place.baseCommit;
  return place;
}

const namedNote = (repository: number): string => `named/${repository}`;

/**
 * Takes down how a repository is called and where it lies; deliveries of it may come in any order. `known`: only where
 * that was taken down before.
 */
export async function noteName(
  app: AppContext,
  origin: CommentOrigin,
  which: "new" | "known",
): Promise<void> {
  const note = namedNote(origin.repository.id);
  const before = await app.inbox.note(note);
  if (before === null && which === "known") return;
  const last = before === null ? "" : ((JSON.parse(before) as CommentOrigin).repository.updated_at ?? "");
  if ((origin.repository.updated_at ?? "") >= last) await app.inbox.setNote(note, JSON.stringify(origin));
}

const baseNote = (repository: number): string => `base/${repository}`;

/** Takes down the tip of the base branch; empty: it is not known. */
export const noteBase = (app: AppContext, repository: number, commit: string): Promise<void> =>
  app.inbox.setNote(baseNote(repository), commit);
