import type { Narrator } from "./engine/ports.ts";
import type { Diagnostic } from "./milestone/diagnostic/diagnostic.ts";

/** What a milestone file says oddly, each at its line: annotations on a runner, plain lines elsewhere. */
export function tellWarnings(narrator: Narrator, warnings: readonly Diagnostic[]): void {
  for (const warning of warnings) narrator.warn(`${warning.message}; ${warning.remedy}`, warning);
}
