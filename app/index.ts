import type { Probot } from "probot";
import { createAppContext } from "./app-context.ts";
import { readConfiguration } from "./configuration.ts";
import { takeDelivery } from "./deliveries.ts";
import { openInbox } from "./start.ts";
import { workOff } from "./worker.ts";

/** For `probot run ./app/index.ts` and hosts of Probot apps: its webhooks go to the same inbox. `npm start` does more. */
export default async (probot: Probot): Promise<void> => {
  const configuration = readConfiguration(process.env);
  if (!configuration) return;
  const inbox = await openInbox(configuration, probot);
  const app = createAppContext(probot, configuration.settings, inbox);
  probot.webhooks.onAny(
    async ({ id, name, payload }) => void (await takeDelivery(app, { id, event: name, payload })),
  );
  inbox.start((job, lease) => workOff(app, job, lease));
};
