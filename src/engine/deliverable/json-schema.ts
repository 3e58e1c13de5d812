import type { ValidateFunction } from "ajv";
import type { Finding } from "./finding.ts";
import { describe } from "./openapi.ts";
import { parseJson, parseYaml } from "./structured.ts";
import { within } from "./within.ts";

const MAX_REPORTED = 5;
/** A pattern in a schema may be one that never ends on some texts. */
const VALIDATE_MS = 2_000;

/** Checks a value against the repository's JSON Schema, given as JSON or YAML text. */
export async function checkSchema(
  deliverable: { path: string; schema: string },
  value: unknown,
  schemaText: string | null,
): Promise<Finding[]> {
  const { path, schema } = deliverable;
  const finding = (message: string): Finding => ({ path, rule: "schema", message });
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
