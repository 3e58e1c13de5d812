/** GitHub takes 1 MiB of outputs for a whole job; no single one of ours may use that up (bytes). */
export const OUTPUT_BYTES = 256 * 1024;

/**
 * An output's value such as GitHub takes it: as it is, or, when it is a JSON array, its first items; null when nothing
 * of it would be of use to whoever parses it.
 */
export function fitOutput(value: string, limit = OUTPUT_BYTES): string | null {
  if (Buffer.byteLength(value) <= limit) return value;
  if (!value.startsWith("[")) return null;
  const kept: string[] = [];
  let bytes = 2;
  for (const item of JSON.parse(value) as unknown[]) {
    const text = JSON.stringify(item);
    bytes += Buffer.byteLength(text) + 1;
    if (bytes > limit) break;
    kept.push(text);
  }
  return `[${kept.join(",")}]`;
}
