import { existsSync } from "node:fs";
import * as http from "node:http";
import {
  envFilesOf,
  listenerOf,
  publicUrlOf,
  readConfiguration,
  readGitHubAddress,
} from "./configuration.ts";
import { runSetup } from "./register-app.ts";
import { newChannel, startApp } from "./start.ts";

// `npm start`. Without an app id a page registers one and the service starts with it; with one there is no such page.
let stop = async (): Promise<void> => {};
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => void stop().then(() => process.exit(0)));
}
try {
  // What a container hands on without a value is not set; a file may set it.
  for (const [name, value] of Object.entries(process.env)) if (value === "") delete process.env[name];
  for (const file of envFilesOf(process.env)) if (existsSync(file)) process.loadEnvFile(file);
  const { HTTPS_PROXY, https_proxy, HTTP_PROXY, http_proxy, NO_PROXY, no_proxy } = process.env;
  if (HTTPS_PROXY || https_proxy || HTTP_PROXY || http_proxy) {
    // What a channel brings is handed on to this very process.
    const direct = [no_proxy ?? NO_PROXY, "localhost", "127.0.0.1"].filter(Boolean).join(",");
    http.setGlobalProxyFromEnv({ ...process.env, no_proxy: direct, NO_PROXY: direct });
  }
  let configuration = readConfiguration(process.env);
  if (!configuration) {
    const env = await runSetup({
      github: readGitHubAddress(process.env),
      ...listenerOf(process.env),
      publicUrl: publicUrlOf(process.env),
      channel: process.env.WEBHOOK_PROXY_URL || null,
      newChannel: () => newChannel(process.env.SMEE_URL || undefined),
      envFiles: envFilesOf(process.env),
      fetch,
      print: line => console.log(line),
    });
    configuration = readConfiguration(Object.assign(process.env, env))!;
  }
  const app = await startApp(configuration);
  stop = () => app.stop();
} catch (error) {
  console.error(`milestone-execute cannot start: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(2);
}
