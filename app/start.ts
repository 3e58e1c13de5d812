import { createHash } from "node:crypto";
import { join } from "node:path";
import { Probot, ProbotOctokit } from "probot";
import { SmeeClient } from "smee-client";
import { trimEndOf } from "../src/milestone/text/sanitise.ts";
import { type AppContext, createAppContext } from "./app-context.ts";
import type { Configuration } from "./configuration.ts";
import { takeDelivery, takeMissed } from "./deliveries.ts";
import { listen, stopListening } from "./http.ts";
import type { DeliveryInbox, InboxOptions } from "./inbox/inbox.ts";
import { openRedisInbox } from "./inbox/redis-inbox.ts";
import { openSqliteInbox } from "./inbox/sqlite-inbox.ts";
import { walkAll } from "./walk.ts";
import { workOff } from "./worker.ts";

/** The longest that a stop waits for work under way. */
const STOP_MS = 20_000;
const REDIS_START_MS = 30_000;

/**
 * Retries, limits and the gap between writes are src/github/api.ts's, for the app and the Action alike. A function,
 * because Probot would overwrite plain defaults with its own throttling.
 */
const Untouched = ProbotOctokit.defaults((given: { throttle?: object }) => ({
  ...given,
  retry: { enabled: false },
  throttle: { ...given.throttle, enabled: false },
})) as typeof ProbotOctokit;

export interface RunningApp {
  port: number;
  context: AppContext;
  /** Resolves when all was asked for that happened before the start. */
  begun: Promise<unknown>;
  /** Takes nothing in any more, finishes what is under way, and resolves. */
  stop(): Promise<void>;
}

/** Starts the app: listens, asks for what was missed, looks at everything once, and works its inbox off. */
export async function startApp(configuration: Configuration): Promise<RunningApp> {
  const { appId, privateKey, webhookSecret, webhookPath, baseUrl, host, logLevel, settings } = configuration;
  const probot = new Probot({
    appId,
    privateKey,
    secret: webhookSecret,
    logLevel,
    logFormat: "json",
    logLevelInString: true,
    ...(baseUrl ? { baseUrl } : {}),
    Octokit: Untouched,
  });
  await probot.ready();
  const inbox = await openInbox(configuration, probot);
  const app = createAppContext(probot, settings, inbox);
  const { server, port } = await listen({
    host,
    port: configuration.port,
    webhookPath,
    secret: webhookSecret,
    take: delivery => takeDelivery(app, delivery),
    health: async () => ({
      status: "ok",
      busy: await inbox.busy(settings.clock.now()),
      milestones: app.milestones.size,
    }),
    onError: error => app.log.error({ err: error }, "a request was not answered as it should"),
  });
  app.log.info({ port }, "listening");
  inbox.start((job, lease) => workOff(app, job, lease));
  const timers = [
    often(app, "missed", settings.missedMs, () => takeMissed(app)),
    often(app, "walk", settings.walkMs, () => walkAll(app)),
  ];
  const closeTunnel = configuration.channel
    ? await openTunnel({
        channel: configuration.channel,
        target: `http://127.0.0.1:${port}${webhookPath}`,
        log: { info: text => app.log.info({}, text), warn: text => app.log.warn({}, text) },
      })
    : null;
  return {
    port,
    context: app,
    begun: Promise.all(timers.map(timer => timer.last())),
    async stop() {
      for (const timer of timers) timer.stop();
      await closeTunnel?.();
      await stopListening(server);
      const late = new Promise<void>(resolve => setTimeout(resolve, STOP_MS).unref());
      await Promise.race([Promise.all([inbox.stop(), ...timers.map(timer => timer.last())]), late]);
      const left = await inbox.busy(settings.clock.now());
      await Promise.race([inbox.close(), late]);
      app.log.info({ left }, "stopped");
    },
  };
}

/**
 * Does something now and from then on in intervals, once for all processes that share the inbox; a failure is logged, and
 * the next time is another try.
 */
function often(app: AppContext, name: string, ms: number, work: () => Promise<void>) {
  const once = (isDue: Promise<boolean>) =>
    isDue
      .then(due => (due ? work() : undefined))
      .catch(error => app.log.warn({ err: error }, "GitHub was not asked; it is tried again"));
  let last = once(Promise.resolve(true));
  const timer = setInterval(() => {
    last = last.then(() => once(app.inbox.once(`often/${name}`, ms * 0.9)));
  }, ms);
  timer.unref();
  return { stop: () => clearInterval(timer), last: () => last };
}

/** One for each app of each GitHub, so that a folder that was used for another one holds nothing of this one's. */
export async function openInbox(
  { appId, baseUrl = "", settings, ...where }: Configuration,
  probot: Probot,
): Promise<DeliveryInbox> {
  const name = `${appId}-${createHash("sha256").update(baseUrl).digest("hex").slice(0, 8)}`;
  const options: InboxOptions = {
    now: () => settings.clock.now(),
    leaseMs: settings.leaseMs,
    pollMs: settings.pollMs,
    width: settings.width,
    onError: (error, what) => probot.log.error({ err: error, what }, "the inbox failed; it goes on"),
  };
  if (where.redisUrl)
    return openRedisInbox({ url: where.redisUrl, name, startMs: REDIS_START_MS, log: probot.log }, options);
  const file = where.dataDir === ":memory:" ? ":memory:" : join(where.dataDir, `inbox-${name}.sqlite`);
  try {
    return openSqliteInbox(file, options);
  } catch (error) {
    throw new Error(
      `the inbox ${file} cannot be opened: ${(error as Error).message}. Set DATA_DIR to a folder that can be written, or REDIS_URL`,
    );
  }
}

interface TunnelOptions {
  /** The channel's address. */
  channel: string;
  /** Where the app takes webhooks. */
  target: string;
  log: { info(message: string): void; warn(message: string): void };
}

/** Brings the webhooks of a channel to an app that GitHub cannot reach. Returns what ends it. */
async function openTunnel({ channel, target, log }: TunnelOptions): Promise<() => Promise<void>> {
  const client = new SmeeClient({
    source: channel,
    target,
    logger: {
      info: (message: unknown) => log.info(String(message)),
      error: (message: unknown) => log.warn(`the channel ${channel}: ${String(message)}`),
    },
    maxConnectionTimeout: 10_000,
  });
  // A channel that is not there yet is no reason to stop: the client goes on trying, and what was missed is asked for.
  await client
    .start()
    .catch((error: unknown) => log.warn(`the channel ${channel} cannot be opened: ${String(error)}`));
  log.info(`webhooks come in by ${channel}`);
  return () => client.stop();
}

/** A fresh channel at smee.io, or at the server that `SMEE_URL` names. */
export function newChannel(server = "https://smee.io"): Promise<string> {
  return SmeeClient.createChannel({ newChannelUrl: `${trimEndOf(server, "/")}/new` });
}
