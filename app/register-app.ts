import { randomBytes } from "node:crypto";
import { appendFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { escapeHtml } from "../src/milestone/view/html/parts.ts";
import { type GitHubAddress, readAppFile } from "./configuration.ts";
import { page, WEBHOOK_PATH } from "./http.ts";

/** What GitHub hands out once for a newly registered app. */
export interface Registered {
  id: number;
  slug: string;
  html_url: string;
  owner: { login: string } | null;
  pem: string;
  webhook_secret: string;
}

export interface SetupOptions {
  github: GitHubAddress;
  host: string;
  port: number;
  /** The address that people and GitHub reach this app at; null: as the browser says. */
  publicUrl: string | null;
  /** Makes a channel that brings webhooks to an app that GitHub cannot reach. */
  newChannel(): Promise<string>;
  /** Where webhooks already come in by such a channel. */
  channel: string | null;
  /** Files for the secrets, the best first; the first that can be written gets them. */
  envFiles: string[];
  fetch: typeof fetch;
  print(line: string): void;
}

/** What the service is to be started with. */
export type SetUp = Record<string, string>;

const REGISTERED_PATH = "/setup/registered";
const PAGES: ReadonlySet<string> = new Set(["/", "/setup", "/probot"]);
/** A page that was opened must be sent within this time. */
const STATE_MS = 3_600_000;
const STATES = 1_000;
const CODE = /^[A-Za-z0-9_-]{1,200}$/;
const LOGIN = /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})$/;

/** The manifest that GitHub makes an app of: `app.yml` with the addresses of this process. */
export function manifestFor(input: { base: string; hook: string; name?: string }): Record<string, unknown> {
  return {
    ...readAppFile(),
    ...(input.name ? { name: input.name } : {}),
    url: input.base,
    hook_attributes: { url: input.hook, active: true },
    redirect_url: `${input.base}${REGISTERED_PATH}`,
    setup_url: `${input.base}/`,
    setup_on_update: false,
  };
}

interface Addresses {
  base: string;
  hook: string;
  /** Set where GitHub reaches the app by a channel. */
  channel: string | null;
}

/**
 * Serves the page that registers the app, until GitHub has told its secrets. Resolves with the environment that the
 * service is to be started with; the port is free again then.
 */
