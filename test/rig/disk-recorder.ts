import { readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { DiskOperation } from "./power-loss.ts";

const CALLS = [
  ...["openat", "lseek", "read", "write", "pwrite64", "writev", "ftruncate", "fsync", "fdatasync"],
  ...["rename", "renameat", "renameat2", "link", "linkat", "unlink", "unlinkat", "clone", "clone3"],
];

/** How a program is started so that the system tells what it and all of its children do to files. */
export function recorded(trace: string): string[] {
  const what = ["-e", `trace=${CALLS.join()}`, "-e", "signal=none", "-e", "raw=read"];
  return ["strace", "-f", "--seccomp-bpf", "-qq", "-y", "-xx", "-s", "100000000", ...what, "-o", trace];
}

interface OpenFile {
  path: string;
  /** Bytes from the start at which the next write lands. */
  offset: number;
  appends: boolean;
}

/**
 * Reads what `recorded` wrote: everything that was done below a folder, in the order in which it was done, so that the
 * disks that a power loss could leave can be made from it.
 */
export function readTrace(trace: string, root: string): DiskOperation[] {
  const reader = new TraceReader(root);
  const unfinished = new Map<string, string>();
  for (const line of readFileSync(trace, "latin1").split("\n")) {
    const [, pid = "", text = ""] = /^(\d+) +(.*)$/.exec(line) ?? [];
    const rest = /^<\.\.\. \w+ resumed>(.*)$/.exec(text)?.[1];
    const start = / <unfinished \.\.\.>$/.exec(text);
    if (start) unfinished.set(pid, text.slice(0, start.index));
    else reader.take(pid, rest === undefined ? text : `${unfinished.get(pid)}${rest}`);
  }
  return reader.operations;
}

class TraceReader {
  readonly operations: DiskOperation[] = [];
  readonly #root: string;
  /** By process and descriptor. */
  readonly #open = new Map<string, OpenFile>();
  /** The process that a thread belongs to. */
  readonly #processes = new Map<string, string>();
  /** Folders by the names, through links, under which they were met. */
  readonly #folders = new Map<string, string>();

  constructor(root: string) {
    this.#root = root;
  }

  take(pid: string, line: string): void {
    const [, call = "", args = "", result = ""] = /^(\w+)\((.*)\) += (\S+)/.exec(line) ?? [];
    if (result === "" || result.startsWith("-") || result === "?") return;
    const process = this.#processes.get(pid) ?? pid;
    if (call.startsWith("clone")) {
      if (args.includes("CLONE_THREAD")) this.#processes.set(result, process);
      return;
    }
    const texts = [...args.matchAll(/"((?:\\x[0-9a-f]{2})*)"/g)].map(([, hex]) => bytesOf(hex!));
    const size = Number(result);
    switch (call) {
      case "openat":
        return this.#opened(process, texts[0]!.toString(), { args, result });
      case "read": {
        const file = this.#open.get(`${process}:${Number(args.split(",")[0])}`);
        if (file) file.offset += size;
        return;
      }
      case "lseek": {
        const file = this.#fileOf(process, args);
        if (file) file.offset = size;
        return;
      }
      case "write":
      case "writev":
        return this.#wrote(process, args, Buffer.concat(texts).subarray(0, size));
      case "pwrite64": {
        const at = Number(args.slice(args.lastIndexOf(",") + 1));
        return this.#note(pathIn(args), path => ({
          kind: "write",
          path,
          at,
          data: texts[0]!.subarray(0, size),
        }));
      }
      case "ftruncate": {
        const length = Number(args.slice(args.lastIndexOf(",") + 1));
        return this.#note(pathIn(args), path => ({ kind: "truncate", path, length }));
      }
      case "fsync":
      case "fdatasync":
        return this.#note(pathIn(args), path => ({ kind: "sync", path }));
      case "rename":
      case "renameat":
      case "renameat2":
        return this.#note(this.#real(texts[0]!), path => ({
          kind: "rename",
          path,
          to: this.#real(texts[1]!),
        }));
      case "link":
      case "linkat":
        return this.#note(this.#real(texts[0]!), path => ({ kind: "link", path, to: this.#real(texts[1]!) }));
      case "unlink":
      case "unlinkat": {
        if (args.includes("AT_REMOVEDIR")) return;
        const name = texts[0]!.toString();
        return this.#note(this.#real(name.startsWith("/") ? name : join(pathIn(args), name)), path => ({
          kind: "remove",
          path,
        }));
      }
    }
  }

  #opened(process: string, name: string, { args, result }: { args: string; result: string }): void {
    const path = pathIn(result);
    if (!path.startsWith(this.#root)) return;
    if (name.startsWith("/")) this.#folders.set(dirname(name), dirname(path));
    if (args.includes("O_CREAT")) this.operations.push({ kind: "create", path });
    if (args.includes("O_TRUNC")) this.operations.push({ kind: "truncate", path, length: 0 });
    const file = { path, offset: 0, appends: args.includes("O_APPEND") };
    this.#open.set(`${process}:${Number.parseInt(result, 10)}`, file);
  }

  #fileOf(process: string, args: string): OpenFile | undefined {
    return pathIn(args).startsWith(this.#root)
      ? this.#open.get(`${process}:${Number.parseInt(args, 10)}`)
      : undefined;
  }

  #wrote(process: string, args: string, data: Buffer): void {
    const file = this.#fileOf(process, args);
    if (!file) return;
    const at = file.appends ? null : file.offset;
    this.operations.push({ kind: "write", path: pathIn(args), at, data });
    file.offset += data.length;
  }

  #note(path: string, operation: (path: string) => DiskOperation): void {
    if (path.startsWith(this.#root)) this.operations.push(operation(path));
  }

  /** A name as the file system has it: git reaches the user's refs through a link of the engine's. */
  #real(name: Buffer | string): string {
    const folder = dirname(String(name));
    return join(this.#folders.get(folder) ?? folder, basename(String(name)));
  }
}

function bytesOf(hex: string): Buffer {
  return Buffer.from(hex.replaceAll("\\x", ""), "hex");
}

/** The path that strace puts behind the first descriptor. */
function pathIn(args: string): string {
  return bytesOf(/^\w+<((?:\\x[0-9a-f]{2})*)>/.exec(args)?.[1] ?? "").toString();
}
