import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type GitRemote, openRemote } from "../../../src/engine/git/git-remote.ts";
import type { GitRepository } from "../../../src/engine/git/git-repository.ts";
import { serveHttp } from "./http-remote.ts";
import { commitAll, commitOn, git, headOf, makeRepository, open, temporaryFolder, write } from "./rig.ts";

const BRANCH = "refs/heads/milestone/api";
const TOKEN = "ghs_canary_5f1d0c7e9b";

interface Place {
  top: string;
  origin: string;
  repository: GitRepository;
  base: string;
}

/** A bare origin and a full clone of it. */
async function withOrigin(): Promise<Place> {
  const seed = makeRepository({ "README.md": "1" });
  const top = temporaryFolder();
  git(top, "clone", "-q", "--bare", seed, "origin.git");
  git(top, "clone", "-q", join(top, "origin.git"), "work");
  const repository = await open(join(top, "work"));
  return { top, origin: join(top, "origin.git"), repository, base: await headOf(repository) };
}

function hook(origin: string, name: string, script: string): void {
  mkdirSync(join(origin, "hooks"), { recursive: true });
  write(origin, { [`hooks/${name}`]: `#!/bin/sh\n${script}\n` });
  chmodSync(join(origin, "hooks", name), 0o755);
}

describe("pushing", () => {
  test("a new branch is created, moved forward, and seen by ls-remote", async () => {
    const { origin, repository, base } = await withOrigin();
    const remote = openRemote(repository, { url: origin });
    const a = await commitOn(repository, base, { a: "1" });
    const b = await commitOn(repository, a, { a: "2" });
    expect(await remote.tip(BRANCH)).toEqual({ ok: true, oid: null });
    expect(await remote.push({ ref: BRANCH, expected: null, oid: a })).toEqual({ ok: true });
    expect(await remote.push({ ref: BRANCH, expected: a, oid: b })).toEqual({ ok: true });
    expect(await remote.tip(BRANCH)).toEqual({ ok: true, oid: b });
    expect(git(origin, "fsck", "--strict")).toBe("");
  });

  test("a relative path counts from the work tree, and file URLs work", async () => {
    const { origin, repository, base } = await withOrigin();
    const oid = await commitOn(repository, base, { a: "1" });
    const relative = openRemote(repository, { url: "../origin.git" });
    expect(await relative.push({ ref: BRANCH, expected: null, oid })).toEqual({ ok: true });
    const url = openRemote(repository, { url: `file://${origin}` });
    expect(await url.tip(BRANCH)).toEqual({ ok: true, oid });
  });

  test("who comes second learns where the ref is now, and overwrites nothing", async () => {
    const { origin, repository, base } = await withOrigin();
    const remote = openRemote(repository, { url: origin });
    const theirs = await commitOn(repository, base, { theirs: "1" });
    const ours = await commitOn(repository, base, { ours: "1" });
    await remote.push({ ref: BRANCH, expected: null, oid: theirs });
    const stale = { ok: false, reason: "stale", actual: theirs };
    expect(await remote.push({ ref: BRANCH, expected: null, oid: ours })).toMatchObject(stale);
    expect(await remote.push({ ref: BRANCH, expected: base, oid: ours })).toMatchObject(stale);
    expect(await remote.tip(BRANCH)).toEqual({ ok: true, oid: theirs });
  });

  test("a push repeated after its answer was lost is fine", async () => {
    const { origin, repository, base } = await withOrigin();
    const remote = openRemote(repository, { url: origin });
    const oid = await commitOn(repository, base, { a: "1" });
    await remote.push({ ref: BRANCH, expected: null, oid });
    expect(await remote.push({ ref: BRANCH, expected: null, oid })).toEqual({ ok: true });
  });

  test("history is never rewritten: a push that does not go forward is a bug", async () => {
    const { origin, repository, base } = await withOrigin();
    const remote = openRemote(repository, { url: origin });
    const a = await commitOn(repository, base, { a: "1" });
    const beside = await commitOn(repository, base, { a: "2" });
    await remote.push({ ref: BRANCH, expected: null, oid: a });
    await expect(remote.push({ ref: BRANCH, expected: a, oid: beside })).rejects.toThrow("must go forward");
    expect(await remote.tip(BRANCH)).toEqual({ ok: true, oid: a });
  });

  test("a branch that was deleted meanwhile is stale, not silently made again", async () => {
    const { origin, repository, base } = await withOrigin();
    const remote = openRemote(repository, { url: origin });
    const a = await commitOn(repository, base, { a: "1" });
    await remote.push({ ref: BRANCH, expected: null, oid: a });
    git(origin, "update-ref", "-d", BRANCH);
    const b = await commitOn(repository, a, { a: "2" });
    expect(await remote.push({ ref: BRANCH, expected: a, oid: b })).toMatchObject({
      reason: "stale",
      actual: null,
    });
  });

  test("a refusing hook is `denied`, with its words, cleaned of escapes", async () => {
    const { origin, repository, base } = await withOrigin();
    hook(origin, "pre-receive", "printf '\\033[31mprotected by policy\\033[0m\\007\\n' >&2; exit 1");
    const remote = openRemote(repository, { url: origin });
    const oid = await commitOn(repository, base, { a: "1" });
    const outcome = await remote.push({ ref: BRANCH, expected: null, oid });
    expect(outcome).toMatchObject({ ok: false, reason: "denied", retriable: false });
    expect(!outcome.ok && outcome.message).toContain("protected by policy");
    expect(!outcome.ok && outcome.message).not.toMatch(/[\x00-\x09\x0b-\x1f]/);
  });

  test("a remote that hangs is given up, and no process of it is left", async () => {
    const { origin, repository, base, top } = await withOrigin();
    hook(origin, "pre-receive", `echo $$ > ${top}/pid; exec sleep 600`);
    const remote = openRemote(repository, { url: origin, timeout: 1500 });
    const oid = await commitOn(repository, base, { a: "1" });
    expect(await remote.push({ ref: BRANCH, expected: null, oid })).toMatchObject({
      reason: "timeout",
      retriable: true,
    });
    const pid = Number(readFileSync(join(top, "pid"), "utf8"));
    await expect.poll(() => existsSync(`/proc/${pid}`) && isAlive(pid)).toBe(false);
  });

  test("a remote whose own store fails is `damaged`, which is no refusal", async () => {
    const { origin, repository, base } = await withOrigin();
    git(origin, "config", "receive.unpackLimit", "1");
    rmSync(join(origin, "objects/pack"), { recursive: true });
    writeFileSync(join(origin, "objects/pack"), "");
    const oid = await commitOn(repository, base, { a: "1" });
    const push = () => openRemote(repository, { url: origin }).push({ ref: BRANCH, expected: null, oid });
    expect(await push()).toMatchObject({ ok: false, reason: "damaged", retriable: true });
    rmSync(join(origin, "objects/pack"));
    mkdirSync(join(origin, "objects/pack"));
    expect(await push()).toEqual({ ok: true });
  });

  test("a missing repository is not worth another try, an unreachable host is", async () => {
    const { top, repository } = await withOrigin();
    const missing = await openRemote(repository, { url: join(top, "no.git") }).tip(BRANCH);
    expect(missing).toMatchObject({ ok: false, reason: "missing", retriable: false });
    const down = await openRemote(repository, { url: "http://127.0.0.1:1/x.git" }).tip(BRANCH);
    expect(down).toMatchObject({ ok: false, reason: "unreachable", retriable: true });
  });

  test("S-HOOK-1: a URL that would start a program is refused", async () => {
    const { top, repository } = await withOrigin();
    for (const url of [`ext::sh -c touch% ${top}/fired`, "--upload-pack=touch fired", `fd::3`]) {
      expect(await openRemote(repository, { url }).tip(BRANCH)).toMatchObject({ ok: false });
    }
    expect(existsSync(join(top, "fired"))).toBe(false);
  });

  test("a tag is created once; at another commit it is stale", async () => {
    const { origin, repository, base } = await withOrigin();
    const remote = openRemote(repository, { url: origin });
    const oid = await commitOn(repository, base, { a: "1" });
    expect(await remote.pushTag("milestone/api/completed", oid)).toEqual({ ok: true });
    expect(await remote.pushTag("milestone/api/completed", oid)).toEqual({ ok: true });
    expect(await remote.pushTag("milestone/api/completed", base)).toMatchObject({
      reason: "stale",
      actual: oid,
    });
    expect(git(origin, "rev-parse", "refs/tags/milestone/api/completed")).toBe(oid);
  });
});

