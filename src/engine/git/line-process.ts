import type { ChildProcess } from "node:child_process";
import type { SafeGit, StartOptions } from "./safe-git.ts";

/** The fault that ended git, with the system's code where git named one. */
export class GitFault extends Error {
  readonly code: string | undefined;
  readonly stderr: string;
  constructor(command: string, stderr: string) {
    super(`git ${command} ended: ${stderr.trim().split("\n")[0] || "no reason given"}`);
    this.stderr = stderr;
    this.code = SYSTEM_FAULTS.find(([sign]) => sign.test(stderr))?.[1];
  }
}

const SYSTEM_FAULTS: readonly [RegExp, string][] = [
  [/No space left on device/, "ENOSPC"],
  [/Disk quota exceeded/, "EDQUOT"],
  [/Permission denied/, "EACCES"],
  [/Read-only file system/, "EROFS"],
  [/Input\/output error/, "EIO"],
  [/Too many open files/, "EMFILE"],
];

interface PendingLine {
  resolve(line: string): void;
  reject(error: Error): void;
}

/** A long-lived git: lines go in, and each question gets one line back, in order. */
export class LineProcess {
  readonly #child: ChildProcess;
  readonly #ended: Promise<void>;
  #waiting: PendingLine[] = [];
  readonly #name: string;
  #stderr = "";
  #rest = "";
  isAlive = true;

  constructor(git: SafeGit, args: readonly string[], options: StartOptions = {}) {
    const child = git.start(args, { ...options, stderr: true });
    this.#child = child;
    this.#name = args[0] ?? "";
    child.stdout?.setEncoding("utf8").on("data", (text: string) => this.#read(text));
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      if (this.#stderr.length < 4096) this.#stderr += text;
    });
    // The exit below decides; a broken pipe only announces it.
    child.stdin?.on("error", () => undefined);
    this.#ended = new Promise(resolve => {
      child.on("error", error => this.#end(error, resolve));
      child.on("close", () => this.#end(new GitFault(this.#name, this.#stderr), resolve));
    });
    this.#referenced(false);
  }

  write(data: Buffer | string): void {
    this.#child.stdin?.write(data);
  }

  /** Throws `GitFault` when it ended without an answer. */
  ask(line: string): Promise<string> {
    return new Promise((resolve, reject) => {
      if (!this.isAlive) return reject(new GitFault(this.#name, this.#stderr));
      this.#referenced(true);
      this.#waiting.push({ resolve, reject });
      this.#child.stdin?.write(line);
    });
  }

  /** Says the last words and waits until it has ended. */
  end(words = ""): Promise<void> {
    this.#referenced(true);
    this.#child.stdin?.end(words);
    return this.#ended;
  }

  #read(text: string): void {
    const lines = (this.#rest + text).split("\n");
    this.#rest = lines.pop() ?? "";
    for (const line of lines) this.#waiting.shift()?.resolve(line);
    if (this.#waiting.length === 0) this.#referenced(false);
  }

  #end(error: Error, done: () => void): void {
    this.isAlive = false;
    for (const { reject } of this.#waiting.splice(0)) reject(error);
    done();
  }

  /** An idle process must not keep the program from ending; an answer that is waited for must. */
  #referenced(wanted: boolean): void {
    const streams = [this.#child, this.#child.stdin, this.#child.stdout, this.#child.stderr];
    for (const each of streams as ({ ref?(): void; unref?(): void } | null)[]) {
      if (wanted) each?.ref?.();
      else each?.unref?.();
    }
  }
}
