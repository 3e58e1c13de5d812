import { chmodSync } from "node:fs";
import { createServer, type Socket } from "node:net";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { rigWith, standard } from "../action/plans.ts";

/** Over http git gives up after 30 s of silence. */
const AT_MOST_MS = 60_000;
/** The same played twenty times as fast, and what the program itself takes on a busy machine. */
const PLAYED_MS = AT_MOST_MS / 20 + 12_000;

/** A server that takes connections and never says a word. */
async function muteServer(): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createServer(socket => {
    sockets.add(socket);
    socket.on("error", () => undefined);
  });
  await new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const address = server.address();
  return typeof address === "object" && address ? address.port : 0;
}

describe("a remote over ssh that hangs is given up within a minute, as one over https is", () => {
  it.each(["server", "command"])(
    "where the %s never answers",
    async what => {
      const rig = rigWith({ m: standard("m", { tasks: ["id: a"] }) }, {}, { warm: false });
      const { main } = rig;
      const port = what === "server" ? await muteServer() : 22;
      main.git("remote", "set-url", "origin", `ssh://git@127.0.0.1:${port}/x.git`);
      main.write({ "../bin/ssh": "#!/bin/sh\nexec sleep 600\n" });
      chmodSync(join(main.root, "../bin/ssh"), 0o755);
      const env: Record<string, string> =
        what === "server" ? {} : { PATH: `${join(rig.folder, "bin")}:${process.env.PATH}` };
      // Who waits for the server is ssh itself, by its own clock; the other wait is ours and can be played faster.
      const node = what === "server" ? [] : ["--import", join(import.meta.dirname, "../rig/fast-clock.ts")];
      const began = performance.now();
      const done = await main.milestone(["execute", "m"], { env, node });
      expect(performance.now() - began).toBeLessThan(what === "server" ? AT_MOST_MS : PLAYED_MS);
      expect([done.code, done.stderr]).toEqual([
        2,
        expect.stringMatching(/the remote cannot be read.*(timed out|does not answer)/),
      ]);
    },
    90_000,
  );
});