function isAlive(pid: number): boolean {
  return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
}

describe("fetching", () => {
  test("another clone's commits come in; a branch that is not there is null", async () => {
    const { origin, top, repository, base } = await withOrigin();
    git(top, "clone", "-q", origin, "other");
    const other = await open(join(top, "other"));
    const oid = await commitOn(other, base, { theirs: "x" });
    await openRemote(other, { url: origin }).push({ ref: BRANCH, expected: null, oid });
    const remote = openRemote(repository, { url: origin });
    expect(await remote.fetch(BRANCH)).toEqual({ ok: true, oid });
    expect(String(await repository.readFile(oid, "theirs"))).toBe("x");
    expect(await remote.fetch("refs/heads/none")).toEqual({ ok: true, oid: null });
    expect(git(repository.root, "for-each-ref", "--format=%(refname)")).not.toContain("fetched");
  });

  /** `actions/checkout` as it is by default: one commit, detached. */
  async function shallowClone() {
    const seed = makeRepository({ "README.md": "0" });
    for (let i = 1; i <= 8; i++) {
      write(seed, { [`f${i}`]: String(i) });
      commitAll(seed, `commit ${i}`);
    }
    const top = temporaryFolder();
    git(top, "clone", "-q", "--bare", seed, "origin.git");
    git(top, "clone", "-q", "--depth=1", `file://${top}/origin.git`, "work");
    git(join(top, "work"), "checkout", "-q", "--detach");
    git(top, "clone", "-q", join(top, "origin.git"), "full");
    return {
      origin: join(top, "origin.git"),
      repository: await open(join(top, "work")),
      full: await open(join(top, "full")),
    };
  }

  test("a remote that says nothing is given up, and one that takes its time is waited for", async () => {
    const { top, origin, repository } = await withOrigin();
    write(top, { "bin/ssh": "#!/bin/sh\nexec sleep 600\n" });
    chmodSync(join(top, "bin/ssh"), 0o755);
    const path = `${join(top, "bin")}:${process.env.PATH}`;
    const opened = await open(repository.root, { ...process.env, PATH: path });
    const began = performance.now();
    const mute = openRemote(opened, { url: "ssh://mute.example/x.git", silence: 800 });
    expect(await mute.tip(BRANCH)).toMatchObject({ ok: false, reason: "timeout" });
    expect(performance.now() - began).toBeLessThan(15_000);
    const oid = await commitOn(opened, await headOf(opened), { a: "1" });
    // Its server tells every second that it is still there.
    hook(origin, "pre-receive", "sleep 5");
    git(origin, "config", "receive.keepAlive", "1");
    const busy = openRemote(opened, { url: origin, silence: 2_500 });
    expect(await busy.push({ ref: BRANCH, expected: null, oid })).toEqual({ ok: true });
  });

  test("many refs come at once, without those that are gone meanwhile", async () => {
    const { origin, repository, full } = await shallowClone();
    const whole = openRemote(full, { url: origin });
    const tips = new Map<string, string>();
    for (const name of ["a", "b", "c", "d"]) {
      const oid = await commitOn(full, git(full.root, "rev-parse", "HEAD~5"), { [name]: "1" });
      await whole.push({ ref: `${BRANCH}-${name}`, expected: null, oid });
      tips.set(`${BRANCH}-${name}`, oid);
    }
    const head = await headOf(repository);
    await whole.push({ ref: BRANCH, expected: null, oid: head });
    tips.set(BRANCH, head);
    git(origin, "update-ref", "-d", `${BRANCH}-b`);
    git(origin, "update-ref", "-d", `${BRANCH}-d`);
    const depth = git(repository.root, "rev-list", "--count", "HEAD");
    const there = new Map([...tips].filter(([ref]) => !/-[bd]$/.test(ref)));
    const fetched = await openRemote(repository, { url: origin }).fetchAll(tips);
    expect(fetched).toEqual({ ok: true, refs: there });
    for (const [ref, oid] of there) {
      const name = ref.split("-")[1];
      if (name) expect(String(await repository.readFile(oid, name))).toBe("1");
    }
    expect(git(repository.root, "rev-list", "--count", "HEAD")).toBe(depth);
    const another = openRemote(await open(full.root), { url: origin });
    expect(await another.fetchAll(tips)).toEqual({ ok: true, refs: there });
    expect(await another.fetchAll(new Map())).toEqual({ ok: true, refs: new Map() });
    const away = openRemote(full, { url: `${origin}-gone` });
    expect(await away.fetchAll(tips)).toMatchObject({ ok: false, reason: "missing" });
  });

  test("in a shallow clone only the tip comes, and work goes on upon it and is pushed", async () => {
    const { origin, repository, full } = await shallowClone();
    const old = git(full.root, "rev-parse", "HEAD~5");
    const a = await commitOn(full, old, { a: "1" });
    const b = await commitOn(full, a, { a: "2" });
    await openRemote(full, { url: origin }).push({ ref: BRANCH, expected: null, oid: b });
    const remote = openRemote(repository, { url: origin });
    expect(await remote.fetch(BRANCH)).toEqual({ ok: true, oid: b });
    expect(await repository.store.read(a)).toBe(null);
    const c = await commitOn(repository, b, { a: "3" });
    expect(await remote.push({ ref: BRANCH, expected: b, oid: c })).toEqual({ ok: true });
    await repository.swapRef(BRANCH, null, c);
    expect(git(repository.root, "log", "--format=%s", BRANCH)).toBe("work\nwork");
    expect(git(repository.root, "fsck")).not.toContain("missing");
  });

  test("history grows until it meets the commit asked for", async () => {
    const { origin, repository, full } = await shallowClone();
    const fork = git(full.root, "rev-parse", "HEAD~5");
    const oid = await commitOn(full, fork, { a: "1" });
    await openRemote(full, { url: origin }).push({ ref: BRANCH, expected: null, oid });
    const head = await headOf(repository);
    const remote = openRemote(repository, { url: origin });
    expect(await remote.fetch(BRANCH, { meets: head })).toEqual({ ok: true, oid });
    expect(await repository.mergeBase(oid, head)).toBe(fork);
    expect(git(repository.root, "log", "--format=%s", "-1", fork)).toBe("commit 3");
  });

  test("a deeper history that is here already is not cut off by a fetch", async () => {
    const { origin, repository, full } = await shallowClone();
    git(repository.root, "fetch", "-q", "--deepen=3", `file://${origin}`, "main");
    const depth = git(repository.root, "rev-list", "--count", "HEAD");
    const head = await headOf(repository);
    await openRemote(full, { url: origin }).push({ ref: BRANCH, expected: null, oid: head });
    const remote = openRemote(repository, { url: origin });
    expect(await remote.fetch(BRANCH)).toEqual({ ok: true, oid: head });
    expect(git(repository.root, "rev-list", "--count", "HEAD")).toBe(depth);
  });
});

