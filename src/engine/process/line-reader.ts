import { StringDecoder } from "node:string_decoder";
import { sanitiseLine } from "../../milestone/text/sanitise.ts";
import type { RedactingStream } from "../output/redact.ts";

/** A longer line is cut: nobody reads it, and one endless line must not fill the memory. */
export const LINE_LIMIT = 64 * 1024;

export interface LineReader {
  push(chunk: Buffer): void;
  end(): void;
}

/**
 * Turns one stream of bytes into clean, masked lines. Secrets are masked before lines are cut, so that
 * neither a chunk's border nor a line's hides one. A line that redraws itself with carriage returns
 * (progress bars) is given as it last stood.
 */
export function createLineReader(redaction: RedactingStream, onLine: (line: string) => void): LineReader {
  const decoder = new StringDecoder("utf8");
  let line = "";
  let cut = false;

  function accept(part: string): void {
    if (cut) return;
    line += part;
    const redrawn = line.search(/\r(?!$)/) >= 0;
    if (redrawn) line = lastDrawn(line);
    if (line.length <= LINE_LIMIT) return;
    line = line.slice(0, LINE_LIMIT);
    cut = true;
  }

  function finish(): void {
    const text = sanitiseLine(lastDrawn(line));
    onLine(cut ? `${text}… [line cut after ${LINE_LIMIT / 1024} KiB]` : text);
    line = "";
    cut = false;
  }

  function take(text: string): void {
    const parts = text.split("\n");
    for (const [index, part] of parts.entries()) {
      accept(part);
      if (index < parts.length - 1) finish();
    }
  }

  return {
    push: chunk => take(redaction.push(decoder.write(chunk))),
    end: () => {
      take(redaction.push(decoder.end()) + redaction.end());
      if (line !== "") finish();
    },
  };
}

/** What a terminal would show last of a line that holds carriage returns. */
function lastDrawn(line: string): string {
  const end = line.endsWith("\r") ? line.length - 1 : line.length;
  return line.slice(line.lastIndexOf("\r", end - 1) + 1, end) || line;
}
