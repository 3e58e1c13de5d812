import type { DeliverableFinding } from "./finding.ts";

const MAX_REPORTED = 5;
/** Where the official schema wants the entries of a list to differ, each is compared with all others. */
const VALIDATE_MS = 10_000;
const SUPPORTED = /^3\.[012]\.\d+/;

/**
 * Checks a document against the OpenAPI specification of the version it names (3.0, 3.1 or 3.2) and
 * its internal references. The validator is loaded on first use; compiling its schema takes about 0.1 s.
 */
export async function checkOpenApi(
  path: string,
  document: unknown,
  limitMs = VALIDATE_MS,
): Promise<DeliverableFinding[]> {
  const invalid = (problem: string): DeliverableFinding => ({
    path,
    rule: "invalid",
    message: `${path} is no valid OpenAPI description: ${problem}`,
  });
  if (document === null || typeof document !== "object" || Array.isArray(document)) {
    return [invalid('it must be a map that begins with "openapi: 3.1.0".')];
  }
  const version: unknown = (document as Record<string, unknown>).openapi;
  if (typeof version !== "string" || !SUPPORTED.test(version)) {
    const given =
      version === undefined ? 'the key "openapi" is missing' : `it names version ${JSON.stringify(version)}`;
    return [invalid(`${given}; write "openapi: 3.1.0" (3.0, 3.1 and 3.2 are read).`)];
  }
  const { createOpenApiValidator } = await import("./openapi-validator.ts");
  const result = await createOpenApiValidator(limitMs).validate(
    structuredClone(document) as Record<string, unknown>,
  );
  if (result.valid) return [];
  if (typeof result.errors === "string") return [invalid(`${result.errors}.`)];
  const problems = new Set((result.errors ?? []).map(describe));
  return mostSpecific([...problems])
    .slice(0, MAX_REPORTED)
    .map(problem => invalid(`${problem}.`));
}

interface SchemaError {
  instancePath: string;
  keyword: string;
  message?: string;
  params?: Record<string, unknown>;
}

/** One error of a JSON Schema validator in words. */
export function describe(error: SchemaError): string {
  const place = error.instancePath === "" ? "the document" : decodePointer(error.instancePath);
  const extra = error.params?.additionalProperty ?? error.params?.unevaluatedProperty;
  if (typeof extra === "string") return `${place} holds "${extra}", which does not belong there`;
  const allowed = error.params?.allowedValues;
  const values = Array.isArray(allowed) ? ` (${allowed.map(value => JSON.stringify(value)).join(", ")})` : "";
  return `${place} ${error.message ?? "is not as its schema says"}${values}`;
}

/** That an alternative failed (`oneOf`, a reference instead of an object) says nothing beside the errors inside of it. */
function mostSpecific(problems: string[]): string[] {
  const vague = /must match (?:exactly one|a) schema|must match "(?:then|else)"|required property '\$ref'/;
  const specific = problems.filter(problem => !vague.test(problem));
  return specific.length > 0 ? specific : problems;
}

function decodePointer(pointer: string): string {
  return pointer.replaceAll("~1", "/").replaceAll("~0", "~");
}