describe("credentials", () => {
  async function withHttp(options: { password?: string; slow?: () => Promise<void>; status?: number } = {}) {
    const place = await withOrigin();
    git(place.origin, "config", "http.receivepack", "true");
    const remote = await serveHttp({
      root: place.top,
      ...(options.password === undefined ? {} : { password: options.password }),
      async intercept(request, response) {
        if (request.method === "POST" && request.url?.endsWith("git-receive-pack")) await options.slow?.();
        if (options.status === undefined) return false;
        response.writeHead(options.status).end();
        return true;
      },
    });
    return { ...place, ...remote, url: `${remote.origin}/origin.git` };
  }

  function remoteOf(
    place: Awaited<ReturnType<typeof withHttp>>,
    token: string,
    server = place.url,
  ): GitRemote {
    return openRemote(place.repository, { url: place.url, token: { token, server: new URL(server).origin } });
  }

  test("S-CRED-1: during a slow push no process shows the token in its arguments or environment", async () => {
    let found: string[] | null = null;
    const scan = async () => {
      found = processesShowing(TOKEN);
    };
    const place = await withHttp({ password: TOKEN, slow: scan });
    const oid = await commitOn(place.repository, place.base, { a: "1" });
    expect(await remoteOf(place, TOKEN).push({ ref: BRANCH, expected: null, oid })).toEqual({ ok: true });
    expect(found).toEqual([]);
    expect(git(join(place.top, "origin.git"), "rev-parse", BRANCH)).toBe(oid);
  });

  test("S-CRED-1: the scan would see a token in an environment", async () => {
    const { spawn } = await import("node:child_process");
    const child = spawn("sleep", ["30"], { env: { SECRET: TOKEN }, stdio: "ignore" });
    try {
      await expect.poll(() => processesShowing(TOKEN)).toEqual([String(child.pid)]);
    } finally {
      child.kill("SIGKILL");
    }
  });

  test("S-CRED-1: the token leaves no file behind, neither in the repository nor in the private directory", async () => {
    const place = await withHttp({ password: TOKEN });
    const oid = await commitOn(place.repository, place.base, { a: "1" });
    await remoteOf(place, TOKEN).push({ ref: BRANCH, expected: null, oid });
    expect(filesShowing(place.repository.git.directory, TOKEN)).toEqual([]);
    expect(filesShowing(place.repository.commonDirectory, TOKEN)).toEqual([]);
  });

  test("the token is sent to no server but its own", async () => {
    const place = await withHttp({ password: TOKEN });
    expect(await remoteOf(place, TOKEN, "https://github.example").tip(BRANCH)).toMatchObject({
      reason: "auth",
    });
    expect(place.logins.every(login => login === undefined)).toBe(true);
  });

  test("a redirect to another server does not take the token along", async () => {
    const evil = await serveHttp({ root: temporaryFolder(), password: "nothing is right" });
    const place = await withOrigin();
    const front = await serveHttp({
      root: place.top,
      password: TOKEN,
      intercept(request, response) {
        response.writeHead(302, { location: `${evil.origin}${request.url}` }).end();
        return true;
      },
    });
    const url = `${front.origin}/origin.git`;
    const remote = openRemote(place.repository, { url, token: { token: TOKEN, server: front.origin } });
    expect(await remote.tip(BRANCH)).toMatchObject({ ok: false });
    expect(evil.logins.filter(login => login !== undefined)).toEqual([]);
  });

  test("a wrong token is `auth`, asked for once and without a prompt", async () => {
    const place = await withHttp({ password: TOKEN });
    const outcome = await remoteOf(place, "wrong-token-123").tip(BRANCH);
    expect(outcome).toMatchObject({ ok: false, reason: "auth", retriable: false });
    expect(JSON.stringify(outcome)).not.toContain("wrong-token-123");
  });

  test.each([
    [403, "denied", false],
    [404, "missing", false],
    [429, "unreachable", true],
    [500, "unreachable", true],
    [503, "unreachable", true],
  ])("HTTP %d is `%s`, to be tried again: %s", async (status, reason, retriable) => {
    const place = await withHttp({ status });
    expect(await remoteOf(place, TOKEN).tip(BRANCH)).toMatchObject({ ok: false, reason, retriable });
  });

  test("credentials in the URL travel by the pipe, and no message repeats them", async () => {
    const place = await withHttp({ password: TOKEN });
    const url = place.url.replace("http://", `http://x-access-token:${TOKEN}@`);
    const remote = openRemote(place.repository, { url });
    expect(remote.url).toBe(place.url);
    expect(await remote.tip("refs/heads/main")).toEqual({ ok: true, oid: place.base });
  });
});

/** Ids of processes, but ours, whose arguments or environment hold the text. */
function processesShowing(text: string): string[] {
  return readdirSync("/proc").filter(pid => {
    if (!/^\d+$/.test(pid) || pid === String(process.pid)) return false;
    return ["cmdline", "environ"].some(name => {
      try {
        return readFileSync(`/proc/${pid}/${name}`, "latin1").includes(text);
      } catch {
        // The process ended, or is not ours to look at.
        return false;
      }
    });
  });
}

function filesShowing(folder: string, text: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(entry =>
    entry.isFile(),
  );
  return entries
    .map(({ parentPath, name }) => join(parentPath, name))
    .filter(file => readFileSync(file).includes(text));
}
