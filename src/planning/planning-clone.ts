import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { isLinkless } from "../engine/machine/linkless-file.ts";
import { paths } from "../milestone/names.ts";
import { toData } from "../milestone/yaml/node.ts";
import { readYaml } from "../milestone/yaml/read.ts";
import { gitIn, IDENTITY } from "./facts.ts";

/** What a repository asks of its milestones, and not of a run of our own in a clone that is thrown away. */
const NOT_OURS = [
  "kiro_configuration",
  "phases",
  "quality_gates",
  "setup",
  "setup_inputs",
  "test_command",
  "test_baseline",
  "prerequisites",
  "release",
  "notify",
  "landing",
  "review",
  "signing",
  "remote",
];

/** A clone of what is committed, or of what `tip` adds to it, with one milestone more and the configuration's rules for milestones left out. */
export async function planningClone(
  root: string,
  folder: string,
  { id, text, tip = null }: { id: string; text: string; tip?: string | null },
): Promise<string> {
  const clone = join(folder, "repository");
  gitIn(root, ["clone", "--quiet", "--no-tags", root, clone]);
  if (tip !== null) {
    // On a runner both may be shallow.
    gitIn(clone, ["config", "receive.shallowUpdate", "true"]);
    gitIn(root, ["push", "--quiet", clone, `${tip}:refs/heads/so-far`]);
    gitIn(clone, ["checkout", "--quiet", "so-far"]);
  }
  gitIn(clone, ["remote", "remove", "origin"]);
  for (const each of [paths.milestone(id), paths.config]) await isLinkless(clone, each);
  const path = join(clone, paths.milestone(id));
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  const config = join(root, paths.config);
  if (await isLinkless(root, paths.config))
    writeFileSync(join(clone, paths.config), ownConfig(readFileSync(config, "utf8")));
  gitIn(clone, ["add", "-A"]);
  gitIn(clone, [...IDENTITY, "commit", "--quiet", "--no-verify", "-m", "The goal"]);
  return clone;
}

/** One that cannot be read stays as it is: the engine says what is wrong with it. */
function ownConfig(text: string): string {
  const yaml = readYaml(text);
  const data = yaml.ok ? toData(yaml.root) : null;
  if (typeof data !== "object" || data === null || Array.isArray(data)) return text;
  const kept = Object.entries(data).filter(([key]) => !NOT_OURS.includes(key));
  return `${JSON.stringify(Object.fromEntries(kept), null, 2)}\n`;
}
