import { applyEdits, findNodeAtLocation, modify, parseTree } from "jsonc-parser";
import inc from "semver/functions/inc.js";
import parse from "semver/functions/parse.js";

export type Raise = "major" | "minor" | "patch";

/** How a file at the repository's root states the project's version. */
interface VersionFile {
  path: string;
  /** null: it states none. */
  read(text: string): string | null;
  /** Null where that version stands nowhere in it. */
  write(text: string, versions: { from: string; to: string }): string | null;
}

/** Where the version is looked for, in this order. */
const STATING: readonly VersionFile[] = [
  json("package.json", [["version"]]),
  toml("pyproject.toml", ["project", "tool.poetry"]),
  toml("Cargo.toml", ["package", "workspace.package"]),
  plain("VERSION"),
  plain("version.txt"),
];

/** What repeats it, and is written with it. */
const REPEATING: readonly VersionFile[] = [
  json("package-lock.json", [["version"], ["packages", "", "version"]]),
  json("npm-shrinkwrap.json", [["version"], ["packages", "", "version"]]),
];

/** What is to be read for `statedVersion` and `writeVersion`. */
export const VERSION_FILES: readonly string[] = [
  ...[...STATING, ...REPEATING].map(f => f.path),
  "Cargo.lock",
];

/** The version that the project's files state, as far as it is one that can be raised. */
export function statedVersion(files: ReadonlyMap<string, string>): { path: string; version: string } | null {
  for (const { path, read } of STATING) {
    const version = read(files.get(path) ?? "");
    if (version !== null && parse(version) !== null) return { path, version };
  }
  return null;
}

/** The next version; a project without one begins at 0.0.0. A pre-release is followed by its release. */
export function raised(version: string | null, how: Raise): string {
  return inc(version ?? "0.0.0", how)!;
}

/** The files that state the old version, with the new one in its place. */
export function writeVersion(
  files: ReadonlyMap<string, string>,
  versions: { from: string; to: string },
): Map<string, string> {
  const written = new Map<string, string>();
  for (const { path, write } of [...STATING, ...REPEATING]) {
    const text = write(files.get(path) ?? "", versions);
    if (text !== null) written.set(path, text);
  }
  const lock = cargoLock(files, versions);
  if (written.has("Cargo.toml") && lock !== null) written.set("Cargo.lock", lock);
  return written;
}

function json(path: string, places: string[][]): VersionFile {
  const at = (text: string, place: string[]): unknown => {
    const tree = parseTree(text);
    return tree && findNodeAtLocation(tree, place)?.value;
  };
  return {
    path,
    read(text) {
      const version = at(text, places[0]!);
      return typeof version === "string" ? version : null;
    },
    write(text, { from, to }) {
      const own = places.filter(place => at(text, place) === from);
      if (own.length === 0) return null;
      return own.reduce((done, place) => applyEdits(done, modify(done, place, to, {})), text);
    },
  };
}

/** A line `version = "…"` of one of the tables; TOML written otherwise states no version that is known here. */
function toml(path: string, tables: readonly string[]): VersionFile {
  const lineOf = (text: string): { at: number; line: string; version: string } | null => {
    let table = "";
    let at = 0;
    for (const line of text.split("\n")) {
      const head = /^\[([^[\]]+)\]/.exec(line);
      if (head) table = head[1]!.trim();
      const stated = tables.includes(table) ? /^version *= *(["'])([^"']{1,100})\1/.exec(line) : null;
      if (stated) return { at, line, version: stated[2]! };
      at += line.length + 1;
    }
    return null;
  };
  return {
    path,
    read: text => lineOf(text)?.version ?? null,
    write(text, { from, to }) {
      const found = lineOf(text);
      if (found?.version !== from) return null;
      const { at, line } = found;
      return text.slice(0, at) + line.replace(from, to) + text.slice(at + line.length);
    },
  };
}

function plain(path: string): VersionFile {
  return {
    path,
    read: text => (text.trim().length > 0 && text.length < 100 ? text.trim() : null),
    write: (text, { from, to }) => (text.trim() === from ? text.replace(from, to) : null),
  };
}

/** Cargo refuses a lock file that has another version of the package itself. */
function cargoLock(
  files: ReadonlyMap<string, string>,
  { from, to }: { from: string; to: string },
): string | null {
  const name = /^name *= *"([^"]{1,100})"/m.exec(files.get("Cargo.toml") ?? "")?.[1];
  const lock = files.get("Cargo.lock");
  if (name === undefined || lock === undefined) return null;
  const before = `name = "${name}"\nversion = "${from}"`;
  return lock.includes(before) ? lock.replace(before, `name = "${name}"\nversion = "${to}"`) : null;
}
