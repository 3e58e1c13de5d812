import type { Findings } from "../diagnostic/findings.ts";
import { headOf } from "../diagnostic/findings.ts";
import { nearest } from "../diagnostic/nearest.ts";
import { pairOf, type YamlNode, type YamlScalar } from "../yaml/node.ts";

const MAX_TASKS = 10_000;
const MAX_CYCLES = 10;
const MAX_CYCLE_NAMES = 30;
/** A suggestion looks at every id, so a file full of unknown ones gets only so many. */
const MAX_SUGGESTIONS = 20;

interface TaskNode {
  id: string;
  node: YamlNode;
  dependencies: YamlScalar[];
}

/**
 * Checks ids and dependencies of the tasks, whatever else may be wrong with them. Linear in tasks and
 * dependencies, and without recursion: 10,000 tasks may form one chain.
 */
export function checkTaskGraph(tasks: YamlNode | undefined, findings: Findings): void {
  if (tasks?.kind !== "seq") return;
  if (tasks.items.length === 0) {
    findings.error(headOf(tasks), {
      code: "no-tasks",
      message: "the milestone has no tasks",
      remedy: "add at least one task with an id and an executor",
    });
  }
  if (tasks.items.length > MAX_TASKS) {
    findings.error(headOf(tasks), {
      code: "too-many-tasks",
      message: `the milestone has ${tasks.items.length} tasks, more than ${MAX_TASKS}`,
      remedy: "split it into several milestones",
    });
    return;
  }
  const graph = collect(tasks.items, findings);
  checkEdges(graph, findings);
  checkCycles(graph, findings);
}

function collect(items: readonly YamlNode[], findings: Findings): Map<string, TaskNode> {
  const graph = new Map<string, TaskNode>();
  const folded = new Map<string, string>();
  for (const item of items) {
    const idNode = pairOf(item, "id")?.value;
    if (idNode?.kind !== "scalar" || idNode.value === null) continue;
    const id = textOf(idNode, findings);
    const before = folded.get(id.toLowerCase());
    if (before !== undefined) {
      findings.error(idNode, {
        code: "duplicate-id",
        message: `the task id "${id}" stands twice${before === id ? "" : ` (as "${before}" before; case does not count)`}`,
        remedy: "give each task an id of its own",
        value: id,
      });
      continue;
    }
    folded.set(id.toLowerCase(), id);
    const [needs, long] = [pairOf(item, "needs"), pairOf(item, "dependencies")];
    if (needs && long) {
      findings.error(
        { start: needs.keyStart, end: needs.keyEnd },
        {
          code: "bad-value",
          message: `the task "${id}" has both needs and dependencies, which mean the same`,
          remedy: "keep one of the two",
        },
      );
    }
    const list = (needs ?? long)?.value;
    const dependencies = list?.kind === "seq" ? list.items.filter(node => node.kind === "scalar") : [];
    graph.set(id, { id, node: idNode, dependencies });
  }
  return graph;
}

function textOf(node: YamlScalar, findings: Findings): string {
  return node.style === "plain" && typeof node.value !== "string"
    ? findings.source.text.slice(node.start, node.end)
    : String(node.value);
}

function checkEdges(graph: ReadonlyMap<string, TaskNode>, findings: Findings): void {
  let suggestions = 0;
  for (const task of graph.values()) {
    const seen = new Set<string>();
    for (const dependency of task.dependencies) {
      const name = textOf(dependency, findings);
      if (name === task.id) {
        findings.error(dependency, {
          code: "self-dependency",
          message: `the task "${task.id}" depends on itself`,
          remedy: "remove it from its own dependencies",
          value: name,
        });
      } else if (!graph.has(name)) {
        const meant = suggestions++ < MAX_SUGGESTIONS ? nearest(name.slice(0, 70), graph.keys()) : null;
        findings.error(dependency, {
          code: "unknown-dependency",
          message: `the task "${task.id}" depends on "${name.slice(0, 70)}", which no task has as its id`,
          remedy: meant
            ? `write "${meant}" if that is meant`
            : /[,\s]/.test(name)
              ? "write several as a list: `[a, b]`"
              : "add that task, or remove the dependency",
          value: name,
        });
      } else if (seen.has(name)) {
        findings.warn(dependency, {
          code: "bad-value",
          message: `the task "${task.id}" names its dependency "${name}" twice`,
          remedy: "keep one of the two",
          value: name,
        });
      }
      seen.add(name);
    }
  }
}

/** Depth-first with an explicit stack; each edge back onto the stack closes one cycle, which is told in full. */
function checkCycles(graph: ReadonlyMap<string, TaskNode>, findings: Findings): void {
  const state = new Map<string, "open" | "closed">();
  let found = 0;
  for (const start of graph.values()) {
    if (state.has(start.id)) continue;
    const stack: { task: TaskNode; next: number }[] = [{ task: start, next: 0 }];
    state.set(start.id, "open");
    while (stack.length > 0) {
      const top = stack[stack.length - 1]!;
      const edge = top.task.dependencies[top.next++];
      if (!edge) {
        state.set(top.task.id, "closed");
        stack.pop();
        continue;
      }
      const target = graph.get(textOf(edge, findings));
      if (!target || target === top.task) continue;
      const seen = state.get(target.id);
      if (seen === "open") {
        const ids = stack.map(each => each.task.id);
        if (found++ < MAX_CYCLES) tellCycle(ids.slice(ids.indexOf(target.id)), edge, findings);
      } else if (seen === undefined) {
        state.set(target.id, "open");
        stack.push({ task: target, next: 0 });
      }
    }
  }
}

function tellCycle(ids: string[], edge: YamlScalar, findings: Findings): void {
  const whole = [...ids, ids[0]!];
  const shown =
    whole.length <= MAX_CYCLE_NAMES
      ? whole
      : [
          ...whole.slice(0, MAX_CYCLE_NAMES - 2),
          `… (${whole.length - MAX_CYCLE_NAMES + 1} more) …`,
          whole[0]!,
        ];
  findings.error(edge, {
    code: "dependency-cycle",
    message: `the tasks wait for each other in a cycle: ${shown.join(" → ")}`,
    remedy: "remove one of these dependencies",
    value: textOf(edge, findings),
  });
}
