import type { Deliverable } from "../../milestone/plan/plan.ts";
import { counted } from "../../milestone/text/sanitise.ts";
import type { TestTotals } from "../../milestone/text/test-output.ts";
import type { DeliverableFinding } from "./finding.ts";
import { readJUnit } from "./junit.ts";
import { checkSections } from "./markdown-prose.ts";
import { checkOpenApi } from "./openapi.ts";
import { checkPlaceholders } from "./placeholders.ts";
import { checkSchema, decodeText, type Parsed, parseJson, parseYaml } from "./structured.ts";

/** The contract's default for `max_bytes`, 5 MiB. */
const DEFAULT_MAX_BYTES = 5 * 1024 * 1024;

type FileDeliverable = Extract<Deliverable, { path: string }>;
type ReadSchema = (path: string) => Promise<string | null>;

/** Judges one file. Size first, then text, then syntax, then content: a later rule needs the earlier ones. */
export async function checkFile(
  file: FileDeliverable,
  bytes: Buffer,
  readSchema: ReadSchema,
): Promise<DeliverableFinding[]> {
  const size = checkSize(file, bytes);
  if (size) return [size];
  const text = decodeText(bytes);
  if (text === null) {
    const message = `${file.path} is no text: it must be UTF-8 without NUL bytes.`;
    return [{ path: file.path, rule: "encoding", message }];
  }
  if (text.trim() === "") {
    return [
      { path: file.path, rule: "empty", message: `${file.path} holds only blank lines; write its content.` },
    ];
  }
  const content = await checkContent(file, text, readSchema);
  const placeholders = file.kind === "junit" ? [] : checkPlaceholders(file.path, text, file.kind);
  const sections = file.sections ? checkSections(file.path, text, file.sections) : [];
  return [...content, ...sections, ...placeholders];
}

function checkSize(file: FileDeliverable, bytes: Buffer): DeliverableFinding | null {
  const { path, minBytes = 0, maxBytes = DEFAULT_MAX_BYTES } = file;
  if (bytes.length === 0) return { path, rule: "empty", message: `${path} is empty; write its content.` };
  if (bytes.length < minBytes) {
    const message = `${path} has ${bytes.length} bytes, at least ${minBytes} are required (min_bytes).`;
    return { path, rule: "too_small", message };
  }
  if (bytes.length > maxBytes) {
    const message = `${path} has ${bytes.length} bytes, at most ${maxBytes} are allowed (max_bytes).`;
    return { path, rule: "too_large", message };
  }
  return null;
}

async function checkContent(
  file: FileDeliverable,
  text: string,
  readSchema: ReadSchema,
): Promise<DeliverableFinding[]> {
  switch (file.kind) {
    case "markdown":
    case "text":
      return file.schema === undefined ? [] : [schemaNeedsData(file)];
    case "junit":
      return checkJUnit(file, text);
    case "json":
    case "yaml":
    case "openapi":
      return checkData(file, text, readSchema);
  }
}

async function checkData(
  file: FileDeliverable,
  text: string,
  readSchema: ReadSchema,
): Promise<DeliverableFinding[]> {
  // YAML 1.2 contains JSON, but only a JSON reader refuses what is not JSON.
  const parsed = file.kind === "json" || /\.json$/i.test(file.path) ? parseJson(text) : parseYaml(text);
  if (!parsed.ok) return [unparsable(file, parsed)];
  const value = treeOf(parsed.value);
  if (value === undefined) return [unparsable(file, { ok: false, message: "it refers to itself" })];
  const openApi = file.kind === "openapi" ? await checkOpenApi(file.path, value) : [];
  if (file.schema === undefined) return openApi;
  const schemaText = await readSchema(file.schema);
  return [...openApi, ...(await checkSchema({ path: file.path, schema: file.schema }, value, schemaText))];
}

/** The value without shared parts, so that nothing which walks it can run in a ring; undefined when it holds one. */
function treeOf(value: unknown): unknown {
  try {
    return JSON.parse(JSON.stringify(value ?? null));
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return undefined;
  }
}

function unparsable(
  file: FileDeliverable,
  { message, line }: Extract<Parsed, { ok: false }>,
): DeliverableFinding {
  const kind = file.kind === "json" || /\.json$/i.test(file.path) ? "JSON" : "YAML";
  const place = line === undefined ? "" : ` (line ${line})`;
  return {
    path: file.path,
    rule: "unparsable",
    message: `${file.path} is no valid ${kind}${place}: ${message}.`,
    line,
  };
}

function checkJUnit(file: FileDeliverable, text: string): DeliverableFinding[] {
  const reading = readJUnit(text);
  if (reading.ok) return failedTests(file, reading.totals);
  const message = `${file.path} is no JUnit report (line ${reading.line}): ${reading.message}.`;
  return [{ path: file.path, rule: "unparsable", message, line: reading.line }];
}

/** A report that says itself that tests failed is no result to go on with. */
function failedTests(
  { path }: FileDeliverable,
  { failed, total, failures }: TestTotals,
): DeliverableFinding[] {
  if (failed === 0) return [];
  const named = failures.slice(0, 3).map(({ name, message }) => (message ? `${name} (${message})` : name));
  const more = failed > named.length ? ` and ${failed - named.length} more` : "";
  const message = `${path} reports ${failed} of ${counted(total, "test")} as failed: ${named.join(", ")}${more}.`;
  return [{ path, rule: "invalid", message }];
}

function schemaNeedsData(file: FileDeliverable): DeliverableFinding {
  const message = `${file.path} has a schema, but only a file of kind json, yaml or openapi can be checked by one; correct the milestone.`;
  return { path: file.path, rule: "schema", message };
}
