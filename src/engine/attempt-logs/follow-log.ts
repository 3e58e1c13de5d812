import { closeSync, openSync, readSync, watch } from "node:fs";
import { basename, dirname } from "node:path";

/** Where nobody tells that a file grew, it is looked at again after this time (ms). */
const LOOK_MS = 500;
const PIECE = 64 * 1024;

/** Hands out what a log holds, from a byte on, and what comes to it, until the signal aborts. */
export async function followLog(
  path: string,
  told: (text: string) => void,
  signal: AbortSignal,
  from = 0,
): Promise<void> {
  const decoder = new TextDecoder();
  let at = from;
  const read = (): void => {
    at = readFrom(path, at, bytes => told(decoder.decode(bytes, { stream: true })));
  };
  let wake = (): void => undefined;
  const watcher = watchFile(path, () => wake());
  signal.addEventListener("abort", () => wake(), { once: true });
  try {
    while (!signal.aborted) {
      read();
      await new Promise<void>(resolve => {
        const timer = setTimeout(resolve, LOOK_MS);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
        if (signal.aborted) wake();
      });
    }
    read();
  } finally {
    watcher?.close();
  }
}

/** Reads on from a place; answers where it stopped. */
export function readFrom(path: string, from: number, told: (bytes: Buffer) => void): number {
  let descriptor: number;
  try {
    descriptor = openSync(path, "r");
  } catch {
    return from; // not there yet, or dropped to make room
  }
  try {
    let at = from;
    for (;;) {
      const piece = Buffer.alloc(PIECE);
      const length = readSync(descriptor, piece, 0, PIECE, at);
      if (length === 0) return at;
      told(piece.subarray(0, length));
      at += length;
    }
  } finally {
    closeSync(descriptor);
  }
}

function watchFile(path: string, changed: () => void): { close(): void } | null {
  try {
    const watcher = watch(dirname(path), { persistent: false }, (_, name) => {
      if (name === null || name === basename(path)) changed();
    });
    watcher.on("error", () => watcher.close());
    return watcher;
  } catch {
    return null; // no such folder, or no watchers left: it is looked at by the clock
  }
}
