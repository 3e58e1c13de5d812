import { SmeeClient } from "smee-client";
import { trimEndOf } from "../src/milestone/text/trim-end.ts";

export interface TunnelOptions {
  /** The channel's address. */
  channel: string;
  /** Where the app takes webhooks. */
  target: string;
  log: { info(message: string): void; warn(message: string): void };
}

/** Brings the webhooks of a channel to an app that GitHub cannot reach. Returns what ends it. */
export async function openTunnel({ channel, target, log }: TunnelOptions): Promise<() => Promise<void>> {
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
