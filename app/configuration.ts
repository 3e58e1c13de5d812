import { readFileSync } from "node:fs";
import { join } from "node:path";
import { trimEndOf } from "../src/milestone/text/sanitise.ts";
import { toData } from "../src/milestone/yaml/node.ts";
import { readYaml } from "../src/milestone/yaml/read.ts";
import { type AppSettings, SETTINGS } from "./app-context.ts";
import { WEBHOOK_PATH } from "./http.ts";

/** Where GitHub is. */
export interface GitHubAddress {
  /** Of its pages, e.g. `https://github.com`. */
  web: string;
  api: string;
}

/** How the app is run; the variables bear Probot's names. */
export interface Configuration {
  appId: number;
  privateKey: string;
  webhookSecret: string;
  webhookPath: string;
  /** Of GitHub's API; absent: github.com. */
  baseUrl?: string;
  host: string;
  port: number;
  logLevel: "trace" | "debug" | "info" | "warn" | "error" | "fatal";
  /** A channel that brings webhooks to an app that GitHub cannot reach. */
  channel?: string;
  /** Where the inbox lies, unless Redis keeps it. */
  dataDir: string;
  redisUrl?: string;
  settings: AppSettings;
}

const LEVELS = ["trace", "debug", "info", "warn", "error", "fatal"] as const;

/**
 * Reads the environment. Null where no app was set up yet (`APP_ID` is not set).
 * @throws when what is set cannot be used: an app without a secret must not listen
 */
export function readConfiguration(env: NodeJS.ProcessEnv): Configuration | null {
  const { APP_ID, WEBHOOK_SECRET, WEBHOOK_PROXY_URL, REDIS_URL } = env;
  if (!APP_ID) return null;
  if (!/^[1-9]\d{0,15}$/.test(APP_ID)) throw new Error("APP_ID must be the app's number");
  if (!WEBHOOK_SECRET) throw new Error("WEBHOOK_SECRET is not set: without it anybody could send webhooks");
  if (WEBHOOK_PROXY_URL && !/^https?:\/\//.test(WEBHOOK_PROXY_URL))
    throw new Error("WEBHOOK_PROXY_URL must be an address, such as https://smee.io/abc");
  if (REDIS_URL && !(/^rediss?:\/\//.test(REDIS_URL) && URL.canParse(REDIS_URL)))
    throw new Error("REDIS_URL must be an address, such as redis://redis:6379");
  return {
    appId: Number(APP_ID),
    privateKey: readKey(env),
    webhookSecret: WEBHOOK_SECRET,
    webhookPath: env.WEBHOOK_PATH || WEBHOOK_PATH,
    ...(env.GHE_HOST ? { baseUrl: readGitHubAddress(env).api } : {}),
    ...listenerOf(env),
    logLevel: LEVELS.find(level => level === env.LOG_LEVEL) ?? "info",
    ...(WEBHOOK_PROXY_URL ? { channel: WEBHOOK_PROXY_URL } : {}),
    dataDir: env.DATA_DIR || "data",
    ...(REDIS_URL ? { redisUrl: REDIS_URL } : {}),
    settings: SETTINGS,
  };
}

/** GitHub itself, an enterprise server (`GHE_HOST=github.example.com`) or a `*.ghe.com` with its own API's host. */
export function readGitHubAddress({ GHE_HOST, GHE_PROTOCOL }: NodeJS.ProcessEnv): GitHubAddress {
  if (!GHE_HOST) return { web: "https://github.com", api: "https://api.github.com" };
  const protocol = GHE_PROTOCOL || "https";
  const web = `${protocol}://${GHE_HOST}`;
  if (!URL.canParse(web) || new URL(web).host !== GHE_HOST.toLowerCase())
    throw new Error(`GHE_HOST ${GHE_HOST} is no host's name`);
  return { web, api: GHE_HOST.endsWith(".ghe.com") ? `${protocol}://api.${GHE_HOST}` : `${web}/api/v3` };
}

interface AppFile {
  default_permissions: Record<string, string>;
  [name: string]: unknown;
}

/** What the app is registered as: its name, permissions and events. */
export function readAppFile(): AppFile {
  const file = readYaml(readFileSync(join(import.meta.dirname, "..", "app.yml"), "utf8"));
  if (!file.ok) throw new Error("app.yml is no YAML");
  return toData(file.root) as AppFile;
}

/** Where the process listens. */
export function listenerOf({ HOST, PORT }: NodeJS.ProcessEnv): { host: string; port: number } {
  return { host: HOST || "0.0.0.0", port: portOf(PORT) };
}

/** The address that people and GitHub reach the app at, where it is not to be guessed. */
export function publicUrlOf({ PUBLIC_URL }: NodeJS.ProcessEnv): string | null {
  if (!PUBLIC_URL) return null;
  if (!URL.canParse(PUBLIC_URL) || !/^https?:$/.test(new URL(PUBLIC_URL).protocol))
    throw new Error(`PUBLIC_URL ${PUBLIC_URL} is no address, such as https://milestones.example.com`);
  return trimEndOf(PUBLIC_URL, "/");
}

/** Files that may hold the environment: the data folder's, where one is set, and the current folder's. */
export function envFilesOf({ DATA_DIR }: NodeJS.ProcessEnv): string[] {
  return [...(DATA_DIR ? [join(DATA_DIR, ".env")] : []), ".env"];
}

function portOf(text: string | undefined): number {
  const port = Number(text || 3000);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error(`PORT ${text} is no port`);
  return port;
}

/** The key itself (PEM, with real or written line breaks, or base64 of it) or the path of its file. */
function readKey({ PRIVATE_KEY, PRIVATE_KEY_PATH }: NodeJS.ProcessEnv): string {
  const given = PRIVATE_KEY || (PRIVATE_KEY_PATH ? readKeyFile(PRIVATE_KEY_PATH) : "");
  const key = given.includes("-----BEGIN") ? given : Buffer.from(given, "base64").toString("utf8");
  if (!key.includes("-----BEGIN")) throw new Error("PRIVATE_KEY or PRIVATE_KEY_PATH must give the app's key");
  return key.replaceAll("\\n", "\n");
}

function readKeyFile(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new Error(`PRIVATE_KEY_PATH ${path} cannot be read: ${(error as Error).message}`);
  }
}
