import { connect, type Socket } from "node:net";
import { type CommandAnswer, type CommandRequest, type Greeting, socketPath } from "./inbox-protocol.ts";
import type { LiveSnapshot } from "./inbox-server.ts";
import { holdChallenge } from "./peer-proof.ts";

/** A run that carries out a command answers when it is saved, which a slow disk delays; one that hangs never does (ms). */
const ANSWER_MS = 60_000;
/** A look at what is under way is not worth waiting for (ms). */
const LOOK_MS = 1_500;

/** Gives a command to the engine of this process id. null: nobody listens there. */
export async function giveCommand(
  folder: string,
  pid: number,
  request: Omit<CommandRequest, "ask">,
): Promise<CommandAnswer | null> {
  return withLines(folder, pid, async (lines, send) => {
    const greeting = (await lines.next(LOOK_MS)) as Greeting | null;
    if (!greeting) return null;
    const release = greeting.challenge === null ? () => undefined : holdChallenge(greeting.challenge);
    try {
      send({ ask: "command", pid: process.pid, ...request });
      const answer = (await lines.next(ANSWER_MS)) as CommandAnswer | null;
      if (answer) return answer;
      const message = `process ${pid} took the command and ended without an answer`;
      return { ok: false, problems: [{ message, remedy: "see `milestone status` for what came of it" }] };
    } finally {
      release();
    }
  });
}

/** What the engine knows beyond its branch at this moment. null: nobody listens there. */
export function lookInside(folder: string, pid: number): Promise<LiveSnapshot | null> {
  return withLines(folder, pid, async (lines, send) => {
    if (!(await lines.next(LOOK_MS))) return null;
    send({ ask: "watch" });
    return (await lines.next(LOOK_MS)) as LiveSnapshot | null;
  });
}

/**
 * Tells of each piece of news until the engine ends or `signal` aborts. Answers whether anybody was there.
 */
export async function watchInside(
  folder: string,
  pid: number,
  { told, signal }: { told: (news: Partial<LiveSnapshot>) => void; signal: AbortSignal },
): Promise<boolean> {
  const answer = await withLines(folder, pid, async (lines, send, socket) => {
    const stop = (): void => void socket.destroy();
    signal.addEventListener("abort", stop, { once: true });
    if (signal.aborted) stop();
    if (!(await lines.next(LOOK_MS))) return null;
    send({ ask: "watch" });
    for (let news = await lines.next(null); news; news = await lines.next(null))
      told(news as Partial<LiveSnapshot>);
    signal.removeEventListener("abort", stop);
    return true;
  });
  return answer ?? false;
}

interface Lines {
  /** The next value; null at the end, or when it takes longer than so many milliseconds (null: forever). */
  next(ms: number | null): Promise<unknown>;
}

async function withLines<T>(
  folder: string,
  pid: number,
  talk: (lines: Lines, send: (value: unknown) => void, socket: Socket) => Promise<T>,
): Promise<T | null> {
  const place = await socketPath(folder, pid).catch(() => null);
  if (!place) return null;
  const socket = connect(place.path);
  try {
    const lines = linesOf(socket);
    return await talk(lines, value => socket.write(`${JSON.stringify(value)}\n`), socket);
  } finally {
    socket.destroy();
    await place.close();
  }
}

function linesOf(socket: Socket): Lines {
  const values: unknown[] = [];
  let text = "";
  let over = false;
  let wake = (): void => undefined;
  const end = (): void => {
    over = true;
    wake();
  };
  socket.setEncoding("utf8");
  socket.on("data", (chunk: string) => {
    const parts = (text + chunk).split("\n");
    text = parts.pop()!;
    for (const part of parts) {
      const value = parsed(part);
      if (value === undefined) socket.destroy();
      else values.push(value);
    }
    wake();
  });
  socket.on("error", end);
  socket.on("close", end);
  return {
    async next(ms) {
      if (values.length === 0 && !over) {
        await new Promise<void>(resolve => {
          const timer = ms === null ? undefined : setTimeout(resolve, ms);
          wake = () => {
            if (values.length === 0 && !over) return;
            clearTimeout(timer);
            resolve();
          };
        });
      }
      return values.shift() ?? null;
    },
  };
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined; // what answers there is no engine of ours
  }
}
