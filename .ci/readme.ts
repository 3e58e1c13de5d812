import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { tables } from "./readme-tables.ts";

const README = join(import.meta.dirname, "../README.md");

/** Puts each table between its marks, `<!-- table:NAME -->` and `<!-- /table -->`. @throws for an unknown name */
export function withTables(readme: string): string {
  const made = tables();
  return readme.replace(
    /(<!-- table:([a-z-]+) -->\n)[\s\S]*?(<!-- \/table -->)/g,
    (_, open: string, name: string, close: string) => {
      const table = made[name];
      if (table === undefined)
        throw new Error(`there is no table ${name}; there are ${Object.keys(made).join(", ")}`);
      return `${open}\n${table}\n\n${close}`;
    },
  );
}

if (import.meta.main) writeFileSync(README, withTables(readFileSync(README, "utf8")));
