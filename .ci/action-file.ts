import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import { FLAG_INPUTS, OWN_INPUTS } from "../src/action/inputs.ts";
import { OUTPUTS } from "../src/commands/outcome.ts";
import { flagDefault, flagSpec } from "../src/milestone/command/command-flags.ts";

const FILE = join(import.meta.dirname, "../action.yml");

/** `action.yml`, made from the flags, the Action's own inputs and the outputs, so that each is declared once. */
export function actionFile(): string {
  const { milestone, command, target, ...own } = OWN_INPUTS;
  const inputs = { milestone, command, target, ...Object.fromEntries(FLAG_INPUTS.map(flagInput)), ...own };
  const described = Object.entries(OUTPUTS).map(([name, description]) => [name, { description }] as const);
  return stringify(
    {
      name: "Milestone Execute",
      description:
        "Executes a milestone, a DAG of tasks taken through design, spec, task and execute by commands or AI coding agents, with approval gates, blockers and resumable state in git",
      author: "milestone-execute",
      branding: { icon: "flag", color: "green" },
      inputs,
      outputs: Object.fromEntries(described),
      runs: { using: "node24", main: "dist/index.js", post: "dist/post.js" },
    },
    { lineWidth: 0 },
  );
}

function flagInput(name: (typeof FLAG_INPUTS)[number]): [string, { description: string; default?: string }] {
  const spec = flagSpec(name);
  const choices = spec.type === "choice" && name !== "resume" ? `: ${spec.choices.join(", ")}` : "";
  const range = spec.type === "integer" && spec.max < 1000 ? `, ${spec.min} to ${spec.max}` : "";
  const summary = spec.summary[0]!.toUpperCase() + spec.summary.slice(1);
  const value = flagDefault(name);
  return [
    name,
    { description: `${summary}${choices}${range}.`, ...(value === null ? {} : { default: value }) },
  ];
}

if (import.meta.main) writeFileSync(FILE, actionFile());
