import { Validator } from "@seriousme/openapi-schema-validator";
import schema30 from "@seriousme/openapi-schema-validator/schemas/v3.0/schema.json" with { type: "json" };
import schema31 from "@seriousme/openapi-schema-validator/schemas/v3.1/schema.json" with { type: "json" };
import schema32 from "@seriousme/openapi-schema-validator/schemas/v3.2/schema.json" with { type: "json" };
import type { AnySchemaObject, ValidateFunction } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import Ajv04 from "ajv-draft-04";
import addFormats from "ajv-formats";
import { within } from "./time-limit.ts";

const compiled = new Map<string, ValidateFunction>();

/** The official schema of each minor version, with the draft of JSON Schema it is written in. */
const VERSIONS: Readonly<Record<string, { schema: AnySchemaObject; draft04: boolean }>> = {
  "3.0": { schema: schema30, draft04: true },
  "3.1": { schema: schema31, draft04: false },
  "3.2": { schema: schema32, draft04: false },
};

/**
 * The package reads its schemas from files beside itself; in our bundle there are no such files, so this
 * gives it the ones that the bundle holds.
 */
class BundledValidator extends Validator {
  readonly #limitMs: number;

  constructor(limitMs: number) {
    super();
    this.#limitMs = limitMs;
  }

  getAjvValidator(version: string): ValidateFunction {
    const known = compiled.get(version) ?? this.#compile(version);
    const limited = (value: unknown): boolean => {
      const run = within(this.#limitMs, () => known(value));
      Object.assign(limited, { errors: run.ok ? known.errors : [TOO_LONG] });
      return run.ok && run.value === true;
    };
    return limited as ValidateFunction;
  }

  #compile(version: string): ValidateFunction {
    const entry = VERSIONS[version];
    if (!entry) throw new Error(`no schema for OpenAPI ${version}`);
    // Not strict: the official schemas use keywords that a strict reader finds doubtful.
    const options = { strict: false, allErrors: true };
    const ajv = entry.draft04 ? new Ajv04.default(options) : new Ajv2020(options);
    addFormats.default(ajv);
    ajv.addFormat("media-range", true);
    const validate = ajv.compile(entry.schema);
    compiled.set(version, validate);
    return validate;
  }
}

const TOO_LONG = {
  instancePath: "",
  schemaPath: "",
  keyword: "time",
  params: {},
  message: "takes too long to check; split it",
};

/** @param limitMs of one description */
export function createOpenApiValidator(limitMs: number): Validator {
  return new BundledValidator(limitMs);
}
