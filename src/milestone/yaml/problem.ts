export type YamlCode =
  | "yaml-syntax"
  | "yaml-size"
  | "yaml-depth"
  | "yaml-anchor"
  | "yaml-tag"
  | "yaml-documents"
  | "yaml-duplicate-key"
  | "yaml-forbidden-key"
  | "yaml-character";

export interface YamlProblem {
  code: YamlCode;
  start: number;
  end: number;
  message: string;
  remedy: string;
}

/** Thrown where reading cannot go on, and caught by `readYaml` alone: no caller in between could go on. */
export class YamlRefusal extends Error {
  readonly problem: YamlProblem;
  constructor(problem: YamlProblem) {
    super(problem.message);
    this.problem = problem;
  }
}

export function refuse(code: YamlCode, span: { start: number; end: number }, text: Says): never {
  throw new YamlRefusal({ code, ...span, message: text[0], remedy: text[1] });
}

export const at = (offset: number, width = 1) => ({ start: offset, end: offset + width });

type Says = [message: string, remedy: string];

/** What of YAML is not read, however it is met: by the reader of events, or by the library below it. */
export const SAYS = {
  alias: ["aliases are not allowed: they make small files large", "write the value out, or put it in quotes"],
  anchor: ["an anchor may stand only before a value, and only one", "remove it, or put the text in quotes"],
  anchorName: ["this is no anchor of letters and digits", "remove it, or put the text in quotes"],
  tag: ["YAML tags are not allowed", "remove the tag, or put the text in quotes"],
} satisfies Record<string, Says>;

const CODES = {
  alias: "yaml-anchor",
  anchor: "yaml-anchor",
  anchorName: "yaml-anchor",
  tag: "yaml-tag",
} satisfies Record<keyof typeof SAYS, YamlCode>;

export const refuseUse = (of: keyof typeof SAYS, start: number): never =>
  refuse(CODES[of], at(start), SAYS[of]);

export function refuseComplexKey(start: number): never {
  return refuse("yaml-syntax", at(start), ["complex keys (`? `) are not read", "write `key: value`"]);
}
