import { spawnSync } from "node:child_process";
import { type Row, row } from "../row.ts";

/** Counted, not timed: `bench/api.ts` plays eight hours against the stand-in for GitHub and prints calls per event. */
export function api(): Row[] {
  const { stdout, stderr } = spawnSync(process.execPath, ["bench/api.ts"], { encoding: "utf8" });
  console.error(stdout);
  const figure = (pattern: RegExp): number => {
    const match = pattern.exec(stdout);
    if (!match) throw new Error(`bench/api.ts printed no ${pattern}: ${stderr.slice(-2000)}`);
    return Number(match[1]);
  };
  return [
    row("api", "calls an hour, 50 tasks and 8 agents in 8 hours", figure(/: (\d+) calls an hour/), 200, {
      digits: 0,
    }),
    row("api", "closest two creations of content, ms", figure(/creations: (\d+) ms/), 1000, {
      least: true,
      digits: 0,
    }),
  ];
}
