import { spawnSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DIST } from "../engine.ts";
import { temporary } from "../repository.ts";
import { median, type Row, row } from "../row.ts";

const TRIES = 15;

/** The Action with an invalid input: all that is loaded before there is something to do. */
export function start(): Row[] {
  const folder = temporary("empty");
  const empty = join(folder, "empty.mjs");
  writeFileSync(empty, "");
  const time = (file: string, env: Record<string, string> = {}): number => {
    const begun = performance.now();
    spawnSync(process.execPath, [file], { env: { PATH: process.env.PATH, ...env } });
    return performance.now() - begun;
  };
  const ratios = Array.from({ length: TRIES }, () => time(`${DIST}/index.js`) / time(empty));
  // A secret in the environment, as on every runner: it is hidden from other processes first.
  const secret = { INPUT_GITHUB_TOKEN: "ghs_0000000000000000000000000000000000" };
  const clean = Array.from({ length: TRIES }, () => time(`${DIST}/index.js`, secret) / time(empty));
  rmSync(folder, { recursive: true });
  return [
    row("start", "node dist/index.js with nothing to do / an empty script", median(ratios), 2),
    row("start", "the same with a secret to hide from agents / an empty script", median(clean), 2),
  ];
}