export async function runSetup(options: SetupOptions): Promise<SetUp> {
  const states = new Map<string, { at: number; channel: string | null }>();
  let channel = options.channel;
  let done: (env: SetUp) => void = () => {};
  const finished = new Promise<SetUp>(resolve => {
    done = resolve;
  });

  const addressesFor = async (request: IncomingMessage): Promise<Addresses> => {
    const base = options.publicUrl ?? seenAddress(request);
    if (!channel && isLocal(new URL(base).hostname)) channel = await options.newChannel();
    return { base, channel, hook: channel ?? `${base}${WEBHOOK_PATH}` };
  };

  const formPage = async (request: IncomingMessage, response: ServerResponse) => {
    let addresses: Addresses;
    try {
      addresses = await addressesFor(request);
    } catch (error) {
      options.print(`no channel for webhooks could be made: ${messageOf(error)}`);
      return send(response, 502, noChannelPage(messageOf(error)));
    }
    const now = Date.now();
    for (const [state, { at }] of states)
      if (now - at > STATE_MS || states.size >= STATES) states.delete(state);
    const state = randomBytes(24).toString("base64url");
    states.set(state, { at: now, channel: addresses.channel });
    send(response, 200, registerPage({ ...addresses, web: options.github.web, state }), options.github.web);
  };

  const registered = async (url: URL, response: ServerResponse) => {
    const code = url.searchParams.get("code") ?? "";
    const known = states.get(url.searchParams.get("state") ?? "");
    if (!known || Date.now() - known.at > STATE_MS)
      return send(response, 400, problemPage("This page was not opened from here, or too long ago.", "/"));
    if (!CODE.test(code)) return send(response, 400, problemPage("GitHub sent no code.", "/"));
    const told = await convert(options, code);
    if (typeof told === "string") {
      options.print(`GitHub did not hand out the app's secrets: ${told}`);
      return send(response, 502, problemPage(`GitHub did not hand out the app's secrets: ${told}.`, "/"));
    }
    states.clear();
    const env = environmentOf(told, known.channel);
    keep(options, env);
    options.print(`registered: ${told.html_url}${told.owner ? ` (owner: ${told.owner.login})` : ""}`);
    response.writeHead(303, { location: `${told.html_url}/installations/new`, connection: "close" }).end();
    done(env);
  };

  const server = createServer({ requestTimeout: 15_000, headersTimeout: 5_000 }, (request, response) => {
    const url = new URL(request.url ?? "/", "http://x");
    const answer = (): Promise<void> | void => {
      if (request.method !== "GET") return send(response, 405, problemPage("This page is only read.", "/"));
      if (url.pathname === "/health") return health(response);
      if (url.pathname === REGISTERED_PATH) return registered(url, response);
      if (PAGES.has(url.pathname)) return formPage(request, response);
      return send(response, 404, problemPage("There is nothing here.", "/"));
    };
    Promise.resolve(answer()).catch((error: unknown) => {
      options.print(`the set-up failed: ${messageOf(error)}`);
      if (!response.headersSent)
        send(response, 500, problemPage("The set-up failed; the log says why.", "/"));
    });
  });
  server.on("clientError", (_, socket) => socket.destroy());
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port, options.host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  options.print(
    `no app is set up yet: open ${options.publicUrl ?? `http://localhost:${port}`} to register one`,
  );
  const env = await finished;
  server.closeIdleConnections();
  await new Promise<void>(resolve => server.close(() => resolve()));
  return { ...env, PORT: String(port) };
}

/** Secrets of the new app, or why GitHub gave none. */
async function convert({ github, fetch: ask }: SetupOptions, code: string): Promise<Registered | string> {
  try {
    const answer = await ask(`${github.api}/app-manifests/${code}/conversions`, {
      method: "POST",
      headers: { accept: "application/vnd.github+json", "user-agent": "milestone-execute" },
      signal: AbortSignal.timeout(20_000),
    });
    if (answer.status !== 201) return `it answered ${answer.status} (a code counts once, and for an hour)`;
    const told = (await answer.json()) as Partial<Registered>;
    const whole = told.id && told.slug && told.pem && told.webhook_secret && told.html_url;
    return whole ? (told as Registered) : "its answer lacks the id, the key or the webhook's secret";
  } catch (error) {
    return messageOf(error);
  }
}

function environmentOf(told: Registered, channel: string | null): SetUp {
  return {
    APP_ID: String(told.id),
    PRIVATE_KEY: told.pem.trim().replaceAll("\r\n", "\n").replaceAll("\n", "\\n"),
    WEBHOOK_SECRET: told.webhook_secret,
    ...(channel ? { WEBHOOK_PROXY_URL: channel } : {}),
  };
}

/** Writes the secrets where they outlive this process; where nothing can be written they are printed, once. */
function keep({ envFiles, print }: SetupOptions, env: SetUp): void {
  const text = Object.entries(env)
    .map(([name, value]) => `${name}="${value}"\n`)
    .join("");
  for (const file of envFiles) {
    try {
      appendFileSync(file, text, { mode: 0o600 });
      print(`the app's id, key and secret are in ${file}: keep it to yourself`);
      return;
    } catch {
      // The next place may do.
    }
  }
  print(`nothing can be written here; set these variables for the next start:\n${text}`);
}

