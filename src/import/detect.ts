import type { IMPORT_FORMATS } from "../milestone/command/command-flags.ts";

export type ImportFormat = (typeof IMPORT_FORMATS)[number];

/** Where a plan is to be read. */
export type ImportSource =
  | { format: "kiro" | "spec-kit"; folder: string }
  | { format: "task-master"; file: string; tag: string | null }
  | { format: "github"; number: number; repository: { owner: string; repo: string } | null };

/** A GitHub milestone named as `github:12`, `github:acme/web#12`, or by its page; null for anything else. */
export function githubSource(source: string): Extract<ImportSource, { format: "github" }> | null {
  const short = /^github:(?:([\w.-]{1,100})\/([\w.-]{1,100})#)?(\d{1,9})$/.exec(source);
  const page =
    /^https?:\/\/[^/\s]{1,200}\/([\w.-]{1,100})\/([\w.-]{1,100})\/milestone\/(\d{1,9})\/?(?:[?#].*)?$/.exec(
      source,
    );
  const [, owner, repo, number] = short ?? page ?? [];
  if (number === undefined) return null;
  return {
    format: "github",
    number: Number(number),
    repository: owner !== undefined && repo !== undefined ? { owner, repo } : null,
  };
}

/**
 * What a folder or file holds, by its path and the files below it (relative to it). Null when it is not a plan
 * itself; `candidatesIn` may find some below.
 */
export function detectSource(path: string, below: readonly string[] | null): ImportSource | null {
  const [plain, tag = null] = path.split(/#(.*)/s) as [string, string | undefined];
  if (below === null) {
    if (/\.json$/i.test(plain)) return { format: "task-master", file: plain, tag: tag || null };
    if (/(?:^|\/)tasks\.md$/i.test(plain)) return { format: kindOf(plain, []), folder: parentOf(plain) };
    return null;
  }
  if (below.includes("tasks.md")) return { format: kindOf(path, below), folder: path };
  const file = ["tasks/tasks.json", "tasks.json"].find(each => below.includes(each));
  return file === undefined ? null : { format: "task-master", file: join(path, file), tag: null };
}

/** Plans below a folder, named as `milestone import` takes them. */
export function candidatesIn(path: string, below: readonly string[]): string[] {
  return below
    .filter(file => /\/tasks\.md$|(?:^|\/)tasks\/tasks\.json$/.test(file))
    .map(file => join(path, file.endsWith(".json") ? file : parentOf(file)))
    .sort();
}

function kindOf(path: string, below: readonly string[]): "kiro" | "spec-kit" {
  if (/(?:^|\/)\.kiro\//.test(path)) return "kiro";
  const has = (...names: string[]) => names.some(name => below.includes(name));
  if (has("spec.md", "plan.md", "research.md", "data-model.md")) return "spec-kit";
  if (has("requirements.md", "bugfix.md", "design.md")) return "kiro";
  return /(?:^|\/)specs\/\d{3}-/.test(path) ? "spec-kit" : "kiro";
}

export function parentOf(path: string): string {
  return path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : "";
}

export function join(folder: string, file: string): string {
  return folder === "" || folder === "." ? file : `${folder.replace(/\/+$/, "")}/${file}`;
}
