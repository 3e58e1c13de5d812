import { z } from "zod";
import { githubConfigSchema } from "./github-config.ts";
import { configSchema, milestoneSchema } from "./milestone-schema.ts";
import { factsOf } from "./schema-parts.ts";
import { task } from "./task-schema.ts";
import { REMARK_PATTERN } from "./unknown-keys.ts";

export interface JsonSchemas {
  milestone: object;
  config: object;
  github: object;
}

/**
 * JSON Schemas of the three files that people write, for editors (`# yaml-language-server: $schema=…`). Made from
 * the very schemas that read the files. Rules that JSON Schema cannot say (references, sums) are left to `validate`.
 */
export function jsonSchemas(): JsonSchemas {
  const milestone = jsonSchema(milestoneSchema, "Milestone");
  const one = annotated(z.toJSONSchema(task, OPTIONS) as JsonNode, task);
  const properties = milestone.properties as Record<string, JsonNode>;
  const { description, ...list } = properties.tasks!;
  const { required: _, $schema: __, ...withoutId } = one;
  const anyTask = { anyOf: [withoutId, { type: "string" }, { type: "null" }] };
  const named = { type: "object", minProperties: 1, additionalProperties: anyTask };
  properties.tasks = { description, anyOf: [list, named] };
  return {
    milestone,
    config: jsonSchema(configSchema, "Milestone config"),
    github: plain(githubConfigSchema, "Milestones on GitHub"),
  };
}

type JsonNode = Record<string, unknown>;
const OPTIONS = { io: "input", unrepresentable: "any" } as const;

function plain(schema: z.ZodType, title: string): JsonNode {
  const { $schema, ...rest } = z.toJSONSchema(schema, OPTIONS);
  return { $schema, title, ...rest };
}

function jsonSchema(schema: z.ZodType, title: string): JsonNode {
  return annotated(plain(schema, title), schema);
}

/** Puts what the table of keys says into a JSON Schema, and shuts its maps for keys that have no effect. */
function annotated(json: JsonNode, schema: z.ZodType): JsonNode {
  const { def } = schema._zod;
  switch (def.type) {
    case "optional":
    case "nullable":
      return annotated(json, (def as z.core.$ZodOptionalDef).innerType as z.ZodType);
    case "array":
      return withPart(json, "items", (def as z.core.$ZodArrayDef).element);
    case "record":
      return withPart(json, "additionalProperties", (def as z.core.$ZodRecordDef).valueType);
    case "union": {
      const forms = json.anyOf as JsonNode[];
      const { options } = def as z.core.$ZodUnionDef;
      return { ...json, anyOf: forms.map((form, i) => annotated(form, options[i] as z.ZodType)) };
    }
    case "object":
      return annotatedMap(json, (def as z.core.$ZodObjectDef).shape as Record<string, z.ZodType>);
    default:
      return json;
  }
}

function withPart(json: JsonNode, part: string, type: z.core.$ZodType): JsonNode {
  return { ...json, [part]: annotated(json[part] as JsonNode, type as z.ZodType) };
}

function annotatedMap(json: JsonNode, shape: Record<string, z.ZodType>): JsonNode {
  const properties: JsonNode = {};
  for (const [key, type] of Object.entries(shape)) {
    const facts = factsOf(type);
    if (facts?.pending) continue;
    const description = facts && (facts.default ? `${facts.means}. Default: ${facts.default}` : facts.means);
    const examples = facts ? { examples: [facts.example] } : {};
    const below = annotated((json.properties as Record<string, JsonNode>)[key]!, type);
    properties[key] = { description, ...below, ...examples };
  }
  return { ...json, properties, patternProperties: { [REMARK_PATTERN]: {} }, additionalProperties: false };
}
