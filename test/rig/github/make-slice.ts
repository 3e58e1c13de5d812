/**
 * Writes `test/fixtures/github-openapi.json`: the part of GitHub's published description of its REST API
 * that this project touches. Run by hand (`node test/rig/github/make-slice.ts`) when a new endpoint is used;
 * the description itself (390 MB with all its variants) stays in a cache under the system's temporary folder.
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cutSlice, type Description } from "./slice.ts";
import { operations } from "./slice-operations.ts";

const cache = join(tmpdir(), "github-openapi-23");
const source = join(cache, "node_modules/@octokit/openapi/generated/api.github.com.json");
const target = new URL("../../fixtures/github-openapi.json", import.meta.url);

if (!existsSync(source)) {
  mkdirSync(cache, { recursive: true });
  execFileSync(
    "npm",
    ["install", "--prefix", cache, "--ignore-scripts", "--no-save", "@octokit/openapi@23"],
    {
      stdio: "inherit",
    },
  );
}
const description = JSON.parse(readFileSync(source, "utf8")) as Description;
const text = JSON.stringify(cutSlice(description, operations));
writeFileSync(target, text + "\n");
console.log(`${operations.length} operations, ${Math.round(text.length / 1024)} KiB`);
