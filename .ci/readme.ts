import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { tables } from "./readme-tables.ts";

const ROOT = join(import.meta.dirname, "..");

/** The documents for people, by their path from the repository's root. */
export function documents(): string[] {
  const docs = readdirSync(join(ROOT, "docs")).filter(name => name.endsWith(".md"));
  return ["README.md", "SECURITY.md", ".github/CONTRIBUTING.md", ...docs.sort().map(name => `docs/${name}`)];
}

/** Puts each table between its marks, `<!-- table:NAME -->` and `<!-- /table -->`. @throws for an unknown name */
export function withTables(document: string): string {
  const made = tables();
  return document.replace(
    /(<!-- table:([a-z-]+) -->\n)[\s\S]*?(<!-- \/table -->)/g,
    (_, open: string, name: string, close: string) => {
      const table = made[name];
      if (table === undefined)
        throw new Error(`there is no table ${name}; there are ${Object.keys(made).join(", ")}`);
      return `${open}\n${table}\n\n${close}`;
    },
  );
}

if (import.meta.main) {
  for (const path of documents()) {
    const text = readFileSync(join(ROOT, path), "utf8");
    const made = withTables(text);
    if (made !== text) writeFileSync(join(ROOT, path), made);
  }
}
