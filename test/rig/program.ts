import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  copyFileSync,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "../..");
const CACHE = join(ROOT, "node_modules/.cache/built");
/** Compiled once, programs start twice as fast; executors never see the variable. */
export const COMPILED = join(ROOT, "node_modules/.cache/compiled");
const DAY_MS = 86_400_000;

/**
 * The folder of an action (`action.yml` and its `dist/`) built from the sources as they are now: it is what users run,
 * and starts in half the time of the sources. `dist/` in the repository may be of an older state of them.
 */
export const ACTION = builtAction();

/** The program under test: the command line, the Action's main step or its post step. */
export function program(entry: "cli" | "index" | "post"): string {
  return join(ACTION, "dist", `${entry}.js`);
}

/** Built once for each state of the sources; the processes of one run of the tests tell each other by a variable. */
function builtAction(): string {
  process.env.RIG_ACTION ??= build();
  return process.env.RIG_ACTION;
}

function build(): string {
  const folder = join(CACHE, fingerprint());
  if (existsSync(folder)) return folder;
  mkdirSync(CACHE, { recursive: true });
  removeOld();
  const fresh = mkdtempSync(join(CACHE, "fresh-"));
  const rolldown = join(ROOT, "node_modules/rolldown/bin/cli.mjs");
  execFileSync(process.execPath, [rolldown, "-c", "-d", join(fresh, "dist")], { cwd: ROOT, stdio: "pipe" });
  copyFileSync(join(ROOT, "action.yml"), join(fresh, "action.yml"));
  // As at the repository's root: else node reads each file twice to find out what it is.
  writeFileSync(join(fresh, "package.json"), '{ "type": "module" }\n');
  try {
    renameSync(fresh, folder);
  } catch (error) {
    // Another run of the tests has built the same meanwhile.
    if (!["ENOTEMPTY", "EEXIST"].includes((error as NodeJS.ErrnoException).code ?? "")) throw error;
    rmSync(fresh, { recursive: true });
  }
  return folder;
}

function fingerprint(): string {
  const hash = createHash("sha256");
  const sources = ["src/**/*.ts", "action.yml", "package-lock.json", "rolldown.config.mjs"];
  for (const file of globSync(sources, { cwd: ROOT }).sort()) {
    hash.update(`${file}\0`).update(readFileSync(join(ROOT, file)));
  }
  return hash.digest("hex").slice(0, 16);
}

function removeOld(): void {
  for (const name of readdirSync(CACHE)) {
    const folder = join(CACHE, name);
    if (Date.now() - statSync(folder).mtimeMs > DAY_MS) rmSync(folder, { recursive: true, force: true });
  }
}
