import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { HOME } from "./pages.ts";
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
