/**
 * The small process that starts git's services for a stand-in: to start one from a test's own process, the system copies
 * the tables of all its memory. Each request says in a header what to start; its body is what git reads, the answer's
 * body what it prints, and a trailer how it ended.
 */
import { spawn } from "node:child_process";
import { createServer } from "node:http";
import { pipeline } from "node:stream/promises";

const [, , socket = ""] = process.argv;

createServer((request, response) => {
  const { args, env } = JSON.parse(String(request.headers["x-order"])) as {
    args: string[];
    env: Record<string, string>;
  };
  const child = spawn("git", args, { env });
  const complaints: Buffer[] = [];
  child.stderr.on("data", (chunk: Buffer) => complaints.push(chunk));
  // The service may stop reading early; its answer says why.
  pipeline(request, child.stdin).catch(() => undefined);
  response.setHeader("trailer", "x-code, x-complaints");
  response.flushHeaders();
  child.stdout.pipe(response, { end: false });
  child.on("close", code => {
    const said = encodeURIComponent(Buffer.concat(complaints).toString().slice(0, 4096));
    response.addTrailers({ "x-code": String(code), "x-complaints": said });
    response.end();
  });
}).listen(socket, () => process.send?.("ready"));

process.on("disconnect", () => process.exit());
