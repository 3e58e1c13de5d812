import { createHmac, timingSafeEqual } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";

/** GitHub sends nothing larger. */
const BODY_CAP = 25 * 1024 * 1024;
/** Nearly all bodies are smaller than this. */
const SMALL = 1024 * 1024;
/** Bytes of small bodies held at once, and larger bodies read at once; what comes beyond is turned away. */
const HELD_CAP = 32 * 1024 * 1024;
const LARGE_AT_ONCE = 2;

export interface Delivery {
  id: string;
  event: string;
  payload: unknown;
}

export interface Receiver {
  secret: string;
  /** Stores the delivery; true when it is new. What it throws turns the delivery away. */
  take(delivery: Delivery): Promise<boolean>;
}

/**
 * Answers webhook requests: reads within bounds, whatever length was announced, compares the signature, stores, and
 * only then answers 202. What is turned away is asked for later.
 */
export function createReceiver(receiver: Receiver) {
  const held: Held = { bytes: 0, large: 0 };
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const id = header(request, "x-github-delivery");
    const event = header(request, "x-github-event");
    const signature = header(request, "x-hub-signature-256");
    if (!id || !event || !signature) return refuse(request, response, 400, "a header of GitHub's is missing");
    if (Number(request.headers["content-length"] ?? 0) > BODY_CAP)
      return refuse(request, response, 413, "the body is too large");
    const hmac = createHmac("sha256", receiver.secret);
    const body = await readBody(request, held, chunk => hmac.update(chunk));
    if (body === "too large") return refuse(request, response, 413, "the body is too large");
    if (body === "too many") return refuse(request, response, 503, "too many deliveries at once");
    if (!isSigned(hmac.digest("hex"), signature)) return answer(response, 401, "the signature is wrong");
    // Joined only now: what is not GitHub's is never held twice.
    const payload = parse(Buffer.concat(body));
    if (payload === undefined) return answer(response, 400, "the body is not JSON");
    const fresh = await receiver.take({ id: id.slice(0, 200), event: event.slice(0, 100), payload });
    answer(response, 202, fresh ? "accepted" : "known already");
  };
}

interface Held {
  bytes: number;
  large: number;
}

/** The body's parts, or why it is not read to its end. */
async function readBody(
  request: IncomingMessage,
  held: Held,
  update: (chunk: Buffer) => void,
): Promise<Buffer[] | "too large" | "too many"> {
  const chunks: Buffer[] = [];
  let size = 0;
  let small = 0;
  let large = false;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > BODY_CAP) return "too large";
      if (!large && size > SMALL) {
        if (held.large >= LARGE_AT_ONCE) return "too many";
        large = true;
        held.large += 1;
        held.bytes -= small;
        small = 0;
      } else if (!large) {
        held.bytes += chunk.length;
        small += chunk.length;
        if (held.bytes > HELD_CAP) return "too many";
      }
      update(chunk);
      chunks.push(chunk);
    }
    return chunks;
  } finally {
    held.bytes -= small;
    if (large) held.large -= 1;
  }
}

/** Compares in constant time, so that nobody can guess a signature byte by byte. */
function isSigned(digest: string, signature: string): boolean {
  const right = Buffer.from(`sha256=${digest}`);
  const given = Buffer.from(signature);
  return given.length === right.length && timingSafeEqual(given, right);
}

function header(request: IncomingMessage, name: string): string | null {
  const value = request.headers[name];
  return typeof value === "string" && value !== "" ? value : null;
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    return undefined;
  }
}

export function answer(response: ServerResponse, status: number, message: string): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify({ message }));
}

/** Answers without reading the rest of the request. */
function refuse(request: IncomingMessage, response: ServerResponse, status: number, message: string): void {
  response.once("finish", () => request.destroy());
  response.writeHead(status, { "content-type": "application/json", connection: "close" });
  response.end(JSON.stringify({ message }));
}
