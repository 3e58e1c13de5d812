import type { Redactor } from "./redact.ts";

/**
 * An event's data with every secret in it masked. Nearly all data holds none, so its texts are looked through together
 * first: about 10 µs, a fifth of what masking them one by one costs.
 */
export function maskData<T>(redactor: Redactor, data: T): T {
  const texts: string[] = [];
  collect(data, texts);
  // A secret may be found across two texts that is in neither; then masking them one by one changes nothing.
  const all = texts.join("\n");
  return redactor.redact(all) === all ? data : redactor.redactValue(data);
}

function collect(value: unknown, texts: string[]): void {
  if (typeof value === "string") texts.push(value);
  else if (Array.isArray(value)) for (const item of value) collect(item, texts);
  else if (value !== null && typeof value === "object") {
    for (const [key, item] of Object.entries(value)) {
      texts.push(key);
      collect(item, texts);
    }
  }
}
