import { createHmac, timingSafeEqual } from "node:crypto";
import { Probot, ProbotOctokit } from "probot";
import type { Configuration } from "./configuration.ts";
import { createDeliveries } from "./deliveries.ts";
import type { Desk } from "./desk.ts";
import { listen, stopListening } from "./http.ts";
import { milestoneApp } from "./index.ts";
import type { Delivery } from "./receiver.ts";
import { stopTimers } from "./schedule.ts";
import { sweep } from "./sweep.ts";
import { openTunnel } from "./tunnel.ts";

/** The longest that a stop waits for work under way. */
const STOP_MS = 20_000;

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
  desk: Desk;
  /** Takes nothing in any more, finishes what is under way, and resolves. */
  stop(): Promise<void>;
}

/** Starts the app: listens, looks at everything once, and from then on in intervals. */
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
  const desk = milestoneApp(probot, settings);
  const deliveries = createDeliveries();
  const { server, port } = await listen({
    host,
    port: configuration.port,
    webhookPath,
    deliveries,
    now: settings.clock.now,
    verify: (body, signature) => isSigned(webhookSecret, body, signature),
    accept: delivery => handOver(desk, delivery),
    health: () => ({ status: "ok", busy: desk.queues.busy(), milestones: desk.milestones.size }),
    onError: error => desk.log.error({ err: error }, "a delivery was not read"),
  });
  desk.log.info({ port }, "listening");
  const closeTunnel = configuration.channel
    ? await openTunnel({
        channel: configuration.channel,
        target: `http://127.0.0.1:${port}${webhookPath}`,
        log: { info: text => desk.log.info({}, text), warn: text => desk.log.warn({}, text) },
      })
    : null;
  const sweepAll = () => desk.queues.add("sweep", () => sweep(desk));
  sweepAll();
  const timer = setInterval(sweepAll, settings.sweepMs);
  return {
    port,
    desk,
    async stop() {
      clearInterval(timer);
      stopTimers(desk);
      await closeTunnel?.();
      await stopListening(server);
      const late = new Promise<void>(resolve => setTimeout(resolve, STOP_MS).unref());
      await Promise.race([desk.queues.idle(), late]);
      desk.log.info({ busy: desk.queues.busy() }, "stopped");
    },
  };
}

/** Compares in constant time, so that nobody can guess a signature byte by byte. */
function isSigned(secret: string, body: string, signature: string): boolean {
  const right = `sha256=${createHmac("sha256", secret).update(body, "utf8").digest("hex")}`;
  return signature.length === right.length && timingSafeEqual(Buffer.from(signature), Buffer.from(right));
}

/** The answer is sent already: what goes wrong from here on is for the log and the sweep. */
function handOver(desk: Desk, { id, name, payload }: Delivery): void {
  desk.log.info({ delivery: id, event: name }, "received");
  desk.queues.add(`delivery/${id}`, async () => {
    await desk.probot.receive({ id, name, payload } as Parameters<typeof desk.probot.receive>[0]);
  });
}
