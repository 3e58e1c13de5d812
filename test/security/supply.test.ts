import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { parse } from "yaml";
import { starterWorkflow } from "../../src/init/starter.ts";

const ROOT = join(import.meta.dirname, "../..");
const text = (path: string): string => readFileSync(join(ROOT, path), "utf8");

/** Every YAML file of the repository, and the workflow that `milestone init` writes. */
function shippedYaml(): [string, string][] {
  const tracked = execFileSync("git", ["ls-files", "-z", "*.yml", "*.yaml"], { cwd: ROOT, encoding: "utf8" });
  const files = tracked.split("\0").filter(path => path !== "" && !path.startsWith("test/fixtures/"));
  const facts = { defaultBranch: "main", owner: null };
  const action = { action: "acme/milestone-execute", sha: "0".repeat(40), version: "v1.0.0" };
  return [
    ...files.map(path => [path, text(path)] as [string, string]),
    ...[true, false].map(
      project =>
        [`init (project: ${project})`, starterWorkflow(facts as never, { ...action, project })] as [
          string,
          string,
        ],
    ),
  ];
}

/** Every value under one of these keys, wherever it stands. */
function valuesOf(node: unknown, keys: readonly string[]): string[] {
  if (typeof node !== "object" || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) =>
    keys.includes(key) && typeof value === "string" ? [value] : valuesOf(value, keys),
  );
}

describe.each(shippedYaml())("%s", (_, yaml) => {
  const document: unknown = parse(yaml);

  test("S-INJ-1 no expression stands in a script", () => {
    const scripts = valuesOf(document, ["run", "script"]);
    expect(scripts.filter(script => script.includes("${{"))).toEqual([]);
  });

  test("S-SUP-1 every action but this one is pinned by its commit, with the version beside it", () => {
    const uses = valuesOf(document, ["uses"]).filter(name => !name.startsWith("./"));
    const others = uses.filter(name => !/^[\w-]+\/milestone-execute@/.test(name));
    expect(others.filter(name => !/^[\w-]+\/[\w/.-]+@[0-9a-f]{40}$/.test(name))).toEqual([]);
    for (const name of others) expect(yaml).toMatch(new RegExp(`${name} # v\\d`));
  });

  test("S-PWN-2 S-SUP-1 no workflow starts by what strangers cause, nor has more permission than it names", () => {
    const { on, jobs, permissions } = document as { on?: object; jobs?: object; permissions?: unknown };
    if (!jobs) return;
    const events = typeof on === "string" ? [on] : Object.keys(on ?? {});
    for (const event of ["pull_request_target", "issue_comment", "workflow_run", "issues"])
      expect(events).not.toContain(event);
    expect(permissions).toBeTypeOf("object");
  });
});

describe("S-SUP-1 what is installed", () => {
  const lock = JSON.parse(text("package-lock.json")) as { packages: Record<string, Locked> };
  const packages = Object.entries(lock.packages).filter(([path]) => path !== "");

  test("is locked by content, and the lock file names no registry, no git address and no folder", () => {
    expect(
      packages.filter(([, p]) => !p.link && !p.integrity?.startsWith("sha512-")).map(([path]) => path),
    ).toEqual([]);
    expect(packages.filter(([, p]) => p.resolved !== undefined || p.link).map(([path]) => path)).toEqual([]);
    expect(text("package-lock.json")).not.toMatch(/git\+|file:|localhost/);
  });

  test("needs no script of its own to run: npm ci --ignore-scripts is what CI does", () => {
    expect(text(".ci/run")).toMatch(/npm ci --ignore-scripts/);
    const { dependencies, scripts } = JSON.parse(text("package.json")) as PackageFile;
    for (const name of ["preinstall", "install", "postinstall", "prepare"])
      expect(scripts).not.toHaveProperty(name);
    expect(Object.keys(dependencies).length).toBeLessThanOrEqual(22);
    const withScripts = packages.filter(
      ([, p]) => p.hasInstallScript && !p.dev && !p.devOptional && !p.optional,
    );
    expect(withScripts.map(([path]) => path)).toEqual([]);
  });

  // First versions without a known hole that concerns what we use of them (research/security.md, incidents).
  test.each([
    ["yaml", "2.8.3"],
    ["@actions/core", "1.9.1"],
    ["@octokit/webhooks", "13.0.0"],
    ["@octokit/endpoint", "10.1.3"],
    ["@octokit/request", "9.2.1"],
    ["@octokit/request-error", "6.1.7"],
    ["@octokit/plugin-paginate-rest", "11.4.1"],
  ])("holds every %s from %s on", (name, first) => {
    const versions = packages
      .filter(([path]) => path.endsWith(`node_modules/${name}`))
      .map(([, p]) => p.version);
    expect(versions.length).toBeGreaterThan(0);
    for (const version of versions)
      expect(version.localeCompare(first, "en", { numeric: true }), version).toBeGreaterThanOrEqual(0);
  });
});

test("S-SUP-1 two builds give the same bytes", () => {
  const hashes = [1, 2].map(() => {
    const folder = mkdtempSync(join(tmpdir(), "milestone-dist-"));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const rolldown = join(ROOT, "node_modules/rolldown/bin/cli.mjs");
    execFileSync(process.execPath, [rolldown, "-c", "--dir", folder], { cwd: ROOT, stdio: "pipe" });
    const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter(name => name.endsWith(".js"))
      .sort();
    expect(files).toContain("index.js");
    const hash = createHash("sha256");
    for (const file of files) hash.update(`${file}\0`).update(readFileSync(join(folder, file)));
    return hash.digest("hex");
  });
  expect(hashes[0]).toBe(hashes[1]);
});

interface Locked {
  version: string;
  integrity?: string;
  resolved?: string;
  link?: boolean;
  hasInstallScript?: boolean;
  dev?: boolean;
  devOptional?: boolean;
  optional?: boolean;
}

interface PackageFile {
  dependencies: Record<string, string>;
  scripts: Record<string, string>;
}
