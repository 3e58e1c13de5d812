/**
 * Whether a version fits a range of the forms `24`, `>=24`, `>1.2`, `<3`, `<=2.1`, `=1.2.3`, `^1.2`, `~1.2.3`, several
 * joined by spaces. Versions are compared by their numbers alone.
 */
export function satisfies(version: string, range: string): boolean {
  const have = numbers(version);
  return range
    .trim()
    .split(/\s+/)
    .every(part => {
      const match = /^(>=|<=|>|<|=|\^|~)?v?(\d+(?:\.\d+)*)/.exec(part);
      if (!match) return false;
      const want = numbers(match[2]!);
      const order = compare(have, want);
      switch (match[1]) {
        case ">=":
          return order >= 0;
        case "<=":
          return order <= 0;
        case ">":
          return order > 0;
        case "<":
          return order < 0;
        case "^":
          return order >= 0 && have[0] === want[0];
        case "~":
          return order >= 0 && have[0] === want[0] && (want.length < 2 || have[1] === want[1]);
        default:
          return want.every((n, i) => have[i] === n);
      }
    });
}

function numbers(version: string): number[] {
  return version.split(".").map(Number);
}

function compare(a: number[], b: number[]): number {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
