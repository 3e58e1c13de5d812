import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseArgs, parseComment } from "../../../src/milestone/command/command.ts";
import { FLAGS, type FlagName, flagUsage } from "../../../src/milestone/command/command-flags.ts";
import {
  commandHelp,
  commandOverview,
  commandUsage,
  wordsOf,
} from "../../../src/milestone/command/command-help.ts";
import { type Command, needOf } from "../../../src/milestone/command/command-reader.ts";
import { COMMAND_NAMES, COMMANDS, commandsAt } from "../../../src/milestone/command/command-table.ts";
import { processorTime } from "../../rig/processor-time.ts";
import { runs } from "../../rig/runs.ts";

function accepted(body: string, implied?: string): Command[] {
  const parsed = parseComment(body, { implied });
  if (parsed.kind !== "commands") throw new Error(JSON.stringify(parsed));
  return parsed.commands;
}

function refused(body: string, implied?: string) {
  const parsed = parseComment(body, { implied });
  if (parsed.kind !== "refused") throw new Error(JSON.stringify(parsed));
  return parsed.refusal;
}

const one = (body: string, implied?: string) => accepted(body, implied)[0]!;

describe("a command that names no milestone", () => {
  const known = ["api-v2", "auth"];
  const reading = (body: string, of: readonly string[]) => parseComment(body, { known: of });

  test.each([
    ["/milestone approve schema/design", { name: "approve", target: { task: "schema", phase: "design" } }],
    ["/milestone status", { name: "status" }],
    ["/milestone why schema", { name: "why", target: { task: "schema" } }],
    ["/milestone retry", { name: "retry" }],
  ])("means the only one that there is: %s", (body, wanted) => {
    const parsed = reading(body, ["api-v2"]);
    expect(parsed).toMatchObject({ kind: "commands", commands: [{ ...wanted, milestone: "api-v2" }] });
  });

  test.each([
    "/milestone approve schema/design",
    "/milestone status",
    "/milestone why schema",
    "/milestone cancel",
  ])("is asked for it, with the list, where there are more: %s", body => {
    expect(reading(body, known)).toMatchObject({ kind: "refused", refusal: { milestones: known } });
  });

  test.each(["cancel", "archive", "postpone", "unlock"])("%s wants the id even of the only one", name => {
    expect(reading(`/milestone ${name}`, ["api-v2"])).toMatchObject({ kind: "refused" });
    expect(reading(`/milestone ${name} api-v2`, ["api-v2"])).toMatchObject({ kind: "commands" });
  });

  test("takes a first word that names one for its id", () => {
    const parsed = reading("/milestone skip auth docs not needed", known);
    const command = { milestone: "auth", target: { task: "docs" }, reason: "not needed" };
    expect(parsed).toMatchObject({ kind: "commands", commands: [command] });
  });
});

