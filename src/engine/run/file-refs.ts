import type { FileRef } from "../../milestone/session/event.ts";
import type { Changes, Oid, Repository } from "../ports.ts";
import type { Run } from "./run-context.ts";

/** Every file below the folder, as the branch's tip has it. */
export function listFiles(run: Run, folder: string): Promise<FileRef[]> {
  return listFilesAt(run.ports.repository, run.journal.tip, folder);
}

/** Every file below the folder, as the commit has it. */
export async function listFilesAt(
  repository: Pick<Repository, "list">,
  commit: Oid,
  folder: string,
): Promise<FileRef[]> {
  const found: FileRef[] = [];
  for (const entry of await repository.list(commit, folder)) {
    const path = `${folder}/${entry.name}`;
    if (entry.mode === "040000" || entry.mode === "40000")
      found.push(...(await listFilesAt(repository, commit, path)));
    else found.push({ path, blob: entry.oid });
  }
  return found;
}

/** The whole folder as it will stand once the changes are on the branch, in the order of the paths. */
export async function listFilesAfter(run: Run, changes: Changes, folder: string): Promise<FileRef[]> {
  const blobs = new Map<string, string>();
  for (const entry of await listFiles(run, folder)) blobs.set(entry.path, entry.blob);
  for (const [path, change] of changes) {
    if (!path.startsWith(`${folder}/`)) continue;
    if (change === null) blobs.delete(path);
    else blobs.set(path, Buffer.isBuffer(change) ? run.ports.repository.hash(change) : change.oid);
  }
  return [...blobs].sort(([a], [b]) => (a < b ? -1 : 1)).map(([path, blob]) => ({ path, blob }));
}
