import { expect, it } from "vitest";
import { rigWith, standard } from "../action/plans.ts";

it("a red baseline names the branch on which a fix counts, and a retry after that fix goes on", async () => {
  const top = "test_command: test -f fixed";
  const rig = rigWith({ m: standard("m", { top, tasks: ["id: a"] }) });
  const blocked = await rig.main.milestone(["execute", "m"]);
  expect(blocked.code, blocked.stderr).toBe(11);
  const said = blocked.stdout + blocked.stderr;
  expect(said).toContain("after a fix was pushed to the milestone's branch");
  expect(said).not.toContain("base branch");
  const person = rig.clone("person");
  person.git("fetch", "origin", "milestone/m");
  person.git("checkout", "-b", "milestone/m", "FETCH_HEAD");
  person.write({ fixed: "yes\n" });
  person.commit("the fix");
  person.git("push", "origin", "milestone/m");
  const retried = await rig.main.milestone(["retry", "m"]);
  expect(retried.code, retried.stdout + retried.stderr).toBe(0);
});

it("tests that a phase's work breaks are told with what a retry does: the work again, and the tests on it", async () => {
  const top = 'test_command: "! test -f broken"\nexecutor: { run: "echo x > broken", retries: 0 }';
  const text = standard("m", { top, tasks: ["id: a"] }).replace(/^executor: .*retries: 0, backoff.*\n/m, "");
  const rig = rigWith({ m: text });
  const blocked = await rig.main.milestone(["execute", "m"]);
  expect(blocked.code, blocked.stderr).toBe(11);
  expect(blocked.stdout + blocked.stderr).toContain(
    "does the phase's work again, told which tests it breaks",
  );
});
