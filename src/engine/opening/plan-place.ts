import type { YamlPath } from "../../milestone/yaml/node.ts";
import type { Complaint } from "../refusal.ts";
import type { Basis } from "./basis.ts";

/**
 * Where the plan says what a complaint is about. Nothing where a branch has the plan: its copy has the engine's own
 * keys as well, so that its lines are not those of the checkout, into which an annotation points.
 */
export function placeOf(
  { located, reading, file }: Pick<Basis, "located" | "reading" | "file">,
  key: string,
  ...below: YamlPath
): Pick<Complaint, "file" | "line" | "column"> {
  if (located.tip !== null) return {};
  return { file: file.path, ...reading.source.at([...reading.source.key(key), ...below]) };
}
