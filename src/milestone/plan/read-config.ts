import type { Diagnostic, SourceText } from "../diagnostic/diagnostic.ts";
import { Findings } from "../diagnostic/findings.ts";
import { checkShared } from "./check-plan.ts";
import { type ConfigFile, configSchema } from "./milestone-schema.ts";
import { parseFile } from "./parse-file.ts";
import type { AgentProfile } from "./plan.ts";
import { resolveProfiles } from "./resolve-config.ts";

export type ReadConfig =
  | { ok: true; config: ConfigFile; profiles: Record<string, AgentProfile>; warnings: Diagnostic[] }
  | { ok: false; errors: Diagnostic[]; warnings: Diagnostic[] };

/** Reads `.milestones/config.yaml`: the defaults of all milestones. An empty file is a good one. */
export function readConfig(source: SourceText): ReadConfig {
  const findings = new Findings(source);
  const parsed = parseFile({ schema: configSchema, findings, empty: true });
  if (parsed) {
    const profiles = resolveProfiles(parsed.data);
    checkShared(parsed.data, { ...parsed, findings, profiles, roles: Object.keys(parsed.data.roles ?? {}) });
    if (findings.errors.length === 0) {
      return { ok: true, config: parsed.data, profiles, warnings: findings.warnings };
    }
  }
  return { ok: false, errors: findings.errors, warnings: findings.warnings };
}
