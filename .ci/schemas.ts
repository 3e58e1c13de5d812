import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { jsonSchemas } from "../src/milestone/plan/json-schema.ts";

const DIST = join(import.meta.dirname, "../dist");

/** The JSON Schemas that editors load, by file name below `dist/`. */
export function schemaFiles(): Record<string, string> {
  const entries = Object.entries(jsonSchemas());
  return Object.fromEntries(
    entries.map(([name, schema]) => [`${name}.schema.json`, `${JSON.stringify(schema, null, 2)}\n`]),
  );
}

if (import.meta.main) {
  mkdirSync(DIST, { recursive: true });
  for (const [name, text] of Object.entries(schemaFiles())) writeFileSync(join(DIST, name), text);
}
