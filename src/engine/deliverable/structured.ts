import { LineCounter, parseDocument } from "yaml";
import { lineAt } from "./text-file.ts";
import { within } from "./within.ts";

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