describe("a comment", () => {
  test.each([
    "please run /milestone execute m",
    "> /milestone execute m",
    "    /milestone execute m",
    "```\n/milestone execute m\n```",
    "/milestones execute m",
    "\t/milestone execute m",
    "-     /milestone execute m",
    "- [ ] /milestone execute m",
    "- > /milestone execute m",
    "~~~\n/milestone execute m",
    "- ```\n  /milestone execute m\n  ```",
    "<pre>\n/milestone execute m\n</pre>",
    "Try `this\n/milestone execute m\nor that`.",
    "Thanks\n-- \n/milestone execute m",
    "Seen.\n\nOn Mon, Nov 30, 2026 at 10:00 AM Bob <bob@example.com> wrote:\n/milestone execute m",
    "Seen.\n\n-----Original Message-----\n/milestone execute m",
    "/milestone-execute m",
    "<!--\n/milestone execute m\n-->",
    "<blockquote>\n\n/milestone execute m\n\n</blockquote>",
    "See <code>this\n/milestone execute m</code>",
    "- ```\n  x\n```\n/milestone execute m\n```",
    "Hidden <!--\n\n/milestone execute m\n\n-->",
    "Seen.\n\nFrom: Bob <bob@example.com>\nSent: Monday\n\n/milestone execute m",
    "---------- Forwarded message ---------\n/milestone execute m",
    "",
  ])("without a command is not for us: %j", body => {
    expect(parseComment(body)).toEqual({ kind: "none" });
  });

  test.each([
    "Thanks, looks good.\n\n/milestone execute m",
    "> what about the guide?\n\n/milestone execute m",
    "> what about the guide?\n/milestone execute m",
    "   /milestone execute m",
    "- /milestone execute m",
    "1. /milestone execute m",
    "2)   /milestone execute m",
    "* first\n  - /milestone execute m",
    "- first\n    - /milestone execute m",
    "-\t/milestone execute m",
    "Thanks.\r/milestone execute m",
    "\u3000/milestone execute m",
    '<img width="9" src="http://x/y.png">\n/milestone execute m',
    "Do not write `<!--` or `<pre>`.\n\n/milestone execute m",
    "```sh\nnpm test\n```\n/milestone execute m",
    "``` is no fence `\n/milestone execute m",
    "A lonely ` here.\n\n/milestone execute m",
    "<pre>x</pre>\n/milestone execute m",
    "/milestone execute m   ",
    "/Milestone execute m",
    "/milestone\u00a0execute\u00a0m",
    "\n/milestone execute m\n\nSent from my iPhone",
    "/milestone execute m\r\n\r\nOn Mon, Nov 30, 2026 at 10:00 AM Bob wrote:\r\n> /milestone cancel m",
  ])("gives its command on whatever line and in whatever item of a list: %j", body => {
    expect(accepted(body)).toMatchObject([{ name: "execute", milestone: "m" }]);
  });

  test.each([
    "\ufeff/milestone execute m",
    "- \u200b/milestone execute m",
    "/milestone\u200b execute m",
    "/milestone exe\u200bcute m",
    "/milestone execute m\u200b",
  ])("with what cannot be seen in its command is told so: %j", body => {
    expect(refused(body).reason).toContain("cannot be seen");
  });

  test("by mail gives a rejection its reason without what the mail program adds", () => {
    const body = "/milestone reject m a/design\nName the index.\n\nOn Mon, Bob wrote:\n> the design is there";
    expect(one(body).reason).toBe("Name the index.");
  });

  test.each([
    "/milestone execute m",
    "/milestone/execute m",
    "/Milestone  EXECUTE\tm",
    "/milestone execute m\r\nthank you",
  ])("gives a command: %j", body => {
    expect(accepted(body)).toMatchObject([{ name: "execute", milestone: "m" }]);
  });

  test("with nothing behind the slash command asks for help", () => {
    expect(one("/milestone")).toMatchObject({ name: "help" });
    expect(one("/milestone help execute")).toMatchObject({ name: "help", about: "execute" });
  });

  test("gives several commands, one a line, in order", () => {
    const commands = accepted("/milestone retry m a\nsome words\n/milestone status m\n\n/milestone/report m");
    expect(commands.map(c => c.name)).toEqual(["retry", "status", "report"]);
  });

  test("runs none of its commands when one is wrong, and says which line", () => {
    expect(parseComment("/milestone status m\nwords\n/milestone cancle m")).toMatchObject({
      kind: "refused",
      line: 3,
    });
  });

  test("gives at most twenty commands", () => {
    const lines = (n: number) => Array.from({ length: n }, () => "/milestone status m").join("\n");
    expect(accepted(lines(20))).toHaveLength(20);
    expect(refused(lines(21)).reason).toContain("at most 20");
  });

  test.each([
    ["```", "```"],
    ["~~~~", "~~~~~"],
    ["  ```sh", "```"],
  ])("runs no command inside of a code block opened by %j", (open, close) => {
    const body = `/milestone status m\n${open}\n/milestone cancel m\n${close}\n/milestone report m`;
    expect(accepted(body).map(c => c.name)).toEqual(["status", "report"]);
  });

  test("runs no command that is quoted or hidden in it", () => {
    const body =
      "/milestone status m\n> /milestone cancel m\n<!-- \n/milestone cancel m\n-->\n/milestone report m";
    expect(accepted(body).map(c => c.name)).toEqual(["status", "report"]);
    expect(accepted("/milestone status m\n```\n/milestone cancel m").map(c => c.name)).toEqual(["status"]);
  });
});

