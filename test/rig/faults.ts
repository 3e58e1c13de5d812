/**
 * Loaded into the program under test by `node --import`: counts what it does to the disk, and lets a given operation
 * fail. Nothing of this is part of the product.
 *
 * RIG_FAULTS: { root, at, what, count } where `root` is the folder whose operations count, `at` the operation (from 1;
 * 0: none), `what` the fault, `count` a file that gets the number of operations at the end.
 */
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";

export type FaultKind = "kill" | "ENOSPC" | "EIO" | "EACCES" | "short write" | "disk stays full";

export interface FaultOrder {
  root: string;
  at: number;
  what: FaultKind;
  count?: string;
}

const order = JSON.parse(process.env.RIG_FAULTS ?? "{}") as FaultOrder;
let operations = 0;
const counted = new Set<number>();

function strike(operation: string): "short" | null {
  operations += 1;
  const due =
    order.what === "disk stays full" ? order.at > 0 && operations >= order.at : operations === order.at;
  if (!due) return null;
  switch (order.what) {
    case "short write":
      return operation.startsWith("write") ? "short" : null;
    default: {
      const code = order.what === "disk stays full" ? "ENOSPC" : order.what;
      throw Object.assign(new Error(`${code}: injected, ${operation}`), { code, syscall: operation });
    }
  }
}

const concerns = (path: unknown): boolean => typeof path === "string" && path.startsWith(order.root);

type Callable = (...args: never[]) => unknown;
type Module = Record<string, Callable>;
const sync = fs as unknown as Module;

/** Puts a point before the operation. */
function wrap(module: Module, name: string, counts: (args: unknown[]) => boolean): void {
  const right = module[name]!;
  module[name] = ((...args: never[]) => {
    if (!counts(args)) return right.apply(module, args);
    const short = strike(name);
    return right.apply(module, short ? (halved(args) as never[]) : args);
  }) as Callable;
}

/** A write of which the system takes only a part. */
function halved(args: unknown[]): unknown[] {
  const [fd, data, ...rest] = args;
  if (Array.isArray(data)) {
    const [first] = data as Buffer[];
    return [fd, [first!.subarray(0, Math.max(1, first!.length >> 1))], ...rest];
  }
  return Buffer.isBuffer(data) ? [fd, data.subarray(0, Math.max(1, data.length >> 1))] : args;
}

const openSync = sync.openSync!;
sync.openSync = ((...args: never[]) => {
  const [path, flags] = args as unknown[];
  const writes = concerns(path) && flags !== "r" && flags !== undefined && flags !== 0;
  if (writes) strike("open");
  const fd = openSync.apply(fs, args) as number;
  if (writes || concerns(path)) counted.add(fd);
  return fd;
}) as Callable;
const closeSync = sync.closeSync!;
sync.closeSync = ((...args: never[]) => {
  counted.delete(args[0] as unknown as number);
  return closeSync.apply(fs, args);
}) as Callable;

for (const name of [
  "writeSync",
  "writevSync",
  "fsync",
  "fsyncSync",
  "fdatasync",
  "fdatasyncSync",
  "ftruncateSync",
]) {
  wrap(sync, name, args => counted.has(args[0] as number));
}
for (const name of ["renameSync", "unlinkSync", "mkdirSync", "linkSync", "rmdirSync", "writeFileSync"]) {
  wrap(sync, name, args => concerns(args[0]));
}
syncBuiltinESMExports();

process.on("exit", () => {
  if (order.count) fs.writeFileSync(order.count, String(operations));
});
