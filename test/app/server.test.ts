import { createHmac, randomUUID } from "node:crypto";
import { createRequire } from "node:module";
import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readConfiguration } from "../../app/configuration.ts";
import { walkInstallation } from "../../app/walk.ts";
import { appRig, type Rig, SECRET } from "./app-rig.ts";

interface Example {
  name: string;
  examples: { action?: string; installation?: { id: number }; repository?: { id: number } }[];
}
const EXAMPLES = createRequire(import.meta.url)(
  "@octokit/webhooks-examples/api.github.com/index.json",
) as Example[];

let rig: Rig;
beforeAll(async () => {
  rig = await appRig();
});
afterAll(() => rig.close());

const sign = (body: string) => `sha256=${createHmac("sha256", SECRET).update(body).digest("hex")}`;

function headers(event: string, body: string): Record<string, string> {
  return {
    "content-type": "application/json",
    "x-github-event": event,
    "x-github-delivery": randomUUID(),
    "x-hub-signature-256": sign(body),
  };
}

const post = (body: string, more: Record<string, string | undefined> = {}, event = "push") => {
  const all = Object.entries({ ...headers(event, body), ...more }).filter(([, value]) => value !== undefined);
  return fetch(rig.url, { method: "POST", body, headers: Object.fromEntries(all) as Record<string, string> });
};
const base = () => `http://127.0.0.1:${rig.app.port}`;
const isAlive = async () => (await fetch(`${base()}/health`)).status === 200;

describe("S-HOOK-3: a webhook that is not GitHub's", () => {
  const body = JSON.stringify({ ref: "refs/heads/main" });
  it.each([
    ["without a signature", { "x-hub-signature-256": undefined }, 400],
    ["without an event", { "x-github-event": undefined }, 400],
    ["without an id", { "x-github-delivery": undefined }, 400],
    ["with a wrong signature", { "x-hub-signature-256": `sha256=${"0".repeat(64)}` }, 401],
    ["signed with SHA-1", { "x-hub-signature-256": `sha1=${"0".repeat(40)}` }, 401],
    ["with a signature that is none", { "x-hub-signature-256": "sha256=" }, 401],
    ["signed for other bytes", { "x-hub-signature-256": sign(`${body} `) }, 401],
  ])("%s is refused with %s", async (_, more, status) => {
    const received = rig.github.calls.length;
    expect((await post(body, more)).status).toBe(status);
    expect(rig.github.calls).toHaveLength(received);
    expect(await isAlive()).toBe(true);
  });

  it("whose body is signed but is no JSON is refused, and the app lives on", async () => {
    expect((await post("{")).status).toBe(400);
    expect(await isAlive()).toBe(true);
  });
});

describe("S-HOOK-5: too much", () => {
  it("a body of 26 MB is refused with 413 before it is read", async () => {
    const { port } = rig.app;
    const socket = connect(port, "127.0.0.1");
    const head = [
      "POST /api/github/webhooks HTTP/1.1",
      "host: x",
      "x-github-event: push",
      "x-github-delivery: 1",
      `x-hub-signature-256: sha256=${"0".repeat(64)}`,
      `content-length: ${26 * 1024 * 1024}`,
    ];
    const answer = new Promise<string>((resolve, reject) => {
      socket.once("data", data => resolve(data.toString()));
      socket.once("error", reject);
    });
    socket.write(`${head.join("\r\n")}\r\n\r\n`);
    expect(await answer).toMatch(/^HTTP\/1\.1 413/);
    socket.destroy();
    expect(await isAlive()).toBe(true);
  });

  it("300 deliveries at once are all accepted", async () => {
    const body = JSON.stringify({ zen: "x".repeat(1000) });
    const answers = await Promise.all(Array.from({ length: 300 }, () => post(body, {}, "ping")));
    expect(new Set(answers.map(a => a.status))).toEqual(new Set([202]));
  });
});

describe("S-HOOK-6: an event that is not of an installation of ours", () => {
  it("without an installation asks GitHub nothing", async () => {
    const before = rig.github.calls.length;
    const payload = EXAMPLES.find(e => e.name === "push")!.examples[0]!;
    await post(JSON.stringify({ ...payload, ref: "refs/heads/milestone/x", installation: undefined }));
    await rig.settled();
    expect(rig.github.calls).toHaveLength(before);
  });

  it("of an installation that does not exist ends in the log and nowhere else", async () => {
    const payload = EXAMPLES.find(e => e.name === "push")!.examples[0]!;
    await post(JSON.stringify({ ...payload, ref: "refs/heads/milestone/x", installation: { id: 1 } }));
    await rig.settled();
    expect(await isAlive()).toBe(true);
  });
});

describe("S-SETUP-1: the pages that make an app", () => {
  it.each([
    "/setup",
    "/setup/registered",
    "/probot",
    "/probot/setup",
    "/probot/import",
    "/probot/success",
    "/ping",
    "/static/x",
  ])("%s is not there while an app id is set", async path => {
    expect((await fetch(base() + path)).status).toBe(404);
  });

  it("only an environment without APP_ID sets one up, and one without a secret is refused", () => {
    expect(readConfiguration({})).toBeNull();
    expect(() => readConfiguration({ APP_ID: "1" })).toThrow("WEBHOOK_SECRET");
    expect(() => readConfiguration({ APP_ID: "x", WEBHOOK_SECRET: "s" })).toThrow("APP_ID");
  });
});

describe("GitHub's published examples of webhooks", () => {
  it.each(EXAMPLES.map(({ name, examples }) => [name, examples] as const))(
    "of %s are taken in without a fault",
    async (name, examples) => {
      const faults: unknown[] = [];
      const { log } = rig.app.context;
      const error = log.error;
      log.error = (...given: unknown[]) => void faults.push(given);
      for (const example of examples) {
        const payload = { ...example, installation: { id: rig.github.app.installationId } };
        expect((await post(JSON.stringify(payload), {}, name)).status).toBe(202);
      }
      await rig.settled();
      log.error = error;
      expect(faults).toEqual([]);
    },
  );
});

it("quiet repositories cost two requests for a hundred of them", async () => {
  const { world, repository, app } = rig.github;
  for (let n = 0; n < 500; n += 1) {
    const name = `quiet-${n}`;
    world.repositories.set(`acme/${name}`, { ...repository, id: 1_000_000 + n, name });
  }
  for (const actor of world.tokens.values()) if (actor.kind === "installation") actor.repositoryIds = null;
  // As after a start: nothing of what was read before is remembered.
  rig.app.context.places.forget(app.installationId);
  const { fetch } = globalThis;
  let asked = 0;
  globalThis.fetch = (input, init) => {
    if (String(input).startsWith(rig.github.apiUrl) || String(input).endsWith("/graphql")) asked += 1;
    return fetch(input, init);
  };
  await walkInstallation(rig.app.context, app.installationId);
  globalThis.fetch = fetch;
  expect(asked).toBe(12);
  for (const name of [...world.repositories.keys()])
    if (name.includes("quiet-")) world.repositories.delete(name);
});
