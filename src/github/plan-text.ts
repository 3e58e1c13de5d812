import { codeSpan, cut, fenced, inertLine } from "../milestone/text/inert.ts";
import { openWaves, type PlanView } from "../milestone/view/plan-view.ts";

/** The answer to `plan`: a picture, then waves, gates and what would run. */
export function planText(view: PlanView, graph: string | null, limit: number): string {
  const { criticalPath, predicted } = view;
  const parts = [
    `## Plan of ${codeSpan(view.milestone)}`,
    `${view.remaining} of ${view.tasks} tasks are left. Strategy **${view.strategy}** with ${view.agents} agents: ${view.reasons.map(r => inertLine(r)).join("; ")}.`,
    `Predicted: ${predicted.hours} h of ${predicted.workHours} h of work, without waiting for people${predicted.estimated ? "" : " (no task has an estimate: an hour each)"}. Forecast: ${predicted.forecast.low} to ${predicted.forecast.high} h, from ${inertLine(predicted.forecast.basis)}.`,
    `Critical path (${criticalPath.hours} h): ${criticalPath.tasks.map(id => codeSpan(id)).join(" → ")}`,
    graph ? fenced(graph, { info: "mermaid" }) : "",
    waves(view),
    gates(view),
    runs(view),
    view.warnings.length ? `### Warnings\n\n${view.warnings.map(w => `- ${inertLine(w)}`).join("\n")}` : "",
  ];
  return cut(parts.filter(Boolean).join("\n\n"), limit);
}

function waves(view: PlanView): string {
  const { waves: left, finished } = openWaves(view);
  const ids = (wave: readonly string[]) => wave.map(id => codeSpan(id)).join(", ");
  const lines = left.map((wave, n) => `${n + 1}. ${ids(wave)}`);
  return ["### Waves", lines.join("\n"), finished.length > 0 ? `Finished already: ${ids(finished)}` : ""]
    .filter(part => part !== "")
    .join("\n\n");
}

function gates({ gates: all }: PlanView): string {
  if (!all.length) return "### Gates\n\nNone: no phase waits for an approval.";
  const rows = all.map(({ task, phase, approvers, minApprovals }) => {
    const who = approvers.length
      ? approvers.map(a => codeSpan(a)).join(", ")
      : "anyone with write permission";
    return `| ${codeSpan(`${task}/${phase}`)} | ${who} | ${minApprovals} |`;
  });
  return ["### Gates", "", "| after | who may | approvals |", "| --- | --- | ---: |", ...rows].join("\n");
}

function runs({ run }: PlanView): string {
  const rows = run.flatMap(({ task, phases }) =>
    phases.map(
      p =>
        `| ${codeSpan(`${task}/${p.phase}`)} | ${codeSpan(p.executor, 120)} | ${deliverables(p.deliverables)} |`,
    ),
  );
  return [
    "### What would run",
    "",
    "| phase | executor | deliverables |",
    "| --- | --- | --- |",
    ...rows,
  ].join("\n");
}

const deliverables = (paths: string[]): string => paths.map(path => codeSpan(path, 80)).join(", ");
