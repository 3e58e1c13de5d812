import type { TickSource } from "../engine/ports.ts";

/** Readers of other tools are loaded when the first task of an imported milestone is done. */
export const lazyTickSource: TickSource = async ({ source, done, files }) => {
  const { tickSource } = await import("../import/tick-source.ts");
  return tickSource({ ...source, hash: "" }, { done, files });
};
