import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { makeRig, type Rig } from "../rig/repository.ts";

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), "signing-"));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

/** A milestone of one task whose program tells every variable that it is given. */
function rigOf(format: "ssh" | "openpgp"): Rig {
  const rig = makeRig({
    id: "m",
    tasks: [{ id: "a", standard: true }],
    run: "env > seen.txt",
    more: `signing: { format: ${format}, key: SIGNING_KEY }`,
  });
  onTestFinished(() => rig.close());
  return rig;
}

function sshKey(passphrase = ""): { secret: string; config: string[]; file: string } {
  const home = folder();
  execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", passphrase, "-C", "", "-f", join(home, "key")]);
  const signers = join(home, "signers");
  writeFileSync(signers, `* ${readFileSync(join(home, "key.pub"), "utf8")}`);
  return {
    file: join(home, "key"),
    secret: readFileSync(join(home, "key"), "utf8"),
    config: ["-c", "gpg.format=ssh", "-c", `gpg.ssh.allowedSignersFile=${signers}`],
  };
}

/** Every commit of the branch that the base does not have, and the tag. */
function verify(rig: Rig, config: string[]): void {
  const commits = rig.git("rev-list", "main..milestone/m").split("\n");
  expect(commits.length).toBeGreaterThan(2);
  for (const commit of commits) rig.git(...config, "verify-commit", commit);
  rig.git(...config, "verify-tag", "milestone/m/completed");
  rig.git("fsck", "--strict");
}

describe("signing", { timeout: 120_000 }, () => {
  test("every commit and the tag are signed by an ssh key that no agent sees", async () => {
    const rig = rigOf("ssh");
    const { secret, config } = sshKey();
    const done = await rig.main.milestone(["execute", "m"], { env: { SIGNING_KEY: secret } });
    expect(done, done.stderr).toMatchObject({ code: 0 });
    verify(rig, config);
    expect(rig.read("milestone/m", "seen.txt")).not.toContain("SIGNING_KEY");
    const landed = await rig.main.milestone(["land", "m"], { env: { SIGNING_KEY: secret } });
    expect(landed, landed.stderr).toMatchObject({ code: 0 });
    rig.git(...config, "verify-commit", "main");
    const again = await rig.main.milestone(["execute", "m"], { env: { SIGNING_KEY: secret } });
    expect(again, again.stderr).toMatchObject({ code: 0 });
  });

  test("as the person's own git does, where the plan says nothing", async () => {
    const rig = makeRig({ id: "m", tasks: [{ id: "a" }] });
    onTestFinished(() => rig.close());
    const { config, file } = sshKey();
    writeFileSync(
      join(rig.main.root, ".gitconfig"),
      `[commit]\n gpgSign = true\n[gpg]\n format = ssh\n program = false\n[user]\n signingKey = ${file}.pub\n`,
    );
    const env = { GIT_CONFIG_GLOBAL: join(rig.main.root, ".gitconfig") };
    const done = await rig.main.milestone(["execute", "m"], { env });
    expect(done, done.stderr).toMatchObject({ code: 0 });
    verify(rig, config);
    rmSync(file);
    const refused = await rig.main.milestone(["land", "m"], { env });
    expect(refused.stderr).toContain("your git signs commits (`commit.gpgSign`)");
    expect(refused.code).not.toBe(0);
  });

  test("by an OpenPGP key as well", async () => {
    const rig = rigOf("openpgp");
    const home = folder();
    mkdirSync(join(home, "gpg"), { mode: 0o700 });
    const gpg = (...args: string[]): string =>
      execFileSync("gpg", ["--homedir", join(home, "gpg"), "--batch", "--quiet", ...args], {
        encoding: "utf8",
        stdio: ["ignore", "pipe", "ignore"],
      });
    onTestFinished(() => {
      execFileSync("gpgconf", ["--homedir", join(home, "gpg"), "--kill", "all"]);
    });
    gpg("--passphrase", "", "--quick-generate-key", "Bot <bot@example.org>", "ed25519", "sign");
    const secret = gpg("--armor", "--export-secret-keys");
    const done = await rig.main.milestone(["execute", "m"], { env: { SIGNING_KEY: secret } });
    expect(done, done.stderr).toMatchObject({ code: 0 });
    const program = join(home, "verify");
    writeFileSync(program, `#!/bin/sh\nexec gpg --homedir '${join(home, "gpg")}' "$@"\n`, { mode: 0o755 });
    verify(rig, ["-c", `gpg.program=${program}`]);
  });

  test("in a repository whose objects have SHA-256 names as well", async () => {
    process.env.GIT_DEFAULT_HASH = "sha256";
    onTestFinished(() => {
      delete process.env.GIT_DEFAULT_HASH;
    });
    const rig = rigOf("ssh");
    const { secret, config } = sshKey();
    const done = await rig.main.milestone(["execute", "m"], { env: { SIGNING_KEY: secret } });
    expect(done, done.stderr).toMatchObject({ code: 0 });
    verify(rig, config);
  });

  test("without the key, or with one that asks for a passphrase, nothing is started", async () => {
    const rig = rigOf("ssh");
    const before = rig.git("for-each-ref");
    const none = await rig.main.milestone(["execute", "m"]);
    expect(none).toMatchObject({ code: 2, stderr: expect.stringContaining("the variable SIGNING_KEY") });
    const { secret } = sshKey("a passphrase");
    const locked = await rig.main.milestone(["execute", "m"], { env: { SIGNING_KEY: secret } });
    expect(locked).toMatchObject({ code: 2, stderr: expect.stringContaining("without a passphrase") });
    expect(locked.stderr).not.toContain("PRIVATE KEY");
    expect(rig.git("for-each-ref")).toBe(before);
  });
});
