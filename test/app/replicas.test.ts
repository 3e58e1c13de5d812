import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { LONG, some } from "../rig/long.ts";
import { hasRedis, startRedis } from "../rig/redis.ts";
import { githubWithMilestones, playMilestones, startReplicas, whatIsWrong } from "./replicas.ts";

const MILESTONES = ["api-v2", "docs-v1"];
/** Each takes a second of processor time. */
const KILLS = LONG ? 50 : 4;

describe.each(hasRedis ? ["Redis", "SQLite"] : ["SQLite"])(
  "two processes that share an inbox in %s",
  kind => {
    it.each(some([7, 8, 9, 10, 11, 12], 1))(
      "R-HOOK-1: do each thing once over shuffled, doubled and lost deliveries, though they are killed again and again (%i)",
      async seed => {
        const github = await githubWithMilestones(MILESTONES);
        const redis = kind === "Redis" ? await startRedis() : null;
        const folder = mkdtempSync(join(tmpdir(), "milestone-replicas-"));
        const replicas = await startReplicas(
          github,
          2,
          redis ? { REDIS_URL: redis.url } : { DATA_DIR: folder },
        );
        const { url } = replicas;
        github.setWebhook({
          url,
          secret: "a secret of the test's",
          seed,
          drop: 0.2,
          duplicate: 0.3,
          delayMs: 300,
        });
        let isOver = false;
        const kills = (async () => {
          for (let n = 0; n < KILLS && !isOver; n += 1) await replicas.replace(n % 2);
        })();
        const presses = await playMilestones(github, { milestones: MILESTONES, rounds: 8 });
        await github.settled();
        isOver = true;
        await kills;
        const wrong = await whatIsWrong(github, replicas, { milestones: MILESTONES, presses });
        expect(wrong, replicas.output().slice(-4_000)).toEqual([]);
        expect(github.violations).toEqual([]);
        await replicas.close();
        await redis?.close();
        await github.close();
        rmSync(folder, { recursive: true, force: true });
      },
      600_000,
    );
  },
);
