import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "rolldown";

const ROOT = join(import.meta.dirname, "..");
const PAPERS = ["README.md", "LICENSE", "CHANGELOG.md"];

/**
 * Writes the folder that goes to npm: the bundled command line, which needs nothing installed, and the typed functions
 * over plans and logs. The repository's own package.json names what the app runs with, which is not for those who install this.
 */
export async function writePackage(folder: string): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  cpSync(join(ROOT, "dist"), join(folder, "dist"), { recursive: true });
  for (const paper of PAPERS) cpSync(join(ROOT, paper), join(folder, paper));
  await build({
    input: { milestone: join(ROOT, "src/public.ts") },
    platform: "node",
    output: { dir: join(folder, "lib"), format: "esm" },
  });
  const tsc = join(ROOT, "node_modules/typescript/bin/tsc");
  execFileSync(process.execPath, [tsc, "-p", ".ci/types.json", "--outDir", join(folder, "types")], {
    cwd: ROOT,
    stdio: "inherit",
  });
  writeFileSync(join(folder, "package.json"), `${JSON.stringify(manifest(), null, 2)}\n`);
}

function manifest(): Record<string, unknown> {
  const own = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
  const { name, version, description, license, type, engines, repository } = own;
  return {
    ...{ name, version, description, license, type, engines, repository },
    bin: { milestone: "dist/cli.js", [name]: "dist/cli.js" },
    exports: {
      "./milestone": { types: "./types/public.d.ts", default: "./lib/milestone.js" },
      "./schemas/*": "./dist/*.schema.json",
    },
    // The types speak of the schemas from which they are made.
    dependencies: { zod: own.dependencies.zod },
  };
}

if (import.meta.main) await writePackage(process.argv[2] ?? join(ROOT, "package"));
