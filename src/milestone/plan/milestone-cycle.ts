/** The circle of `requires` that leads back to `from`, in order and closed, or null. */
export function milestoneCycle(
  requires: ReadonlyMap<string, readonly string[]>,
  from: string,
): string[] | null {
  const visited = new Set<string>();
  const path: string[] = [];
  const visit = (id: string): boolean => {
    path.push(id);
    for (const next of requires.get(id) ?? []) {
      if (next === from) return true;
      if (visited.has(next)) continue;
      visited.add(next);
      if (visit(next)) return true;
    }
    path.pop();
    return false;
  };
  return visit(from) ? [...path, from] : null;
}
