import { closeSync, openSync, readFileSync, readSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { unzipSync } from "fflate";
import type { Ticket } from "../../milestone/runners/ticket.ts";
import type { Machine } from "../machine/open-machine.ts";
import type { Oid, Ports } from "../ports.ts";
import { makeTemporaryFolder } from "../process/temporary-folder.ts";
import { type Arrival, nothingFor } from "./arrival.ts";
import {
  digestOf,
  PATCH_FILE,
  PATCH_REF,
  RESULT_FILE,
  type ResultReading,
  readResult,
  type WrittenResult,
  type WrittenWork,
} from "./result-file.ts";
import type { GoneTicket } from "./send-tickets.ts";

type ResultPorts = Pick<Machine, "ports" | "bundles" | "checkout">;

/** What a ticket's result must be. */
export interface WantedResult {
  ticket: Ticket;
  milestone: string;
  folder: string;
  /** As the job told it; absent: nobody told. */
  digest?: string | undefined;
}

/** The reading, unless it is a result for something else: that was swapped on its way, and counts as none. */
export function forTicket(reading: ResultReading, wanted: WantedResult): ResultReading {
  if (!reading.ok) return reading;
  const { result } = reading;
  const made: Record<string, unknown> = result.ticket;
  const isOf = Object.entries(wanted.ticket).every(([key, value]) => made[key] === value);
  if (result.milestone !== wanted.milestone || !isOf)
    return { ok: false, message: "it is a result for another ticket" };
  if (wanted.digest !== undefined && digestOf(wanted.folder) !== wanted.digest)
    return { ok: false, message: "it is not what the job said that it left (another digest)" };
  return reading;
}

/** The result's work as something to be landed; its commits are in the store then. */
export function arrivalOf(machine: ResultPorts, result: WrittenResult, folder: string): Promise<Arrival> {
  if ("parts" in result) return unpack(machine, { result, folder });
  const { ticket, came } = result;
  return Promise.resolve({ ticket, came });
}

/**
 * What a run that is over left for its ticket: the job that should have landed it was cancelled, or lost. Null: GitHub
 * cannot tell now, and the ticket stays out.
 */
export async function bringLeft(
  machine: ResultPorts,
  { ticket, run }: GoneTicket,
  milestone: string,
): Promise<Arrival | null> {
  const left = await machine.ports.jobs!.left(run);
  if (left.kind === "unknown") return null;
  if (left.kind === "nothing") return nothingFor(ticket, left.problem);
  const folder = makeTemporaryFolder("result");
  try {
    const unzipped = unzipResult(left.bytes, folder);
    if (unzipped.ok && unzipped.kind === "file")
      return nothingFor(ticket, `its artifact holds no ${RESULT_FILE}`);
    if (!unzipped.ok) return nothingFor(ticket, `its artifact ${unzipped.message}`);
    const reading = forTicket(readResult(folder), { ticket, milestone, folder });
    return reading.ok
      ? await arrivalOf(machine, reading.result, folder)
      : nothingFor(ticket, reading.message);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Brings the result's commits here: one for each finished phase, in a line on the ticket's commit, and nothing else. */
async function unpack(
  { ports, bundles, checkout }: ResultPorts,
  { result, folder }: { result: WrittenWork; folder: string },
): Promise<Arrival> {
  const { ticket, settings, parts } = result;
  const none = (problem: string): Arrival => nothingFor(ticket, problem);
  const wanted = parts.flatMap(part => (part.ok ? [part.commit] : []));
  const { repository } = ports;
  if (wanted.length > 0) {
    const read = await bundles.read(join(folder, PATCH_FILE), PATCH_REF);
    if (!read.ok) return none(`${PATCH_FILE}: ${read.message}`);
    const line = await repository.log({ from: ticket.base, to: read.oid, limit: wanted.length + 1 });
    const isLine = line.every(({ oid, parents }, at) => {
      const place = line.length - 1 - at;
      const before = wanted[place - 1] ?? ticket.base;
      return oid === wanted[place] && parents.length === 1 && parents[0] === before;
    });
    if (!isLine || line.length !== wanted.length)
      return none(`${PATCH_FILE} holds other commits than ${RESULT_FILE} names`);
  }
  const { commit } = checkout.base;
  const isBases = settings === commit || (await isAncestor(repository, settings, commit));
  return isBases
    ? { ticket, settings, parts }
    : none("it was made with settings that are not the base branch's");
}

async function isAncestor(repository: Ports["repository"], a: Oid, b: Oid): Promise<boolean> {
  const here = await repository.log({ to: a, limit: 1 }).catch(() => []);
  return here.length > 0 && repository.isAncestor(a, b);
}

/** Of an archive, as GitHub serves it, and of what counts in it (bytes). */
export const MOST_ARCHIVE = 256 * 1024 * 1024;
const MOST_UNZIPPED = 1024 * 1024 * 1024;
const MOST_ENTRIES = 10_000;

/** What an archive held: a result, now in the folder, or a single other file, which may be a branch. */
export type Unzipped =
  | { ok: true; kind: "result" }
  | { ok: true; kind: "file"; file: string }
  | { ok: false; message: string };

/**
 * Takes out of a zip file what counts, under names of our own: no path of the archive is ever written. Logs and copies
 * of documents stay in it. It may be all that another one holds: a zip file of a person's own that was uploaded.
 */
export function unzipResult(archive: Uint8Array, folder: string, isInner = false): Unzipped {
  const no = (message: string): Unzipped => ({ ok: false, message });
  if (archive.length > MOST_ARCHIVE) return no(`has more than ${MOST_ARCHIVE / 1024 / 1024} MiB`);
  try {
    const sizes = new Map<string, number>();
    let entries = 0;
    unzipSync(archive, {
      filter({ name, originalSize }) {
        entries += 1;
        if (entries > MOST_ENTRIES) throw new Error("too many files");
        sizes.set(name, (sizes.get(name) ?? 0) + originalSize);
        return false;
      },
    });
    if (entries > sizes.size) return no("holds one name twice");
    const isResult = sizes.has(RESULT_FILE);
    const wanted = isResult
      ? [RESULT_FILE, PATCH_FILE].filter(name => sizes.has(name))
      : [...sizes.keys()].filter(name => !name.endsWith("/"));
    if (!isResult && wanted.length !== 1) return no(`holds no ${RESULT_FILE}`);
    const size = wanted.reduce((sum, name) => sum + sizes.get(name)!, 0);
    if (size > MOST_UNZIPPED) return no(`holds more than ${MOST_UNZIPPED / 1024 / 1024} MiB`);
    const files = unzipSync(archive, { filter: ({ name }) => wanted.includes(name) });
    for (const name of wanted) {
      const bytes = files[name]!;
      if (bytes.length !== sizes.get(name)) return no("is damaged");
      writeFileSync(join(folder, isResult ? name : "branch"), bytes, { flag: "wx", mode: 0o600 });
    }
    if (isResult) return { ok: true, kind: "result" };
    const file = join(folder, "branch");
    if (isInner || !isZip(file)) return { ok: true, kind: "file", file };
    const inner = readFileSync(file);
    rmSync(file);
    return unzipResult(inner, folder, true);
  } catch (error) {
    return no(`is no zip file that can be read (${error instanceof Error ? error.message : error})`);
  }
}

/** Whether a file begins as a zip file does. */
export function isZip(file: string): boolean {
  const handle = openSync(file, "r");
  try {
    const head = Buffer.alloc(4);
    readSync(handle, head, 0, 4, 0);
    return head.equals(Buffer.from("PK\u0003\u0004"));
  } finally {
    closeSync(handle);
  }
}
