import { type ChildProcess, spawn } from "node:child_process";
import { createHmac, generateKeyPairSync, randomUUID } from "node:crypto";
import { once } from "node:events";
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, it } from "vitest";
import { isLocal, manifestFor } from "../../app/register-app.ts";

const SERVER = fileURLToPath(new URL("../../app/server.ts", import.meta.url));
const SECRET = "the webhook's secret";
const { privateKey } = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
  publicKeyEncoding: { type: "spki", format: "pem" },
});

let github: Server;
let folder: string;
let child: ChildProcess | null = null;
let output = "";
const channel: ServerResponse[] = [];
const conversions: string[] = [];

/** GitHub's side of a registration, and the channel's server: both answer as theirs do. */
function answer(request: IncomingMessage, response: ServerResponse): void {
  const path = request.url ?? "";
  const json = (status: number, body: unknown) =>
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  const code = /^\/api\/v3\/app-manifests\/([^/]+)\/conversions$/.exec(path)?.[1];
  if (code && request.method === "POST") {
    conversions.push(code);
    if (code !== "good-code") return void json(404, { message: "Not Found" });
    const html_url = `http://${request.headers.host}/apps/milestones-of-acme`;
    const told = { id: 77, slug: "milestones-of-acme", html_url, pem: privateKey, webhook_secret: SECRET };
    return void json(201, { ...told, owner: { login: "acme" }, client_id: "x", client_secret: "y" });
  }
  if (path === "/new")
    return void response.writeHead(307, { location: `http://${request.headers.host}/channel` }).end();
  if (path === "/channel") {
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.write("event: ready\ndata: {}\n\n");
    return void channel.push(response);
  }
  if (path.endsWith("/app")) return void json(200, { id: 77, slug: "milestones-of-acme" });
  return void json(200, []);
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "milestone-setup-"));
  github = createServer(answer);
  await new Promise<void>(resolve => github.listen(0, "127.0.0.1", resolve));
  output = "";
  channel.length = 0;
  conversions.length = 0;
});
afterEach(async () => {
  await stop();
  github.closeAllConnections();
  await new Promise(resolve => github.close(resolve));
  chmodSync(folder, 0o755);
  rmSync(folder, { recursive: true, force: true });
});

async function stop(): Promise<void> {
  if (child && child.exitCode === null && child.signalCode === null) {
    child.kill("SIGTERM");
    await once(child, "exit");
  }
  child = null;
}

const host = () => `127.0.0.1:${(github.address() as AddressInfo).port}`;

/** `npm start` in an empty folder; the address that it listens at. */
async function start(env: Record<string, string> = {}): Promise<string> {
  child = spawn(process.execPath, [SERVER], {
    cwd: folder,
    env: {
      PATH: process.env.PATH!,
      HOST: "127.0.0.1",
      PORT: "0",
      GHE_HOST: host(),
      GHE_PROTOCOL: "http",
      SMEE_URL: `http://${host()}`,
      ...env,
    },
  });
  for (const stream of [child.stdout!, child.stderr!]) stream.on("data", data => (output += String(data)));
  await expect.poll(() => output, { timeout: 90_000 }).toMatch(/open \S+ to register|"msg":"listening"/);
  const port = /"port":(\d+)/.exec(output)?.[1] ?? /open http:\/\/localhost:(\d+)/.exec(output)?.[1];
  return `http://127.0.0.1:${port ?? env.PORT}`;
}

async function openPage(url: string, headers: Record<string, string> = {}) {
  const { request } = await import("node:http");
  const { hostname, port, pathname } = new URL(url);
  const text = await new Promise<string>((resolve, reject) => {
    const asked = request({ hostname, port, path: pathname, headers }, answered => {
      let body = "";
      answered.on("data", data => (body += String(data))).on("end", () => resolve(body));
    });
    asked.on("error", reject).end();
  });
  const plain = text.replaceAll("&quot;", '"').replaceAll("&amp;", "&").replaceAll("&#39;", "'");
  const manifest = JSON.parse(/name="manifest" value="(\{.*\})"/.exec(plain)?.[1] ?? "null");
  return { text, manifest, action: /action="([^"]+)"/.exec(plain)?.[1] ?? "" };
}

const stateOf = (action: string) => new URL(action).searchParams.get("state")!;

it("a page gives GitHub a manifest with every address, and the conversion starts the service with its secrets", async () => {
  const url = await start();
  const headers = { host: "milestones.example.com", "x-forwarded-proto": "https" };
  const { manifest, action } = await openPage(`${url}/`, headers);
  expect(action).toMatch(new RegExp(`^http://${host()}/settings/apps/new\\?state=`));
  expect(manifest).toMatchObject({
    url: "https://milestones.example.com",
    hook_attributes: { url: "https://milestones.example.com/api/github/webhooks", active: true },
    redirect_url: "https://milestones.example.com/setup/registered",
    setup_url: "https://milestones.example.com/",
    public: false,
    default_permissions: { contents: "read", actions: "write" },
  });
  expect(manifest.default_events).toContain("issue_comment");

  const back = await fetch(`${url}/setup/registered?code=good-code&state=${stateOf(action)}`, {
    redirect: "manual",
  });
  expect([back.status, back.headers.get("location")]).toEqual([
    303,
    `http://${host()}/apps/milestones-of-acme/installations/new`,
  ]);
  await expect.poll(() => output, { timeout: 90_000 }).toContain('"msg":"listening"');
  expect(await (await fetch(`${url}/health`)).json()).toMatchObject({ status: "ok" });
  expect((await fetch(`${url}/setup`)).status).toBe(404);
  expect(await (await fetch(url)).text()).toContain("/milestone help");

  const file = join(folder, ".env");
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readFileSync(file, "utf8")).toContain(`WEBHOOK_SECRET="${SECRET}"`);
  expect(output).not.toContain("PRIVATE KEY");
  await stop();
  output = "";
  const again = await start();
  expect(await (await fetch(`${again}/health`)).json()).toMatchObject({ status: "ok" });
}, 240_000);

