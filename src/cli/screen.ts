import { textWidth } from "./width.ts";

/** What a live view writes to; `process.stderr` fits. */
export interface Output {
  write(text: string): unknown;
  columns?: number;
  rows?: number;
}

const ESC = "\u001b[";
const HIDE_CURSOR = `${ESC}?25l`;
const SHOW_CURSOR = `${ESC}?25h`;
/** Terminals that know it show the lines between at once; the others ignore it. */
const BEGIN = `${ESC}?2026h`;
const END = `${ESC}?2026l`;
const CLEAR_LINE = `${ESC}2K`;
const CLEAR_BELOW = `${ESC}0J`;

/**
 * Lines at the bottom of a terminal that are redrawn in place: only those that changed are written, in one piece, and
 * no other screen is taken over. Between two calls the cursor stands on the line below the last.
 */
export class Screen {
  #out: Output;
  #lines: string[] = [];
  #columns = 0;

  constructor(out: Output) {
    this.#out = out;
  }

  draw(lines: string[]): void {
    const columns = this.#out.columns ?? 80;
    if (this.#lines.length === 0) this.#out.write(HIDE_CURSOR);
    else if (columns !== this.#columns) this.#wipe(columns);
    this.#columns = columns;
    const before = this.#lines;
    const first = lines.findIndex((line, i) => line !== before[i]);
    if (first < 0 && lines.length === before.length) return;
    let text = before.length ? `${ESC}${before.length}A\r` : "";
    for (const [i, line] of lines.entries()) {
      text += line === before[i] ? "\r\n" : `${CLEAR_LINE}${line}\r\n`;
    }
    if (before.length > lines.length) text += CLEAR_BELOW;
    this.#lines = lines;
    this.#out.write(BEGIN + text + END);
  }

  /** Writes text above the lines, to stay; `draw` must follow. */
  print(text: string): void {
    this.#wipe(this.#out.columns ?? 80);
    this.#out.write(`${text}\r\n`);
  }

  /** Leaves the last lines standing and gives the cursor back. */
  close(): void {
    this.#lines = [];
    this.#out.write(SHOW_CURSOR);
  }

  /** Takes the lines away. A terminal that was narrowed has broken them into more rows than were written. */
  #wipe(columns: number): void {
    if (this.#lines.length === 0) return;
    const rows = this.#lines.reduce(
      (sum, line) => sum + Math.max(1, Math.ceil(visible(line) / Math.max(1, columns))),
      0,
    );
    this.#out.write(`${ESC}${rows}A\r${CLEAR_BELOW}`);
    this.#lines = [];
  }
}

function visible(line: string): number {
  return textWidth(line.replace(/\u001b\[[0-9;]*m/g, ""));
}
