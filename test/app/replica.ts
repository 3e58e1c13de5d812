import { SETTINGS } from "../../app/app-context.ts";
import { readConfiguration } from "../../app/configuration.ts";
import { startApp } from "../../app/start.ts";

/** The app as a process that can be killed: from its environment as ever, but fast. Says its port when it listens. */
const { port } = await startApp({
  ...readConfiguration(process.env)!,
  settings: {
    ...SETTINGS,
    lazyMs: 500,
    urgentMs: 50,
    missedMs: 1_000,
    abandonedMs: 500,
    writeGapMs: 5,
    leaseMs: 1_500,
    pollMs: 100,
  },
});
process.send!(port);
