import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** A folder in which folders lie deeper than a path can be long, as a program makes them that goes down step by step. */
export function makeNest(folder: string, name: string): void {
  const [inner, outer] = [join(folder, `${name}.inner`), join(folder, `${name}.outer`)];
  mkdirSync(inner);
  writeFileSync(join(inner, "at-the-bottom"), "x");
  for (let depth = 0; depth < 40; depth++) {
    mkdirSync(outer);
    renameSync(inner, join(outer, "d".repeat(200)));
    renameSync(outer, inner);
  }
  renameSync(inner, join(folder, name));
}
