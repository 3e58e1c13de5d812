import { expect, test } from "vitest";
import { detectProject } from "../../src/init/detect-project.ts";
import { memoryFiles } from "../import/memory-files.ts";

const detect = (files: Record<string, string>) => detectProject(memoryFiles(files));
const node = (over: object) =>
  JSON.stringify({ scripts: { test: "vitest" }, dependencies: { zod: "4" }, ...over });

test("the lock file tells the package manager", async () => {
  const of = (lock: string, over = {}) => detect({ "package.json": node(over), [lock]: "" });
  const npm = {
    from: "package.json",
    setup: "npm ci",
    setupInputs: ["package-lock.json"],
    testCommand: "npm test",
  };
  expect(await of("package-lock.json")).toEqual(npm);
  expect(await of("pnpm-lock.yaml")).toMatchObject({
    setup: "pnpm install --frozen-lockfile",
    testCommand: "pnpm test",
  });
  expect(await of("yarn.lock")).toMatchObject({ setup: "yarn install --frozen-lockfile" });
  expect(await of("yarn.lock", { packageManager: "yarn@4.1.0" })).toMatchObject({
    setup: "yarn install --immutable",
  });
  expect(await of("bun.lock")).toMatchObject({ testCommand: "bun run test" });
});

test("nothing is claimed that could not run", async () => {
  const placeholder = { scripts: { test: 'echo "Error: no test specified" && exit 1' }, dependencies: {} };
  expect(await detect({ "package.json": JSON.stringify(placeholder) })).toEqual({ from: "package.json" });
  expect(await detect({ "package.json": node({ dependencies: {} }) })).toEqual({
    from: "package.json",
    testCommand: "npm test",
  });
  expect(await detect({ "package.json": "{ broken" })).toBeNull();
  expect(await detect({ "README.md": "hello" })).toBeNull();
});

test("other languages are known by their own files", async () => {
  expect(await detect({ "go.mod": "module x", "go.sum": "" })).toEqual({
    from: "go.mod",
    setup: "go mod download",
    setupInputs: ["go.mod", "go.sum"],
    testCommand: "go test ./...",
  });
  expect(await detect({ "Cargo.toml": "[package]" })).toEqual({
    from: "Cargo.toml",
    testCommand: "cargo test",
  });
  expect(await detect({ "pyproject.toml": "[tool.pytest.ini_options]", "uv.lock": "" })).toEqual({
    from: "pyproject.toml",
    setup: "uv sync",
    setupInputs: ["uv.lock"],
    testCommand: "uv run pytest",
  });
  expect(await detect({ "requirements.txt": "flask\n" })).toEqual({ from: "requirements.txt" });
  expect(await detect({ "pyproject.toml": "", "tests/test_a.py": "import unittest\n" })).toMatchObject({
    testCommand: "python3 -m unittest discover -s tests",
  });
  expect(await detect({ "setup.py": "", "shop/a_test.py": "def test_a(): pass\n" })).toMatchObject({
    testCommand: "python3 -m pytest",
  });
  expect(await detect({ "pom.xml": "", mvnw: "" })).toEqual({
    from: "pom.xml",
    testCommand: "./mvnw -B test",
  });
  expect(await detect({ Gemfile: "", "Gemfile.lock": "", ".rspec": "" })).toMatchObject({
    testCommand: "bundle exec rspec",
  });
});

test("a Makefile tests where the language's own file says nothing", async () => {
  const make = "build:\n\tcc a.c\ntest: build\n\t./a\n";
  expect(await detect({ Makefile: make })).toEqual({ from: "Makefile", testCommand: "make test" });
  expect(await detect({ Makefile: "test := 1\n" })).toBeNull();
  expect(await detect({ Makefile: make, "requirements.txt": "flask" })).toEqual({
    from: "requirements.txt",
    testCommand: "make test",
  });
});

test("a package.json without a lock file counts, and its install leaves none behind", async () => {
  const files = { "package.json": node({ dependencies: { a: "1" } }) };
  expect(await detect(files)).toMatchObject({
    setup: "npm install --no-package-lock",
    setupInputs: ["package.json"],
    testCommand: "npm test",
    note: expect.stringContaining("no lock file"),
  });
  const pnpm = { "package.json": node({ dependencies: { a: "1" }, packageManager: "pnpm@9.0.0" }) };
  expect((await detect(pnpm))?.setup).toBe("pnpm install --no-lockfile");
});

test("a monorepo without a build file at its root is the sum of its parts", async () => {
  const files = {
    "web/package.json": node({}),
    "web/package-lock.json": "",
    "api/go.mod": "module x",
    "node_modules/x/package.json": node({}),
    "api/tests/package.json": node({}),
  };
  expect(await detect(files)).toEqual({
    from: "api/go.mod, web/package.json",
    setup: "(cd web && npm ci)",
    setupInputs: ["web/package-lock.json"],
    testCommand: "(cd api && go test ./...) && (cd web && npm test)",
  });
});
