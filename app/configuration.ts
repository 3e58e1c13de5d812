import { readFileSync } from "node:fs";
import { SETTINGS, type Settings } from "./desk.ts";
import { WEBHOOK_PATH } from "./http.ts";

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
  settings: Settings;
}

const LEVELS = ["trace", "debug", "info", "warn", "error", "fatal"] as const;

/**
 * Reads the environment. Null where no app was set up yet (`APP_ID` is not set).
 * @throws when what is set cannot be used: an app without a secret must not listen
 */
export function readConfiguration(env: NodeJS.ProcessEnv): Configuration | null {
  const { APP_ID, WEBHOOK_SECRET, GHE_HOST } = env;
  if (!APP_ID) return null;
  if (!/^[1-9]\d{0,15}$/.test(APP_ID)) throw new Error("APP_ID must be the app's number");
  if (!WEBHOOK_SECRET) throw new Error("WEBHOOK_SECRET is not set: without it anybody could send webhooks");
  const protocol = env.GHE_PROTOCOL || "https";
  return {
    appId: Number(APP_ID),
    privateKey: readKey(env),
    webhookSecret: WEBHOOK_SECRET,
    webhookPath: env.WEBHOOK_PATH || WEBHOOK_PATH,
    ...(GHE_HOST ? { baseUrl: `${protocol}://${GHE_HOST}/api/v3` } : {}),
    host: env.HOST || "0.0.0.0",
    port: portOf(env.PORT),
    logLevel: LEVELS.find(level => level === env.LOG_LEVEL) ?? "info",
    settings: SETTINGS,
  };
}

function portOf(text: string | undefined): number {
  const port = Number(text || 3000);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error(`PORT ${text} is no port`);
  return port;
}

/** The key itself (PEM, with real or written line breaks, or base64 of it) or the path of its file. */
function readKey({ PRIVATE_KEY, PRIVATE_KEY_PATH }: NodeJS.ProcessEnv): string {
  const given = PRIVATE_KEY ?? (PRIVATE_KEY_PATH ? readFileSync(PRIVATE_KEY_PATH, "utf8") : "");
  const key = given.includes("-----BEGIN") ? given : Buffer.from(given, "base64").toString("utf8");
  if (!key.includes("-----BEGIN")) throw new Error("PRIVATE_KEY or PRIVATE_KEY_PATH must give the app's key");
  return key.replaceAll("\\n", "\n");
}
