import type { PlanSourcePort } from "../engine/ports.ts";

/** Readers of other tools are loaded when an imported milestone needs them. */
export const planSource: PlanSourcePort = {
  async tick({ source, done, files }) {
    const { tickSource } = await import("../import/tick-source.ts");
    return tickSource({ ...source, hash: "" }, { done, files });
  },
  async update({ id, text, files }) {
    const { rereadSource } = await import("../import/update-from-source.ts");
    return rereadSource({ id, current: text }, files);
  },
};
