import type { ChildProcess } from "node:child_process";
import { setImmediate as nextTurn } from "node:timers/promises";
import { type GitObject, hashObject, isOid, type ObjectType, type Oid } from "./object.ts";
import { isRefName } from "./ref.ts";
import type { SafeGit } from "./safe-git.ts";

/** Reads objects through one long-lived `git cat-file --batch`, which knows packs, deltas and alternates. */
export interface ObjectReader {
  /** Null when the object store has no such object, and in a partial clone no remote gives it either. */
  read(oid: Oid): Promise<GitObject | null>;
  /** What a ref of our private directory names; null where there is none of that name. */
  locate(ref: string): Promise<Oid | null>;
  /** How the objects that a partial clone lacks are brought here. */
  lacking: ((oids: readonly Oid[]) => Promise<void>) | null;
  /** Reads from another folder of objects from now on. */
  readFrom(objects: string): void;
  close(): Promise<void>;
}

/** An object whose bytes are not those that its name stands for: damaged on disk, or rewritten by somebody who could write there. */
export class ForgedObject extends Error {
  readonly remedy =
    "make a fresh clone (the remote has the true one); `git fsck` names every object that is damaged";
  constructor(oid: Oid) {
    super(`the repository's object ${oid} holds other bytes than its name stands for, so it is not believed`);
  }
}

/** git itself compares content and name only when it takes objects in, never when it reads them. */
function isGenuine(oid: Oid, { type, data }: GitObject): boolean {
  return hashObject(type, data, oid.length === 40 ? "sha1" : "sha256") === oid;
}

/** An object with the name that git gives it. */
interface ReadObject {
  oid: Oid;
  object: GitObject;
}

interface ObjectRequest {
  /** An object's name, or a ref's. */
  name: string;
  resolve(answer: ReadObject | null): void;
  reject(error: Error): void;
  /** A request is asked again once when the process dies under it. */
  tries: number;
}

/** Splits the stream of answers: `<oid> <type> <size>\n<content>\n`, or `<oid> missing\n`. */
class AnswerParser {
  #chunks: Buffer[] = [];
  #size = 0;
  #need = 0;
  #oid: Oid = "";
  #type: ObjectType | null = null;
  readonly #answer: (answer: ReadObject | null) => void;

  constructor(answer: (answer: ReadObject | null) => void) {
    this.#answer = answer;
  }

  push(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#size += chunk.length;
    // Content is joined once, when it is complete: a large blob in many chunks stays linear.
    while (this.#size > 0 && this.#size >= this.#need) {
      const all = this.#chunks.length === 1 ? this.#chunks[0]! : Buffer.concat(this.#chunks);
      const used = this.#type === null ? this.#header(all) : this.#content(all, this.#type);
      this.#chunks = used < all.length ? [all.subarray(used)] : [];
      this.#size = all.length - used;
      if (used === 0) return;
    }
  }

  #header(all: Buffer): number {
    const end = all.indexOf(10);
    if (end < 0) return 0;
    const [oid = "", type, size] = all.toString("latin1", 0, end).split(" ");
    if (size === undefined) this.#answer(null);
    else {
      this.#oid = oid;
      this.#type = type as ObjectType;
      this.#need = Number(size) + 1;
    }
    return end + 1;
  }

  #content(all: Buffer, type: ObjectType): number {
    const used = this.#need;
    this.#type = null;
    this.#need = 0;
    // A copy of its own: a cached small object must not keep a whole chunk of the pipe alive.
    this.#answer({ oid: this.#oid, object: { type, data: Buffer.from(all.subarray(0, used - 1)) } });
    return used;
  }
}

export function openReader(git: SafeGit): ObjectReader {
  let current: { child: ChildProcess; waiting: ObjectRequest[] } | null = null;
  let env: Record<string, string> = {};

  function send(request: ObjectRequest): void {
    current ??= start();
    current.waiting.push(request);
    current.child.stdin?.write(`${request.name}\n`);
  }

  function start(): NonNullable<typeof current> {
    const started = git.start(["cat-file", "--batch"], { env });
    const waiting: ObjectRequest[] = [];
    const session = { child: started, waiting };
    const parser = new AnswerParser(answer => {
      const request = waiting.shift();
      if (!request) return;
      const { name } = request;
      const isRight =
        answer === null || ((answer.oid === name || !isOid(name)) && isGenuine(answer.oid, answer.object));
      if (isRight) request.resolve(answer);
      else request.reject(new ForgedObject(name));
    });
    started.stdout?.on("data", (chunk: Buffer) => parser.push(chunk));
    // The exit below decides; a broken pipe only announces it.
    started.stdin?.on("error", () => undefined);
    started.on("error", error => lost(session, error));
    started.on("close", () => lost(session, new Error("git cat-file ended unexpectedly")));
    setReferenced(started, false);
    return session;
  }

  function lost(session: NonNullable<typeof current>, error: Error): void {
    if (current === session) current = null;
    for (const request of session.waiting.splice(0)) {
      if (request.tries-- > 0) send(request);
      else request.reject(error);
    }
  }

  const ask = (name: string) =>
    new Promise<ReadObject | null>((resolve, reject) => send({ name, resolve, reject, tries: 1 }));
  const objectOf = async (oid: Oid) => (await ask(oid))?.object ?? null;
  /** What was found to be lacking in this turn is asked for at once. */
  let lacking: { oids: Set<Oid>; brought: Promise<void> } | null = null;
  function bring(oid: Oid): Promise<void> {
    if (!lacking) {
      const oids = new Set<Oid>();
      const brought = nextTurn().then(() => {
        lacking = null;
        return reader.lacking?.([...oids]);
      });
      lacking = { oids, brought };
    }
    lacking.oids.add(oid);
    return lacking.brought;
  }

  const reader: ObjectReader = {
    lacking: null,
    async read(oid) {
      if (!isOid(oid)) throw new Error(`not an object name: ${JSON.stringify(oid)}`);
      const found = await objectOf(oid);
      if (found || !reader.lacking) return found;
      await bring(oid);
      return objectOf(oid);
    },
    async locate(ref) {
      if (!isRefName(ref)) throw new Error(`not a ref: ${JSON.stringify(ref)}`);
      return (await ask(ref))?.oid ?? null;
    },
    readFrom(objects) {
      env = { GIT_OBJECT_DIRECTORY: objects };
      // It answers what it was asked, and ends.
      current?.child.stdin?.end();
      current = null;
    },
    async close() {
      const ending = current?.child;
      if (!ending) return;
      current = null;
      setReferenced(ending, true);
      const closed = new Promise<void>(resolve => ending.once("close", () => resolve()));
      ending.stdin?.end();
      await closed;
    },
  };
  return reader;
}

/** An idle reader must not keep the program from ending; a process that is being closed must be waited for. */
function setReferenced(child: ChildProcess, referenced: boolean): void {
  if (referenced) child.ref();
  else child.unref();
}
