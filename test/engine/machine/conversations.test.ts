import {
  linkSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { openConversations } from "../../../src/engine/machine/conversations.ts";

const SESSION = "11111111-2222-4333-8444-555555555555";
const TALKER = { milestone: "m", task: "a", phase: "design", profile: "claude", model: null };
const KEPT = { session: SESSION, attempt: 1, told: [] };

function ground() {
  const top = realpathSync(mkdtempSync(join(tmpdir(), "talk-")));
  onTestFinished(() => rmSync(top, { recursive: true, force: true }));
  const folder = join(top, "sessions");
  mkdirSync(folder);
  writeFileSync(join(top, "secret"), "secret");
  return {
    top,
    folder,
    kept: join(top, "kept/m/a.design"),
    conversations: openConversations(join(top, "kept")),
  };
}

test("a conversation is kept where nobody but the engine's user can read it", () => {
  const { folder, kept, conversations } = ground();
  writeFileSync(join(folder, `${SESSION}.jsonl`), "{}\n");
  expect(conversations.keep(TALKER, KEPT, { folder, last: SESSION })).toBe(true);
  const modes = ["", "entry.json", "files", `files/${SESSION}.jsonl`].map(
    path => statSync(join(kept, path)).mode & 0o777,
  );
  expect(modes).toEqual([0o700, 0o600, 0o700, 0o600]);
});

test("S-PATH-2 a link that an agent left in place of its conversation carries nothing of the machine's along", () => {
  for (const link of [symlinkSync, linkSync]) {
    const { top, folder, kept, conversations } = ground();
    link(join(top, "secret"), join(folder, `${SESSION}.jsonl`));
    expect(conversations.keep(TALKER, KEPT, { folder, last: SESSION })).toBe(false);
    expect(statSync(join(kept, "files"), { throwIfNoEntry: false })).toBeUndefined();
  }
});
