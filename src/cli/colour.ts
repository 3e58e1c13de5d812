import type { Tone } from "../milestone/view/status.ts";

export type ColourEnvironment = Readonly<Record<string, string | undefined>>;

export interface Capabilities {
  /** Whether a live view may be redrawn in place. */
  live: boolean;
  colour: boolean;
}

/**
 * What the output can take. `NO_COLOR` (any value but empty) wins over everything, then `FORCE_COLOR` (`0` or `false`:
 * none). A dumb terminal, a pipe and a CI log get plain lines: nothing can be redrawn there.
 */
export function capabilities(env: ColourEnvironment, isTTY: boolean): Capabilities {
  const dumb = env.TERM === "dumb";
  const live = isTTY && !dumb && !isSet(env.CI);
  if (env.NO_COLOR) return { live, colour: false };
  const forced = env.FORCE_COLOR;
  if (forced !== undefined) return { live, colour: forced !== "0" && forced !== "false" };
  return { live, colour: isTTY && !dumb };
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== "" && value !== "false" && value !== "0";
}

/** The sixteen colours alone: the reader's own theme decides what they look like. */
const CODES: Record<Tone, string> = { good: "32", active: "36", wait: "33", bad: "31", idle: "2" };

export interface Painter {
  tone(tone: Tone, text: string): string;
  bold(text: string): string;
  dim(text: string): string;
}

export function painter(colour: boolean): Painter {
  const paint = (code: string, text: string) => (colour && text ? `\u001b[${code}m${text}\u001b[0m` : text);
  return {
    tone: (tone, text) => paint(CODES[tone], text),
    bold: text => paint("1", text),
    dim: text => paint("2", text),
  };
}