describe("flags", () => {
  test.each([
    ["--agents=8", { agents: 8 }],
    ["--agents 8", { agents: 8 }],
    ["—agents=8", { agents: 8 }],
    ["--Strategy=Hybrid", { strategy: "hybrid" }],
    ["--no-push", { push: false }],
    ["--push=false", { push: false }],
    ["--git-integration", { "git-integration": true }],
    ["--resume", { resume: "true" }],
    ["--no-resume", { resume: "false" }],
    ["--resume=auto", { resume: "auto" }],
    ["--session-id s-1 --dry-run", { "session-id": "s-1", "dry-run": true }],
    ["--time-budget=0", { "time-budget": 0 }],
    ['--request="a b"', { request: "a b" }],
  ])("%s is read", (text, flags) => {
    expect(one(`/milestone execute m ${text}`).flags).toEqual(flags);
    expect(one(`/milestone execute ${text} m`).flags).toEqual(flags);
  });

  test.each([
    ["--agents=0", "--agents is a whole number from 1 to 64"],
    ["--agents=65", "--agents is a whole number from 1 to 64"],
    ["--agents=1e1", "--agents is a whole number from 1 to 64"],
    ["--agents", "--agents is a whole number from 1 to 64"],
    ["--strategy=fast", "--strategy is one of parallel, sequential, hybrid, auto"],
    ["--push=maybe", "--push is on or off: write --push or --no-push"],
    ["--no-agents", "--agents cannot be switched off"],
    ["--no-push=true", "--no-push takes no value"],
    ["--session-id=../x", "--session-id: an id is"],
    ["--revert", "execute does not take --revert"],
    ["--json", "execute does not take --json"],
    ["--push --no-push", "--push stands there twice"],
    ["--constructor", "execute has no such flag"],
    ["--__proto__=1", "execute has no such flag"],
  ])("%s is refused with a reason", (text, reason) => {
    expect(refused(`/milestone execute m ${text}`).reason).toContain(reason);
  });

  test("behind the first word of a reason belong to the reason", () => {
    expect(one("/milestone skip m a --request=k not --revert but this")).toMatchObject({
      reason: "not --revert but this",
      flags: { request: "k" },
    });
  });

  test("a reason may be a flag, and one with force-dependencies is for maintainers", () => {
    expect(one('/milestone cancel m --reason="no need"')).toMatchObject({ reason: "no need" });
    expect(needOf(one("/milestone execute m"))).toBe("write");
    expect(needOf(one("/milestone execute m --force-dependencies"))).toBe("maintain");
    expect(needOf(one("/milestone execute m --no-force-dependencies"))).toBe("write");
  });
});

describe("the milestone's id", () => {
  test("comes first, or is implied by the place", () => {
    expect(one("/milestone status", "m").milestone).toBe("m");
    expect(one("/milestone status other", "m").milestone).toBe("other");
    expect(refused("/milestone status").reason).toContain("which milestone");
  });

  test.each([
    ["retry a", "m", { task: "a" }],
    ["retry a/spec", "m", { task: "a", phase: "spec" }],
    ["retry", "m", null],
    ["retry other a", "other", { task: "a" }],
    ["why a", "m", { task: "a" }],
    ["why other a", "other", { task: "a" }],
    ["approve", "m", null],
    ["approve a/design", "m", { task: "a", phase: "design" }],
    ["approve other", "other", null],
    ["approve other a/design", "other", { task: "a", phase: "design" }],
    ["approve other a", "other", { task: "a" }],
    ["skip a for good", "m", { task: "a" }],
    ["skip m a for good", "m", { task: "a" }],
    ["reject a/design no", "m", { task: "a", phase: "design" }],
    ["reject other a/design no", "other", { task: "a", phase: "design" }],
  ])("%s, said in a place that implies m, is about %s", (text, milestone, target) => {
    expect(one(`/milestone ${text}`, "m")).toMatchObject({ milestone, target });
  });

  test("is never guessed for what cannot be undone", () => {
    expect(one("/milestone cancel", "m").milestone).toBe("m");
    expect(one("/milestone cancel m too late", "m")).toMatchObject({ milestone: "m", reason: "too late" });
    expect(one("/milestone cancel sdk-v2", "m").milestone).toBe("sdk-v2");
  });
});

