/** A text in a source file, and where in the code it stands. */
export interface Literal {
  /** The text; what is put in at run time is shown as `…`. */
  text: string;
  line: number;
  /** Name of the property it is (part of) the value of: `message` in `{ message: "…" }`. */
  key: string | null;
  /** Name of the call it is (part of) an argument of, and which one, from 0. */
  call: string | null;
  argument: number;
  /** The same for all texts of one object, one list or one call. */
  group: number;
}

interface Frame {
  close: string;
  call: string | null;
  argument: number;
  key: string | null;
  group: number;
}

/** Every string and template of a TypeScript source. It knows just enough of the language to find them. */
export function literals(source: string): Literal[] {
  return new Scanner(source).all();
}

class Scanner {
  readonly #source: string;
  readonly #found: Literal[] = [];
  readonly #stack: Frame[] = [];
  #at = 0;
  #groups = 0;
  /** The code just before, without strings: enough to tell a call from a list and a division from an expression. */
  #before = "";

  constructor(source: string) {
    this.#source = source;
  }

  all(): Literal[] {
    while (this.#at < this.#source.length) this.#step();
    return this.#found;
  }

  #step(): void {
    const rest = this.#source.slice(this.#at, this.#at + 2);
    const ch = rest[0]!;
    if (rest === "//" || rest === "/*") return this.#comment(rest);
    if (ch === "/" && /(?:^|[=(,:;!&|?{}[\n>]|\breturn)\s*$/.test(this.#before)) return this.#expression();
    if (ch === '"' || ch === "'") return this.#add(this.#quoted(ch));
    if (ch === "`") return this.#add(this.#template());
    if ("([{".includes(ch)) this.#open(ch);
    else if (")]}".includes(ch)) this.#stack.pop();
    else this.#punctuation(ch);
    this.#before = (this.#before + ch).slice(-80);
    this.#at++;
  }

  #open(ch: string): void {
    const name = ch === "(" ? (/([\w$]+)(?:<[^<>]*>)?$/.exec(this.#before)?.[1] ?? null) : null;
    const call = name && !/^(?:if|for|while|switch|return|catch)$/.test(name) ? name : null;
    const outer = this.#stack.at(-1);
    // A list inside a call counts its own elements; parentheses that only group change nothing.
    const grouping = ch === "(" && name === null && outer;
    this.#stack.push(
      grouping
        ? { ...outer, close: ")" }
        : {
            close: ch,
            call: call ?? (ch === "[" ? (outer?.call ?? null) : null),
            argument: 0,
            key: null,
            group: ++this.#groups,
          },
    );
  }

  #punctuation(ch: string): void {
    const top = this.#stack.at(-1);
    if (!top) return;
    if (ch === ",") {
      top.argument++;
      top.key = null;
    }
    if (ch === ";") top.key = null;
    const key = ch === ":" ? /(?:^|[{,(\n]|\*\/)\s*"?([\w$-]+)"?$/.exec(this.#before)?.[1] : undefined;
    if (key) top.key = key;
  }

  #comment(kind: string): void {
    const end = this.#source.indexOf(kind === "//" ? "\n" : "*/", this.#at + 2);
    this.#at = end < 0 ? this.#source.length : end + (kind === "//" ? 0 : 2);
  }

  #expression(): void {
    let inClass = false;
    for (this.#at++; this.#at < this.#source.length; this.#at++) {
      const ch = this.#source[this.#at];
      if (ch === "\\") this.#at++;
      else if (ch === "[") inClass = true;
      else if (ch === "]") inClass = false;
      else if (ch === "\n" || (ch === "/" && !inClass)) break;
    }
    this.#at++;
    this.#before = "x";
  }

  #quoted(mark: string): string {
    let text = "";
    for (this.#at++; this.#source[this.#at] !== mark && this.#at < this.#source.length; this.#at++) {
      if (this.#source[this.#at] === "\\") text += this.#escape();
      else text += this.#source[this.#at];
    }
    this.#at++;
    return text;
  }

  #escape(): string {
    const ch = this.#source[++this.#at]!;
    return ch === "n" ? " " : ch;
  }

  #template(): string {
    let text = "";
    for (this.#at++; this.#source[this.#at] !== "`" && this.#at < this.#source.length; ) {
      const two = this.#source.slice(this.#at, this.#at + 2);
      if (two === "${") {
        this.#at += 2;
        this.#inside();
        text += "…";
        continue;
      }
      text += two[0] === "\\" ? this.#escape() : two[0];
      this.#at++;
    }
    this.#at++;
    return text;
  }

  /** The code between `${` and its `}`, which may hold texts of its own. */
  #inside(): void {
    const depth = this.#stack.length;
    this.#stack.push({ close: "}", call: null, argument: 0, key: null, group: ++this.#groups });
    while (this.#at < this.#source.length && this.#stack.length > depth) this.#step();
  }

  #add(text: string): void {
    const top = this.#stack.at(-1);
    this.#before = (this.#before + '"x"').slice(-80);
    this.#found.push({
      text: text.replace(/\s+/g, " ").trim(),
      line: this.#source.slice(0, this.#at).split("\n").length,
      key: top?.key ?? null,
      call: top?.call ?? null,
      argument: top?.argument ?? 0,
      group: top?.group ?? 0,
    });
  }
}
