import { expect, it } from "vitest";
import { newestIn, withSection } from "../../../src/milestone/release/changelog.ts";
import { raised, statedVersion, writeVersion } from "../../../src/milestone/release/version-files.ts";

const RELEASE = { version: "1.3.0", title: "Notes", date: "2026-11-30", notes: "- One\n- Two", made: null };
const read = (files: Record<string, string>) => new Map(Object.entries(files));

it.each([
  ["no file yet", "", "# Changelog\n\n## 1.3.0 - 2026-11-30\n\n- One\n- Two\n"],
  [
    "plain headings without a date",
    "# Changes\n\nAll of them.\n\n## 1.2.0\n\n- Old\n",
    "# Changes\n\nAll of them.\n\n## 1.3.0\n\n- One\n- Two\n\n## 1.2.0\n\n- Old\n",
  ],
  [
    "brackets, and something unreleased",
    "# Changelog\n\n## [Unreleased]\n\n- Waiting\n\n## [1.2.0] - 2026-01-02\n\n- Old\n",
    "# Changelog\n\n## [Unreleased]\n\n## [1.3.0] - 2026-11-30\n\n- One\n- Two\n\n- Waiting\n\n## [1.2.0] - 2026-01-02\n\n- Old\n",
  ],
  [
    "headings of the first level, a v and a date in brackets",
    "# v1.2.0 (2026-01-02)\n\n- Old\n",
    "# v1.3.0 (2026-11-30)\n\n- One\n- Two\n\n# v1.2.0 (2026-01-02)\n\n- Old\n",
  ],
  [
    "a heading within a code block",
    "# Log\n\n```\n## 9.9.9\n```\n\n## 1.2.0\n",
    "# Log\n\n```\n## 9.9.9\n```\n\n## 1.3.0\n\n- One\n- Two\n\n## 1.2.0\n",
  ],
])("a changelog gets its section as its others are written: %s", (_, before, after) => {
  expect(withSection(before, RELEASE)).toBe(after);
  const crlf = withSection(before.replaceAll("\n", "\r\n"), RELEASE);
  if (before !== "") expect(crlf).toBe(after.replaceAll("\n", "\r\n"));
});

it("a section is written once, renewed when the tasks were done again, and never over another's", () => {
  const once = withSection("# Changelog\n\n## 1.2.0\n", RELEASE)!;
  expect(withSection(once, RELEASE)).toBeNull();
  const again = withSection(once, { ...RELEASE, notes: "- Three", made: RELEASE.notes });
  expect(again).toBe("# Changelog\n\n## 1.3.0\n\n- Three\n\n## 1.2.0\n");
  expect(withSection("## 1.3.0\n\n- Mine\n", { ...RELEASE, made: "- One" })).toBeNull();
});

it("the version is read where the project states it, raised, and written with what repeats it", () => {
  const node = read({
    "package.json": '{\n\t"name": "x",\n\t"version": "1.2.3" // kept\n}\n',
    "package-lock.json":
      '{"name":"x","version":"1.2.3","packages":{"":{"version":"1.2.3"},"y":{"version":"1.2.3"}}}',
    "pyproject.toml": '[tool.other]\nversion = "7.0.0"\n\n[project]\nname = "x"\nversion = "1.2.3"\n',
  });
  expect(statedVersion(node)).toEqual({ path: "package.json", version: "1.2.3" });
  const written = Object.fromEntries(writeVersion(node, { from: "1.2.3", to: "1.3.0" }));
  expect(written["package.json"]).toBe('{\n\t"name": "x",\n\t"version": "1.3.0" // kept\n}\n');
  expect(JSON.parse(written["package-lock.json"]!)).toMatchObject({
    version: "1.3.0",
    packages: { "": { version: "1.3.0" }, y: { version: "1.2.3" } },
  });
  expect(written["pyproject.toml"]).toContain(
    'version = "7.0.0"\n\n[project]\nname = "x"\nversion = "1.3.0"\n',
  );

  const rust = read({
    "Cargo.toml": '[package]\nname = "x"\nversion = "0.1.0"\n',
    "Cargo.lock":
      '[[package]]\nname = "x"\nversion = "0.1.0"\n\n[[package]]\nname = "y"\nversion = "0.1.0"\n',
  });
  expect(Object.fromEntries(writeVersion(rust, { from: "0.1.0", to: "0.2.0" }))).toEqual({
    "Cargo.toml": '[package]\nname = "x"\nversion = "0.2.0"\n',
    "Cargo.lock":
      '[[package]]\nname = "x"\nversion = "0.2.0"\n\n[[package]]\nname = "y"\nversion = "0.1.0"\n',
  });
  expect(statedVersion(read({ "package.json": "{", VERSION: "2.0\n" }))).toBeNull();
  expect(newestIn("# Changes\n\n## Unreleased\n\n## [v2.1.0](https://x.invalid)\n")).toBe("2.1.0");
  expect([raised(null, "minor"), raised("1.2.3", "major"), raised("2.0.0-rc.1", "minor")]).toEqual([
    "0.1.0",
    "2.0.0",
    "2.0.0",
  ]);
});