describe("reasons", () => {
  test("are the rest of the line as it was written", () => {
    expect(one(`/milestone skip m a don't   need "it"`).reason).toBe(`don't   need "it"`);
    expect(one("/milestone/reject m a/design  so not ").reason).toBe("so not");
  });

  test("of a rejection go on in the lines below", () => {
    const [reject, status] = accepted(
      "/milestone reject m a/spec\n- one\n```\ncode\n```\n<!--\nhidden\n-->\n/milestone status m\nmore",
    );
    expect(reject!.reason).toBe("- one\n```\ncode\n```");
    expect(status!.reason).toBe("");
  });

  test("of a rejection are not left out", () => {
    expect(refused("/milestone reject m a/spec").reason).toContain("a rejection needs a reason");
    expect(parseArgs(["reject", "m", "a/spec"])).toMatchObject({ ok: false });
  });
});

describe("a refusal", () => {
  test.each([
    ["/milestone exceute m --agents=2", "/milestone execute m --agents=2"],
    ["/milestone rety m a", "/milestone retry m a"],
    ["/milestone execute m --agnets=3", "/milestone execute m --agents=3"],
    ["/milestone approve m a/desing", "/milestone approve m a/design"],
    ["/milestone exceute m `rm`", "/milestone execute m"],
  ])("of %s suggests %s", (body, suggestion) => {
    expect(refused(body).suggestion).toBe(suggestion);
  });

  test("of something unlike any command suggests nothing but help", () => {
    expect(refused("/milestone frobnicate")).toMatchObject({ suggestion: null, usage: ["/milestone help"] });
  });

  test("says when a command is for the terminal", () => {
    expect(refused("/milestone replay m").reason).toBe("this command runs in a terminal only");
  });

  test.each([
    ["/milestone execute", "which milestone? Its id comes first"],
    ["/milestone execute m n", "there is a word too many"],
    ["/milestone skip m a/design", "which task? Its id is wanted here"],
    [
      "/milestone approve m a/deploy",
      "<task>/<phase> is wanted here; the phases are design, spec, task and execute",
    ],
    ["/milestone help nonsense", "there is no such command"],
  ])("of %s says what is wanted", (body, reason) => {
    const refusal = refused(body);
    expect(refusal.reason).toBe(reason);
    expect(refusal.usage[0]).toMatch(/^\/milestone \w+/);
  });

  test.each(["../../x", "a b\u0000", "m\u202e", "-x", "m..n", "x.lock", "é", "$(id)", "a".repeat(65)])(
    "S-CMD-5 meets the id %j",
    id => {
      expect(parseComment(`/milestone execute ${id} --dry-run`).kind).toBe("refused");
      expect(parseArgs(["execute", id])).toMatchObject({ ok: false });
    },
  );

  test("S-CMD-5 shows what was written short and visible, and never in its sentence", () => {
    const refusal = refused(`/milestone execute ${"@org/all`<b>\u202e".repeat(20)}`);
    expect(refusal.given!.length).toBeLessThanOrEqual(60);
    expect(refusal.given).not.toMatch(/\p{C}/u);
    expect(refusal.reason + refusal.usage.join()).not.toContain("@org");
  });

  test.each(["\u202e", "\u0000", "\u200b", "\ud800", "\u2028"])(
    "S-CMD-5 meets a reason that hides %j",
    hidden => {
      expect(refused(`/milestone skip m a not${hidden}needed`).reason).toBe(
        "the command holds characters that cannot be seen",
      );
      expect(parseArgs(["skip", "m", "a", `not${hidden}needed`])).toMatchObject({ ok: false });
    },
  );

  test("S-CMD-5 meets ten thousand arguments", () => {
    const many = Array.from({ length: 10_000 }, (_, i) => `--x${i}`);
    expect(parseArgs(["execute", "m", ...many])).toMatchObject({ ok: false });
    expect(parseArgs(["execute", ...many.map(() => "m")])).toMatchObject({ ok: false });
    expect(refused(`/milestone execute m ${many.join(" ")}`).reason).toContain("at most 512 characters");
  });

  test("lets the joiner inside of emoji through", () => {
    expect(one("/milestone reject m a/design 👩‍💻 no").reason).toBe("👩‍💻 no");
  });
});

describe("the command line", () => {
  test.each([
    [
      ["execute", "m", "--no-git-integration", "--json"],
      { name: "execute", flags: { "git-integration": false, json: true } },
    ],
    [
      ["skip", "m", "a", "not", "needed", "--json"],
      { target: { task: "a" }, reason: "not needed", flags: { json: true } },
    ],
    [["reject", "m", "a/design", "the index is missing"], { reason: "the index is missing" }],
    [["approve", "m", "gate:Core functionality"], { checkpoint: "Core functionality", target: null }],
    [["report", "m", "--html", "--output", "x.html"], { flags: { html: true, output: "x.html" } }],
    [["import", ".kiro/specs/login", "login"], { source: ".kiro/specs/login", milestone: "login" }],
    [["completion", "fish"], { shell: "fish" }],
    [["init"], { name: "init", milestone: null }],
    [["validate"], { name: "validate", milestone: null }],
    [["resume", "m", "--add-cost=2.50"], { flags: { "add-cost": 2.5 } }],
    [[], { name: "help" }],
    [["--help"], { name: "help" }],
    [["retry", "--help"], { name: "retry", flags: { help: true } }],
    [["skip", "m", "a", "--", "--json"], { reason: "--json", flags: {} }],
  ])("%j is read", (argv, wanted) => {
    expect(parseArgs(argv)).toMatchObject({ ok: true, command: wanted });
  });

  test("never implies a milestone", () => {
    expect(parseArgs(["status"])).toMatchObject({ ok: false, refusal: { usage: ["milestone status <id>"] } });
  });

  test("suggests commands in its own form", () => {
    expect(parseArgs(["staus", "m"])).toMatchObject({ refusal: { suggestion: "milestone status m" } });
  });
});

describe("the table of commands", () => {
  test("who may give a command is what the contract says", () => {
    const of = (need: string) => commandsAt("comment").filter(name => COMMANDS[name].needs === need);
    expect(of("write")).toEqual(["execute", "resume", "replan", "pause", "retry", "done", "archive"]);
    expect(of("approver")).toEqual(["approve", "reject", "answer"]);
    expect(of("maintain")).toEqual(["skip", "postpone", "cancel", "land", "unlock"]);
    expect(of("read")).toEqual(["status", "plan", "why", "report", "help"]);
  });

  test("the Action takes exactly its commands", () => {
    expect(commandsAt("action")).toEqual(
      [
        "execute",
        "resume",
        "status",
        "plan",
        "replan",
        "validate",
        "pause",
        "retry",
        "skip",
        "approve",
        "reject",
        "answer",
        "done",
      ].concat([
        "postpone",
        "cancel",
        "why",
        "report",
        "list",
        "archive",
        "land",
        "sync",
        "unlock",
        "pack",
        "take",
        "work",
      ]),
    );
  });

  test.each(COMMAND_NAMES)("every example of %s is a valid command, and its help shows it", name => {
    for (const example of COMMANDS[name].examples) {
      const argv = wordsOf(example).map(word => word.text);
      expect(parseArgs(argv), example).toMatchObject({ ok: true, command: { name } });
      expect(commandHelp(name, "terminal")).toContain(`milestone ${example}`);
      // A goal is planned on the command line alone.
      if (example.includes("--goal") || !COMMANDS[name].places.includes("comment")) continue;
      expect(one(`/milestone ${example}`).name).toBe(name);
    }
  });

  test("every flag's usage is read back", () => {
    const samples: Record<string, string> = {
      "<seconds>": "5",
      "<minutes>": "5",
      "<number>": "5",
      "<attempts>": "5",
    };
    for (const name of Object.keys(FLAGS) as FlagName[]) {
      const owner = COMMAND_NAMES.find(c => COMMANDS[c].flags.includes(name));
      if (!owner) continue;
      const written = flagUsage(name)
        .replace(/<[^>]+>/, v => samples[v] ?? "5")
        .replace(/\|.*/, "");
      const example = COMMANDS[owner].examples[0]!.split(" ").slice(0, 2);
      const reading = parseArgs([...example, written]);
      expect(reading.ok || !reading.refusal.reason.includes("--"), `${owner} ${written}`).toBe(true);
    }
  });

  test("the overview names every command of its place and none else", () => {
    expect(commandOverview("comment")).toContain("  execute ");
    expect(commandOverview("comment")).not.toContain("  replay ");
    expect(commandOverview("terminal")).toContain("  replay ");
    expect(commandUsage("retry", "comment")).toEqual(["/milestone retry [<id>] [<task>[/<phase>]]"]);
    expect(commandHelp("skip", "comment")).toContain("Who may: whoever has maintain permission.");
  });
});

describe("S-CMD-4 the parser", () => {
  test("never throws, whatever it is given", () => {
    const piece = fc.constantFrom(
      "/milestone",
      " ",
      "\n",
      "--",
      "=",
      '"',
      "'",
      "skip",
      "m",
      "a/b",
      "```",
      "<!--",
      "-->",
      "—",
      "\u0000",
      "reject",
      "/",
    );
    const text = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.array(piece, { maxLength: 30 }).map(p => `/milestone ${p.join("")}`),
    );
    fc.assert(
      fc.property(text, fc.option(fc.string(), { nil: undefined }), (body, implied) => {
        const parsed = parseComment(body, { implied });
        expect(["none", "commands", "refused"]).toContain(parsed.kind);
      }),
      runs(1_000),
    );
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "binary" })), argv => void parseArgs(argv)),
      runs(300),
    );
  });

  test("reads each of 200 hostile bodies of 65,536 characters in a moment", () => {
    const slow = hostileBodies().flatMap(body => {
      expect(body).toHaveLength(65_536);
      // The best of three: other work on the machine is not the parser's.
      const took = Math.min(...[1, 2, 3].map(() => timeOf(() => parseComment(body, { implied: "m" }))));
      // Most take a tenth of it on a busy machine; what is quadratic takes seconds.
      return took < 300 ? [] : [`${JSON.stringify(body.slice(0, 40))}: ${took} ms`];
    });
    expect(slow).toEqual([]);
  });

  test.each(["\n/milestone", "\n```", "\n<!--", "\n`", " \"'", "\n/milestone status m <!--"])(
    "reads 160,000 times %j, which no comment on GitHub holds, in a few seconds",
    unit => {
      const body = `/milestone reject m a/design x\n${unit.repeat(160_000)}`;
      // It takes less than half a second; what looks at every line from every other takes minutes.
      expect(timeOf(() => parseComment(body, { implied: "m" }))).toBeLessThan(5_000);
    },
  );
});

function timeOf(work: () => unknown): number {
  const start = processorTime();
  work();
  return processorTime() - start;
}

function hostileBodies(): string[] {
  const heads = [
    "",
    "/milestone",
    "/milestone ",
    "/milestone reject m a/design ",
    "/milestone skip m a\n",
    "/milestone status m\n",
    "```\n",
    "<!--",
    "> ",
    "/milestone reject m a/design x\n",
  ];
  const units = [
    " ",
    "\n",
    "\r\n",
    "a ",
    "--x ",
    '"',
    "' ",
    "`",
    "```\n",
    "<!--",
    "-->",
    "<!-- -->\n",
    "/milestone\n",
    "/milestone status m\n",
    "\u202e",
    "\u0000",
    "💥",
    '--a="b ',
    "\t",
    "=-/",
  ];
  return heads.flatMap(head => units.map(unit => (head + unit.repeat(65_536)).slice(0, 65_536)));
}
