import { parseDocument } from "yaml";
import { linesOf } from "./markdown-blocks.ts";

export interface FrontMatter {
  data: Record<string, unknown>;
  body: string;
  /** Lines before the body. */
  lines: number;
}

/** The YAML at the top of a Markdown file; null where it cannot be read. A file without any is all body. */
export function readFrontMatter(text: string): FrontMatter | null {
  const lines = linesOf(text);
  if (lines[0]?.trimEnd() !== "---") return { data: {}, body: lines.join("\n"), lines: 0 };
  const end = lines.findIndex((line, index) => index > 0 && /^(?:---|\.\.\.)\s*$/.test(line));
  if (end < 0) return { data: {}, body: lines.join("\n"), lines: 0 };
  const front = lines.slice(1, end).join("\n");
  // Tools write names as `@octocat`, which is no YAML.
  const data =
    readYamlMap(front) ??
    readYamlMap(front.replace(/^(\s{0,12}(?:[\w-]+:|-)[ \t]+)(@\S+)[ \t]*$/gm, '$1"$2"'));
  return data === null ? null : { data, body: lines.slice(end + 1).join("\n"), lines: end + 1 };
}

/** A YAML map as plain data, without aliases; null where it is none. */
export function readYamlMap(text: string): Record<string, unknown> | null {
  try {
    const document = parseDocument(text, { logLevel: "silent", uniqueKeys: false });
    if (document.errors.length > 0) return null;
    const data: unknown = document.toJS({ maxAliasCount: 0 });
    if (data === null) return {};
    return typeof data === "object" && !Array.isArray(data) ? (data as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

/** A value as one text: numbers too, nothing for what is no scalar. */
export const asText = (value: unknown): string =>
  typeof value === "string"
    ? value.trim()
    : typeof value === "number" || typeof value === "boolean"
      ? String(value)
      : "";

/** A list of texts, also from a single one. */
export const asTexts = (value: unknown): string[] =>
  (Array.isArray(value) ? value : [value]).map(asText).filter(text => text !== "");
