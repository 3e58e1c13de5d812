import { type Output, textWidth } from "../../../src/cli/screen.ts";

/** As much of a terminal as the live view uses; an unknown sequence is an error. Wide texts break as in a real one. */
export class VirtualTerminal implements Output {
  columns: number;
  rows: number;
  readonly isTTY = true;
  cursorVisible = true;
  /** What was written, piece by piece. */
  writes: string[] = [];
  #lines: string[] = [""];
  #row = 0;
  #column = 0;
  #resize = new Set<() => void>();

  constructor(columns: number, rows: number) {
    this.columns = columns;
    this.rows = rows;
  }

  on(_: "resize", listener: () => void): void {
    this.#resize.add(listener);
  }

  off(_: "resize", listener: () => void): void {
    this.#resize.delete(listener);
  }

  get listeners(): number {
    return this.#resize.size;
  }

  /** Breaks what is there anew, as most terminals do, and tells. */
  resize(columns: number): void {
    const before = this.#lines.slice(0, this.#row);
    const broken = before.flatMap(line => chunks(line, columns));
    this.#lines = [...broken, ""];
    this.#row = broken.length;
    this.columns = columns;
    for (const listener of this.#resize) listener();
  }

  /** The screen and what was scrolled off, without blanks at the end. */
  get text(): string[] {
    const lines = this.#lines.map(line => line.trimEnd());
    while (lines.at(-1) === "") lines.pop();
    return lines;
  }

  write(text: string): void {
    this.writes.push(text);
    for (const [token, parameters, letter] of text.matchAll(
      /\u001b\[([0-9;?]*)([A-Za-z])|\r|\n|[^\u001b\r\n]+/g,
    )) {
      if (letter !== undefined) this.#control(parameters ?? "", letter);
      else if (token === "\r") this.#column = 0;
      else if (token === "\n") this.#down();
      else this.#put(token);
    }
  }

  #control(parameters: string, letter: string): void {
    const key = `${parameters}${letter}`;
    if (letter === "m" || key === "?2026h" || key === "?2026l") return;
    if (key === "?25l") this.cursorVisible = false;
    else if (key === "?25h") this.cursorVisible = true;
    else if (letter === "A") this.#row = Math.max(this.#top(), this.#row - Number(parameters || 1));
    else if (key === "2K") this.#lines[this.#row] = "";
    else if (key === "0J")
      this.#lines = [...this.#lines.slice(0, this.#row), this.#lines[this.#row]!.slice(0, this.#column)];
    else throw new Error(`unknown sequence ${JSON.stringify(key)}`);
  }

  /** The cursor cannot leave the screen upwards. */
  #top(): number {
    return Math.max(0, this.#lines.length - this.rows);
  }

  #down(): void {
    this.#row += 1;
    while (this.#lines.length <= this.#row) this.#lines.push("");
  }

  #put(text: string): void {
    const line = this.#lines[this.#row]!.slice(0, this.#column) + text;
    if (textWidth(line) > this.columns)
      throw new Error(`a line of ${textWidth(line)} cells on ${this.columns}: ${line}`);
    this.#lines[this.#row] = line + this.#lines[this.#row]!.slice(line.length);
    this.#column = line.length;
  }
}

function chunks(line: string, columns: number): string[] {
  const parts: string[] = [];
  for (let at = 0; at < Math.max(1, line.length); at += columns) parts.push(line.slice(at, at + columns));
  return parts;
}
