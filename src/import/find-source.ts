import {
  asFormat,
  candidatesIn,
  detectFile,
  detectFolder,
  githubSource,
  type ImportFormat,
  type ImportSource,
  otherTool,
  parentOf,
} from "./detect.ts";
import type { Files } from "./imported.ts";

/** A source that was found, or what is in the way and what to do. */
export type FoundSource = { ok: true; source: ImportSource } | { ok: false; message: string; remedy: string };

const no = (message: string, remedy: string): FoundSource => ({ ok: false, message, remedy });

/** Finds the plan that the user named: a folder, a file (`tasks.json#tag`), `github:12` or a GitHub milestone's page. */
export async function findSource(
  named: string,
  { format, files }: { format: ImportFormat | null; files: Files },
): Promise<FoundSource> {
  const github = githubSource(named);
  if (github)
    return format === null || format === "github"
      ? { ok: true, source: github }
      : no(`${named} is a GitHub milestone, not ${format}`, "leave --format out");
  if (format === "github")
    return no(`"${named}" names no GitHub milestone`, "write github:<number>, or the address of its page");
  const path =
    named
      .replaceAll("\\", "/")
      .replace(/^(?:\.\/)+/, "")
      .replace(/\/+$/, "") || ".";
  const below = await files.list(path);
  const source = below === null ? await fileAt(path, files) : folderAt(path, below);
  if (source === null) return notFound(named, files);
  if ("ok" in source) return source;
  const wanted = format === null ? source : asFormat(source, format);
  return wanted === null
    ? no(
        `${named} looks like ${source.format}, not ${format}`,
        `leave --format out, or name the ${format} source`,
      )
    : { ok: true, source: wanted };
}

async function fileAt(path: string, files: Files): Promise<ImportSource | FoundSource | null> {
  const [plain] = path.split("#") as [string];
  if ((await files.readFile(plain)) === null) return null;
  const folder = parentOf(plain);
  const beside = ((await files.list(folder === "" ? "." : folder)) ?? []).filter(name => !name.includes("/"));
  const other = otherTool(plain);
  if (other) return no(`${plain} is not read: it is ${other.tool}`, other.remedy);
  return (
    detectFile(path, beside) ??
    no(
      `${plain} is no plan that can be imported`,
      `name a Markdown list with boxes or a tool's JSON file; to have it planned: milestone plan --goal "…" --from ${plain}`,
    )
  );
}

/** A folder above plans stands for its plan when it holds just one. */
function folderAt(path: string, below: readonly string[]): ImportSource | FoundSource {
  const direct = detectFolder(path, below);
  if (direct) return direct;
  const closed = otherTool(path);
  if (closed) return no(`${path} is not read: it holds ${closed.tool}`, closed.remedy);
  const candidates = candidatesIn(path === "." ? "" : path, below);
  const [first] = candidates;
  if (first === undefined) {
    const other = below.map(file => otherTool(`${path}/${file}`)).find(each => each !== null);
    if (other) return no(`${path} is not read: it holds ${other.tool}`, other.remedy);
    return no(
      `${path} holds no plan that can be imported`,
      "name a folder with a tasks.md (Kiro, spec-kit, OpenSpec), a tasks.json (Task Master), another tool's folder, or github:<number>",
    );
  }
  if (candidates.length > 1)
    return no(`${path} holds ${candidates.length} plans`, `name one: ${candidates.slice(0, 12).join(", ")}`);
  const inside = below
    .map(file => (path === "." || path === "" ? file : `${path}/${file}`))
    .filter(file => file.startsWith(`${first}/`))
    .map(file => file.slice(first.length + 1));
  const beside = below.filter(file => !file.includes("/"));
  return (
    (inside.length > 0 ? detectFolder(first, inside) : detectFile(first, beside)) ??
    no(`${path} holds no plan that can be imported`, `name one: ${first}`)
  );
}

async function notFound(named: string, files: Files): Promise<FoundSource> {
  const there = candidatesIn("", (await files.list(".")) ?? []);
  const other = otherTool(named);
  if (other)
    return no(`there is no ${JSON.stringify(named).slice(0, 200)}; it would be ${other.tool}`, other.remedy);
  const remedy =
    there.length > 0
      ? `found here: ${there.slice(0, 8).join(", ")}`
      : "name a folder with a tasks.md, a tasks.json, or github:<number>";
  return no(`there is no ${JSON.stringify(named).slice(0, 200)}`, remedy);
}
