/** Values shorter than this would mask half of every log; nobody's token is so short. */
const MIN_SECRET = 4;
/** Encodings of very short values are too short themselves to be told from ordinary text. */
const MIN_ENCODED = 8;
/** Longer secrets are files (keys, certificates); their lines are looked for one by one, and not encoded. */
const MAX_ENCODED = 4_096;

/**
 * The texts under which a secret may show: itself, and base64 at its three alignments, base64url, hex,
 * URI, JSON, XML and shell forms. Line breaks are left out, since the search passes over them.
 */
export function secretForms(value: string): string[] {
  const secret = value.trim();
  if (secret.length < MIN_SECRET) return [];
  const forms = new Set([secret]);
  if (secret.length >= MIN_ENCODED) {
    if (secret.length <= MAX_ENCODED) for (const form of encodings(secret)) forms.add(form);
    for (const line of secret.split(/\r?\n/))
      if (line.trim().length >= 2 * MIN_ENCODED) forms.add(line.trim());
  }
  return [...forms].map(form => form.replace(/[\r\n]/g, "")).filter(form => form.length >= MIN_SECRET);
}

function encodings(secret: string): string[] {
  const bytes = Buffer.from(secret, "utf8");
  const hex = bytes.toString("hex");
  const pairs = hex.match(/../g) ?? [];
  const escaped = JSON.stringify(secret).slice(1, -1);
  return [
    ...[0, 1, 2].map(shift => shiftedBase64(bytes, shift)).flatMap(text => [text, base64url(text)]),
    hex,
    hex.toUpperCase(),
    pairs.join(" "),
    pairs.join(":"),
    pairs.map(pair => `%${pair.toUpperCase()}`).join(""),
    pairs.map(pair => `\\x${pair}`).join(""),
    encodeURIComponent(secret.toWellFormed()),
    encodeURI(secret.toWellFormed()),
    escaped,
    JSON.stringify(escaped).slice(1, -1),
    secret.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;"),
    secret.replaceAll("'", `'\\''`),
    [...secret].reverse().join(""),
  ];
}

/**
 * Base64 of the bytes as it looks in the middle of a longer text whose length before them is `shift`
 * modulo 3; the characters that also depend on what stands before or behind are cut off.
 */
function shiftedBase64(bytes: Buffer, shift: number): string {
  const text = Buffer.concat([Buffer.alloc(shift), bytes])
    .toString("base64")
    .replace(/=+$/, "");
  const dependsOnNext = (bytes.length + shift) % 3 !== 0;
  return text.slice(shift === 0 ? 0 : shift + 1, dependsOnNext ? -1 : undefined);
}

function base64url(text: string): string {
  return text.replaceAll("+", "-").replaceAll("/", "_");
}
