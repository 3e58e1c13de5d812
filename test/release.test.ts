import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { writePackage } from "../.ci/package.ts";
import { readRelease, sectionOf } from "../.ci/release.ts";

const ROOT = join(import.meta.dirname, "..");
const { version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));

describe("a release", () => {
  test("is ready: package, program and changelog name one version", () => {
    const release = readRelease(version);
    expect(release).toMatchObject({ tag: `v${version}`, moving: `v${version.split(".")[0]}` });
    expect(release.notes.length).toBeGreaterThan(20);
  });

  test("of another version is refused, with the file to change", () => {
    expect(() => readRelease("99.0.0")).toThrow(`package.json has the version ${version}, not 99.0.0`);
    expect(() => readRelease("latest")).toThrow('the version "latest" is not one');
  });

  test("has the changelog's section of its version alone", () => {
    const changelog = "# Changelog\n\n## 2.0.0\n\nnew\n\n## 1.9.0 (2026-01-01)\n\nold\nolder\n\n## 1.8.0\n";
    expect(sectionOf(changelog, "2.0.0")).toBe("new");
    expect(sectionOf(changelog, "1.9.0")).toBe("old\nolder");
    expect(sectionOf(changelog, "1.8.0")).toBe("");
    expect(sectionOf(changelog, "1.9")).toBe("");
  });

  test("publishes only after every check, and only where it is no dry run", () => {
    const { jobs } = parse(readFileSync(join(ROOT, ".github/workflows/release.yml"), "utf8"));
    const steps: { run?: string; uses?: string; if?: string }[] = jobs.release.steps;
    const publishes = (step: (typeof steps)[number]) =>
      /publish|gh release|git\/refs|attest/.test(`${step.run} ${step.uses}`);
    const first = steps.findIndex(publishes);
    expect(steps.findIndex(step => step.run === ".ci/run")).toBeLessThan(first);
    for (const step of steps.filter(publishes)) expect(step.if).toBe("${{ !inputs.dry-run }}");
  });
});

describe("the npm package", () => {
  const folder = mkdtempSync(join(tmpdir(), "package-"));
  beforeAll(() => writePackage(folder));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test("holds what is needed and nothing else", () => {
    const [{ files }] = JSON.parse(
      execFileSync("npm", ["pack", "--dry-run", "--json", folder], { cwd: folder, encoding: "utf8" }),
    );
    const rooms = new Set((files as { path: string }[]).map(({ path }) => path.split("/")[0]));
    expect([...rooms].sort()).toEqual(
      ["CHANGELOG.md", "LICENSE", "README.md", "dist", "lib", "package.json", "types"].sort(),
    );
  });

  test("runs with nothing installed", () => {
    const { bin } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    const run = execFileSync(process.execPath, [join(folder, bin.milestone), "--version"], {
      encoding: "utf8",
    });
    expect(run.trim()).toBe(version);
  });

  test("reads a plan for other tools", async () => {
    const { readPlan } = await import(join(folder, "lib/milestone.js"));
    const text = "id: x\ntitle: X\ntasks:\n  - { id: a, executor: { run: make } }\n";
    expect(readPlan({ file: "x.yaml", text })).toMatchObject({ ok: true, plan: { id: "x" } });
  });
});
