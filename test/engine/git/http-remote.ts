import { spawn } from "node:child_process";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

export interface HttpRemote {
  origin: string;
  /** The Authorization headers received, in order. */
  logins: (string | undefined)[];
  /** Requests as `METHOD path`. */
  requests: string[];
}

export interface HttpOptions {
  /** The folder with the bare repositories. */
  root: string;
  /** Password that basic authentication must bring; without it everybody may. */
  password?: string;
  /** Answers instead of git, or before it: true when it has answered. */
  intercept?(request: IncomingMessage, response: ServerResponse): Promise<boolean> | boolean;
}

/** A smart-HTTP server on this machine: git's own `http-backend` behind Node's server. */
export async function serveHttp(options: HttpOptions): Promise<HttpRemote> {
  const remote: HttpRemote = { origin: "", logins: [], requests: [] };
  const server = createServer((request, response) => {
    remote.logins.push(request.headers.authorization);
    remote.requests.push(`${request.method} ${request.url}`);
    void answer(options, request, response);
  });
  await new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    return new Promise(resolve => server.close(() => resolve()));
  });
  remote.origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return remote;
}

async function answer(
  options: HttpOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const wanted =
    options.password && `Basic ${Buffer.from(`x-access-token:${options.password}`).toString("base64")}`;
  if (wanted !== undefined && request.headers.authorization !== wanted) {
    response.writeHead(401, { "www-authenticate": 'Basic realm="test"' }).end();
    return;
  }
  if (await options.intercept?.(request, response)) return;
  backend(options.root, request, response);
}

/** One CGI call. */
function backend(root: string, request: IncomingMessage, response: ServerResponse): void {
  const url = new URL(request.url ?? "/", "http://localhost");
  const child = spawn("git", ["http-backend"], {
    env: {
      PATH: process.env.PATH,
      GIT_PROJECT_ROOT: root,
      GIT_HTTP_EXPORT_ALL: "1",
      GIT_CONFIG_NOSYSTEM: "1",
      HOME: root,
      PATH_INFO: url.pathname,
      QUERY_STRING: url.search.slice(1),
      REQUEST_METHOD: request.method,
      REMOTE_USER: "pusher",
      CONTENT_TYPE: request.headers["content-type"] ?? "",
      HTTP_CONTENT_ENCODING: request.headers["content-encoding"] ?? "",
      GIT_PROTOCOL: String(request.headers["git-protocol"] ?? ""),
    },
    stdio: ["pipe", "pipe", "ignore"],
  });
  request.pipe(child.stdin);
  const chunks: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
  child.on("close", () => {
    const all = Buffer.concat(chunks);
    const end = all.indexOf("\r\n\r\n");
    for (const line of all.toString("latin1", 0, end).split("\r\n")) {
      const colon = line.indexOf(":");
      if (line.startsWith("Status:")) response.statusCode = Number.parseInt(line.slice(7), 10);
      else response.setHeader(line.slice(0, colon), line.slice(colon + 1).trim());
    }
    response.end(all.subarray(end + 4));
  });
}
