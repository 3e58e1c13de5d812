import { existsSync, readdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { ROOT } from "../milestone/names.ts";

/** Ids of the milestones under `active/` of the checkout around a folder, whatever their status; empty without one. */
export function activeIds(directory: string): string[] {
  const folder = join(checkoutAround(resolve(directory)), ROOT, "active");
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder).filter(name => name.endsWith(".yaml"));
  return names.map(name => name.slice(0, -".yaml".length)).sort();
}

function checkoutAround(directory: string): string {
  for (let at = directory; ; at = dirname(at)) {
    if (existsSync(join(at, ".git")) || existsSync(join(at, ROOT))) return at;
    if (dirname(at) === at) return directory;
  }
}
