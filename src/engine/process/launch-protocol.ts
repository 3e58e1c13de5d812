import { deserialize, serialize } from "node:v8";

/** What the engine asks of its launcher. */
export type LaunchOrder =
  | {
      kind: "spawn";
      id: number;
      argv: readonly string[];
      cwd: string;
      /** The whole environment. */
      env: Readonly<Record<string, string>>;
      stdin?: Buffer | string;
    }
  | { kind: "forget"; id: number }
  /** For processes that the engine itself may not signal; the target is as of kill(2). */
  | { kind: "signal"; target: number; signal: NodeJS.Signals };

/** What the launcher tells of the processes it started. */
export type LaunchAnswer =
  /** The first word of a launcher that was started by sudo: it is there. */
  | { kind: "ready" }
  | { kind: "started"; id: number; pid: number }
  | { kind: "failed"; id: number; code: string; message: string }
  | { kind: "data"; id: number; stream: "stdout" | "stderr"; data: Buffer }
  | { kind: "exit"; id: number; code: number | null; signal: NodeJS.Signals | null }
  | { kind: "close"; id: number };

const LENGTH_BYTES = 4;

/** A message as it travels over a pipe, which sudo leaves where it closes node's own channel. */
export function frame(message: LaunchOrder | LaunchAnswer): Buffer {
  const body = serialize(message);
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt32BE(body.length);
  return Buffer.concat([length, body]);
}

/** Takes what comes over a pipe, in any pieces, and hands on whole messages. */
export function frameReader<T extends LaunchOrder | LaunchAnswer>(
  hear: (message: T) => void,
): (data: Buffer) => void {
  let parts: Buffer[] = [];
  let bytes = 0;
  return data => {
    parts.push(data);
    bytes += data.length;
    if (bytes < LENGTH_BYTES) return;
    // Joined only once a whole message is there, as large ones come in many pieces.
    if (parts[0]!.length >= LENGTH_BYTES && bytes < LENGTH_BYTES + parts[0]!.readUInt32BE()) return;
    let all = Buffer.concat(parts);
    while (all.length >= LENGTH_BYTES) {
      const end = LENGTH_BYTES + all.readUInt32BE();
      if (all.length < end) break;
      hear(deserialize(all.subarray(LENGTH_BYTES, end)) as T);
      all = all.subarray(end);
    }
    [parts, bytes] = [[all], all.length];
  };
}
