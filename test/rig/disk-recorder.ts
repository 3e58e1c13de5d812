/**
 * Loaded into the program under test by `node --import`: records what it does to the files below a folder, in order,
 * so that the disks that a power loss could leave can be made from it. Nothing of this is part of the product.
 *
 * RIG_DISK: { root, trace } where `trace` is the file that gets the operations at the end.
 */
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { dirname } from "node:path";
import type { DiskOperation } from "./power-loss.ts";

const { root, trace } = JSON.parse(process.env.RIG_DISK ?? "{}") as { root: string; trace: string };
const operations: DiskOperation[] = [];
const files = new Map<number, string>();

type Callable = (...args: unknown[]) => unknown;
const module = fs as unknown as Record<string, Callable>;
const concerns = (path: unknown): path is string => typeof path === "string" && path.startsWith(root);
const base64 = (data: unknown): string => Buffer.from(data as Uint8Array).toString("base64");

/** Lets `note` see every call that succeeded. */
function after(name: string, note: (args: unknown[], result: unknown) => void): void {
  const right = module[name]!;
  module[name] = (...args) => {
    const result = right.apply(module, args);
    note(args, result);
    return result;
  };
}

after("openSync", ([path, flags], fd) => {
  if (!concerns(path)) return;
  files.set(fd as number, path);
  if (flags === "wx") operations.push({ kind: "create", path });
});
after("closeSync", ([fd]) => files.delete(fd as number));
after("writevSync", ([fd, parts], size) => {
  const path = files.get(fd as number);
  if (path === undefined) return;
  const data = Buffer.concat(parts as Buffer[]).subarray(0, size as number);
  operations.push({ kind: "write", path, data: base64(data) });
});
for (const name of ["fsyncSync", "fdatasyncSync"]) {
  after(name, ([fd]) => {
    const path = files.get(fd as number);
    if (path !== undefined) operations.push({ kind: "sync", path });
  });
}
after("writeFileSync", ([path, data]) => {
  if (!concerns(path)) return;
  operations.push(
    { kind: "create", path },
    { kind: "write", path, data: base64(Buffer.from(data as string)) },
  );
});
after("renameSync", ([from, to]) => {
  if (concerns(from)) operations.push({ kind: "rename", path: from, to: to as string });
});
after("linkSync", ([path, to]) => {
  if (concerns(path)) operations.push({ kind: "link", path, to: to as string });
});
for (const name of ["rmSync", "unlinkSync"]) {
  after(name, ([path]) => {
    if (concerns(path) && dirname(path) !== root) operations.push({ kind: "remove", path });
  });
}
syncBuiltinESMExports();

process.on("exit", () => fs.writeFileSync(trace, JSON.stringify(operations)));
