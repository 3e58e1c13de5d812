import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { actionFile } from "../.ci/action-file.ts";
import { schemaFiles } from "../.ci/schemas.ts";

const DIST = join(import.meta.dirname, "../dist");

test("the schemas that editors load are those that read the files", () => {
  const files = Object.entries(schemaFiles());
  expect(files.map(([name]) => name)).toEqual([
    "milestone.schema.json",
    "config.schema.json",
    "github.schema.json",
  ]);
  for (const [name, text] of files) expect(readFileSync(join(DIST, name), "utf8"), name).toBe(text);
});

test("action.yml is what the flags, inputs and outputs declare", () => {
  expect(readFileSync(join(DIST, "../action.yml"), "utf8")).toBe(actionFile());
});
