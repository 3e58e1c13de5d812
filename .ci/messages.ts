import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Literal, literals } from "./literals.ts";

/** One thing the product can say: what is wrong, and what to do about it where the same place says so. */
export interface Message {
  file: string;
  line: number;
  says: string;
  remedy: string;
}

const ROOT = join(import.meta.dirname, "..");
/** Calls whose first text is a message and whose second is its remedy. */
const REFUSALS = new Set(["refuse", "refuseAt", "problem", "complain"]);
const WARNINGS = new Set(["warn", "warnOnce", "note"]);
const FAULT = "*a fault of the program or the machine*";
/** Files in which every sentence is meant for people. */
const SPOKEN = /^src\/github\/(?:text|refusal-text|bad-file)\.ts$/;

/** Every message of the sources, in the order of files and lines. */
export function messages(): Message[] {
  return ["app", "src"]
    .flatMap(folder =>
      readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" }).map(f => `${folder}/${f}`),
    )
    .filter(file => file.endsWith(".ts"))
    .sort()
    .flatMap(messagesOf);
}

function messagesOf(file: string): Message[] {
  const groups = Map.groupBy(
    literals(readFileSync(join(ROOT, file), "utf8")).filter(isSentence),
    l => l.group,
  );
  const found = [...groups.values()].flatMap(group => {
    const says = group.filter(l => roleOf(l, file) === "says");
    const remedies = group.filter(l => roleOf(l, file) === "remedy");
    const remedy = remedies.map(l => l.text).join(" / ");
    return says.map(l => ({ file, line: l.line, says: l.text, remedy: isFault(l) ? FAULT : remedy }));
  });
  return found.sort((a, b) => a.line - b.line);
}

/** Words with a space between them; paths, codes and joined parts are none. */
function isSentence({ text }: Literal): boolean {
  return /[A-Za-z…]{2,} [A-Za-z`"'(…-]/.test(text) && !/^[a-z-]+: [a-z…]+;?$/.test(text);
}

/** What is thrown as a plain error shows a mistake in the program, or a broken machine. */
function isFault({ call }: Literal): boolean {
  return call === "Error";
}

function roleOf({ key, call, argument }: Literal, file: string): "says" | "remedy" | null {
  if (key === "remedy") return "remedy";
  if (key === "message" || key === "reason" || key === "error" || key === "cause") return "says";
  if (key !== null && !SPOKEN.test(file)) return null;
  if (call && REFUSALS.has(call)) return argument === 0 ? "says" : "remedy";
  if (call && (WARNINGS.has(call) || /Error$/.test(call))) return "says";
  return SPOKEN.test(file) ? "says" : null;
}

/** The table as markdown: one section a file. */
export function messageTable(all: readonly Message[]): string {
  const cell = (text: string) => text.replaceAll("|", "\\|").replaceAll("<", "\\<");
  const sections = [...Map.groupBy(all, m => m.file)].map(([file, rows]) =>
    [
      `## ${file}`,
      "",
      "| says | what to do |",
      "| --- | --- |",
      ...new Set(rows.map(({ says, remedy }) => `| ${cell(says)} | ${cell(remedy)} |`)),
      "",
    ].join("\n"),
  );
  return [
    `# Messages\n\nMade by \`npm run messages\`; \`…\` stands for what is put in at run time.\n`,
    ...sections,
  ].join("\n");
}

if (import.meta.main) {
  const path = join(ROOT, "dist/messages.md");
  const all = messages();
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, messageTable(all));
  process.stdout.write(`${all.length} messages in dist/messages.md\n`);
}
