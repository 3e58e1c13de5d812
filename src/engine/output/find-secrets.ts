import { keyRanges, type Redactor } from "./redact.ts";
import { KNOWN_EXAMPLES, SECRET_PATTERNS } from "./secret-patterns.ts";

/** A secret in a file that is about to be committed; says what and where, never the secret itself. */
export interface SecretFinding {
  /** What it looks like, e.g. "GitHub token". */
  kind: string;
  /** Counted from 1. */
  line: number;
}

/**
 * Secrets in a file's bytes: the redactor's registered values in all forms, and what has the shape of a secret. What
 * stands in `base`, the file's earlier content, in the same words is not reported again: it was there
 * before this phase, and blocking every later change of that file would help nobody.
 */
export function findSecrets(bytes: Uint8Array, redactor?: Redactor, base?: Uint8Array): SecretFinding[] {
  const before = base ? decode(base).join("\n") : "";
  const found = new Map<string, SecretFinding>();
  for (const text of decode(bytes)) {
    for (const { kind, start, end } of secretsIn(text, redactor)) {
      const secret = text.slice(start, end);
      if (before.includes(secret) || KNOWN_EXAMPLES.includes(secret)) continue;
      const line = countLines(text, start);
      found.set(`${kind} ${line}`, { kind, line });
    }
  }
  return [...found.values()].sort((a, b) => a.line - b.line);
}

function secretsIn(
  text: string,
  redactor: Redactor | undefined,
): { kind: string; start: number; end: number }[] {
  const registered = (redactor?.registered(text) ?? []).map(range => ({
    kind: "secret of this run",
    ...range,
  }));
  const keys = keyRanges(text)
    .filter(({ start, end }) => text.slice(start, end).includes("-----END"))
    .map(range => ({ kind: "private key", ...range }));
  const shapes = SECRET_PATTERNS.filter(pattern => !pattern.maskOnly).flatMap(({ name, expression }) =>
    [...text.matchAll(expression)].map(match => ({
      kind: name,
      start: match.index,
      end: match.index + match[0].length,
    })),
  );
  return [...registered, ...keys, ...shapes];
}

/** The bytes as text; with NUL bytes also without them, which shows what UTF-16 hides. */
function decode(bytes: Uint8Array): string[] {
  const text = new TextDecoder().decode(bytes);
  return text.includes("\0") ? [text, text.replaceAll("\0", "")] : [text];
}

function countLines(text: string, end: number): number {
  let lines = 1;
  for (let at = text.indexOf("\n"); at >= 0 && at < end; at = text.indexOf("\n", at + 1)) lines++;
  return lines;
}
