import { AMPERSAND, at, type Cursor, charAt, isBlank, isFlowMark, refuse } from "./cursor.ts";

/**
 * Passes over an anchor (`&name`) before a value, if one stands there. It changes nothing: no alias is read, so that
 * nothing can refer to it.
 */
export function skipAnchor(c: Cursor, flow: boolean): boolean {
  if (charAt(c) !== AMPERSAND) return false;
  const start = c.pos++;
  while (!isBlank(charAt(c)) && !isFlowMark(charAt(c))) c.pos++;
  const name = c.text.slice(start + 1, c.pos);
  // Readers differ on where a name ends that holds a bracket, or a colon at its end.
  if (name === "" || name.endsWith(":") || !(flow || isBlank(charAt(c)))) {
    refuse("yaml-anchor", at(start), [
      "this is no anchor of letters and digits",
      "remove it, or put the text in quotes",
    ]);
  }
  return true;
}

/** One before a key would name the key alone, which nobody means; two before a value are one too many. */
export function refuseAnchor(start: number): never {
  return refuse("yaml-anchor", at(start), [
    "an anchor may stand only before a value, and only one",
    "remove it, or put the text in quotes",
  ]);
}
