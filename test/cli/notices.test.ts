import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import type { Notice } from "../../src/milestone/view/notice.ts";
import { makeRig, type Rig } from "../rig/repository.ts";

interface Chat {
  address: string;
  told: Notice[];
}

/** A chat tool's address; `statuses` are its answers in order, then 200; 0 is none at all. */
async function chat(statuses: number[] = []): Promise<Chat> {
  const told: Notice[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      const status = statuses.shift() ?? 200;
      if (status === 200) told.push(JSON.parse(Buffer.concat(parts).toString("utf8")));
      if (status !== 0) response.writeHead(status).end();
    });
  });
  await new Promise<void>(resolve => void server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/secret-path`, told };
}

function rigOf(more: string, run: string): Rig {
  const rig = makeRig({ id: "m", tasks: [{ id: "a", standard: true }], run, more }, {}, { warm: true });
  onTestFinished(() => rig.close());
  return rig;
}

const WEBHOOK = "notify: { webhook: CHAT_WEBHOOK }";

describe("notify.webhook", { timeout: 120_000 }, () => {
  test("start, blocker and end are posted in order, as chat tools take them, and nobody is pinged by a text", async () => {
    const { address, told } = await chat();
    const rig = rigOf(
      WEBHOOK,
      'echo "<!channel> <@U1> @all [see](http://x) gave up" >&2; env > seen.txt; exit 1',
    );
    const run = await rig.main.milestone(["execute", "m", "--no-push"], { env: { CHAT_WEBHOOK: address } });
    expect(run.code, run.stderr).toBe(11);
    expect(told.map(({ kind }) => kind)).toEqual(["start", "blocker", "end"]);
    expect(told[1]).toMatchObject({
      milestone: "m",
      task: "a",
      command: "milestone retry m a",
      branch: "milestone/m",
      allowed_mentions: { parse: [] },
    });
    for (const { text, content } of told) {
      expect(text).not.toMatch(/<[!@]|@\w|\]\(/);
      expect(content).toBe(text);
    }
    expect(`${run.stdout}${run.stderr}`).not.toContain("secret-path");
  });

  test("an address that fails for a moment is tried again", async () => {
    const { address, told } = await chat([500]);
    const rig = rigOf(WEBHOOK, "true");
    const run = await rig.main.milestone(["execute", "m", "--no-push"], { env: { CHAT_WEBHOOK: address } });
    expect(run.code, run.stderr).toBe(0);
    expect(told.map(({ kind }) => kind)).toEqual(["start", "end"]);
  });

  test("one that never answers is given up when the run has ended", async () => {
    const answers = [0, 0, 0, 0, 0, 0];
    const { address } = await chat(answers);
    const rig = rigOf(WEBHOOK, "true");
    const run = await rig.main.milestone(["execute", "m", "--no-push"], { env: { CHAT_WEBHOOK: address } });
    expect(run.code).toBe(0);
    expect(run.stderr).toContain("could not be posted to the address in CHAT_WEBHOOK: it did not answer");
    // Three tries of ten seconds for each of the two notices are not waited for.
    expect(answers.length).toBeGreaterThan(0);
  });

  test("one that is not set, or is no address, is a warning and never in the way", async () => {
    const rig = rigOf(WEBHOOK, "true");
    const unset = await rig.main.milestone(["execute", "m", "--no-push"]);
    expect([unset.code, unset.stderr]).toEqual([
      0,
      expect.stringContaining("CHAT_WEBHOOK, which is not set"),
    ]);
    const other = rigOf(WEBHOOK, "true");
    const wrong = await other.main.milestone(["execute", "m", "--no-push"], {
      env: { CHAT_WEBHOOK: "not-an-address" },
    });
    expect([wrong.code, wrong.stderr]).toEqual([0, expect.stringContaining("it is no http address")]);
    expect(wrong.stderr).not.toContain("not-an-address");
  });
});
