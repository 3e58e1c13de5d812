import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { describe, expect, test } from "vitest";

const ROOT = join(import.meta.dirname, "..");

interface Source {
  path: string;
  text: string;
  /** Specifiers as written, and files of ours as paths below the root. */
  imports: string[];
}

const sources = ["src", "app"].flatMap(folder =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter(name => name.endsWith(".ts"))
    .map(name => readSource(`${folder}/${name.replaceAll("\\", "/")}`)),
);

function readSource(path: string): Source {
  const text = readFileSync(join(ROOT, path), "utf8");
  const code = text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/^\s*\/\/.*$/gm, "");
  const specifiers = code.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*"([^"\n]+)"/g);
  const imports = [...specifiers].map(([, specifier = ""]) =>
    specifier.startsWith(".") ? relative(ROOT, join(ROOT, dirname(path), specifier)) : specifier,
  );
  return { path, text, imports };
}

const within = (folder: string) => sources.filter(source => source.path.startsWith(folder));
const isOurs = (specifier: string) => /^(?:src|app|test|bench|examples|tools)\//.test(specifier);

/** `file → import` for every import that the rule forbids. */
function breaches(of: Source[], allowed: (specifier: string) => boolean): string[] {
  return of.flatMap(({ path, imports }) => imports.filter(i => !allowed(i)).map(i => `${path} → ${i}`));
}

describe("the direction of dependencies", () => {
  test("sources are found, with their imports", () => {
    expect(sources.length).toBeGreaterThan(200);
    expect(sources.find(s => s.path === "src/action/index.ts")?.imports.some(isOurs)).toBe(true);
  });

  test("src/milestone is pure: it imports itself, readers of text, and no machine", () => {
    const libraries = new Set([
      "zod",
      "yaml",
      "js-yaml",
      "picomatch",
      "node:crypto",
      "markdown-it",
      "@dagrejs/dagre",
      "jsonc-parser",
    ]);
    const allowed = (i: string) =>
      i.startsWith("src/milestone/") || libraries.has(i) || i.startsWith("semver/");
    expect(breaches(within("src/milestone/"), allowed)).toEqual([]);
  });

  test("src/milestone asks no clock, no chance and no process", () => {
    const machine =
      /\bDate\.now\(\)|\bnew Date\(\)|\bMath\.random\b|\bprocess\.|\bfetch\(|\bsetTimeout\(|(?<!\.)\bperformance\.now/;
    const found = within("src/milestone/").filter(({ text }) =>
      machine.test(text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/\/\/.*$/gm, "")),
    );
    expect(found.map(s => s.path)).toEqual([]);
  });

  test("src/import makes text of text", () => {
    const allowed = (i: string) =>
      i.startsWith("src/import/") ||
      i.startsWith("src/milestone/") ||
      i.startsWith("src/github/") ||
      ["yaml", "zod", "markdown-it", "jsonc-parser", "node:crypto"].includes(i);
    expect(breaches(within("src/import/"), allowed)).toEqual([]);
  });

  test("src/github knows milestones and an Octokit, but neither the engine nor Probot", () => {
    const allowed = (i: string) =>
      i.startsWith("src/github/") ||
      i.startsWith("src/milestone/") ||
      i.startsWith("@octokit/") ||
      i === "yaml" ||
      i === "diff" ||
      i === "node:crypto";
    expect(breaches(within("src/github/"), allowed)).toEqual([]);
  });

  test("src/engine knows nothing of GitHub's API, of the app, nor of the entries", () => {
    const allowed = (i: string) =>
      !isOurs(i) ? !/octokit|probot|@actions/.test(i) : /^src\/(?:engine|milestone)\//.test(i);
    expect(breaches(within("src/engine/"), allowed)).toEqual([]);
  });

  test("the app uses what it shares with the Action, never the Action", () => {
    const allowed = (i: string) => !isOurs(i) || /^(?:app|src\/milestone|src\/github)\//.test(i);
    expect(breaches(within("app/"), allowed)).toEqual([]);
  });

  test("no files import each other in a circle, not even for a type", () => {
    const importsOf = new Map(sources.map(({ path, imports }) => [path, imports]));
    const clear = new Set<string>();
    const circleFrom = (path: string, way: string[]): string[] => {
      if (clear.has(path)) return [];
      if (way.includes(path)) return [...way.slice(way.indexOf(path)), path];
      for (const next of importsOf.get(path) ?? []) {
        const circle = circleFrom(next, [...way, path]);
        if (circle.length > 0) return circle;
      }
      clear.add(path);
      return [];
    };
    expect(sources.map(({ path }) => circleFrom(path, [])).find(circle => circle.length > 0)).toBeUndefined();
  });

  test("no folders import each other in a circle", () => {
    const importsOf = new Map<string, Set<string>>();
    for (const { path, imports } of sources) {
      const folder = dirname(path);
      for (const i of imports.filter(isOurs)) {
        if (dirname(i) !== folder)
          importsOf.set(folder, (importsOf.get(folder) ?? new Set()).add(dirname(i)));
      }
    }
    const clear = new Set<string>();
    const circleFrom = (folder: string, way: string[]): string[] => {
      if (clear.has(folder)) return [];
      if (way.includes(folder)) return [...way.slice(way.indexOf(folder)), folder];
      for (const next of importsOf.get(folder) ?? []) {
        const circle = circleFrom(next, [...way, folder]);
        if (circle.length > 0) return circle;
      }
      clear.add(folder);
      return [];
    };
    expect(
      [...importsOf.keys()].map(f => circleFrom(f, [])).find(circle => circle.length > 0),
    ).toBeUndefined();
  });

  test("the Action never uses the app, nor Probot", () => {
    expect(breaches(within("src/"), i => !i.startsWith("app/") && i !== "probot")).toEqual([]);
  });
});

describe("the form of the sources", () => {
  test("no file only passes on what others export, but for the package's typed face", () => {
    const barrels = sources.filter(({ path, text }) => {
      if (path === "src/public.ts") return false;
      const code = text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/\/\/.*$/gm, "");
      return (
        /^export (?:type )?(?:\*|\{[^}]*\}) from/m.test(code) &&
        !/^(?:export )?(?:async )?(?:function|const|class|interface|type) /m.test(code)
      );
    });
    expect(barrels.map(s => s.path)).toEqual([]);
  });

  test("only app/index.ts has a default export, and nothing is an enum", () => {
    const code = (source: Source) => source.text.replace(/\/\*[\s\S]*?\*\//g, "");
    expect(sources.filter(s => /^export default /m.test(code(s))).map(s => s.path)).toEqual(["app/index.ts"]);
    expect(sources.filter(s => /^(?:export )?(?:const )?enum /m.test(code(s))).map(s => s.path)).toEqual([]);
  });

  test("no folder or file is a drawer for everything", () => {
    expect(sources.filter(s => /(?:^|\/)(?:utils?|helpers?|common|misc)(?:\.ts$|\/)/.test(s.path))).toEqual(
      [],
    );
  });

  test("nothing is left for later", () => {
    const later = /\b(?:TODO|FIXME|XXX)\b|\b[Ss]tub\b|\bhack\b|\bfor now\b|\bplaceholder for\b/;
    const found = sources.flatMap(({ path, text }) =>
      text.split("\n").flatMap((line, i) => (later.test(line) ? [`${path}:${i + 1} ${line.trim()}`] : [])),
    );
    expect(found).toEqual([]);
  });
});