it("on localhost webhooks come in by a channel that is really opened", async () => {
  const url = await start();
  const { manifest, action } = await openPage(`${url}/`, { host: `localhost:${new URL(url).port}` });
  expect(manifest.hook_attributes.url).toBe(`http://${host()}/channel`);
  expect(manifest.redirect_url).toBe(`http://localhost:${new URL(url).port}/setup/registered`);
  await fetch(`${url}/setup/registered?code=good-code&state=${stateOf(action)}`, { redirect: "manual" });
  await expect.poll(() => channel.length, { timeout: 90_000 }).toBe(1);
  expect(readFileSync(join(folder, ".env"), "utf8")).toContain("/channel");

  const body = { zen: "Keep it logically awesome.", hook_id: 1 };
  const signature = createHmac("sha256", SECRET).update(JSON.stringify(body)).digest("hex");
  const data = {
    body,
    "x-github-event": "ping",
    "x-github-delivery": randomUUID(),
    "x-hub-signature-256": `sha256=${signature}`,
    timestamp: 1,
  };
  channel[0]!.write(`data: ${JSON.stringify(data)}\n\n`);
  await expect.poll(() => output, { timeout: 90_000 }).toContain("- 202");
}, 240_000);

it("where nothing can be written, the variables are printed once for the next start", async () => {
  const url = await start({ PUBLIC_URL: "https://milestones.example.com", PORT: String(await freePort()) });
  chmodSync(folder, 0o555);
  const { action } = await openPage(`${url}/setup`);
  await fetch(`${url}/setup/registered?code=good-code&state=${stateOf(action)}`, { redirect: "manual" });
  await expect.poll(() => output, { timeout: 90_000 }).toContain('"msg":"listening"');
  // A user that may write everywhere has the file all the same.
  if (process.getuid?.() !== 0) expect(output).toMatch(/APP_ID="77"\nPRIVATE_KEY="-----BEGIN/);
}, 240_000);

it("a code without a state of ours, or that GitHub does not know, registers nothing, and the page goes on working", async () => {
  const url = await start();
  const { action } = await openPage(`${url}/`, { host: "milestones.example.com" });
  const got = (query: string) => fetch(`${url}/setup/registered?${query}`, { redirect: "manual" });
  expect((await got("code=good-code")).status).toBe(400);
  expect((await got("code=good-code&state=guessed")).status).toBe(400);
  expect((await got(`code=../../x&state=${stateOf(action)}`)).status).toBe(400);
  expect(conversions).toEqual([]);
  const unknown = await got(`code=other&state=${stateOf(action)}`);
  expect(unknown.status).toBe(502);
  expect(await unknown.text()).toContain("404");
  expect((await openPage(`${url}/`, { host: 'x"><script>alert(1)</script>' })).text).not.toContain(
    "alert(1)",
  );
  expect((await openPage(`${url}/`, { host: "milestones.example.com" })).manifest).not.toBeNull();
}, 240_000);

it("a localhost that no channel can be made for is said with the remedy", async () => {
  const url = await start({ SMEE_URL: "http://127.0.0.1:9" });
  const { text } = await openPage(`${url}/`, { host: "localhost:3000" });
  expect(text).toContain("PUBLIC_URL");
  expect(text).toContain("WEBHOOK_PROXY_URL");
});

it.each([
  ["localhost", true],
  ["127.0.0.1", true],
  ["192.168.7.7", true],
  ["172.20.0.2", true],
  ["[::1]", true],
  ["box.local", true],
  ["milestones.example.com", false],
  ["172.32.0.1", false],
  ["fdic.example", false],
])("whether GitHub cannot reach %s: %s", (name, local) => {
  expect(isLocal(name)).toBe(local);
});

it("the manifest asks for no permission that app.yml does not explain", () => {
  const manifest = manifestFor({ base: "https://x.example", hook: "https://x.example/api/github/webhooks" });
  const yml = readFileSync(new URL("../../app.yml", import.meta.url), "utf8");
  for (const [name, level] of Object.entries(manifest.default_permissions as object))
    expect(yml).toMatch(new RegExp(`(#.*\\n|default_permissions:\\n)  ${name}: ${level}`));
});

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>(resolve => probe.listen(0, "127.0.0.1", resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise(resolve => probe.close(resolve));
  return port;
}
