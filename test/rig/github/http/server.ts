/** The listening end: REST, GraphQL, git and the page behind one port on loopback. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Api, ApiResponse } from "./api.ts";
import { type Fault, type Faults, faultMessage } from "./faults.ts";

export interface Handlers {
  api: Api;
  faults: Faults;
  graphql(authorization: string | undefined, body: unknown): Promise<{ status: number; body?: unknown }>;
  /** Serves a git request; false when the path is none of git's. */
  git(request: IncomingMessage, response: ServerResponse, url: URL): boolean;
  /** Serves what lies on GitHub's other host; null: nothing does. */
  blobs(url: URL, authorization: string | undefined): { status: number; body: Buffer } | null;
  /** Serves a page of the web site; false when there is none. */
  site(response: ServerResponse, url: URL): Promise<boolean>;
}

export interface Listening {
  url: string;
  close(): Promise<void>;
}

const apiRoot = "/api/v3";

export async function listen(handlers: Handlers, onError: (error: unknown) => void): Promise<Listening> {
  const server = createServer((request, response) => {
    serve(handlers, request, response).catch(error => {
      onError(error);
      if (!response.headersSent) response.writeHead(500, { "content-type": "application/json" });
      response.end(JSON.stringify({ message: "Server Error" }));
    });
  });
  await new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, close: () => close(server) };
}

function close(server: Server): Promise<void> {
  return new Promise(resolve => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

async function serve(handlers: Handlers, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? "/", "http://127.0.0.1");
  if (url.pathname.startsWith(`${apiRoot}/`)) return serveApi(handlers, request, { response, url });
  if (url.pathname === "/api/graphql") return serveGraphql(handlers, request, response);
  // The services of artifacts and caches: steps of GitHub's own speak to them, and nobody else may.
  if (/^\/_(?:results|runtime)\//.test(url.pathname)) {
    const isToken = /^Bearer runtime-token-/.test(request.headers.authorization ?? "");
    if (isToken) throw new Error(`somebody wrote with a job's own token: ${url.pathname}`);
    return void response.writeHead(401, { "content-type": "text/plain" }).end("Unauthorized");
  }
  const blob = handlers.blobs(url, request.headers.authorization);
  if (blob) return void response.writeHead(blob.status, { "content-type": "application/zip" }).end(blob.body);
  if (handlers.git(request, response, url)) return;
  if (await handlers.site(response, url)) return;
  response.writeHead(404, { "content-type": "text/plain" }).end("Not Found");
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  return text === "" ? undefined : JSON.parse(text);
}

async function serveApi(
  handlers: Handlers,
  request: IncomingMessage,
  { response, url }: { response: ServerResponse; url: URL },
): Promise<void> {
  const method = request.method ?? "GET";
  const path = url.pathname.slice(apiRoot.length);
  const fault = handlers.faults.take(method, path);
  if (fault && meetBefore(fault, response)) return;
  let body: unknown;
  try {
    body = await readJson(request);
  } catch {
    return send(response, {
      status: 400,
      headers: {},
      body: Buffer.from('{"message":"Problems parsing JSON"}'),
    });
  }
  const headers = request.headers as { [name: string]: string | undefined };
  const query = Object.fromEntries(url.searchParams);
  const answer = await handlers.api.handle({ method, path, query, headers, body });
  if (fault) return meetAfter(fault, response, answer);
  send(response, answer);
}

/** Faults that keep the request from being applied. True when the request is dealt with. */
function meetBefore(fault: Fault, response: ServerResponse): boolean {
  if (fault.status === "reset") {
    response.socket?.destroy();
    return true;
  }
  if (fault.status === "html") {
    const page =
      "<!DOCTYPE html><html><body><h1>Unicorn!</h1><p>We had issues producing the response.</p></body></html>";
    response.writeHead(502, { "content-type": "text/html", ...fault.headers }).end(page);
    return true;
  }
  if (typeof fault.status !== "number") return false;
  const body = {
    message: faultMessage(fault),
    documentation_url: "https://docs.github.com/rest",
    status: String(fault.status),
  };
  response
    .writeHead(fault.status, { "content-type": "application/json", ...fault.headers })
    .end(JSON.stringify(body));
  return true;
}

/** Faults of a request that was applied. */
function meetAfter(fault: Fault, response: ServerResponse, answer: ApiResponse): void {
  if (fault.status === "timeout-after-apply") {
    setTimeout(() => response.socket?.destroy(), fault.holdMs ?? 0).unref();
    return;
  }
  response.writeHead(answer.status, { ...answer.headers, "content-length": String(answer.body.length) });
  response.write(answer.body.subarray(0, Math.floor(answer.body.length / 2)), () =>
    response.socket?.destroy(),
  );
}

function send(response: ServerResponse, { status, headers, body }: ApiResponse): void {
  const length = status === 204 || status === 304 ? {} : { "content-length": String(body.length) };
  response.writeHead(status, { ...headers, ...length }).end(body);
}

async function serveGraphql(
  handlers: Handlers,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const fault = handlers.faults.take("POST", "/graphql");
  if (fault && meetBefore(fault, response)) return;
  const answer = await handlers.graphql(request.headers.authorization, await readJson(request));
  const body = Buffer.from(JSON.stringify(answer.body ?? {}));
  const rendered = { status: answer.status, headers: { "content-type": "application/json" }, body };
  if (fault) return meetAfter(fault, response, rendered);
  send(response, rendered);
}
