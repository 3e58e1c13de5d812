import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { escapeHtml } from "../src/milestone/view/html/parts.ts";
import { answer, createReceiver, type Receiver } from "./receiver.ts";

export const WEBHOOK_PATH = "/api/github/webhooks";

export interface HttpOptions extends Receiver {
  port: number;
  host: string;
  webhookPath: string;
  /** What `/health` tells. */
  health(): Promise<Record<string, unknown>>;
  onError(error: unknown): void;
}

/** Longer than balancers keep an idle connection: one that the app closes first would lose what is just sent over it. */
const KEEP_ALIVE_MS = 75_000;

/** The app's own server: webhooks, health and a page that says so, nothing else. Slow senders are cut off. */
export async function listen(options: HttpOptions): Promise<{ server: Server; port: number }> {
  const receive = createReceiver(options);
  const limits = { requestTimeout: 15_000, headersTimeout: 5_000, keepAliveTimeout: KEEP_ALIVE_MS };
  const server = createServer(limits, (request, response) => {
    const path = (request.url ?? "").split("?", 1)[0];
    if (request.method === "GET" && path === "/health") return void sendHealth(options, response);
    if (request.method === "GET" && path === "/") return sendHome(response);
    if (path !== options.webhookPath) return answer(response, 404, "there is nothing here");
    if (request.method !== "POST") return answer(response, 405, "only POST");
    receive(request, response).catch((error: unknown) => {
      options.onError(error);
      // Not stored: GitHub counts it as failed, and it is asked for later.
      if (!response.headersSent) answer(response, 503, "the delivery could not be stored");
    });
  });
  server.on("clientError", (_, socket) => socket.destroy());
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port, options.host, resolve);
  });
  return { server, port: (server.address() as AddressInfo).port };
}

/** 503 where the inbox cannot be asked: nothing could be taken in. */
async function sendHealth(options: HttpOptions, response: ServerResponse): Promise<void> {
  const health = await options.health().catch((error: unknown) => {
    options.onError(error);
    return null;
  });
  response.writeHead(health ? 200 : 503, { "content-type": "application/json", "cache-control": "no-store" });
  response.end(JSON.stringify(health ?? { status: "the inbox cannot be asked" }));
}

function sendHome(response: ServerResponse): void {
  response.writeHead(200, {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
  });
  response.end(HOME);
}

/** Stops listening; what was accepted is for the caller to finish. */
export function stopListening(server: Server): Promise<void> {
  return new Promise(resolve => {
    server.close(() => resolve());
    server.closeIdleConnections();
  });
}

/** A page of the app's own: plain, with nothing fetched from elsewhere. */
export function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)} · milestone-execute</title>
<style>
:root { color-scheme: light dark; --ink: #1f2328; --quiet: #59636e; --line: #d1d9e0; --paper: #fff; --soft: #f6f8fa; --act: #1f883d; }
@media (prefers-color-scheme: dark) { :root { --ink: #f0f6fc; --quiet: #9198a1; --line: #3d444d; --paper: #0d1117; --soft: #151b23; --act: #238636; } }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 40rem; margin: 0 auto; padding: 3rem 1.25rem; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 1rem; }
form { margin: 1.5rem 0; padding: 1.25rem; border: 1px solid var(--line); border-radius: 8px; background: var(--soft); }
label { display: block; margin-bottom: 1rem; font-weight: 600; }
input:not([type=hidden]) { display: block; box-sizing: border-box; width: 100%; margin-top: .25rem; padding: .5rem .75rem; font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--line); border-radius: 6px; }
button { padding: .6rem 1.1rem; font: inherit; font-weight: 600; color: #fff; background: var(--act); border: 0; border-radius: 6px; cursor: pointer; }
:is(input, button, a, summary):focus-visible { outline: 2px solid #0969da; outline-offset: 2px; }
code, pre { font: .875em/1.45 ui-monospace, monospace; overflow-wrap: anywhere; }
pre { padding: 1rem; overflow: auto; background: var(--soft); border: 1px solid var(--line); border-radius: 6px; }
details, footer { color: var(--quiet); }
a { color: #0969da; } @media (prefers-color-scheme: dark) { a { color: #4493f8; } }
</style>
</head>
<body>
<main>
<h1>${escapeHtml(title)}</h1>
${body}
</main>
</body>
</html>
`;
}

/** What the app's address shows: where GitHub sends people after the installation. */
const HOME = page(
  "Milestones are steered from here",
  `<p>The app is running. Where it is installed, write a comment in an issue or a pull request:</p>
<pre>/milestone help
/milestone execute &lt;id&gt;
/milestone status &lt;id&gt;</pre>
<p>A milestone is a file <code>.milestones/active/&lt;id&gt;.yaml</code> on the repository's base branch, and <code>milestone init</code> writes a first one with the workflow that executes it.</p>`,
);
