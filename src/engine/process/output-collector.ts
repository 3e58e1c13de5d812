import type { Redactor } from "../output/redact.ts";
import { createLineReader, type LineReader } from "./line-reader.ts";

/** Beyond this a process's output is counted and its end kept, but no longer read line by line. */
const OUTPUT_LIMIT = 10 * 1024 * 1024;
/** How much of the end is kept once the limit is passed. */
const END_BYTES = 64 * 1024;

export type OutputStream = "stdout" | "stderr";

export interface OutputCollector {
  push(stream: OutputStream, chunk: Buffer): void;
  /** To be called once, when no more output can come. */
  end(): void;
  /** The last lines, clean and masked. */
  tail(): string;
  /** Bytes written by the process, kept or not. */
  bytes(): number;
  truncated(): boolean;
  /** The first `captureBytes` of stdout as they came, neither cleaned nor masked. */
  captured(): Buffer;
}

export interface CollectorOptions {
  redactor: Redactor;
  onLine?: (line: string, stream: OutputStream) => void;
  limit?: number;
  captureBytes?: number;
  tail?: TailLimits;
}

export function createCollector(options: CollectorOptions): OutputCollector {
  const { redactor, onLine, limit = OUTPUT_LIMIT, captureBytes = 0 } = options;
  const tail = createTail(options.tail);
  const captured: Buffer[] = [];
  let room = captureBytes;
  let bytes = 0;
  let end = Buffer.alloc(0);
  const notice = `[the output passed ${Math.round(limit / 1024)} KiB; of the rest only the end is kept]`;
  const readers = { stdout: reader("stdout"), stderr: reader("stderr") };

  function reader(stream: OutputStream): LineReader {
    return createLineReader(redactor.stream(), line => {
      tail.push(line);
      onLine?.(line, stream);
    });
  }

  function capture(chunk: Buffer): void {
    if (room <= 0) return;
    captured.push(chunk.subarray(0, room));
    room -= chunk.length;
  }

  function push(stream: OutputStream, chunk: Buffer): void {
    if (stream === "stdout") capture(chunk);
    const space = Math.max(0, limit - bytes);
    bytes += chunk.length;
    if (space > 0) readers[stream].push(chunk.subarray(0, space));
    if (chunk.length > space) keepEnd(chunk.subarray(space));
  }

  function keepEnd(chunk: Buffer): void {
    end = Buffer.concat([end, chunk.subarray(-END_BYTES)]);
    // Cut now and then, not at each chunk: copying 64 KiB for each 4 KiB read would cost more than reading.
    if (end.length > 4 * END_BYTES) end = end.subarray(-END_BYTES);
  }

  function finish(): void {
    readers.stdout.end();
    readers.stderr.end();
    if (bytes <= limit) return;
    onLine?.(notice, "stdout");
    const last = createLineReader(redactor.stream(), line => {
      tail.push(line);
      onLine?.(line, "stdout");
    });
    last.push(wholeLines(end.subarray(-END_BYTES)));
    last.end();
  }

  return {
    push,
    end: finish,
    tail: () => (bytes > limit ? `${notice}\n${tail.text()}` : tail.text()),
    bytes: () => bytes,
    truncated: () => bytes > limit,
    captured: () => Buffer.concat(captured),
  };
}

/** Without its first two lines: the first is a fragment, and a secret cut in two may reach into the second. */
function wholeLines(bytes: Buffer): Buffer {
  const first = bytes.indexOf(10);
  const second = first < 0 ? -1 : bytes.indexOf(10, first + 1);
  return second < 0 ? Buffer.alloc(0) : bytes.subarray(second + 1);
}

/** Enough for a person, or the next attempt, to see why a process failed. */
const TAIL_LIMITS: TailLimits = { lines: 200, chars: 16 * 1024 };

export interface TailLimits {
  lines: number;
  chars: number;
}

/** The last lines of an output, bounded in lines and in characters. */
interface Tail {
  push(line: string): void;
  text(): string;
}

export function createTail(limits: TailLimits = TAIL_LIMITS): Tail {
  let lines: string[] = [];
  // Dropped lines stay in front until they are many, as moving up an array for each line would cost more than all else.
  let dropped = 0;
  let chars = 0;

  function dropFirst(): void {
    chars -= (lines[dropped]?.length ?? 0) + 1;
    lines[dropped] = "";
    dropped++;
    if (dropped < 1_000 || dropped * 2 < lines.length) return;
    lines = lines.slice(dropped);
    dropped = 0;
  }

  return {
    push(line) {
      const kept = line.length > limits.chars ? line.slice(0, limits.chars).toWellFormed() : line;
      lines.push(kept);
      chars += kept.length + 1;
      while (lines.length - dropped > limits.lines || (chars > limits.chars && lines.length - dropped > 1))
        dropFirst();
    },
    text: () => lines.slice(dropped).join("\n"),
  };
}
