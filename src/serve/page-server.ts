import { randomBytes, timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { escapeHtml } from "../milestone/view/html/parts.ts";
import { STYLE } from "../milestone/view/html/style.ts";
import { isAgents } from "./caller.ts";
import { pageClient } from "./page-client.ts";

/** What stands behind the page. Everything it is given came over the network, and is judged by it. */
export interface PageBackend {
  repository: string;
  /** Tells what the page shows, and again whenever it changes, until the signal aborts. */
  follow(milestone: string | null, tell: (news: PageNews) => void, signal: AbortSignal): Promise<void>;
  /** Markup of a task's details; null: there is no such task. */
  task(milestone: string, task: string): Promise<string | null>;
  /** Tells a log's text as it comes, until the signal aborts; answers false where there is no such log. */
  log(milestone: string, key: string, tell: (text: string) => void, signal: AbortSignal): Promise<boolean>;
  /** Carries out a command line that a button stands for. Never throws for a bad one. */
  command(milestone: string, line: string, reason: string): Promise<{ ok: boolean; text: string }>;
}

export type PageNews =
  /** Markup of the list of milestones, and the one to show where the address names none. */
  | { event: "list"; html: string; first: string | null }
  /** Parts of the milestone's page that changed, and the ids of all of them in order. */
  | { event: "parts"; title: string; order: string[]; parts: { id: string; html: string }[] };

export interface PageServer {
  /** With the key in its fragment, which no browser sends anywhere. */
  address: string;
  close(): Promise<void>;
}

const HOST = "127.0.0.1";
const MOST_BODY = 16 * 1024;
const BEAT_MS = 15_000;
const MOST_STREAMS = 64;

/**
 * Serves the page on loopback, to those who have the key. A page of another origin has none and is refused besides: by its
 * `Origin`, and by `Host`, which names another place when a name of theirs is made to point here.
 */
export async function openPageServer(backend: PageBackend, port: number): Promise<PageServer> {
  const key = randomBytes(32).toString("base64url");
  const streams = new Set<AbortController>();
  const server = createServer((request, response) => {
    void answer({ request, response, backend, key, streams, port: portOf(server) }).catch(() => {
      if (!response.headersSent) say(response, 500, "it could not be answered");
      else response.destroy();
    });
  });
  server.headersTimeout = 10_000;
  server.requestTimeout = 30_000;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen({ host: HOST, port }, resolve);
  });
  return {
    address: `http://${HOST}:${portOf(server)}/#key=${key}`,
    async close() {
      for (const stream of streams) stream.abort();
      const closed = new Promise<void>(resolve => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

const portOf = (server: Server): number => (server.address() as AddressInfo).port;

interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
  backend: PageBackend;
  key: string;
  streams: Set<AbortController>;
  port: number;
}

async function answer(exchange: Exchange): Promise<void> {
  const { request, response, backend, key, port } = exchange;
  const refusal = originProblem(request, port);
  if (refusal) return say(response, 403, refusal);
  const url = new URL(request.url ?? "/", `http://${HOST}`);
  if (url.pathname === "/" && request.method === "GET") {
    const nonce = randomBytes(16).toString("base64url");
    response.writeHead(200, { ...HEADERS, "content-type": "text/html; charset=utf-8", ...policy(nonce) });
    response.end(pageShell({ nonce, repository: backend.repository }));
    return;
  }
  if (!url.pathname.startsWith("/api/")) return say(response, 404, "there is nothing here");
  if (!hasKey(request, key))
    return say(response, 401, "the key is missing or of another run of `milestone serve`");
  const milestone = url.searchParams.get("milestone") ?? "";
  switch (`${request.method} ${url.pathname}`) {
    case "GET /api/events":
      return stream(exchange, (tell, signal) =>
        backend.follow(milestone || null, news => tell(news.event, news), signal),
      );
    case "GET /api/log": {
      const log = url.searchParams.get("log") ?? "";
      return stream(exchange, async (tell, signal) => {
        const found = await backend.log(milestone, log, text => tell("text", text), signal);
        if (!found) tell("gone", "");
      });
    }
    case "GET /api/task": {
      const html = await backend.task(milestone, url.searchParams.get("task") ?? "");
      return html === null ? say(response, 404, "there is no such task") : json(response, { html });
    }
    case "POST /api/command":
      return command(exchange);
    default:
      return say(response, 405, "that cannot be asked here");
  }
}

async function command({ request, response, backend, port }: Exchange): Promise<void> {
  if (request.headers.origin === undefined) return say(response, 403, "a command says where it comes from");
  if (request.headers["content-type"] !== "application/json") return say(response, 415, "a command is JSON");
  if (isAgents(request.socket.remotePort ?? 0, port))
    return say(response, 403, "an agent gave it, and nothing that runs for a milestone decides on it");
  const body = await bodyOf(request);
  const given = body === null ? null : commandIn(body);
  if (!given) return say(response, 400, "the command cannot be read");
  json(response, await backend.command(given.milestone, given.command, given.reason));
}

function commandIn(body: string): { milestone: string; command: string; reason: string } | null {
  try {
    const { milestone, command, reason = "" } = JSON.parse(body) as Record<string, unknown>;
    if (typeof milestone !== "string" || typeof command !== "string" || typeof reason !== "string")
      return null;
    return { milestone, command, reason };
  } catch {
    return null;
  }
}

async function bodyOf(request: IncomingMessage): Promise<string | null> {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of request as AsyncIterable<Buffer>) {
    length += piece.length;
    if (length > MOST_BODY) return null;
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString("utf8");
}

function originProblem({ headers }: IncomingMessage, port: number): string | null {
  const own = [`${HOST}:${port}`, `localhost:${port}`];
  const { host, origin } = headers;
  if (host === undefined || !own.includes(host)) return "this page has another address";
  if (origin !== undefined && origin !== `http://${host}`) return "another page may not ask here";
  const site = headers["sec-fetch-site"];
  // A person's own click on the address in a terminal or a mail is `none`; a link on a page only opens the empty shell.
  if (site === "cross-site" && headers["sec-fetch-mode"] !== "navigate")
    return "another page may not ask here";
  return null;
}

function hasKey({ headers }: IncomingMessage, key: string): boolean {
  const given = Buffer.from(headers.authorization ?? "");
  const wanted = Buffer.from(`Bearer ${key}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

/** Server-sent events; `work` tells them until nobody listens any more. */
async function stream(
  { request, response, streams }: Exchange,
  work: (tell: (event: string, data: unknown) => void, signal: AbortSignal) => Promise<unknown>,
): Promise<void> {
  if (streams.size >= MOST_STREAMS) return say(response, 503, "too many pages are open");
  const stop = new AbortController();
  streams.add(stop);
  request.on("close", () => stop.abort());
  response.on("close", () => stop.abort());
  response.writeHead(200, { ...HEADERS, "content-type": "text/event-stream" });
  response.flushHeaders();
  const beat = setInterval(() => response.write(": still here\n\n"), BEAT_MS);
  try {
    await work((event, data) => {
      if (!stop.signal.aborted) response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
    }, stop.signal);
  } finally {
    clearInterval(beat);
    streams.delete(stop);
    response.end();
  }
}

const HEADERS = {
  "cache-control": "no-store",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
};

/** Only what this very answer holds runs or is shown, and only this server is asked. */
function policy(nonce: string): { "content-security-policy": string } {
  const rules = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src 'nonce-${nonce}'`,
    "connect-src 'self'",
    // The empty icon alone: else browsers ask for one.
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ];
  return { "content-security-policy": rules.join("; ") };
}

function json(response: ServerResponse, value: unknown): void {
  response.writeHead(200, { ...HEADERS, "content-type": "application/json" });
  response.end(JSON.stringify(value));
}

function say(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { ...HEADERS, "content-type": "text/plain; charset=utf-8" });
  response.end(`${text}\n`);
}

/** The page without anything in it: without a key one sees no more than this. */
function pageShell({ nonce, repository }: { nonce: string; repository: string }): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Milestones of ${escapeHtml(repository)}</title>
<link rel="icon" href="data:,">
<style nonce="${nonce}">${STYLE}${LIVE_STYLE}</style>
</head>
<body class="live">
<a class="skip" href="#main">To the milestone</a>
<header class="top"><strong>milestone</strong><span class="muted">${escapeHtml(repository)}</span><span id="link" class="state idle" role="status">○ connecting</span></header>
<nav id="list" aria-label="Milestones"></nav>
<main id="main" tabindex="-1"><p class="muted">The milestones are read …</p></main>
<div id="drawer"></div>
<div id="said" role="status" aria-live="polite"></div>
<script nonce="${nonce}">(${pageClient.toString()})();</script>
</body>
</html>
`;
}

/** What the live page has beyond the frozen one: a head, the list of milestones, and answers to buttons. */
const LIVE_STYLE = `
body.live { display: grid; grid-template: auto 1fr / 248px minmax(0, 1fr); min-height: 100vh; }
.top { grid-column: 1 / -1; display: flex; gap: 4px 16px; align-items: baseline; flex-wrap: wrap; padding: 10px 24px; border-bottom: 1px solid var(--line); font-size: 13px; }
.top strong { font-weight: 650; font-size: 15px; letter-spacing: -0.01em; } #link { margin-left: auto; }
#list { border-right: 1px solid var(--line); padding: 16px 12px; }
#list ul { list-style: none; margin: 0; padding: 0; position: sticky; top: 16px; display: grid; gap: 2px; }
#list a { display: block; border: 0; border-radius: 8px; padding: 8px 12px; } #list a:hover { background: var(--surface); }
#list a[aria-current] { background: var(--surface); box-shadow: inset 3px 0 0 var(--active); }
#list b { display: block; font-weight: 600; overflow-wrap: anywhere; } #list .state, #list .muted { font-size: 12px; } #list .bar { height: 4px; margin-top: 6px; }
body.live main { width: 100%; padding-top: 32px; } main:focus { outline: none; }
.skip { position: absolute; left: -999px; } .skip:focus { left: 12px; top: 8px; z-index: 9; background: var(--paper); padding: 6px 12px; }
#said { position: fixed; z-index: 5; left: 50%; bottom: 20px; transform: translateX(-50%); max-width: min(640px, calc(100% - 32px)); }
#said p { margin: 0; padding: 10px 16px; border-radius: 9px; background: var(--ink); color: var(--paper); font-size: 14px; overflow-wrap: anywhere; white-space: pre-wrap; }
#said p.bad { background: var(--bad); color: var(--on); }
body.open { overflow: hidden; }
.log pre { max-height: 46vh; } .log pre:empty::before { content: "Nothing was printed so far."; color: var(--muted); }
@media (max-width: 860px) {
  body.live { grid-template: auto auto 1fr / minmax(0, 1fr); } .top { padding: 10px 16px; }
  #list { border-right: 0; border-bottom: 1px solid var(--line); padding: 8px 12px; overflow-x: auto; }
  #list ul { position: static; grid-auto-flow: column; grid-auto-columns: minmax(170px, max-content); } #list a[aria-current] { box-shadow: inset 0 -3px 0 var(--active); }
}
@media (prefers-reduced-motion: no-preference) { .drawer { animation: slide 0.14s ease-out; } @keyframes slide { from { transform: translateX(24px); opacity: 0; } } }
`;
