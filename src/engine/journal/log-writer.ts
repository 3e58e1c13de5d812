/** Most bytes in one log segment: small blobs keep each commit small (research: 16–64 KiB). */
const SEGMENT_BYTES = 32 * 1024;

/** A log in numbered segments; tells which files changed since they were last taken. */
export class LogWriter {
  #path: (segment: number) => string;
  #segment: number;
  #text: string;
  #dirty = new Map<string, string>();

  /** @param restored files to write with the first ones, whatever is added */
  constructor(
    path: (segment: number) => string,
    last: { segment: number; text: string } | null,
    restored: { file: string; text: string }[] = [],
  ) {
    this.#path = path;
    this.#segment = last?.segment ?? 1;
    this.#text = last?.text ?? "";
    for (const { file, text } of restored) this.#dirty.set(file, text);
  }

  /** A log that holds nothing yet is written all the same: a reader by role finds a file for each. */
  begin(): void {
    if (this.#text === "") this.#dirty.set(this.#path(this.#segment), "");
  }

  add(line: string): void {
    if (this.#text !== "" && this.#text.length + line.length + 1 > SEGMENT_BYTES) {
      this.#segment += 1;
      this.#text = "";
    }
    this.#text += line + "\n";
    this.#dirty.set(this.#path(this.#segment), this.#text);
  }

  /** Files to write, each with its whole text; empty when nothing was added since `saved`. */
  dirty(): Map<string, string> {
    return new Map(this.#dirty);
  }

  /** What `dirty` gave is durable now; what was added meanwhile stays to be written. */
  saved(written: ReadonlyMap<string, string>): void {
    for (const [path, text] of written) {
      if (this.#dirty.get(path) === text) this.#dirty.delete(path);
    }
  }
}
