import type { Forge } from "./forge.ts";

/** Away from GitHub: decisions are local ones, and there is nothing to bring in line. */
export const localForge: Forge = {
  present: false,
  decisions: async () => ({ ok: false, reason: "there is no GitHub here" }),
  takeUpComplaint: async () => null,
  sync: async () => undefined,
};
