import type { Changes, FileChange, Oid, Repository } from "../ports.ts";

/** A path with what it is on the person's side; null where they removed it. */
export type Work = Map<string, { oid: Oid; mode: string } | null>;

export async function workOf(
  repository: Repository,
  range: { from: Oid; to: Oid },
  counts: (path: string) => boolean,
): Promise<Work> {
  const work: Work = new Map();
  for (const path of await repository.changedPaths(range.from, range.to)) {
    if (counts(path)) work.set(path, await repository.entry(range.to, path));
  }
  return work;
}

type Joined = { ok: true; changes: Changes } | { ok: false; conflicts: string[] };

/** Path by path: what only they changed is taken as it is; what both changed is merged by lines, or conflicts. */
export async function join(
  repository: Repository,
  { base, tip, work }: { base: Oid; tip: Oid; work: Work },
): Promise<Joined> {
  const changes: Changes = new Map();
  const both: FileChange[] = [];
  const conflicts: string[] = [];
  for (const [path, theirs] of work) {
    const [before, ours] = [await repository.entry(base, path), await repository.entry(tip, path)];
    if (ours?.oid === theirs?.oid && ours?.mode === theirs?.mode) continue;
    if (ours?.oid === before?.oid && ours?.mode === before?.mode) {
      changes.set(path, theirs);
      continue;
    }
    const content = theirs ? await repository.readBlob(theirs.oid) : null;
    if (theirs === null) both.push({ path, delete: true });
    else if (content) both.push({ path, mode: theirs.mode, content });
    else conflicts.push(path);
  }
  const landing = await repository.land(base, tip, both);
  if (!landing.ok) return { ok: false, conflicts: [...conflicts, ...landing.conflicts] };
  if (conflicts.length > 0) return { ok: false, conflicts };
  for (const [path, change] of landing.changes) changes.set(path, change);
  return { ok: true, changes };
}
