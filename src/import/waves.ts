import { z } from "zod";
import type { ImportedTask } from "./imported.ts";
import type { Note } from "./notes.ts";

const graph = z.object({
  waves: z.array(z.object({ tasks: z.array(z.union([z.string(), z.number()])) })).max(1000),
});

/**
 * The waves that Kiro writes behind its list: the tasks of one run side by side, after those of the wave before.
 * Null when there are none. Tasks that no wave names come when all tasks above them in the list are done.
 */
export function readWaves(code: readonly string[], tasks: ImportedTask[], notes: Note[]): number[][] | null {
  const waves = code.map(parsed).find(each => each !== null);
  if (!waves) return null;
  const places = new Map<string, number>();
  for (const [index, { id }] of tasks.entries()) if (!places.has(id)) places.set(id, index);
  const seen = new Set<number>();
  const steps: number[][] = [];
  for (const wave of waves) {
    const step: number[] = [];
    for (const id of wave) {
      const place = places.get(id);
      if (place === undefined)
        notes.push({ what: "named by the dependency graph but not in the list, left out", item: id });
      else if (!seen.has(place)) {
        seen.add(place);
        step.push(place);
      }
    }
    if (step.length > 0) steps.push(step);
  }
  followList(tasks, seen);
  return steps;
}

function parsed(text: string): string[][] | null {
  if (!text.includes('"waves"')) return null;
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return null;
  }
  const read = graph.safeParse(data);
  return read.success ? read.data.waves.map(wave => wave.tasks.map(String)) : null;
}

/** A task outside of the waves (a checkpoint, as a rule) waits for what stands between it and the one before. */
function followList(tasks: ImportedTask[], seen: ReadonlySet<number>): void {
  const parents = new Set(tasks.map(task => task.parent));
  let since: string[] = [];
  tasks.forEach((task, index) => {
    if (parents.has(index)) return;
    if (seen.has(index)) {
      since.push(task.id);
      return;
    }
    task.after.push(...since.slice(-300));
    since = [task.id];
  });
}
