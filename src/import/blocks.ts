import { type CheckItem, type MarkdownLine, markdownLines } from "./checklist.ts";

/** A checkbox with the lines that belong to it. */
export interface Block {
  item: CheckItem;
  /** Lines below it up to the next box or heading, their common indentation removed; code blocks whole. */
  details: string[];
  /** Place of the section that it stands in, among `sections`. */
  section: number;
}

export interface Section {
  title: string;
  level: number;
  /** Lines outside of any box, bare of indentation. */
  prose: string[];
}

export interface Checklist {
  blocks: Block[];
  sections: Section[];
  /** Fenced blocks that belong to no box, without their fences. */
  code: string[];
}

/** How a line begins that goes on with the sentence of the box above it. */
const GOES_ON = /^[\p{Ll}(`/]/u;

/** A Markdown file as checkboxes with their details, in sections. The first section is what stands above any heading. */
export function readChecklist(text: string): Checklist {
  const sections: Section[] = [{ title: "", level: 0, prose: [] }];
  const blocks: Block[] = [];
  const raw: { indent: number; text: string; code: boolean }[][] = [];
  let open = false;
  const code: string[][] = [];
  let fenced = false;
  for (const line of markdownLines(text)) {
    if (line.kind !== "code") fenced = false;
    switch (line.kind) {
      case "heading":
        sections.push({ title: line.text, level: line.level, prose: [] });
        open = false;
        break;
      case "item":
        blocks.push({ item: line.item, details: [], section: sections.length - 1 });
        raw.push([]);
        open = true;
        break;
      case "text":
        if (open && raw.at(-1)!.length === 0 && line.indent > 0 && GOES_ON.test(line.text)) {
          const { item } = blocks.at(-1)!;
          item.text += ` ${line.text}`;
        } else if (open && (line.text === "" || line.indent > 0)) raw.at(-1)!.push({ ...line, code: false });
        else {
          if (line.text !== "") open = false;
          sections.at(-1)!.prose.push(line.text);
        }
        break;
      case "code":
        if (open) raw.at(-1)!.push({ indent: indentOfCode(line), text: line.text, code: true });
        else if (fenced) code.at(-1)!.push(line.text);
        else code.push([]);
        fenced = true;
        break;
      default:
        return line satisfies never;
    }
  }
  blocks.forEach((block, index) => {
    block.details = dedented(raw[index]!);
  });
  return { blocks, sections, code: code.map(lines => lines.slice(0, -1).join("\n")) };
}

const indentOfCode = ({ text }: Extract<MarkdownLine, { kind: "code" }>) =>
  text.length - text.trimStart().length;

function dedented(lines: readonly { indent: number; text: string; code: boolean }[]): string[] {
  const written = lines.filter(line => line.text.trim() !== "");
  const least = Math.min(...written.map(line => line.indent), 40);
  const out = lines.map(({ indent, text, code }) =>
    text.trim() === ""
      ? ""
      : code
        ? text.slice(Math.min(least, indent))
        : " ".repeat(Math.max(0, Math.min(indent, 80) - least)) + text,
  );
  while (out.at(-1) === "") out.pop();
  while (out[0] === "") out.shift();
  return out;
}
