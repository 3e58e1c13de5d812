import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import {
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Repository } from "../ports.ts";

/*
 * Files beside the repository's own that save work and are nobody's truth. Each is sealed: a repository may come from
 * anywhere with its git directory, and whoever can write there must not thereby say what was read. On a runner the seal
 * is the job's token, elsewhere a key in the person's own folder of caches, which no agent in a sandbox sees.
 */

const SEAL_BYTES = 32;
const KEY_BYTES = 32;

/** The person's key, made where there is none yet; null where it cannot be kept. */
export function sealingKey(cache: string | null): Buffer | null {
  if (cache === null) return null;
  const file = join(cache, "seal-key");
  try {
    const descriptor = openSync(file, "wx", 0o600);
    try {
      writeSync(descriptor, randomBytes(KEY_BYTES));
    } finally {
      closeSync(descriptor);
    }
  } catch {
    // It is there already, or cannot be made.
  }
  try {
    const key = readFileSync(file);
    return key.length === KEY_BYTES ? key : null;
  } catch {
    return null;
  }
}

/** Other with each build: what another program made of the same bytes counts for nothing. */
function programStamp(): string {
  const folder = dirname(fileURLToPath(import.meta.url));
  const stamps = readdirSync(folder)
    .sort()
    .map(name => {
      const { size, mtimeMs } = statSync(join(folder, name));
      return `${name} ${size} ${mtimeMs}`;
    });
  return stamps.join("\n");
}

export function openSealedFiles(
  commonDirectory: string,
  key: Buffer | string | null,
): NonNullable<Repository["sealed"]> | null {
  if (key === null) return null;
  const folder = join(commonDirectory, "milestone/sealed");
  const program = programStamp();
  const seal = (name: string, bytes: Buffer | string): Buffer =>
    createHmac("sha256", key).update(`milestone sealed\0${program}\0${name}\0`).update(bytes).digest();
  return {
    read(name) {
      try {
        const bytes = readFileSync(join(folder, name));
        const content = bytes.subarray(SEAL_BYTES);
        const found = bytes.subarray(0, SEAL_BYTES);
        return found.length === SEAL_BYTES && timingSafeEqual(found, seal(name, content)) ? content : null;
      } catch {
        return null; // whatever cannot be read is made again
      }
    },
    write(name, text) {
      const draft = join(folder, `${name}.${process.pid}`);
      try {
        mkdirSync(folder, { recursive: true, mode: 0o700 });
        // A git directory that came with the repository may hold a link there.
        rmSync(draft, { force: true });
        const sealed = Buffer.concat([seal(name, text), Buffer.from(text)]);
        writeFileSync(draft, sealed, { mode: 0o600, flag: "wx" });
        renameSync(draft, join(folder, name));
      } catch {
        // A full disk is no reason not to work.
        rmSync(draft, { force: true });
      }
    },
    drop: name => rmSync(join(folder, name), { force: true }),
  };
}
