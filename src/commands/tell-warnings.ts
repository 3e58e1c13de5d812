import type { Narrator } from "../engine/ports.ts";
import type { Complaint } from "../engine/refusal.ts";

/** What a milestone file says oddly, each at its line: annotations on a runner, plain lines elsewhere. */
export function tellWarnings(narrator: Narrator, warnings: readonly Complaint[]): void {
  for (const { message, remedy, file, line, column } of warnings)
    narrator.warn(`${message}; ${remedy}`, file && line && column ? { file, line, column } : undefined);
}
