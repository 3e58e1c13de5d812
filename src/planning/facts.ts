import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { nodeFiles } from "../commands/node-files.ts";
import { detectProject } from "../init/detect-project.ts";
import { paths } from "../milestone/names.ts";
import type { RepositoryFacts } from "./brief.ts";
import type { DraftFacts } from "./check-draft.ts";

/** What a draft of `id` is checked against, from the checkout. */
export async function draftFacts(root: string, id: string): Promise<DraftFacts> {
  const files = nodeFiles(root);
  const listed = gitIn(root, ["ls-files", "-z", "--cached", "--others", "--exclude-standard"]).split("\0");
  return {
    id,
    files: new Set(listed.filter(path => path !== "")),
    scripts: scriptsOf(await files.readFile("package.json")),
    config: await files.readFile(paths.config),
    targets: targetsOf(await files.readFile("Makefile")),
    hasTool: toolsOn(process.env.PATH ?? ""),
  };
}

/** Names at the beginning of a Makefile's rules. */
function targetsOf(text: string | null): string[] | null {
  if (text === null) return null;
  return text.split("\n").flatMap(line => {
    const [, names] = /^([\w. -]{1,200}):(?!=)/.exec(line) ?? [];
    return names?.trim().split(/\s+/) ?? [];
  });
}

function toolsOn(path: string): (name: string) => boolean {
  const known = new Map<string, boolean>();
  return name => {
    const there =
      known.get(name) ?? path.split(":").some(folder => folder !== "" && existsSync(join(folder, name)));
    known.set(name, there);
    return there;
  };
}

/** What the planner is told of the checkout. */
export async function repositoryFacts(
  root: string,
  { files, scripts }: DraftFacts,
): Promise<RepositoryFacts> {
  const own = nodeFiles(root);
  const changed = gitIn(root, ["log", "-n", "200", "--name-only", "--pretty=format:"]).split("\n");
  const counts = new Map<string, number>();
  for (const path of changed) if (files.has(path)) counts.set(path, (counts.get(path) ?? 0) + 1);
  const hot = [...counts].filter(([, count]) => count > 2).sort((a, b) => b[1] - a[1]);
  return {
    files: [...files],
    scripts,
    project: await detectProject(own),
    hot: hot.slice(0, 12).map(([path, count]) => `${path} (${count} commits)`),
    owners: (await own.readFile("CODEOWNERS")) ?? (await own.readFile(".github/CODEOWNERS")),
    workflows: [...files].filter(path => path.startsWith(".github/workflows/")),
  };
}

function scriptsOf(text: string | null): string[] | null {
  if (text === null) return null;
  try {
    const { scripts } = JSON.parse(text) as { scripts?: Record<string, unknown> };
    return Object.keys(scripts ?? {});
  } catch {
    return null;
  }
}

/** git's answer in a checkout. @throws where git refuses */
export function gitIn(cwd: string, args: string[]): string {
  return execFileSync("git", args, {
    cwd,
    encoding: "utf8",
    maxBuffer: 1 << 28,
    stdio: ["ignore", "pipe", "pipe"],
  });
}

export const IDENTITY = ["-c", "user.name=milestone", "-c", "user.email=milestone@localhost"];

/** A file of a commit; null where there is none. */
export function gitShow(cwd: string, object: string): string | null {
  try {
    return gitIn(cwd, ["show", object]);
  } catch {
    return null;
  }
}
