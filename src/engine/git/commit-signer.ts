import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface SigningKey {
  format: "ssh" | "openpgp";
  /** The private key itself, without a passphrase: as ssh-keygen or `gpg --armor --export-secret-keys` writes it. */
  text: string;
}

/** What a person's own settings name: a key that stays where it is. */
export interface PersonalKey {
  format: string;
  /** For ssh a file, or a public key whose private one an agent holds; for OpenPGP whatever gpg knows it by. */
  key: string | undefined;
  environment: NodeJS.ProcessEnv;
}

export interface Signer {
  /** The signature of these bytes, armored. @throws what the program said */
  sign(payload: Buffer): Promise<string>;
  close(): Promise<void>;
}

/** For one signature, or to take the key in (ms). */
const TIMEOUT_MS = 30_000;

/**
 * Signs as git does, by the programs that made the formats. The key lies in a folder of the engine's own store, which no
 * agent can look into, for as long as the signer is open. @throws what the program said of a key that cannot be used
 */
export async function openSigner(key: SigningKey | PersonalKey, store: string): Promise<Signer> {
  const home = mkdtempSync(join(store, "signing-"));
  const signer = "environment" in key ? personalSigner(home, key) : await signerOf(home, key);
  try {
    await signer.sign(Buffer.from("a first signature shows whether the key can be used\n"));
    return signer;
  } catch (error) {
    await signer.close();
    throw error;
  }
}

async function signerOf(home: string, { format, text }: SigningKey): Promise<Signer> {
  return format === "ssh" ? sshSigner(home, text) : openpgpSigner(home, text);
}

/** What reaches a person's keys and the agents that hold them unlocked. */
const KEY_VARIABLES = ["HOME", "GNUPGHOME", "SSH_AUTH_SOCK", "XDG_RUNTIME_DIR", "DISPLAY", "WAYLAND_DISPLAY"];

/** The programs are the usual ones: what a setting names as another (`gpg.program`) is never started. */
function personalSigner(home: string, { format, key, environment }: PersonalKey): Signer {
  const env = Object.fromEntries(KEY_VARIABLES.map(name => [name, environment[name]]));
  const close = async (): Promise<void> => rmSync(home, { recursive: true, force: true });
  if (format === "openpgp") {
    const who = key ? ["--local-user", key] : [];
    const args = ["--batch", "--no-tty", "--quiet", ...who, "--armor", "--detach-sign"];
    return { sign: payload => run("gpg", args, { home, input: payload, env }), close };
  }
  return {
    async sign(payload) {
      if (format !== "ssh") throw new Error(`gpg.format ${format} is not one of ssh and openpgp`);
      if (!key) throw new Error("user.signingKey names no key");
      const known = /^key::|^ssh-/.test(key);
      const file = known ? join(home, "key.pub") : key.replace(/^~(?=\/)/, environment.HOME ?? "~");
      if (known) writeFileSync(file, `${key.replace(/^key::/, "")}\n`);
      const args = ["-q", "-Y", "sign", "-n", "git", "-f", file, ...(known ? ["-U"] : [])];
      return run("ssh-keygen", args, { home, input: payload, env });
    },
    close,
  };
}

function sshSigner(home: string, text: string): Signer {
  const file = join(home, "key");
  writeFileSync(file, `${text.replaceAll("\r\n", "\n").trim()}\n`, { mode: 0o600 });
  return {
    sign: payload =>
      run("ssh-keygen", ["-q", "-Y", "sign", "-n", "git", "-f", file], { home, input: payload }),
    close: async () => rmSync(home, { recursive: true, force: true }),
  };
}

/** The path of a socket has 107 bytes at most, so gpg is told of its folder by a short name. */
async function openpgpSigner(store: string, text: string): Promise<Signer> {
  const home = join(existsSync("/tmp") ? "/tmp" : tmpdir(), `ms-${randomBytes(8).toString("hex")}`);
  symlinkSync(store, home);
  const gpg = (args: string[], input: Buffer): Promise<string> =>
    run("gpg", ["--homedir", home, "--batch", "--no-tty", "--quiet", ...args], { home, input });
  const close = async (): Promise<void> => {
    await run("gpgconf", ["--homedir", home, "--kill", "all"], { home }).catch(() => undefined);
    rmSync(home, { force: true });
    rmSync(store, { recursive: true, force: true });
  };
  try {
    await gpg(["--import"], Buffer.from(text));
  } catch (error) {
    await close();
    throw error;
  }
  return {
    sign: payload =>
      gpg(["--pinentry-mode", "loopback", "--passphrase", "", "--armor", "--detach-sign"], payload),
    close,
  };
}

interface SignerRun {
  home: string;
  input?: Buffer;
  env?: Record<string, string | undefined>;
}

function run(
  program: string,
  args: readonly string[],
  { home, input = Buffer.alloc(0), env = { HOME: home } }: SignerRun,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: home,
      env: { PATH: process.env.PATH, LC_ALL: "C", ...env },
      stdio: "pipe",
      // Without a terminal nobody is asked for a passphrase.
      detached: true,
      timeout: TIMEOUT_MS,
    });
    const [out, err]: [Buffer[], Buffer[]] = [[], []];
    child.stdout.on("data", (chunk: Buffer) => out.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => err.push(chunk));
    // A program that does not read what it is given ends with its own reason.
    child.stdin.on("error", () => undefined);
    child.stdin.end(input);
    child.on("error", error => reject(new Error(`${program} could not be started: ${error.message}`)));
    child.on("close", code => {
      if (code === 0) resolve(Buffer.concat(out).toString("utf8").trim());
      else
        reject(new Error(`${program}: ${lastLine(Buffer.concat(err).toString("utf8")) || `exit ${code}`}`));
    });
  });
}

function lastLine(text: string): string {
  return text.trim().split("\n").at(-1) ?? "";
}
