import { z } from "zod";
import { githubConfigSchema } from "./github-config.ts";
import { configSchema, milestoneSchema } from "./milestone-schema.ts";

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
  return {
    milestone: jsonSchema(milestoneSchema, "Milestone"),
    config: jsonSchema(configSchema, "Milestone config"),
    github: jsonSchema(githubConfigSchema, "Milestones on GitHub"),
  };
}

function jsonSchema(schema: z.ZodType, title: string): object {
  const { $schema, ...rest } = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
  return { $schema, title, ...rest };
}
