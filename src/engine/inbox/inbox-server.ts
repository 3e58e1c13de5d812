import { chmodSync, rmSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import { join } from "node:path";
import type { Activity } from "../../milestone/session/activity.ts";
import type { LoggedEvent } from "../../milestone/session/event.ts";
import {
  type CommandAnswer,
  type CommandRequest,
  type Greeting,
  LINE_LIMIT,
  parseRequest,
  prepareFolder,
  socketName,
  socketPath,
} from "./inbox-protocol.ts";
import { CAN_PROVE, dropChallenge, isOfEarlierSession, makeChallenge, peerProblem } from "./peer-proof.ts";

export interface LiveSnapshot {
  /** Events that the branch does not hold yet, oldest first. */
  events: LoggedEvent[];
  activities: Activity[];
}

export interface InboxHandlers {
  milestone: string;
  command(request: CommandRequest): Promise<CommandAnswer>;
  snapshot(): LiveSnapshot;
  /** Whether what runs for the milestone cannot reach the folder. */
  isHidden(): Promise<boolean>;
}

/** A running engine's open ear. */
export interface CommandInbox {
  /** Tells those who watch. */
  publish(news: Partial<LiveSnapshot>): void;
  close(): Promise<void>;
}

const MOST_CALLERS = 32;
/** A caller that says nothing within this time is let go (ms). */
const SILENCE_MS = 5_000;
/** A watcher that does not read is let go before it costs more memory than this (bytes). */
const MOST_UNREAD = 4 * 1024 * 1024;

/**
 * Listens in the folder, which nobody but its owner may enter. null where there is no such thing (a path too long for a
 * socket): then a running milestone is as deaf as it was before there were inboxes. Never throws.
 */
export async function openInbox(folder: string, handlers: InboxHandlers): Promise<CommandInbox | null> {
  const callers = new Set<Caller>();
  const server = createServer(socket => {
    if (callers.size >= MOST_CALLERS) {
      socket.destroy();
      return;
    }
    const caller = new Caller(socket, folder, handlers);
    callers.add(caller);
    socket.on("close", () => callers.delete(caller));
  });
  const place = await listen(server, folder).catch(() => null);
  if (!place) return null;
  // Nobody waits for a caller: the process may end although one is still there.
  server.unref();
  return {
    publish(news) {
      for (const caller of callers) caller.tell(news);
    },
    async close() {
      for (const caller of callers) caller.leave();
      await new Promise<void>(resolve => server.close(() => resolve()));
      await place.close();
    },
  };
}

async function listen(server: Server, folder: string): Promise<{ close(): Promise<void> } | null> {
  prepareFolder(folder);
  const place = await socketPath(folder, process.pid);
  if (!place) return null;
  rmSync(join(folder, socketName(process.pid)), { force: true });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(place.path, resolve);
  });
  chmodSync(join(folder, socketName(process.pid)), 0o600);
  server.on("error", () => undefined);
  return place;
}

/** One connection. Whatever it sends, it can end only itself. */
class Caller {
  #socket: Socket;
  #handlers: InboxHandlers;
  #challenge: string | null = null;
  #watches = false;
  #asked = false;

  constructor(socket: Socket, folder: string, handlers: InboxHandlers) {
    this.#socket = socket;
    this.#handlers = handlers;
    socket.unref();
    socket.on("error", () => socket.destroy());
    socket.on("close", () => this.#dropChallenge());
    socket.setTimeout(SILENCE_MS, () => {
      if (!this.#asked) socket.destroy();
    });
    try {
      if (CAN_PROVE) this.#challenge = makeChallenge(folder);
    } catch {
      socket.destroy();
      return;
    }
    const greeting: Greeting = {
      milestone: handlers.milestone,
      pid: process.pid,
      challenge: this.#challenge,
    };
    this.#say(greeting);
    this.#listen();
  }

  tell(news: Partial<LiveSnapshot>): void {
    if (this.#watches) this.#say(news);
  }

  /** What was said goes out; the caller has a moment to read it. */
  leave(): void {
    this.#socket.end();
    this.#socket.setTimeout(500, () => this.#socket.destroy());
  }

  #listen(): void {
    let text = "";
    this.#socket.setEncoding("utf8");
    this.#socket.on("data", (chunk: string) => {
      if (this.#asked) return;
      text += chunk;
      const end = text.indexOf("\n");
      if (end < 0) {
        if (text.length > LINE_LIMIT) this.#socket.destroy();
        return;
      }
      this.#asked = true;
      void this.#answer(text.slice(0, end));
    });
  }

  async #answer(line: string): Promise<void> {
    const parsed =
      line.length > LINE_LIMIT
        ? ({ ok: false, problem: "the request is too long" } as const)
        : parseRequest(line);
    if (!parsed.ok) return this.#refuse(parsed.problem);
    const { request, pid } = parsed;
    if (request.ask === "watch") {
      this.#watches = true;
      return this.#say(this.#handlers.snapshot());
    }
    const problem = this.#challenge === null ? null : peerProblem(pid, this.#challenge);
    if (problem) return this.#refuse(problem);
    if (opens(request.command) && !isOfEarlierSession(pid) && !(await this.#handlers.isHidden()))
      return this.#refuse(
        "this run has no sandbox, so that a command from a terminal opened since cannot be told from an agent's",
        `give it in a terminal that was open before the run, or after \`milestone pause ${this.#handlers.milestone}\``,
      );
    this.#say(await this.#handlers.command(request));
    this.#socket.end();
  }

  #refuse(message: string, remedy = "give the command with `milestone` in a terminal of your own"): void {
    const answer: CommandAnswer = { ok: false, problems: [{ message, remedy }] };
    this.#say(answer);
    this.#socket.end();
  }

  #say(value: unknown): void {
    if (this.#socket.destroyed) return;
    if (this.#socket.writableLength > MOST_UNREAD) this.#socket.destroy();
    else this.#socket.write(`${JSON.stringify(value)}\n`);
  }

  #dropChallenge(): void {
    if (this.#challenge !== null) dropChallenge(this.#challenge);
    this.#challenge = null;
  }
}

/** Whether it goes past a gate, a question or a limit: what sends work back, or stops it, is no gain to an agent. */
function opens(command: CommandRequest["command"]): boolean {
  if (command.command === "retry") return Object.values(command.raise).some(each => each !== undefined);
  return command.command !== "reject" && command.command !== "sync";
}
