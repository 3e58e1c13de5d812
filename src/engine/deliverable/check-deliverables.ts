import { globMatcher } from "../../milestone/path/glob.ts";
import type { Deliverable } from "../../milestone/plan/plan.ts";
import { checkFile } from "./check-file.ts";
import type { DeliverableFinding } from "./finding.ts";

export interface DeliverableCheck {
  deliverables: readonly Deliverable[];
  /** Bytes of a file by its path below the phase's folder; null when there is none. */
  files: (path: string) => Promise<Buffer | null>;
  /** Paths of all files below the phase's folder, with `/`. */
  listFolder: () => Promise<string[]>;
  /** Repository paths that this phase's own work changed. */
  changedPaths: readonly string[];
  /** Files and folders that git ignores. */
  ignored?: readonly string[];
  /** Text of a JSON Schema by its path in the repository; null when there is none. */
  readSchema: (path: string) => Promise<string | null>;
}

type FileDeliverable = Extract<Deliverable, { path: string }>;

/**
 * Judges what a phase left behind by the rules of its deliverables; an empty list is a pass. Only the files
 * count, never what the executor says about them.
 */
export async function checkDeliverables(check: DeliverableCheck): Promise<DeliverableFinding[]> {
  const files = check.deliverables.filter(isFile);
  const contents = await Promise.all(
    files.map(async file => ({ file, bytes: await check.files(file.path) })),
  );
  const work = check.changedPaths.filter(path => !path.startsWith(".milestones/"));
  const unchanged = check.deliverables.flatMap(
    deliverable => checkChanged(deliverable, { work, ignored: check.ignored ?? [] }) ?? [],
  );
  const nothingThere = contents.length > 0 && contents.every(({ bytes }) => bytes === null);
  const folder = contents.some(({ bytes }) => bytes === null) ? await check.listFolder() : [];
  if (nothingThere && folder.length === 0) return [nothingDelivered(files), ...unchanged];
  const findings: DeliverableFinding[] = [];
  for (const { file, bytes } of contents) {
    if (bytes === null) findings.push(missing(file, folder));
    else findings.push(...(await checkFile(file, bytes, check.readSchema)));
  }
  return [...findings, ...unchanged];
}

function isFile(deliverable: Deliverable): deliverable is FileDeliverable {
  return "path" in deliverable;
}

function nothingDelivered(files: FileDeliverable[]): DeliverableFinding {
  const names = files.map(file => file.path).join(", ");
  const wanted =
    files.length === 1
      ? `the file this phase must deliver (${names})`
      : `the ${files.length} files this phase must deliver (${names})`;
  return {
    path: files[0]?.path ?? "",
    rule: "nothing_delivered",
    message: `The executor ended without an error but left nothing behind: ${wanted} must be written into the folder that MILESTONE_DELIVERABLES names.`,
  };
}

function missing(file: FileDeliverable, folder: string[]): DeliverableFinding {
  if (folder.includes(file.path)) {
    const message = `${file.path} is a link; write the file itself.`;
    return { path: file.path, rule: "missing", message };
  }
  const similar = folder.find(path => stem(path) === stem(file.path));
  const hint = similar
    ? `There is ${similar}: was it meant? Then give it the name ${file.path}.`
    : "Write it into the folder that MILESTONE_DELIVERABLES names.";
  return { path: file.path, rule: "missing", message: `${file.path} is missing. ${hint}` };
}

/** The name without folder, extension, case and separators. */
function stem(path: string): string {
  const name = path.slice(path.lastIndexOf("/") + 1).toLowerCase();
  return name.replace(/\.[a-z0-9]{1,8}$/, "").replace(/[-_. ]/g, "");
}

function checkChanged(
  deliverable: Deliverable,
  { work, ignored }: { work: string[]; ignored: readonly string[] },
): DeliverableFinding | null {
  if (isFile(deliverable)) return null;
  const matches = globMatcher([deliverable.changed]);
  if (work.some(matches)) return null;
  const others = work.length === 0 ? "it changed no file of the repository" : `it changed only ${list(work)}`;
  return {
    path: deliverable.changed,
    rule: "unchanged",
    message: `This phase must change a file that matches ${deliverable.changed}, but ${others}.${ignoredHint(ignored.filter(path => matches(path) || matches(`${path}/file`)))}`,
  };
}

function ignoredHint(ignored: string[]): string {
  if (ignored.length === 0) return "";
  return ` git ignores ${list(ignored)} (.gitignore), and ignored files are never committed: take it out of .gitignore, or have the phase write elsewhere.`;
}

function list(paths: string[]): string {
  const shown = paths.slice(0, 5).join(", ");
  return paths.length > 5 ? `${shown} and ${paths.length - 5} more` : shown;
}
