import type { z } from "zod";
import { idProblem } from "../names.ts";
import { nodeAt, pairOf, toData, type YamlNode, type YamlPath } from "../yaml/node.ts";
import { type DiagnosticCode, printable, showValue } from "./diagnostic.ts";
import type { Finding } from "./findings.ts";

type SchemaIssue = z.core.$ZodIssue;

export interface ExplainedIssue {
  path: YamlPath;
  finding: Finding;
}

/** A finding for what a schema refused. The schemas' messages name what is expected. */
export function explainIssue(issue: SchemaIssue, root: YamlNode): ExplainedIssue {
  const chosen = issue.code === "invalid_union" ? branch(issue) : issue;
  const path = chosen.path.filter(step => typeof step !== "symbol");
  const node = nodeAt(root, path);
  const name = pathLabel(root, path);
  const expected =
    chosen.code === "invalid_key" ? (chosen.issues[0]?.message ?? chosen.message) : chosen.message;
  const absent = node === undefined || (node.kind === "scalar" && node.value === null);
  if (absent && chosen.code === "invalid_type") {
    return {
      path,
      finding: { code: "missing-key", message: `${name} is missing`, remedy: `add it: ${expected}` },
    };
  }
  const value = node ? toData(node) : undefined;
  const rule = ruleOf(chosen);
  const remedy = rule === "bad-value" ? `write ${expected}` : expected;
  const shown = node?.kind === "scalar" ? ` ${showValue(value)}` : "";
  return { path, finding: { code: rule, message: `${name}${shown} cannot be used`, remedy, value } };
}

function ruleOf(issue: SchemaIssue): DiagnosticCode {
  if (issue.code !== "custom") return "bad-value";
  const rule: unknown = issue.params?.rule;
  return rule === "bad-id" || rule === "bad-path" || rule === "bad-glob" ? rule : "bad-value";
}

/** Of a union's alternatives the one that the value was most probably meant as: its kind fits, least is wrong. */
function branch(issue: Extract<SchemaIssue, { code: "invalid_union" }>): SchemaIssue {
  const fitting = issue.errors.filter(
    issues => !issues.some(inner => inner.path.length === 0 && inner.code === "invalid_type"),
  );
  const best = fitting.sort((a, b) => a.length - b.length)[0]?.[0];
  if (!best) return { ...issue, code: "custom", params: {} };
  return { ...best, path: [...issue.path, ...best.path] };
}

/** `tasks.schema.kiro_workflow.phases.design`: a path with tasks by their ids instead of their numbers. */
export function pathLabel(root: YamlNode, path: YamlPath): string {
  if (path.length === 0) return "the file";
  let label = "";
  path.forEach((step, index) => {
    if (typeof step === "string") {
      label += label === "" ? step : `.${step}`;
      return;
    }
    const id = pairOf(nodeAt(root, path.slice(0, index + 1)), "id")?.value;
    const named = path[index - 1] === "tasks" && id?.kind === "scalar" && !idProblem(String(id.value));
    label += named ? `.${id.value}` : `[${step}]`;
  });
  return printable(label.length > 120 ? `${label.slice(0, 119)}…` : label);
}
