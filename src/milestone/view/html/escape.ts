import { sanitiseLine } from "../../text/sanitise.ts";

const ENTITIES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Text for an element or a quoted attribute: one line, control and direction characters gone, no markup. */
export function escapeHtml(text: string): string {
  return sanitiseLine(text).replace(/[&<>"']/g, c => ENTITIES[c]!);
}

/** The same, cut to a number of characters with an ellipsis. */
export function escapeCut(text: string, most: number): string {
  const characters = [...sanitiseLine(text)];
  const kept = characters.length > most ? `${characters.slice(0, most - 1).join("")}…` : characters.join("");
  return kept.replace(/[&<>"']/g, c => ENTITIES[c]!);
}
