/** The oldest releases that can run what is built: `zlib.crc32` came with these (Node.js documentation, zlib). */
const OLDEST = [
  [20, 15],
  [22, 2],
] as const;

/**
 * One sentence when this node cannot run the engine, else null. Asked before anything else is loaded: a module that is
 * missing something would only fail later, with a message about itself.
 */
export function tooOld(version: string = process.versions.node): string | null {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const enough = OLDEST.some(([a, b]) => major === a && minor >= b) || major > OLDEST[1][0];
  if (enough) return null;
  return `this needs node ${OLDEST.map(pair => pair.join(".")).join(" or ")} or later, and runs with ${version}`;
}
