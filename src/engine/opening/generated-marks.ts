import { paths, ROOT } from "../../milestone/names.ts";
import type { Oid, Repository } from "../ports.ts";

/** What the engine writes for itself; never plans, config, prompts or deliverables, which people review. */
const GENERATED = ["logs/**", "sessions/**", "approvals/**", "reports/**", "active/current.txt"];

/**
 * Marks the engine's own records as generated, so that GitHub folds them in reviews. What a person wrote in that file
 * stays; an empty map where nothing is missing.
 */
export async function generatedMarks(
  repository: Pick<Repository, "readFile">,
  commit: Oid,
): Promise<Map<string, Buffer>> {
  const there = (await repository.readFile(commit, paths.attributes))?.toString("utf8") ?? "";
  const named = new Set(there.split("\n").map(line => line.trim().split(/\s/, 1)[0]));
  const missing = GENERATED.filter(pattern => !named.has(pattern));
  if (missing.length === 0) return new Map();
  const head = there === "" ? [`# Records of ${ROOT}, folded in reviews.`] : [];
  const lines = [...head, ...missing.map(pattern => `${pattern} linguist-generated=true`)];
  const gap = there === "" || there.endsWith("\n") ? "" : "\n";
  return new Map([[paths.attributes, Buffer.from(`${there}${gap}${lines.join("\n")}\n`)]]);
}