/** How the browser reached this process, behind a proxy too. */
function seenAddress({ headers }: IncomingMessage): string {
  const first = (value: string | string[] | undefined) =>
    String(value ?? "")
      .split(",", 1)[0]!
      .trim();
  const host = first(headers["x-forwarded-host"]) || first(headers.host);
  const protocol = first(headers["x-forwarded-proto"]) === "https" ? "https" : "http";
  const address = `${protocol}://${host}`;
  return URL.canParse(address) ? new URL(address).origin : "http://localhost";
}

/** Whether GitHub cannot reach an address from where it is. */
export function isLocal(hostname: string): boolean {
  const name = hostname.replace(/^\[|\]$/g, "").toLowerCase();
  if (name === "localhost" || name.endsWith(".localhost") || name.endsWith(".local")) return true;
  if (/^(?:127|10|0)\.|^192\.168\.|^169\.254\.|^172\.(?:1[6-9]|2\d|3[01])\./.test(name)) return true;
  return name === "::1" || name.startsWith("fe80:") || /^f[cd][0-9a-f]{2}:/.test(name);
}

function registerPage(input: Addresses & { web: string; state: string }): string {
  const manifest = JSON.stringify(manifestFor(input), null, 2);
  const query = `?state=${encodeURIComponent(input.state)}`;
  const personal = `${input.web}/settings/apps/new${query}`;
  const ofOrganisation = `${input.web}/organizations/ORGANISATION/settings/apps/new${query}`;
  const way = input.channel
    ? `GitHub cannot reach <code>${escapeHtml(input.base)}</code>, so webhooks come by the channel <code>${escapeHtml(input.channel)}</code>: good for a trial, as whoever knows its address can read along.`
    : `Webhooks come to <code>${escapeHtml(input.hook)}</code>.`;
  return page(
    "Register the app",
    `<p>This makes a GitHub App of your own with the least permissions that milestones need, and starts the service with it.</p>
<form id="register" method="post" action="${escapeHtml(personal)}" data-personal="${escapeHtml(personal)}" data-organisation="${escapeHtml(ofOrganisation)}">
<label>Organisation <input id="organisation" pattern="${LOGIN.source.slice(1, -1)}" autocomplete="off" placeholder="empty: your own account"></label>
<input type="hidden" name="manifest" value="${escapeHtml(manifest)}">
<button type="submit">Register on GitHub</button>
</form>
<p>${way}</p>
<p>GitHub asks for the app's name next (names are taken once in all of GitHub), then brings you back here; after that you choose the repositories.</p>
<details><summary>What GitHub is told</summary><pre>${manifest.split("\n").map(escapeHtml).join("\n")}</pre></details>
<script>
const form = document.getElementById("register"), organisation = document.getElementById("organisation");
form.addEventListener("submit", () => {
  const name = organisation.value.trim();
  form.action = name ? form.dataset.organisation.replace("ORGANISATION", encodeURIComponent(name)) : form.dataset.personal;
});
</script>`,
  );
}

const noChannelPage = (why: string): string =>
  page(
    "GitHub cannot reach this address",
    `<p>GitHub sends webhooks to public addresses only, and no channel to this machine could be made: ${escapeHtml(why)}.</p>
<p>Start the app with <code>PUBLIC_URL=https://your.address</code>, or with <code>WEBHOOK_PROXY_URL</code> set to a channel of your own (<a href="https://smee.io/new">smee.io/new</a>), and open this page again.</p>`,
  );

const problemPage = (what: string, back: string): string =>
  page("Not done", `<p>${escapeHtml(what)}</p><p><a href="${back}">Back</a></p>`);

function send(response: ServerResponse, status: number, html: string, web = ""): void {
  const policy = `default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; form-action ${web || "'none'"}; frame-ancestors 'none'`;
  response.writeHead(status, {
    "content-type": "text/html; charset=utf-8",
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "content-security-policy": policy,
  });
  response.end(html);
}

function health(response: ServerResponse): void {
  response.writeHead(200, { "content-type": "application/json", "cache-control": "no-store" });
  response.end(JSON.stringify({ status: "setup" }));
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
