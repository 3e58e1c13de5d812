/** Signed deliveries to the app, with the losses, doubles, delays and disorder that GitHub warns of. */
import { createHmac, randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import type { Happening, World } from "../state/world.ts";
import { stamp } from "../state/world.ts";
import { seededRandom } from "./random.ts";

export interface WebhookOptions {
  url: string;
  secret: string;
  seed?: number;
  /** Chances in [0, 1]. */
  drop?: number;
  duplicate?: number;
  /** A delivery waits for up to this many milliseconds, so that later ones overtake it. */
  delayMs?: number;
  /** Only these events; all when absent. */
  events?: string[];
}

export interface Delivery {
  id: number;
  guid: string;
  event: string;
  action: string | null;
  body: string;
  headers: { [name: string]: string };
  deliveredAt: string;
  /** Seconds. */
  duration: number;
  redelivery: boolean;
  /** 0 until answered; 599 when nothing answered. */
  statusCode: number;
  status: string;
  answer: string;
  /** Lost on purpose: never sent. */
  dropped: boolean;
  installationId: number | null;
  repositoryId: number;
}

export interface Deliveries {
  all: Delivery[];
  /** Changes where and how deliveries go from now on; null stops them. */
  configure(options: WebhookOptions | null): void;
  send(happening: Happening, payload: { [key: string]: unknown }): void;
  redeliver(delivery: Delivery): void;
  /** Resolves when nothing is under way any more. */
  idle(): Promise<void>;
  close(): void;
}

const answerWithinMs = 10_000;

export function createDeliveries(world: World, initial: WebhookOptions | null): Deliveries {
  const all: Delivery[] = [];
  const underway = new Set<Promise<void>>();
  const stop = new AbortController();
  let options = initial;
  let random = seededRandom(initial?.seed ?? 1);

  const post = async (delivery: Delivery, to: WebhookOptions, delayMs: number): Promise<void> => {
    const begun = performance.now();
    try {
      if (delayMs > 0) await wait(delayMs, undefined, { signal: stop.signal });
      const signal = AbortSignal.any([stop.signal, AbortSignal.timeout(answerWithinMs)]);
      const answer = await fetch(to.url, {
        method: "POST",
        headers: delivery.headers,
        body: delivery.body,
        signal,
      });
      delivery.statusCode = answer.status;
      delivery.answer = await answer.text();
      delivery.status = answer.ok ? "OK" : "Invalid HTTP Response: " + answer.status;
    } catch (error) {
      delivery.statusCode = 599;
      delivery.status =
        error instanceof Error && error.name === "TimeoutError" ? "timed out" : "failed to connect to host";
    }
    delivery.duration = Math.round(performance.now() - begun) / 1000;
  };

  const launch = (delivery: Delivery, to: WebhookOptions, delayMs: number) => {
    const work = post(delivery, to, delayMs).finally(() => underway.delete(work));
    underway.add(work);
  };

  const make = (
    from: Omit<Delivery, "id" | "deliveredAt" | "duration" | "statusCode" | "status" | "answer" | "dropped">,
  ): Delivery => {
    const fresh = { duration: 0, statusCode: 0, status: "pending", answer: "", dropped: false };
    const delivery = { ...from, id: world.nextId(), deliveredAt: stamp(world), ...fresh };
    all.push(delivery);
    return delivery;
  };

  return {
    all,
    configure(next) {
      options = next;
      random = seededRandom(next?.seed ?? 1);
    },
    send(happening, payload) {
      if (!options || (options.events && !options.events.includes(happening.event))) return;
      const installation = payload.installation as { id: number } | undefined;
      const body = JSON.stringify(payload);
      const guid = randomUUID();
      const { event, action } = happening;
      const headers = headersFor({ event, guid, body, secret: options.secret });
      const about = { installationId: installation?.id ?? null, repositoryId: happening.repository.id };
      const delivery = make({ guid, event, action, body, headers, redelivery: false, ...about });
      if (random() < (options.drop ?? 0)) {
        Object.assign(delivery, { dropped: true, statusCode: 599, status: "timed out" });
        return;
      }
      const delay = () => random() * (options?.delayMs ?? 0);
      launch(delivery, options, delay());
      if (random() < (options.duplicate ?? 0))
        launch(make({ ...delivery, redelivery: true }), options, delay());
    },
    redeliver(delivery) {
      if (options) launch(make({ ...delivery, redelivery: true }), options, 0);
    },
    async idle() {
      while (underway.size > 0) await Promise.all(underway);
    },
    close: () => stop.abort(),
  };
}

function headersFor({
  event,
  guid,
  body,
  secret,
}: {
  event: string;
  guid: string;
  body: string;
  secret: string;
}) {
  return {
    "content-type": "application/json",
    "user-agent": "GitHub-Hookshot/stand-in",
    "x-github-event": event,
    "x-github-delivery": guid,
    "x-github-hook-id": "1",
    "x-github-hook-installation-target-type": "integration",
    "x-hub-signature-256": "sha256=" + createHmac("sha256", secret).update(body).digest("hex"),
  };
}
