/** A copy of a world that has settled, so that many tests begin where one of them came to. */
import { cpSync } from "node:fs";
import { basename, join } from "node:path";
import { type BareRepository, openBare } from "../git/bare.ts";
import type { World } from "./world.ts";

/** What it holds is its own, its repositories lie below `folder`; numbers go on being given to both. */
export function copyWorld(world: World, folder: string): World {
  return copied(world, new Map(), folder) as World;
}

function copied(value: unknown, done: Map<object, unknown>, folder: string): unknown {
  if (typeof value !== "object" || value === null) return value;
  const known = done.get(value);
  if (known !== undefined) return known;
  const keep = <T>(copy: T): T => {
    done.set(value, copy);
    return copy;
  };
  const inner = (each: unknown): unknown => copied(each, done, folder);
  if (isRepository(value)) {
    const path = join(folder, basename(value.path));
    cpSync(value.path, path, { recursive: true });
    return keep(openBare(path));
  }
  if (Buffer.isBuffer(value)) return keep(Buffer.from(value));
  if (value instanceof Date) return keep(new Date(value));
  if (Array.isArray(value)) {
    const copy: unknown[] = keep([]);
    for (const each of value) copy.push(inner(each));
    return copy;
  }
  if (value instanceof Map) {
    const copy = keep(new Map<unknown, unknown>());
    for (const [key, each] of value) copy.set(inner(key), inner(each));
    return copy;
  }
  if (value instanceof Set) {
    const copy = keep(new Set<unknown>());
    for (const each of value) copy.add(inner(each));
    return copy;
  }
  const copy: Record<string, unknown> = keep({});
  for (const [key, each] of Object.entries(value)) copy[key] = inner(each);
  return copy;
}

function isRepository(value: object): value is BareRepository {
  return "run" in value && "refs" in value && typeof value.run === "function";
}
