import type { z } from "zod";
import type { YamlMap, YamlNode } from "../yaml/node.ts";
import type { Findings } from "./findings.ts";
import { nearest } from "./nearest.ts";

/** A guess costs some microseconds; a file made of unknown keys gets no more of them than this. */
const MAX_GUESSES = 20_000;

interface Context {
  findings: Findings;
  misplaced: Misplaced;
  written: WrittenKeys;
  guesses: number;
}

/** Keys that people put a level too high, and where they belong. */
export type Misplaced = ReadonlyMap<z.ZodType, ReadonlyMap<string, string>>;

/** Keys that the engine writes and never reads: nobody misspelt them. */
export type WrittenKeys = ReadonlyMap<z.ZodType, ReadonlySet<string>>;

/**
 * Warns of keys that the schema does not know and that look like ones it does. Other unknown keys are the
 * user's own and pass silently.
 */
export function warnOfMisspellings(
  node: YamlNode,
  schema: z.ZodType,
  options: Omit<Context, "guesses">,
): void {
  visit(node, schema, { ...options, guesses: 0 });
}

function visit(node: YamlNode, schema: z.ZodType, context: Context): void {
  const inner = unwrap(schema);
  const { def } = inner._zod;
  if (node.kind === "seq" && def.type === "array") {
    const { element } = def as z.core.$ZodArrayDef;
    for (const item of node.items) visit(item, element as z.ZodType, context);
  } else if (node.kind === "map" && def.type === "object") {
    warnOfKeys(node, inner, context);
  } else if (node.kind === "map" && def.type === "record") {
    const { valueType } = def as z.core.$ZodRecordDef;
    for (const pair of node.pairs) visit(pair.value, valueType as z.ZodType, context);
  } else if (def.type === "union") {
    const wanted = node.kind === "map" ? "object" : node.kind === "seq" ? "array" : "string";
    const { options } = def as z.core.$ZodUnionDef;
    const option = options.find(each => each._zod.def.type === wanted);
    if (option) visit(node, option as z.ZodType, context);
  }
}

function warnOfKeys(node: YamlMap, schema: z.ZodType, context: Context): void {
  const { shape } = schema._zod.def as z.core.$ZodObjectDef;
  const written = new Set(node.pairs.map(pair => pair.key));
  // A key written correctly beside the doubtful one shows that the doubtful one is something else.
  const free = Object.keys(shape).filter(key => !written.has(key));
  for (const pair of node.pairs) {
    const known = Object.hasOwn(shape, pair.key) ? shape[pair.key] : undefined;
    if (known) {
      visit(pair.value, known as z.ZodType, context);
      continue;
    }
    if (context.written.get(schema)?.has(pair.key)) continue;
    const span = { start: pair.keyStart, end: pair.keyEnd };
    const place = context.misplaced.get(schema)?.get(pair.key);
    const meant = place || context.guesses++ > MAX_GUESSES ? null : nearest(pair.key, free);
    if (place) {
      context.findings.warn(span, {
        code: "misplaced-key",
        message: `the key "${pair.key}" has no effect here`,
        remedy: `move it under ${place}`,
        value: pair.key,
      });
    } else if (meant) {
      context.findings.warn(span, {
        code: "misspelt-key",
        message: `the key "${pair.key}" is not known and has no effect`,
        remedy: `write "${meant}" if that is meant`,
        value: pair.key,
      });
    }
  }
}

function unwrap(schema: z.ZodType): z.ZodType {
  const { def } = schema._zod;
  if (def.type !== "optional" && def.type !== "nullable") return schema;
  return unwrap((def as z.core.$ZodOptionalDef).innerType as z.ZodType);
}
