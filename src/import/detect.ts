import type { IMPORT_FORMATS } from "../milestone/command/command-flags.ts";
import { trimEndOf } from "../milestone/text/sanitise.ts";

export type ImportFormat = (typeof IMPORT_FORMATS)[number];

/** Formats of which a plan is a folder of documents. */
export type FolderFormat = "kiro" | "spec-kit" | "openspec" | "conductor" | "backlog" | "gsd" | "bmad";
/** Formats of which a plan is one file. */
export type FileFormat = "task-master" | "ralph" | "feature-list" | "beads" | "todo";

/** Where a plan is to be read. */
export type ImportSource =
  | { format: FolderFormat; folder: string /** The list without what lies beside it. */; alone?: true }
  | { format: FileFormat; file: string; tag: string | null }
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

/** Folders in which lists lie that are worked off or put away. */
const ASIDE =
  /(?:^|\/)(?:archived?|backups?|old|completed|node_modules|templates?|\.git|examples?|fixtures?)\//i;

/**
 * What a folder holds, by its path and the files below it (relative to it). Null when it is not a plan itself;
 * `candidatesIn` may find some below.
 */
export function detectFolder(path: string, below: readonly string[]): ImportSource | null {
  const has = (...names: string[]) => names.some(name => below.includes(name));
  if (has("tasks.md")) return { format: kindOf(path, below) ?? "kiro", folder: path };
  if (has("plan.md") && (has("metadata.json") || /(?:^|\/)conductor\/tracks\/[^/]+$/.test(path)))
    return { format: "conductor", folder: path };
  if (
    has("ROADMAP.md") &&
    (nameIs(path, ".planning") || below.some(file => /^phases\/[^/]+\/.*-PLAN\.md$/i.test(file)))
  )
    return { format: "gsd", folder: path };
  if (
    has("sprint-status.yaml", "sprint-status.yml") ||
    below.filter(file => BMAD_STORY.test(file)).length > 0
  )
    return { format: "bmad", folder: path };
  if (below.some(file => BACKLOG_TASK.test(file))) return { format: "backlog", folder: path };
  if (nameIs(path, "tasks") && below.some(file => BACKLOG_TASK.test(`tasks/${file}`)) && path.includes("/"))
    return { format: "backlog", folder: parentOf(path) };
  const file = FILES_IN_FOLDERS.find(each => below.includes(each.name));
  return file === undefined ? null : { format: file.format, file: join(path, file.name), tag: null };
}

