import type { ValidateFunction } from "ajv";
import { LineCounter, parseDocument } from "yaml";
import type { DeliverableFinding } from "./finding.ts";
import { describe } from "./openapi.ts";
import { within } from "./time-limit.ts";

/** Deeper nesting is refused: no honest document has it, and readers are recursive. */
export const MAX_DEPTH = 100;
/** No document of the allowed size takes a tenth of this. */
const PARSE_MS = 10_000;

export type Parsed = { ok: true; value: unknown } | { ok: false; message: string; line?: number };

/** Reads JSON; the message names the line. */
export function parseJson(text: string): Parsed {
  if (nestingDepth(text) > MAX_DEPTH) return tooDeep;
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const position = /position (\d+)/.exec(error.message)?.[1];
    const line = position === undefined ? undefined : lineAt(text, Number(position));
    return { ok: false, message: error.message.replace(/[\n\r]+/g, " "), line };
  }
}

/**
 * Reads one YAML document (1.2 core: no tags that run anything). Anchors are allowed, as in files people
 * write; their expansion is bounded, so that a few lines cannot become gigabytes.
 */
export function parseYaml(text: string): Parsed {
  if (nestingDepth(text) > MAX_DEPTH) return tooDeep;
  const lines = new LineCounter();
  const reading = within(PARSE_MS, () => {
    const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
    const [error] = document.errors;
    return error ? { error } : { value: toValue(() => document.toJS({ maxAliasCount: 100 })) };
  });
  if (!reading.ok) return { ok: false, message: "it takes too long to read" };
  const { error, value } = reading.value;
  if (error) return { ok: false, message: error.message, line: lines.linePos(error.pos[0]).line };
  return value ?? { ok: false, message: "it holds no document" };
}

const tooDeep: Parsed = { ok: false, message: `it is nested deeper than ${MAX_DEPTH} levels` };

function toValue(read: () => unknown): Parsed {
  try {
    return { ok: true, value: read() };
  } catch (error) {
    // The library's refusal to expand aliases without bound, or an alias to nothing.
    if (!(error instanceof ReferenceError)) throw error;
    return { ok: false, message: error.message };
  }
}

/**
 * An upper bound of a document's nesting: open brackets, quoted ones too, and compact block sequences
 * (`- - - x`) and indentation. One pass.
 */
function nestingDepth(text: string): number {
  let open = 0;
  let deepest = 0;
  let dashes = 0;
  let atStart = true;
  let indentation = 0;
  for (let at = 0; at < text.length; at++) {
    const ch = text[at];
    if (ch === "\n") {
      [atStart, dashes, indentation] = [true, 0, 0];
    } else if (atStart && (ch === " " || ch === "-" || ch === "?")) {
      if (ch === " ") indentation++;
      else dashes++;
    } else {
      atStart = false;
      if (ch === "[" || ch === "{") open++;
      else if ((ch === "]" || ch === "}") && open > 0) open--;
    }
    // A level of a block takes at least one column; two in practice, and long indented texts must pass.
    deepest = Math.max(deepest, open, dashes <= 3 ? indentation / 4 : dashes);
  }
  return deepest;
}

/** Decodes UTF-8 strictly; null for bytes that are no text. A byte order mark is dropped. */
export function decodeText(bytes: Uint8Array): string | null {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return text.includes("\0") ? null : text;
  } catch (error) {
    // A TypeError with this code is the decoder's verdict on the bytes, anything else a fault of ours.
    if ((error as NodeJS.ErrnoException).code !== "ERR_ENCODING_INVALID_ENCODED_DATA") throw error;
    return null;
  }
}

/** Line of an offset, counted from 1. */
function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf("\n"); at >= 0 && at < offset; at = text.indexOf("\n", at + 1)) line++;
  return line;
}

const MAX_REPORTED = 5;
/** A pattern in a schema may be one that never ends on some texts. */
const VALIDATE_MS = 2_000;

/** Checks a value against the repository's JSON Schema, given as JSON or YAML text. */
export async function checkSchema(
  deliverable: { path: string; schema: string },
  value: unknown,
  schemaText: string | null,
): Promise<DeliverableFinding[]> {
  const { path, schema } = deliverable;
  const finding = (message: string): DeliverableFinding => ({ path, rule: "schema", message });
  if (schemaText === null) {
    return [
      finding(`The schema ${schema} for ${path} is not in the repository; add it or correct the milestone.`),
    ];
  }
  const parsed = /\.ya?ml$/i.test(schema) ? parseYaml(schemaText) : parseJson(schemaText);
  if (!parsed.ok) return [finding(`The schema ${schema} for ${path} cannot be read: ${parsed.message}.`)];
  const validate = await compile(parsed.value);
  if (typeof validate === "string")
    return [finding(`The schema ${schema} for ${path} is no valid one: ${validate}.`)];
  const run = within(VALIDATE_MS, () => validate(value));
  if (!run.ok)
    return [finding(`Checking ${path} against ${schema} takes too long; simplify the schema's patterns.`)];
  if (run.value === true) return [];
  return (validate.errors ?? [])
    .slice(0, MAX_REPORTED)
    .map(error => finding(`${path} does not match ${schema}: ${describe(error)}.`));
}

/** The compiled schema, or why it is none. Nothing is fetched: a reference outside of the schema is an error. */
async function compile(schema: unknown): Promise<ValidateFunction | string> {
  if (schema === null || typeof schema !== "object" || Array.isArray(schema)) return "it must be an object";
  const ajv = await createAjv((schema as Record<string, unknown>).$schema);
  if (!ajv)
    return "it names a draft that is not read (2020-12, 2019-09, draft-07, draft-06 and draft-04 are)";
  try {
    const compiled = within(VALIDATE_MS, () => ajv.compile(schema));
    return compiled.ok ? compiled.value : "it takes too long to read";
  } catch (error) {
    // The library reports a wrong schema by throwing; the text is all that tells.
    return error instanceof Error ? error.message.slice(0, 300) : String(error);
  }
}

interface Compiler {
  compile(schema: object): ValidateFunction;
}

async function createAjv(draft: unknown): Promise<Compiler | null> {
  const options = { strict: false, allErrors: true, validateFormats: true } as const;
  const { default: addFormats } = await import("ajv-formats");
  const withFormats = <T extends Parameters<typeof addFormats.default>[0]>(ajv: T): T => {
    addFormats.default(ajv);
    return ajv;
  };
  const name = typeof draft === "string" ? draft : "2020-12";
  if (name.includes("2020-12")) {
    const { Ajv2020 } = await import("ajv/dist/2020.js");
    return withFormats(new Ajv2020(options));
  }
  if (name.includes("2019-09")) {
    const { Ajv2019 } = await import("ajv/dist/2019.js");
    return withFormats(new Ajv2019(options));
  }
  if (name.includes("draft-04")) {
    const { default: Ajv04 } = await import("ajv-draft-04");
    return withFormats(new Ajv04.default(options));
  }
  const { Ajv } = await import("ajv");
  const ajv = withFormats(new Ajv(options));
  if (name.includes("draft-07")) return ajv;
  if (!name.includes("draft-06")) return null;
  const { default: draft06 } = await import("ajv/dist/refs/json-schema-draft-06.json", {
    with: { type: "json" },
  });
  ajv.addMetaSchema(draft06);
  return ajv;
}
