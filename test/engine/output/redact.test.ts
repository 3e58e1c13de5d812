import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRedactor, type Redactor } from "../../../src/engine/output/redact.ts";
import { processorTime } from "../../rig/processor-time.ts";
import { runs } from "../../rig/runs.ts";

/** Put together here, so that no scanner takes this file for a leak. */
const TOKEN = ["ghs", "12345", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJjYW5hcnkifQ.c2lnbmF0dXJl-x_y"].join("_");
const SECRET = `p@ss "w0rd"/+&<x>'\\é-${"k9".repeat(8)}`;

const hex = (text: string) => Buffer.from(text).toString("hex");
const base64 = (text: string) => Buffer.from(text).toString("base64");

/** How a program may print a secret. */
const ENCODINGS: Record<string, (secret: string) => string> = {
  plain: secret => secret,
  "base64, alone": base64,
  "base64, one byte before": secret => base64(`:${secret}`),
  "base64, two bytes before and some behind": secret => base64(`u:${secret}@h`),
  "base64 of a header": secret => base64(`x-access-token:${secret}`),
  base64url: secret => Buffer.from(`ab${secret}`).toString("base64url"),
  hex,
  HEX: secret => hex(secret).toUpperCase(),
  "hex with spaces": secret => hex(secret).match(/../g)!.join(" "),
  "hex with colons": secret => hex(secret).match(/../g)!.join(":"),
  "URI component": encodeURIComponent,
  "all percent": secret => hex(secret).toUpperCase().replace(/../g, "%$&"),
  JSON: secret => JSON.stringify({ token: secret }),
  "JSON in JSON": secret => JSON.stringify(JSON.stringify(secret)),
  XML: secret =>
    secret.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;"),
  "shell quotes": secret => `'${secret.replaceAll("'", `'\\''`)}'`,
  reversed: secret => [...secret].reverse().join(""),
  "base64 in lines of 20": secret => base64(secret).replace(/.{20}/g, "$&\n"),
  "on two lines": secret => `${secret.slice(0, 9)}\n${secret.slice(9)}`,
};

/** Any run of six characters of the secret or its encoding that is still to be seen. */
function leaks(output: string, encoded: string, secret: string): string[] {
  const flat = output.replace(/\s/g, "");
  const core = encoded.replace(/\s/g, "");
  const found: string[] = [];
  // The first and last characters of an encoding also depend on what stands around, so they may show.
  for (let at = 4; at + 12 < core.length; at++)
    if (flat.includes(core.slice(at, at + 8))) found.push(core.slice(at, at + 8));
  return flat.includes(secret) ? [secret, ...found] : found;
}

function inPieces(redactor: Redactor, text: string, size: number): string {
  const stream = redactor.stream();
  let out = "";
  for (let at = 0; at < text.length; at += size) out += stream.push(text.slice(at, at + size));
  return out + stream.end();
}

describe("S-SEC-1: a registered secret shows in no encoding", () => {
  const cases = Object.entries(ENCODINGS).flatMap(([name, encode]) =>
    [TOKEN, SECRET].map(secret => [name, secret === TOKEN ? "token" : "password", encode, secret] as const),
  );

  it.each(cases)("%s (%s)", (name, _kind, encode, secret) => {
    const redactor = createRedactor([secret]);
    const encoded = encode(secret);
    // The header's name takes 20 characters of base64 and is no secret.
    const own = name === "base64 of a header" ? encoded.slice(20) : encoded;
    const envelope = own.startsWith("{") ? own.slice(10, -2) : own.replace(/^'|'$/g, "");
    const text = `before\nvalue: ${encoded} :end\nafter\n`;
    for (const output of [
      redactor.redact(text),
      ...[1, 2, 7, 64].map(size => inPieces(redactor, text, size)),
    ]) {
      expect(leaks(output, envelope, secret)).toEqual([]);
      expect(output.startsWith("before\nvalue: ")).toBe(true);
      expect(output).toContain(":end\nafter\n");
      expect(output).toContain("***");
    }
  });

  it("one that is registered later is masked from then on, in open streams too", () => {
    const redactor = createRedactor();
    const stream = redactor.stream();
    expect(stream.push("late-secret-value\n")).toBe("late-secret-value\n");
    redactor.add("late-secret-value");
    expect(stream.push("late-secret-value!\n")).toBe("***!\n");
  });

  it("each line of a secret of several lines is masked", () => {
    const key = "first-line-of-the-key\nsecond-line-of-the-key";
    const redactor = createRedactor([key]);
    expect(redactor.redact(key)).toBe("***\n");
    expect(redactor.redact("x second-line-of-the-key")).toBe("x ***");
  });

  it("values too short to be secrets mask nothing", () => {
    expect(createRedactor(["", " ", "a", "on", "1"]).redact("a on 1")).toBe("a on 1");
  });

  it("every string of a structure is masked, keys too", () => {
    const redactor = createRedactor([TOKEN]);
    expect(redactor.redactValue({ a: [TOKEN, 1, null, { [TOKEN]: true }] })).toEqual({
      a: ["***", 1, null, { "***": true }],
    });
  });
});

describe("S-SEC-1: what has the shape of a secret is masked although nobody told of it", () => {
  it.each([
    ["ghp", "_", "a".repeat(36)],
    ["ghs", "_", "123456_eyJhbGciOi.eyJpc3MiOj.c2ln-natur_e"],
    ["gho", "_", "Ab1".repeat(10)],
    ["github", "_pat_", "11ABCDEFG0abcdefghijklmnop_qrstuv"],
    ["sk-ant", "-", "api03-abcdefghij0123456789-XYZ"],
    ["sk", "-", "proj-abcdefghijkl0123456789ABCDEF"],
    ["AKIA", "", "Z7QJ4M5N6P8R2S3T"],
    ["AIza", "", "SyA-1234567890abcdefghijklmnopqrs_v"],
    ["xoxb", "-", "123456789012-abcdefghijkl"],
    ["npm", "_", "a1B2".repeat(9)],
    ["glpat", "-", "abcdefghijklmnopqrst"],
    ["eyJhbGciOiJSUzI1NiJ9", ".", "eyJpc3MiOiIxMjM0NTYifQ.c2lnbmF0dXJlLTEyMzQ"],
  ])("%s%s…", (start, middle, rest) => {
    const secret = start + middle + rest;
    const redactor = createRedactor();
    expect(redactor.redact(`x=${secret}; y`)).toBe("x=***; y");
    expect(inPieces(redactor, `x=${secret}; y\n`, 3)).toBe("x=***; y\n");
  });

  it("a private key, whole, in pieces, or without its end", () => {
    const body = `${"MIIEvQIBADANBgkqhkiG9w0BAQEFAASC\n".repeat(20)}`;
    const key = `-----BEGIN RSA PRIVATE KEY-----\n${body}-----END RSA PRIVATE KEY-----`;
    const redactor = createRedactor();
    for (const output of [
      redactor.redact(`a ${key} b`),
      inPieces(redactor, `a ${key} b\n`, 10),
      inPieces(redactor, `a ${key}`.slice(0, -40), 33),
    ]) {
      expect(output).not.toContain("MIIE");
      expect(output.startsWith("a ***")).toBe(true);
    }
    expect(inPieces(redactor, `a ${key} b\n`, 10)).toMatch(/ b\n$/);
  });

  it("passwords in addresses and in authorization headers", () => {
    const redactor = createRedactor();
    expect(redactor.redact("https://user:hunter22@host/x")).toBe("https://user:***@host/x");
    expect(redactor.redact("AUTHORIZATION: basic dXNlcjpodW50ZXIyMg==")).toBe("AUTHORIZATION: basic ***");
  });

  it.each([
    "task-implementation-of-the-1st-thing",
    "https://host:8080/path@version",
    "src/milestone/text/inert.ts:120:3",
    "d670460b4b4aece5915caf5c68d12f560a9fe3e4",
    "sk-learn and sk-",
    "an eyJ and a ghp_ alone",
    "-----BEGIN CERTIFICATE-----",
  ])("%j is left as it is", text => {
    expect(createRedactor().redact(text)).toBe(text);
  });
});

describe("a stream of text", () => {
  it("gives each complete line at once when nothing in it may be the start of a secret", () => {
    const stream = createRedactor(["zzzz-secret-zzzz"]).stream();
    expect(stream.push("one\ntw")).toBe("one\n");
    expect(stream.push("o\n")).toBe("two\n");
    expect(stream.end()).toBe("");
  });

  it("S-BIG-1: holds little of an endless line, and a token in it is masked wherever it is cut", () => {
    const redactor = createRedactor();
    const token = ["ghp", "c4n4ry".repeat(8)].join("_");
    for (const shift of [0, 1, 2, 3, 5, 17]) {
      const text = `${"x.".repeat(10_000 + shift)} ${token} ${"y".repeat(20_000)}`;
      for (const size of [4_093, 8_192, 65_536]) {
        const output = inPieces(redactor, text, size);
        expect(output).not.toContain("c4n4ry");
        expect(output.replaceAll("***", "").length).toBe(text.length - token.length);
      }
    }
  });

  it("S-BIG-1: a token longer than all that is held is masked to its end", () => {
    const text = `${["ghp", "c4n4ry".repeat(10_000)].join("_")} end\n`;
    expect(inPieces(createRedactor(), text, 1_000)).toMatch(/^(\*\*\*)+ end\n$/);
  });

  it("is the same in pieces as at once, and never holds what was registered", () => {
    const secrets = ["tok-abcdefgh", "aaaaab", "s3cr3t\nwith lines 0123456789"];
    const redactor = createRedactor(secrets);
    const part = fc.oneof(
      fc.constantFrom(...secrets, "tok-", "abcd", "aaaa", "\n", "\r\n", " ", "b"),
      fc.string({ maxLength: 8 }),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 25 }), fc.integer({ min: 1, max: 40 }), (parts, size) => {
        const text = parts.join("");
        const whole = redactor.redact(text);
        expect(inPieces(redactor, text, size)).toBe(whole);
        for (const secret of secrets)
          expect(whole.replace(/[\r\n]/g, "")).not.toContain(secret.replace(/[\r\n]/g, ""));
      }),
      { ...runs(2_000), interruptAfterTimeLimit: 2_000 },
    );
  });
});

describe("time is linear in the text", () => {
  it.each([
    ["ordinary output", "2026-11-21 12:00:00 INFO Building module 12 of 40\n".repeat(20_000)],
    ["one run of letters", "a".repeat(1_000_000)],
    ["beginnings of keys", "sk-".repeat(330_000)],
    ["beginnings of tokens", "eyJ".repeat(330_000)],
    ["beginnings of private keys", "-----BEGIN PRIVATE KEY-----".repeat(37_000)],
    ["addresses", "https://a:".repeat(100_000)],
    ["headers", "authorization: basic ".repeat(48_000)],
    ["dots and dashes", "ghs_.-".repeat(160_000)],
    ["beginnings of a registered value", `${TOKEN.slice(0, 30)}\n`.repeat(32_000)],
    ["compressed bytes", gzipSync("x".repeat(1 << 20), { level: 0 }).toString("latin1")],
  ])("%s: a megabyte in well under a second, at once and in pieces", (_name, text) => {
    const redactor = createRedactor([TOKEN, SECRET, "another-secret-value"]);
    let started = processorTime();
    redactor.redact(text);
    expect(processorTime() - started).toBeLessThan(1_000);
    started = processorTime();
    inPieces(redactor, text, 4_096);
    expect(processorTime() - started).toBeLessThan(2_000);
  });
});
