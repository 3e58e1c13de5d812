import { existsSync } from "node:fs";
import { run } from "probot";
import { readConfiguration } from "./configuration.ts";
import milestone from "./index.ts";
import { startApp } from "./start.ts";

// `npm start`. Without an app id Probot's own pages make an app from app.yml; with one there are no such pages.
if (existsSync(".env")) process.loadEnvFile();
const configuration = readConfiguration(process.env);
if (configuration) {
  const app = await startApp(configuration);
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => void app.stop().then(() => process.exit(0)));
  }
} else {
  await run(milestone);
}
