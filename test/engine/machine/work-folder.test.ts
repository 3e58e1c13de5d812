import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { machineLacks, workFolder } from "../../../src/engine/machine/work-folder.ts";

const folder = realpathSync(mkdtempSync(join(tmpdir(), "work-folder-")));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const mount = (path: string, flags: string) => `1 0 0:1 / ${path} rw,${flags} - tmpfs tmpfs rw\n`;
const ROOT = mount("/", "relatime");

describe("the folder of the work trees", () => {
  it("is the temporary folder, or another one where no program may be run there", () => {
    expect(workFolder({ RUNNER_TEMP: folder }, ROOT)).toBe(tmpdir());
    const hardened = ROOT + mount(realpathSync(tmpdir()), "nosuid,noexec") + mount(folder, "nosuid");
    expect(workFolder({ RUNNER_TEMP: folder }, hardened)).toBe(folder);
    expect(workFolder({ RUNNER_TEMP: "/nowhere" }, mount("/", "noexec"))).toBe(tmpdir());
  });

  it("that runs no program, and a machine without bash, are named with the way out", () => {
    const folders = { trees: join(folder), store: folder };
    expect(machineLacks(process.env, folders, ROOT)).toEqual([]);
    expect(machineLacks({ PATH: folder }, folders, ROOT + mount(folder, "noexec"))).toMatchObject([
      {
        message: expect.stringContaining("bash is not on the PATH"),
        remedy: expect.stringContaining("install bash"),
      },
      { message: expect.stringContaining("mounted noexec"), remedy: expect.stringContaining("TMPDIR") },
    ]);
  });
});
