import { chmodSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { rigWith, standard } from "../action/plans.ts";
import type { Finished, Rig } from "../rig/repository.ts";

/**
 * Stands before ssh in the path: what it is asked it asks the real one, with the person's ssh configuration. Then it
 * writes down what ssh would go by, and is the server itself, which takes its time to answer the first call.
 */
const SSH = (rig: Rig): string => `#!/bin/sh
case " $* " in *" -G "*) exec /usr/bin/ssh -F ${rig.folder}/ssh_config "$@" ;; esac
/usr/bin/ssh -F ${rig.folder}/ssh_config -G "$@" >> ${rig.folder}/calls
for last; do :; done
sleep $(cat ${rig.folder}/slow)
echo 0 > ${rig.folder}/slow
exec sh -c "$last"
`;

/** A rig whose origin is reached over ssh, and a way to run the command line there. */
function sshRig(config = ""): {
  rig: Rig;
  execute: (env?: Record<string, string>, node?: string[]) => Promise<Finished>;
} {
  const rig = rigWith({ m: standard("m", { tasks: ["id: a"] }) });
  rig.main.git("remote", "set-url", "origin", `ssh://git@example.test:2222${rig.origin}`);
  rig.main.write({ "../ssh_config": config });
  rig.main.write({ "../bin/ssh": SSH(rig), "../calls": "", "../slow": "0" });
  chmodSync(join(rig.folder, "bin/ssh"), 0o755);
  const path = `${join(rig.folder, "bin")}:${process.env.PATH}`;
  return {
    rig,
    execute: (env = {}, node = []) =>
      rig.main.milestone(["execute", "m"], { node, env: { PATH: path, ...env } }),
  };
}

/** The values by which every call of ssh went. */
function went({ folder }: Rig, name: string): string[] {
  const calls = readFileSync(join(folder, "calls"), "utf8").split("\n");
  return [
    ...new Set(calls.filter(line => line.startsWith(`${name} `)).map(line => line.slice(name.length + 1))),
  ];
}

const DEFAULTS = {
  connecttimeout: "20",
  serveraliveinterval: "10",
  serveralivecountmax: "3",
  batchmode: "yes",
};

it.each<[string, { env?: Record<string, string>; config?: string; git?: string }, Partial<typeof DEFAULTS>]>([
  ["nobody sets anything", {}, {}],
  [
    "the person's own command sets it",
    { env: { GIT_SSH_COMMAND: "ssh -o ConnectTimeout=60 -oServerAliveCountMax=9" } },
    { connecttimeout: "60", serveralivecountmax: "9" },
  ],
  [
    "the person's git configuration names the command",
    { git: "[core]\n\tsshCommand = ssh -o ServerAliveInterval=45\n" },
    { serveraliveinterval: "45" },
  ],
  [
    "ssh's own configuration sets it for the host",
    { config: "Host example.test\n  ConnectTimeout 90\n  ServerAliveInterval 5\n" },
    { connecttimeout: "90", serveraliveinterval: "5" },
  ],
])(
  "ssh asks nobody and gives a mute server up, and what a person sets themselves wins: %s",
  async (_, set, wins) => {
    const { rig, execute } = sshRig(set.config);
    rig.main.write({ "../gitconfig": set.git ?? "" });
    const env = { ...set.env, GIT_CONFIG_GLOBAL: join(rig.folder, "gitconfig") };
    const done = await execute(env);
    expect(done.code, done.stderr + done.stdout).toBe(0);
    expect(rig.read("milestone/m", ".milestones/completed/m.yaml")).toMatch(/status: completed/);
    for (const [name, value] of Object.entries({ ...DEFAULTS, ...wins }))
      expect(went(rig, name)).toEqual([value]);
    expect(went(rig, "port")).toEqual(["2222"]);
  },
);

it("a command that is no ssh is taken as it is", async () => {
  const { rig, execute } = sshRig();
  rig.main.git("remote", "set-url", "origin", `example.test:${rig.origin}`);
  const tool = join(rig.folder, "connect.sh");
  rig.main.write({ "../connect.sh": `#!/bin/sh\nfor last; do :; done\nexec sh -c "$last"\n` });
  const done = await execute({ GIT_SSH_COMMAND: `${tool} -v` });
  expect(done.code, done.stderr + done.stdout).toBe(0);
  expect(readFileSync(join(rig.folder, "calls"), "utf8")).toBe("");
});

it.each([
  ["20", 2],
  ["400", 0], // of which a busy machine may need a good part
])("a server that begins to speak after 50 s: with a ConnectTimeout of %s", async (timeout, code) => {
  // The program's clock goes twenty times as fast, the server's does not.
  const fast = ["--import", join(import.meta.dirname, "../rig/fast-clock.ts")];
  const { rig, execute } = sshRig();
  rig.main.write({ "../slow": "2.5" });
  const done = await execute({ GIT_SSH_COMMAND: `ssh -o ConnectTimeout=${timeout}` }, fast);
  expect(done.code, done.stderr + done.stdout).toBe(code);
  expect(went(rig, "connecttimeout")).toEqual([timeout]);
});
