import { describe, expect, it } from "vitest";
import { createRedactor, findSecrets } from "../../../src/engine/output/redact.ts";
import { processorTime } from "../../rig/processor-time.ts";

const TOKEN = ["ghp", "c4n4ry".repeat(7)].join("_");
const bytes = (text: string) => Buffer.from(text);

describe("S-SEC-1: a secret in a file stops its commit", () => {
  it("names kind and line, never the secret", () => {
    const findings = findSecrets(bytes(`one\ntwo ${TOKEN}\n`));
    expect(findings).toEqual([{ kind: "GitHub token", line: 2 }]);
    expect(JSON.stringify(findings)).not.toContain("c4n4ry");
  });

  it("knows this run's own secrets in all their forms", () => {
    const redactor = createRedactor(["the-secret-of-this-run"]);
    const encoded = Buffer.from("x:the-secret-of-this-run").toString("base64");
    expect(findSecrets(bytes(`a\nb\n${encoded}`), redactor)).toEqual([
      { kind: "secret of this run", line: 3 },
    ]);
  });

  it("finds private keys, but no mere mention of one", () => {
    const key = "-----BEGIN PRIVATE KEY-----\nMIIEvQ==\n-----END PRIVATE KEY-----";
    expect(findSecrets(bytes(`x\n${key}\n`))).toEqual([{ kind: "private key", line: 2 }]);
    expect(findSecrets(bytes("starts with `-----BEGIN PRIVATE KEY-----`."))).toEqual([]);
  });

  it("sees through UTF-16", () => {
    expect(findSecrets(Buffer.from(`x ${TOKEN}`, "utf16le"))).toMatchObject([{ kind: "GitHub token" }]);
  });

  it("what stood in the file before is not this phase's doing", () => {
    expect(findSecrets(bytes(`new\n${TOKEN}`), undefined, bytes(TOKEN))).toEqual([]);
    expect(findSecrets(bytes(`new\n${TOKEN}x1`), undefined, bytes(TOKEN))).toHaveLength(1);
  });

  it.each([
    "AKIAIOSFODNN7EXAMPLE",
    "postgres://user:password@localhost/db",
    "authorization: bearer $TOKEN-from-env",
  ])("%s is an example, not a secret", text => {
    expect(findSecrets(bytes(text))).toEqual([]);
  });

  it("five megabytes are read in good time", () => {
    const started = processorTime();
    findSecrets(Buffer.alloc(5 << 20, "const value = compute(a, b);\n"), createRedactor([TOKEN]));
    expect(processorTime() - started).toBeLessThan(2_000);
  });
});
