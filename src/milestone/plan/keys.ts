import type { z } from "zod";
import { configSchema, milestoneSchema } from "./milestone-schema.ts";
import { factsOf, type KeyFacts } from "./schema-parts.ts";

/** A key of milestone file or config, as the key reference shows it. */
export interface KeyRow extends KeyFacts {
  /** In which files. */
  files: readonly ("milestone" | "config")[];
  /** `tasks[].executor.timeout`: the key with the maps around it; `<name>` is any name. */
  path: string;
  key: string;
  /** Its type, which takes the example and refuses nonsense. */
  type: z.ZodType;
}

/**
 * Every key that has a meaning, made from the schemas that read the files, in their order. Maps that stand in several
 * places (an executor, a phase, a gate) are told once: the later ones are told as "like" the first, by `same`.
 */
export function keyRows(): KeyRow[] {
  const rows = new Map<string, KeyRow>();
  const add = (schema: z.ZodType, file: "milestone" | "config") => {
    for (const row of rowsOf(schema, file)) {
      const known = rows.get(row.path);
      rows.set(row.path, known ? { ...known, files: [...known.files, file] } : row);
    }
  };
  add(milestoneSchema, "milestone");
  add(configSchema, "config");
  return [...rows.values()];
}

function rowsOf(schema: z.ZodType, file: "milestone" | "config"): KeyRow[] {
  const rows: KeyRow[] = [];
  const walk = (type: z.ZodType, path: string) => {
    for (const { shape, at } of mapsIn(type, path)) {
      for (const [key, value] of Object.entries(shape)) {
        const facts = factsOf(value);
        if (!facts) throw new Error(`the key ${at}${key} says nothing about itself`);
        rows.push({ ...facts, files: [file], path: `${at}${key}`, key, type: value });
        walk(value, `${at}${key}`);
      }
    }
  };
  walk(schema, "");
  return rows;
}

interface MapType {
  shape: Record<string, z.ZodType>;
  at: string;
}

/** The maps that a value of the type may be, or hold: in a list, behind any name, as one of several forms. */
function mapsIn(type: z.ZodType, path: string): MapType[] {
  const { def } = type._zod;
  const below = (inner: z.core.$ZodType, at = path) => mapsIn(inner as z.ZodType, at);
  switch (def.type) {
    case "optional":
    case "nullable":
      return below((def as z.core.$ZodOptionalDef).innerType);
    case "array":
      return below((def as z.core.$ZodArrayDef).element, `${path}[]`);
    case "record":
      return below((def as z.core.$ZodRecordDef).valueType, `${path}.<name>`);
    case "union":
      return (def as z.core.$ZodUnionDef).options.flatMap(option => below(option));
    case "object": {
      const shape = (def as z.core.$ZodObjectDef).shape as Record<string, z.ZodType>;
      return [{ shape, at: path === "" ? "" : `${path}.` }];
    }
    default:
      return [];
  }
}
