import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { makeTemporaryFolder, removeAbandonedFolders } from "../../../src/engine/process/temporary-folder.ts";
import { makeNest } from "../../rig/nest.ts";

const SOURCE = new URL("../../../src/engine/process/temporary-folder.ts", import.meta.url).href;
const MAKE = `import { makeTemporaryFolder } from ${JSON.stringify(SOURCE)};
  process.stdout.write(makeTemporaryFolder("trees", process.argv[1]) + "\\n");`;

let base: string;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), "temporary-test-"));
});
afterEach(() => rmSync(base, { recursive: true }));

function folderOfTheDead(): string {
  const { stdout } = spawnSync(process.execPath, ["--input-type=module", "-e", MAKE, base], {
    encoding: "utf8",
  });
  return stdout.trim();
}

it.runIf(process.platform === "linux")(
  "what a dead process left is removed, with all that is in it",
  async () => {
    const folder = folderOfTheDead();
    mkdirSync(join(folder, "agent-1/deep"), { recursive: true });
    writeFileSync(join(folder, "agent-1/deep/file"), "x");
    symlinkSync(tmpdir(), join(folder, "agent-1/link"));
    await removeAbandonedFolders(base);
    expect(readdirSync(base)).toEqual([]);
    expect(existsSync(tmpdir())).toBe(true);
  },
);

it.runIf(process.platform === "linux")(
  "S-LEFT: so is what an agent closed, and what it nested deeper than a path can be long",
  async () => {
    const folder = folderOfTheDead();
    mkdirSync(join(folder, "agent-1/closed"), { recursive: true });
    writeFileSync(join(folder, "agent-1/closed/file"), "x");
    chmodSync(join(folder, "agent-1/closed"), 0);
    makeNest(folder, "nest");
    await removeAbandonedFolders(base);
    expect(readdirSync(base)).toEqual([]);
  },
);

it("what a living process has made stays, its own and another's", async () => {
  const own = makeTemporaryFolder("trees", base);
  const script = `${MAKE} setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script, base], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [output] = await once(child.stdout, "data");
  const other = String(output).trim();
  await removeAbandonedFolders(base);
  child.kill("SIGKILL");
  expect([existsSync(own), existsSync(other)]).toEqual([true, true]);
});

it("folders of other containers and of other programs stay, and so does a link with such a name", async () => {
  const dead = folderOfTheDead();
  const elsewhere = dead.replace(/-\d+\./, "-1.");
  mkdirSync(elsewhere);
  mkdirSync(join(base, "milestone-notes"));
  const link = dead.replace(/\w{6}$/, "abcdef");
  symlinkSync(join(base, "milestone-notes"), link);
  await removeAbandonedFolders(base);
  const names = readdirSync(base).map(name => join(base, name));
  expect(names).toEqual(expect.arrayContaining([elsewhere, join(base, "milestone-notes"), link]));
});

it.runIf(process.platform === "linux")(
  "programs that start at once remove the same leavings together",
  async () => {
    const folder = folderOfTheDead();
    for (let at = 0; at < 20; at++) {
      const copy = folder.replace(/\w{6}$/, `${100_000 + at}`);
      mkdirSync(copy);
      makeNest(copy, "nest"); // node's own removal gives up at it
    }
    const sweep = `import { removeAbandonedFolders } from ${JSON.stringify(SOURCE)};
    await removeAbandonedFolders(process.argv[1]);`;
    const sweepers = [1, 2, 3].map(() =>
      spawn(process.execPath, ["--input-type=module", "-e", sweep, base], {
        stdio: ["ignore", "ignore", "inherit"],
      }),
    );
    const codes = await Promise.all(sweepers.map(async sweeper => (await once(sweeper, "exit"))[0]));
    expect(codes).toEqual([0, 0, 0]);
    expect(readdirSync(base)).toEqual([]);
  },
);
