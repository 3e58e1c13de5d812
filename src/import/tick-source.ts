import { applyEdits, modify } from "jsonc-parser";
import { openPlanText } from "../milestone/plan/edit-plan.ts";
import { BOXED, type Files, type ImportedPlan, type TaskMark } from "./imported.ts";
import { idsOf } from "./milestone-text.ts";
import { type LocalSource, readSource } from "./read-source.ts";
import { type SourceMemory, sourceOf } from "./source-memory.ts";

/**
 * The source files of a milestone with the tasks that are done told in them: boxes ticked, statuses and records set.
 * A task that the source no longer has, or has otherwise, is left alone. Only files that change are answered.
 */
export async function tickSource(
  memory: SourceMemory,
  { done, files }: { done: ReadonlySet<string>; files: Pick<Files, "readFile" | "list"> },
): Promise<Map<string, string>> {
  const changed = new Map<string, string>();
  const plan = await readAgain(sourceOf(memory), { ...files, writeFile: async () => undefined });
  if (!plan) return changed;
  const { ids } = idsOf(plan, memory.ids);
  const marks = plan.tasks.flatMap((task, index) =>
    done.has(ids[index]!) && task.state !== "completed" && task.mark ? [task.mark] : [],
  );
  for (const mark of marks) {
    const text = changed.get(mark.file) ?? (await files.readFile(mark.file));
    const ticked = text === null ? null : withMark(text, mark);
    if (ticked !== null && ticked !== text) changed.set(mark.file, ticked);
  }
  return changed;
}

/** Reads the list alone: what lies beside it says nothing of its boxes. Null where it can no longer be read. */
async function readAgain(source: LocalSource, files: Files): Promise<ImportedPlan | null> {
  const alone = "folder" in source && /^(?:kiro|spec-kit|openspec|conductor)$/.test(source.format);
  const read = await readSource(alone ? { ...source, alone: true } : source, files);
  return read.ok ? read.value : null;
}

/** A file with one mark set; everything else stays as it is, line ends too. Null where the mark is not there. */
export function withMark(text: string, mark: TaskMark): string | null {
  switch (mark.how) {
    case "box":
      return onLine(text, mark.line, line => line.replace(BOXED, "$1x$2"));
    case "check":
      return onLine(text, mark.line, line =>
        /^\s*#{1,6}\s+\[[ \t]?\]/.test(line)
          ? line.replace(/\[[ \t]?\]/, "[x]")
          : line.replace(/^(\s*(?:#{1,6}|[-*+]|\d{1,9}[.)])\s+)/, "$1✅ "),
      );
    case "word":
      return onLine(text, mark.line, line => {
        const at = line.lastIndexOf(mark.from);
        return at < 0 ? line : line.slice(0, at) + mark.value + line.slice(at + mark.from.length);
      });
    case "json": {
      const set = (json: string) =>
        applyEdits(json, modify(json, mark.path, mark.value, { formattingOptions: formatOf(json) }));
      if (mark.line === undefined) return set(text);
      return onLine(text, mark.line, set);
    }
    case "yaml":
      return withYaml(text, mark);
    default:
      return mark satisfies never;
  }
}

/** A file with one value of its YAML set; null where that cannot be read. */
function withYaml(text: string, { path, value }: Extract<TaskMark, { how: "yaml" }>): string | null {
  const front = /^\ufeff?---[ \t]*\r?\n([\s\S]*?)^(?:---|\.\.\.)[ \t]*\r?$/m.exec(text);
  const start = front ? front[0].indexOf(front[1]!, 3) : 0;
  const yaml = front ? front[1]! : text;
  try {
    const plan = openPlanText(yaml);
    plan.set(path, value);
    return text.slice(0, start) + plan.text() + text.slice(start + yaml.length);
  } catch {
    // Not all that tools write there is YAML: a plain line can still be set.
    const [key] = path;
    const line = path.length === 1 ? new RegExp(`^${key}:[^\\r\\n]*`, "m") : null;
    return line?.test(yaml)
      ? text.slice(0, start) + yaml.replace(line, `${key}: ${value}`) + text.slice(start + yaml.length)
      : null;
  }
}

function onLine(text: string, number: number, change: (line: string) => string): string | null {
  // As the reader counts them: a lone carriage return ends a line, too.
  const parts = text.split(/(\r\n|\r|\n)/);
  const at = (number - 1) * 2;
  const line = parts[at];
  if (line === undefined) return null;
  parts[at] = change(line);
  return parts.join("");
}

/** The indentation of a JSON file, for a value that is not there yet. */
function formatOf(json: string) {
  const indent = /^[ \t]+(?=")/m.exec(json)?.[0] ?? "  ";
  return {
    insertSpaces: !indent.startsWith("\t"),
    tabSize: indent.startsWith("\t") ? 1 : indent.length,
    eol: json.includes("\r\n") ? "\r\n" : "\n",
  };
}
