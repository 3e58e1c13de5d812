import picomatch from "picomatch";

const OPTIONS = { dot: true, noextglob: true, nonegate: true, strictBrackets: true } as const;
const MAX_GLOB = 300;
const MAX_WILDCARDS = 20;

/** Why a glob over repository paths is refused, or null when it is good. */
export function globProblem(glob: string): string | null {
  if (glob.trim() === "" || glob.trim() !== glob)
    return "a glob may not be empty or begin or end with a space";
  if (glob.length > MAX_GLOB) return `a glob may have at most ${MAX_GLOB} characters`;
  if (glob.startsWith("/") || glob.startsWith("!") || glob.includes("\\")) {
    return "a glob is relative to the repository, without a leading / or !, and without backslashes";
  }
  if (glob.split("/").some(part => part === ".." || part === "." || part === "")) {
    return 'a glob may not hold ".", ".." or empty parts';
  }
  if (/[?*+@!]\(/.test(glob)) return "extended patterns such as +(…) are not read";
  if ((glob.match(/\*+|\?/g) ?? []).length > MAX_WILDCARDS) return `more than ${MAX_WILDCARDS} wildcards`;
  try {
    picomatch.makeRe(glob, OPTIONS);
    return null;
  } catch (error) {
    // picomatch throws a SyntaxError for unbalanced brackets; anything else is a fault of ours.
    if (!(error instanceof SyntaxError)) throw error;
    return "its brackets do not match";
  }
}

/** Whether a repository path (with `/`) matches any of the globs; dot files match like others. */
export function globMatcher(globs: readonly string[]): (path: string) => boolean {
  const matchers = globs.map(matchGlob);
  return path => matchers.some(matches => matches(path));
}

/** A state of the automaton: where it goes with a character that fits, and where without one. */
interface GlobState {
  fits: ((character: string) => boolean) | null;
  next: number;
  free: number[];
}

const anything = (): boolean => true;
const inName = (character: string): boolean => character !== "/";

/**
 * Whether a path matches a glob, in time that grows with the product of their lengths. As a regular expression a glob of
 * twenty stars takes for ever on a long name that does not match, and both may come from anybody. What is read as picomatch
 * reads it: `*` `?` `[a-z]` `{a,b}` `(a|b)` within a name, `**` for any number of names, dot files like others.
 */
function matchGlob(glob: string): (path: string) => boolean {
  const automaton = new Automaton();
  const names = glob.split("/").filter((name, at, all) => name !== "**" || all[at - 1] !== "**");
  const end = new GlobParser(names.join("/"), automaton).read();
  return path => automaton.matches(path, end);
}

class Automaton {
  readonly #states: GlobState[] = [];

  constructor() {
    this.add();
  }

  add(): number {
    this.#states.push({ fits: null, next: -1, free: [] });
    return this.#states.length - 1;
  }

  free(from: number, to: number): void {
    this.#states[from]!.free.push(to);
  }

  /** From the state by one such character to a new one. */
  step(from: number, fits: (character: string) => boolean): number {
    const [at, to] = [this.add(), this.add()];
    this.free(from, at);
    Object.assign(this.#states[at]!, { fits, next: to });
    return to;
  }

  /** Any number of such characters. */
  repeat(from: number, fits: (character: string) => boolean): number {
    const at = this.add();
    this.free(from, at);
    this.free(this.step(at, fits), at);
    return at;
  }

  matches(path: string, end: number): boolean {
    let current = new Set<number>();
    this.#reach(0, current);
    for (const character of path) {
      const after = new Set<number>();
      for (const at of current) {
        const { fits, next } = this.#states[at]!;
        if (fits?.(character)) this.#reach(next, after);
      }
      if (after.size === 0) return false;
      current = after;
    }
    return current.has(end);
  }

  #reach(from: number, into: Set<number>): void {
    const left = [from];
    for (let at = left.pop(); at !== undefined; at = left.pop()) {
      if (into.has(at)) continue;
      into.add(at);
      left.push(...this.#states[at]!.free);
    }
  }
}

class GlobParser {
  readonly #glob: string;
  readonly #automaton: Automaton;
  #at = 0;

  constructor(glob: string, automaton: Automaton) {
    this.#glob = glob;
    this.#automaton = automaton;
  }

  /** The automaton's last state. */
  read(): number {
    return this.#sequence(0, "");
  }

  /** @param closers which characters end it; they are left standing */
  #sequence(from: number, closers: string): number {
    let state = from;
    while (this.#at < this.#glob.length && !closers.includes(this.#glob[this.#at]!))
      state = this.#part(state);
    return state;
  }

  #part(from: number): number {
    const glob = this.#glob;
    const rest = glob.slice(this.#at);
    // After a star picomatch wants the slash.
    if (rest === "/**" && glob[this.#at - 1] !== "*") {
      this.#at = glob.length;
      return this.#optional(from, at => this.#automaton.repeat(this.#literal(at, "/"), anything));
    }
    const stars = /^\*+/.exec(rest)?.[0].length ?? 0;
    if (stars > 0) return this.#stars(from, stars);
    switch (rest[0]) {
      case "?":
        this.#at++;
        return this.#automaton.step(from, inName);
      case "[":
        return this.#set(from, rest);
      case "{":
        return this.#braces(from);
      case "(":
        return this.#choice(from, "|", ")");
      default:
        this.#at++;
        return this.#literal(from, rest[0]!);
    }
  }

  #literal(from: number, wanted: string): number {
    return this.#automaton.step(from, character => character === wanted);
  }

  #optional(from: number, make: (from: number) => number): number {
    const end = this.#automaton.add();
    this.#automaton.free(make(from), end);
    this.#automaton.free(from, end);
    return end;
  }

  /** Two or more that are a whole name stand for any number of names. */
  #stars(from: number, count: number): number {
    const before = this.#glob[this.#at - 1] ?? "/";
    this.#at += count;
    const after = this.#glob[this.#at] ?? "";
    if (count < 2 || before !== "/" || (after !== "/" && after !== ""))
      return this.#automaton.repeat(from, inName);
    if (after === "") return this.#automaton.repeat(from, anything);
    this.#at++;
    return this.#optional(from, at => this.#literal(this.#automaton.repeat(at, anything), "/"));
  }

  #set(from: number, rest: string): number {
    const end = rest.indexOf("]", 2);
    const inside = end < 0 ? "" : rest.slice(1, end);
    const test = setOf(inside);
    if (!test) {
      this.#at++;
      return this.#literal(from, "[");
    }
    this.#at += end + 1;
    return this.#automaton.step(from, test);
  }

  /** Without a comma they are a range, or stand for themselves. */
  #braces(from: number): number {
    const inside = /^\{([^{},/]*)\}/.exec(this.#glob.slice(this.#at));
    if (!inside) return this.#choice(from, ",", "}");
    const text = inside[1]!;
    this.#at += text.length + 2;
    const test = text.includes("..") ? setOf(text.split("..").sort().join("-")) : null;
    if (test) return this.#automaton.step(from, test);
    return [...`{${text}}`].reduce((state, character) => this.#literal(state, character), from);
  }

  #choice(from: number, separator: string, closer: string): number {
    const end = this.#automaton.add();
    do {
      this.#at++;
      this.#automaton.free(this.#sequence(from, separator + closer), end);
    } while (this.#glob[this.#at] === separator);
    this.#at++;
    return end;
  }
}

/** What stands between brackets; null: it is no set of characters. */
function setOf(inside: string): ((character: string) => boolean) | null {
  try {
    const set = new RegExp(`^[${inside}]$`, "u");
    return inside === "" ? null : character => character !== "/" && set.test(character);
  } catch {
    return null;
  }
}
