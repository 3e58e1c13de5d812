import { readSync, writeSync } from "node:fs";
import { deserialize, serialize } from "node:v8";

/** What is to be run; it gets this environment and nothing else. */
export interface Order {
  program: string;
  args: string[];
  directory?: string | undefined;
  environment: Record<string, string | undefined>;
  input?: Buffer | string | undefined;
}

export interface Answer {
  /** null: it was ended by a signal. */
  code: number | null;
  stdout: Buffer;
  stderr: Buffer;
  /** Why it could not be started. */
  fault: string | null;
}

const LENGTH_BYTES = 4;

/** Writes a message whole to a pipe whose calls block. */
export function send(fd: number, message: Order | Answer): void {
  const body = serialize(message);
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt32LE(body.length);
  const bytes = Buffer.concat([length, body]);
  for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at);
}

/** Waits for a message; null when the other side is gone. */
export function receive(fd: number): unknown {
  const length = readWhole(fd, LENGTH_BYTES);
  const body = length && readWhole(fd, length.readUInt32LE());
  return body && deserialize(body);
}

function readWhole(fd: number, size: number): Buffer | null {
  const bytes = Buffer.alloc(size);
  for (let at = 0; at < size; ) {
    const read = readSync(fd, bytes, at, size - at, null);
    if (read === 0) return null;
    at += read;
  }
  return bytes;
}
