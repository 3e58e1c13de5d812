import { hiddenCharacter } from "../milestone/yaml/characters.ts";
import { renderBehindKey, renderFlow, type YamlData, type YamlLayout } from "../milestone/yaml/render.ts";

const LAYOUT: YamlLayout = { eol: "\n", step: 2, listStep: 2 };
const WIDTH = 100;

/** `key: value` at a column, with lists of short words on one line and long texts as blocks. */
export function yamlPair(key: string, value: YamlData, column: number): string {
  const lead = " ".repeat(column);
  if (typeof value === "string") return `${lead}${key}:${yamlText(value, column)}`;
  const flow = renderFlow(value);
  if (lead.length + key.length + flow.length + 2 <= WIDTH && !flow.includes("\\n"))
    return `${lead}${key}: ${flow}`;
  return `${lead}${key}:${renderBehindKey(value, column, LAYOUT)}`;
}

/** A text behind its key: several lines as a block that reads as it looks, where YAML can hold them so. */
function yamlText(text: string, column: number): string {
  if (!text.includes("\n") || !fitsBlock(text)) return ` ${renderFlow(text)}`;
  const lead = " ".repeat(column + 2);
  const lines = text.split("\n").map(line => (line === "" ? "" : lead + line));
  return ` |-\n${lines.join("\n")}`;
}

/** A block keeps every line but cannot begin with a space, end with an empty line or hold what cannot be seen. */
function fitsBlock(text: string): boolean {
  return !/^[ \t\n]|\n$|\t/.test(text) && !/^[ \t]+$/m.test(text) && hiddenCharacter(text) < 0;
}

/** A comment at a column, wrapped at words. */
export function yamlComment(text: string, column = 0): string {
  const lead = `${" ".repeat(column)}# `;
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/)) {
    if (line !== "" && lead.length + line.length + word.length >= WIDTH) {
      lines.push(line);
      line = "";
    }
    line += line === "" ? word : ` ${word}`;
  }
  lines.push(line);
  return lines.map(each => lead + each).join("\n");
}
