import { createHmac, timingSafeEqual } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { Oid, Repository } from "../ports.ts";

/** Newest commits of a branch that are kept on record: the branch is moved only after its new tip is written down. */
const KEPT = 2;

/**
 * Which commits this engine put a branch at, on a runner. Whoever can write to the clone can move the branch, and this
 * record too; but each line is sealed with the job's token, which no agent has. Between the steps of one job the clone
 * is believed by it; a later job has another token, and then only the remote counts.
 */
export interface RecordedTips {
  /** To be called before the branch is moved. @throws the fault of the file system */
  record(ref: string, tip: Oid): void;
  has(ref: string, tip: Oid): boolean;
  /** The branch is gone, or was never there. */
  forget(ref: string): void;
}

export function openOwnTips(commonDirectory: string, token: string | null): RecordedTips {
  const folder = join(commonDirectory, "milestone/tips");
  const fileOf = (ref: string): string => join(folder, basename(ref));
  const seal = (ref: string, tip: Oid): Buffer =>
    createHmac("sha256", token ?? "")
      .update(`milestone tip\0${ref}\0${tip}`)
      .digest();
  return {
    record(ref, tip) {
      if (token === null) return;
      const line = `${tip} ${seal(ref, tip).toString("hex")}`;
      const kept = [...linesOf(fileOf(ref)).filter(each => each !== line), line].slice(-KEPT);
      mkdirSync(folder, { recursive: true });
      const draft = `${fileOf(ref)}.${process.pid}`;
      writeFileSync(draft, `${kept.join("\n")}\n`);
      renameSync(draft, fileOf(ref));
    },
    forget: ref => rmSync(fileOf(ref), { force: true }),
    has(ref, tip) {
      if (token === null) return false;
      const wanted = seal(ref, tip);
      return linesOf(fileOf(ref)).some(line => {
        const [oid, hex = ""] = line.split(" ");
        const found = Buffer.from(hex, "hex");
        return oid === tip && found.length === wanted.length && timingSafeEqual(found, wanted);
      });
    },
  };
}

function linesOf(file: string): string[] {
  try {
    return readFileSync(file, "utf8").split("\n").filter(Boolean);
  } catch (error) {
    if (["ENOENT", "EISDIR", "ENOTDIR"].includes((error as NodeJS.ErrnoException).code ?? "")) return [];
    throw error;
  }
}

/** The same repository, in which a branch of a milestone is believed where this engine moved it to. */
export function withOwnTips(repository: Repository, tips: RecordedTips): Repository {
  return {
    ...repository,
    isProved: (ref, tip) => tips.has(ref, tip),
    swapRef(ref, from, to) {
      if (ref.startsWith("refs/heads/")) tips.record(ref, to);
      return repository.swapRef(ref, from, to);
    },
    async dropRef(ref, from) {
      const isGone = await repository.dropRef(ref, from);
      if (isGone && ref.startsWith("refs/heads/")) tips.forget(ref);
      return isGone;
    },
  };
}
