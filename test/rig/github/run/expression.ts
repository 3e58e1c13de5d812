/**
 * The part of GitHub's expression language that workflow files of this project's kind use: paths, literals,
 * `== != && || !`, parentheses and a few functions. What it does not know, it throws at, rather than guess.
 */

export type Context = { [name: string]: unknown };

/** Replaces each `${{ … }}`; text that is one expression alone keeps the value's type. */
export function interpolate(text: string, context: Context): unknown {
  const alone = /^\s*\$\{\{((?:(?!\}\})[\s\S])*)\}\}\s*$/.exec(text);
  if (alone) return evaluate(alone[1]!, context);
  return text.replace(/\$\{\{([\s\S]*?)\}\}/g, (_whole, inner: string) => asText(evaluate(inner, context)));
}

/** A value as it stands in text: null is nothing, objects are not expected. */
export function asText(value: unknown): string {
  return value === null || value === undefined ? "" : typeof value === "object" ? "Object" : String(value);
}

export function evaluate(source: string, context: Context): unknown {
  const tokens =
    source.match(/'(?:[^']|'')*'|\d+(?:\.\d+)?|[A-Za-z_][\w-]*|==|!=|&&|\|\||[!().,[\]*]/g) ?? [];
  const parser = new Parser(tokens, context);
  const value = parser.either();
  if (!parser.done()) throw new Error(`expression not understood: ${source.trim()}`);
  return value;
}

class Parser {
  private at = 0;
  private readonly tokens: string[];
  private readonly context: Context;

  constructor(tokens: string[], context: Context) {
    this.tokens = tokens;
    this.context = context;
  }

  done(): boolean {
    return this.at === this.tokens.length;
  }

  private take(token: string): boolean {
    if (this.tokens[this.at] !== token) return false;
    this.at += 1;
    return true;
  }

  either(): unknown {
    let value = this.both();
    while (this.take("||")) {
      const other = this.both();
      value = value || other;
    }
    return value;
  }

  private both(): unknown {
    let value = this.equality();
    while (this.take("&&")) {
      const other = this.equality();
      value = value && other;
    }
    return value;
  }

  private equality(): unknown {
    const left = this.unary();
    if (this.take("==")) return same(left, this.unary());
    if (this.take("!=")) return !same(left, this.unary());
    return left;
  }

  private unary(): unknown {
    return this.take("!") ? !this.unary() : this.primary();
  }

  private primary(): unknown {
    if (this.take("(")) {
      const value = this.either();
      if (!this.take(")")) throw new Error("missing )");
      return value;
    }
    const token = this.tokens[this.at++];
    if (token === undefined) throw new Error("expression ends early");
    if (token.startsWith("'")) return token.slice(1, -1).replaceAll("''", "'");
    if (/^\d/.test(token)) return Number(token);
    if (token === "true" || token === "false") return token === "true";
    if (token === "null") return null;
    if (this.take("(")) return this.path(this.callOf(token));
    return this.path(this.context[token]);
  }

  private path(start: unknown): unknown {
    let value = start;
    for (;;) {
      let key: string;
      if (this.take(".")) key = this.tokens[this.at++] ?? "";
      else if (this.take("[")) {
        key = asText(this.either());
        if (!this.take("]")) throw new Error("missing ]");
      } else return value;
      value = (value as Context | null | undefined)?.[key] ?? null;
    }
  }

  private callOf(name: string): unknown {
    const args: unknown[] = [];
    while (!this.take(")")) {
      args.push(this.either());
      this.take(",");
      if (this.done()) throw new Error("missing )");
    }
    const texts = args.map(asText);
    switch (name) {
      case "always":
      case "success":
        return true;
      case "cancelled":
      case "failure":
        return false;
      case "format":
        return texts[0]!.replace(/\{(\d+)\}/g, (_whole, index: string) => texts[Number(index) + 1] ?? "");
      case "startsWith":
        return texts[0]!.toLowerCase().startsWith(texts[1]!.toLowerCase());
      case "contains": {
        const [within] = args;
        if (Array.isArray(within)) return within.some(each => same(each, args[1]));
        return texts[0]!.toLowerCase().includes(texts[1]!.toLowerCase());
      }
      case "fromJSON":
        // GitHub never comes to it behind a false `&&`; here both sides are read.
        return texts[0] === "" ? null : JSON.parse(texts[0]!);
      case "toJSON":
        return JSON.stringify(args[0], null, 2);
      default:
        throw new Error(`unknown function ${name}`);
    }
  }
}

/** Strings compare without regard to case, as GitHub compares them. */
function same(a: unknown, b: unknown): boolean {
  if (typeof a === "string" && typeof b === "string") return a.toLowerCase() === b.toLowerCase();
  return (a ?? null) === (b ?? null);
}
