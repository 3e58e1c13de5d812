/** A file that an attempt changed, as text; null: it was not or is not there, or is no text. */
export interface ChangedText {
  path: string;
  before: string | null;
  after: string | null;
  /** Neither is text that a person could read. */
  isBinary: boolean;
}

interface PatchLine {
  kind: " " | "-" | "+";
  text: string;
  /** In the file as it was, and as it is; from 1. */
  old: number;
  new: number;
}

/** Lines of one file's patch, with three unchanged ones around each change. */
export interface FilePatch {
  path: string;
  change: "added" | "deleted" | "changed";
  isBinary: boolean;
  lines: PatchLine[];
}

const CONTEXT = 3;
/** Above so many comparisons the whole middle counts as replaced, so that no patch takes longer than a moment. */
const MOST_CELLS = 4_000_000;

export function patchOf(files: readonly ChangedText[]): FilePatch[] {
  return files.map(({ path, before, after, isBinary }) => ({
    path,
    change: before === null && !isBinary ? "added" : after === null && !isBinary ? "deleted" : "changed",
    isBinary,
    lines: isBinary ? [] : near(compare(linesOf(before), linesOf(after))),
  }));
}

/** The patch in the unified form, as reviewers know it. */
export function patchText(patches: readonly FilePatch[]): string {
  return patches.map(fileText).join("\n");
}

function fileText({ path, change, isBinary, lines }: FilePatch): string {
  const head = `--- ${change === "added" ? "/dev/null" : `a/${path}`}\n+++ ${change === "deleted" ? "/dev/null" : `b/${path}`}\n`;
  if (isBinary) return `${head}Binary file, not shown\n`;
  const hunks: PatchLine[][] = [];
  for (const line of lines) {
    const last = hunks.at(-1)?.at(-1);
    const follows = last && line.old <= last.old + 1 && line.new <= last.new + 1;
    if (follows) hunks.at(-1)!.push(line);
    else hunks.push([line]);
  }
  const texts = hunks.map(hunk => {
    const [first] = hunk;
    const count = (kind: "-" | "+") => hunk.filter(line => line.kind === " " || line.kind === kind).length;
    const body = hunk.map(line => `${line.kind}${line.text}`).join("\n");
    return `@@ -${first!.old},${count("-")} +${first!.new},${count("+")} @@\n${body}\n`;
  });
  return head + texts.join("");
}

function linesOf(text: string | null): string[] {
  if (text === null || text === "") return [];
  return text.replace(/\n$/, "").split("\n");
}

/** Every line of both texts, common ones once. */
function compare(before: readonly string[], after: readonly string[]): PatchLine[] {
  let head = 0;
  while (head < before.length && head < after.length && before[head] === after[head]) head += 1;
  let tail = 0;
  const most = Math.min(before.length, after.length) - head;
  while (tail < most && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail += 1;
  const middle = kindsOf(before.slice(head, before.length - tail), after.slice(head, after.length - tail));
  const kinds = [...Array(head).fill(" "), ...middle, ...Array(tail).fill(" ")] as PatchLine["kind"][];
  let [old, now] = [0, 0];
  return kinds.map(kind => {
    if (kind !== "+") old += 1;
    if (kind !== "-") now += 1;
    const text = kind === "-" ? before[old - 1]! : after[now - 1]!;
    return {
      kind,
      text,
      old: Math.max(1, kind === "+" ? old + 1 : old),
      new: Math.max(1, kind === "-" ? now + 1 : now),
    };
  });
}

/** By the longest common subsequence. */
function kindsOf(before: readonly string[], after: readonly string[]): PatchLine["kind"][] {
  const [n, m] = [before.length, after.length];
  const removed = (count: number): PatchLine["kind"][] => Array(count).fill("-");
  const added = (count: number): PatchLine["kind"][] => Array(count).fill("+");
  if (n === 0 || m === 0 || n * m > MOST_CELLS) return [...removed(n), ...added(m)];
  const width = m + 1;
  const longest = new Uint32Array((n + 1) * width);
  for (let i = n - 1; i >= 0; i--) {
    for (let j = m - 1; j >= 0; j--) {
      longest[i * width + j] =
        before[i] === after[j]
          ? longest[(i + 1) * width + j + 1]! + 1
          : Math.max(longest[(i + 1) * width + j]!, longest[i * width + j + 1]!);
    }
  }
  const kinds: PatchLine["kind"][] = [];
  let [i, j] = [0, 0];
  while (i < n && j < m) {
    if (before[i] === after[j]) {
      kinds.push(" ");
      i += 1;
      j += 1;
    } else if (longest[(i + 1) * width + j]! >= longest[i * width + j + 1]!) {
      kinds.push("-");
      i += 1;
    } else {
      kinds.push("+");
      j += 1;
    }
  }
  return [...kinds, ...removed(n - i), ...added(m - j)];
}

/** Only what lies near a change. */
function near(lines: readonly PatchLine[]): PatchLine[] {
  const kept = new Uint8Array(lines.length);
  for (const [index, { kind }] of lines.entries()) {
    if (kind === " ") continue;
    kept.fill(1, Math.max(0, index - CONTEXT), index + CONTEXT + 1);
  }
  return lines.filter((_, index) => kept[index] === 1);
}
