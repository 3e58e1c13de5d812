import { pairOf, toData } from "../milestone/yaml/node.ts";
import { readYaml } from "../milestone/yaml/read.ts";
import { type Answer, good } from "./answer.ts";
import type { Repository } from "./repository.ts";

export type WorkflowReading =
  | { kind: "missing" }
  /** It cannot be started by us: the trigger is not there. */
  | { kind: "not_dispatchable" }
  /** null: the file is written in a way that only GitHub reads; it will say itself what it does not know. */
  | { kind: "declares"; inputs: ReadonlySet<string> | null };

/** The inputs that a workflow declares for `workflow_dispatch`, as its file on a branch says. */
export async function readWorkflowInputs(
  repository: Repository,
  workflow: string,
  branch: string,
): Promise<Answer<WorkflowReading>> {
  const answer = await repository.read("GET /repos/{owner}/{repo}/contents/{path}", {
    path: `.github/workflows/${workflow}`,
    ref: branch,
  });
  if (!answer.ok) return answer.failure.kind === "not_found" ? good({ kind: "missing" }) : answer;
  const file = answer.value;
  if (Array.isArray(file) || file.type !== "file" || !("content" in file)) return good({ kind: "missing" });
  return good(declared(Buffer.from(file.content, "base64").toString("utf8")));
}

function declared(text: string): WorkflowReading {
  const yaml = readYaml(text);
  if (!yaml.ok) return { kind: "declares", inputs: null };
  const on = pairOf(yaml.root, "on")?.value;
  const triggers = on ? toData(on) : null;
  if (triggers === "workflow_dispatch") return { kind: "declares", inputs: new Set() };
  if (Array.isArray(triggers)) {
    return triggers.includes("workflow_dispatch")
      ? { kind: "declares", inputs: new Set() }
      : { kind: "not_dispatchable" };
  }
  if (!isMap(triggers) || !("workflow_dispatch" in triggers)) return { kind: "not_dispatchable" };
  const dispatch = triggers.workflow_dispatch;
  const inputs = isMap(dispatch) && isMap(dispatch.inputs) ? Object.keys(dispatch.inputs) : [];
  return { kind: "declares", inputs: new Set(inputs) };
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