/** What a file is, by its name and the files beside it (relative to its folder). `#` and a tag may stand behind it. */
export function detectFile(path: string, beside: readonly string[]): ImportSource | null {
  const [plain, tag = null] = path.split(/#(.*)/s) as [string, string | undefined];
  const name = plain.slice(plain.lastIndexOf("/") + 1);
  const folder = parentOf(plain);
  if (/\.jsonl$/i.test(name)) return { format: "beads", file: plain, tag: null };
  if (/\.json$/i.test(name)) {
    const format = /^feature[-_]?list/i.test(name)
      ? "feature-list"
      : /^prd\b/i.test(name)
        ? "ralph"
        : "task-master";
    return { format, file: plain, tag: tag || null };
  }
  if (name === "tasks.md") {
    const kind = kindOf(folder, beside);
    if (kind !== null) return { format: kind, folder };
  }
  if (/^sprint-status\.ya?ml$/i.test(name)) return { format: "bmad", folder };
  if (name === "plan.md" && /(?:^|\/)conductor\/tracks\/[^/]+$/.test(folder))
    return { format: "conductor", folder };
  if (name === "ROADMAP.md" && nameIs(folder, ".planning")) return { format: "gsd", folder };
  return /\.(?:md|markdown)$/i.test(name) ? { format: "todo", file: plain, tag: null } : null;
}

const BMAD_STORY = /^(?:story-)?\d{1,3}[-.]\d{1,3}[a-z]?[-.][^/]*\.md$/i;
const BACKLOG_TASK = /^tasks\/[A-Za-z]+-\d[\d.]* - [^/]+\.md$/;
const FILES_IN_FOLDERS = [
  { name: "tasks/tasks.json", format: "task-master" },
  { name: "tasks.json", format: "task-master" },
  { name: "issues.jsonl", format: "beads" },
  { name: "beads.jsonl", format: "beads" },
  { name: "prd.json", format: "ralph" },
  { name: "feature_list.json", format: "feature-list" },
] as const;

const CANDIDATE =
  /\/tasks\.md$|(?:^|\/)tasks\/tasks\.json$|(?:^|\/)\.beads\/(?:issues|beads)\.jsonl$|(?:^|\/)(?:feature_list|prd)\.json$|(?:^|\/)conductor\/tracks\/[^/]+\/plan\.md$|(?:^|\/)\.planning\/ROADMAP\.md$|(?:^|\/)sprint-status\.ya?ml$|(?:^|\/)backlog\/tasks\/[A-Za-z]+-\d[^/]*\.md$/;
/** Lists that people keep at the top; offered where there is nothing else. */
const PLAIN = /^(?:(?:docs|doc)\/)?(?:to-?do|tasks)\.md$/i;

/** Plans below a folder, named as `milestone import` takes them. */
export function candidatesIn(path: string, below: readonly string[]): string[] {
  const wanted = (pattern: RegExp) =>
    below.filter(file => pattern.test(join(path, file)) && !ASIDE.test(file));
  const found = wanted(CANDIDATE);
  const names = (found.length > 0 ? found : wanted(PLAIN)).map(file => {
    const whole = join(path, file);
    if (/\/backlog\/tasks\/|^backlog\/tasks\//.test(whole)) return parentOf(parentOf(whole));
    const folder = /\/tasks\.md$|\/plan\.md$|ROADMAP\.md$|sprint-status\.ya?ml$/.test(file);
    return folder ? parentOf(whole) : whole;
  });
  return [...new Set(names)].sort();
}

function kindOf(path: string, below: readonly string[]): FolderFormat | null {
  if (/(?:^|\/)\.kiro\//.test(path)) return "kiro";
  const has = (...names: string[]) => names.some(name => below.includes(name));
  if (/(?:^|\/)openspec\/changes\//.test(path) || has("proposal.md")) return "openspec";
  if (has("spec.md", "plan.md", "research.md", "data-model.md")) return "spec-kit";
  if (has("requirements.md", "bugfix.md", "design.md")) return "kiro";
  if (/(?:^|\/)specs\/\d{3}-/.test(path)) return "spec-kit";
  return null;
}

const nameIs = (path: string, name: string) => path === name || path.endsWith(`/${name}`);

/**
 * A source read as the format that the user named; null where it cannot be that. The Markdown lists are read as one
 * another, and so are the JSON files.
 */
export function asFormat(found: ImportSource, format: ImportFormat): ImportSource | null {
  if (found.format === format) return found;
  if (found.format === "github" || format === "github") return null;
  const folders: readonly ImportFormat[] = ["kiro", "spec-kit", "openspec"];
  if ("folder" in found)
    return folders.includes(format) && folders.includes(found.format)
      ? { ...found, format: format as FolderFormat }
      : null;
  const json: readonly ImportFormat[] = ["task-master", "ralph", "feature-list"];
  if (json.includes(format) && json.includes(found.format)) return { ...found, format: format as FileFormat };
  if (found.format === "todo" && folders.includes(format) && /(?:^|\/)tasks\.md$/.test(found.file))
    return { format: format as FolderFormat, folder: parentOf(found.file), alone: true };
  return null;
}

/** Plans of tools that are not read, by the places where they lie: what they are, and what to do. */
const OTHERS: readonly { at: RegExp; tool: string; remedy: string }[] = [
  {
    at: /(?:^|\/)\.specify(?:\/|$)/,
    tool: "spec-kit's own folder, which holds no feature",
    remedy: "name a feature below specs/",
  },
  {
    at: /(?:^|\/)openspec\/changes\/archive(?:\/|$)/,
    tool: "OpenSpec's archive, whose changes are done",
    remedy: "name a change below openspec/changes",
  },
  {
    at: /(?:^|\/)openspec\/specs(?:\/|$)/,
    tool: "part of OpenSpec's specifications, which hold no tasks",
    remedy: "name a change below openspec/changes",
  },
  {
    at: /(?:^|\/)(?:\.cursor|\.windsurf|\.claude|\.codex|\.gemini)\/plans?(?:\/|$)|\.plan\.md$/,
    tool: "a plan of a coding agent's own",
    remedy: "ask the agent to write it as a list of boxes (- [ ] …) into a file, and import that",
  },
  {
    at: /(?:^|\/)\.agents\/PLANS?\.md$|(?:^|\/)(?:EXEC_?PLAN|PLANS)\.md$/i,
    tool: "an execution plan of Codex",
    remedy: 'name it as a Markdown list with boxes, or: milestone plan --goal "…" --from <file>',
  },
  {
    at: /(?:^|\/)\.plandex/,
    tool: "a plan of Plandex, which is kept in its own store",
    remedy: "export its tasks as a Markdown list and import that",
  },
  {
    at: /(?:^|\/)\.?todo\.txt$/i,
    tool: "a todo.txt list",
    remedy: "write its lines as `- [ ] …` in a Markdown file and import that",
  },
  {
    at: /(?:^|\/)\.(?:vscode|zed|idea|fleet)\/[^/]*$/,
    tool: "a list of an editor's commands, not of work",
    remedy: "name the file with the list of tasks",
  },
  { at: /\.org$/i, tool: "an Org mode file", remedy: "export it as Markdown with boxes and import that" },
  {
    at: /\.(?:mpp|mspdi|xml)$/i,
    tool: "a project plan of an office program",
    remedy: "export its tasks as a Markdown list and import that",
  },
  {
    at: /\.(?:csv|tsv|xlsx?)$/i,
    tool: "a table, as Jira, Linear or Asana export it",
    remedy:
      "import the issues from GitHub (github:<number>), or write the rows as `- [ ] …` in a Markdown file",
  },
  {
    at: /(?:^|\/)\.taskwarrior|(?:^|\/)\.task\//,
    tool: "a Taskwarrior store",
    remedy: "export its tasks as a Markdown list and import that",
  },
  {
    at: /(?:^|\/)\.(?:roo|clinerules|aider|continue|kilocode)(?:\/|$)/,
    tool: "part of a coding agent's settings, which hold no plan",
    remedy: "name the file with its list of tasks",
  },
  {
    at: /\.(?:docx?|pdf|odt|rtf|pages)$/i,
    tool: "a document of an office program",
    remedy: 'save it as Markdown, then: milestone plan --goal "…" --from <file>',
  },
];

/** The tool whose plan lies at a path, where it is one that is not read. */
export function otherTool(path: string): { tool: string; remedy: string } | null {
  return OTHERS.find(({ at }) => at.test(path)) ?? null;
}

export function parentOf(path: string): string {
  return path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : "";
}

export function join(folder: string, file: string): string {
  return folder === "" || folder === "." ? file : `${trimEndOf(folder, "/")}/${file}`;
}
