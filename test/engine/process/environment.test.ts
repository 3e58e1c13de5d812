import { describe, expect, it } from "vitest";
import { containerHint, executorEnvironment, withheldHint } from "../../../src/engine/process/environment.ts";

const CANARIES = [
  "GITHUB_TOKEN",
  "GH_TOKEN",
  "INPUT_GITHUB-TOKEN",
  "INPUT_REASON",
  "ACTIONS_RUNTIME_TOKEN",
  "ACTIONS_RUNTIME_URL",
  "ACTIONS_RESULTS_URL",
  "ACTIONS_CACHE_URL",
  "ACTIONS_ID_TOKEN_REQUEST_TOKEN",
  "ACTIONS_ID_TOKEN_REQUEST_URL",
  "GITHUB_ENV",
  "GITHUB_OUTPUT",
  "GITHUB_PATH",
  "GITHUB_STATE",
  "GITHUB_STEP_SUMMARY",
  "ANTHROPIC_API_KEY",
  "AWS_SECRET_ACCESS_KEY",
  "SSH_AUTH_SOCK",
  "NODE_OPTIONS",
  "LD_PRELOAD",
  "GIT_SSH_COMMAND",
  "STATE_session",
  "DATABASE_URL",
];
const canaries = Object.fromEntries(CANARIES.map(name => [name, `canary-${name}`]));
const engine = { PATH: "/usr/bin", HOME: "/home/alice", LANG: "C.UTF-8", ...canaries };
const milestone = { MILESTONE_ID: "api" };

describe("S-ENV-1: an executor's environment is an allow-list", () => {
  it("none of the engine's secrets is in it", () => {
    const { variables, refused } = executorEnvironment({ engine, allow: [], milestone });
    expect(JSON.stringify(variables)).not.toContain("canary");
    expect(variables).toEqual({
      PATH: "/usr/bin",
      HOME: "/home/alice",
      LANG: "C.UTF-8",
      MILESTONE_ID: "api",
    });
    expect(refused).toEqual([]);
  });

  it("what programs need to run and to reach the network is passed on", () => {
    const needed = {
      PATH: "/bin",
      LC_ALL: "C",
      TZ: "UTC",
      TMPDIR: "/tmp",
      CI: "true",
      RUNNER_TRACKING_ID: "r1",
      https_proxy: "http://proxy",
      HTTP_PROXY: "http://proxy",
      no_proxy: "localhost",
      NODE_EXTRA_CA_CERTS: "/ca.pem",
      SSL_CERT_FILE: "/ca.pem",
      SSL_CERT_DIR: "/certs",
    };
    expect(executorEnvironment({ engine: needed, allow: [], milestone: {} }).variables).toEqual(needed);
  });

  it("a variable that the executor names is passed on, one that it sets is set, and the nearer one wins", () => {
    const allow: Record<string, string | null>[] = [
      { ANTHROPIC_API_KEY: null, MODE: "profile", ABSENT: null },
      { MODE: "task" },
    ];
    const { variables } = executorEnvironment({ engine, allow, milestone });
    expect(variables).toMatchObject({ ANTHROPIC_API_KEY: "canary-ANTHROPIC_API_KEY", MODE: "task" });
    expect(variables).not.toHaveProperty("ABSENT");
  });

  it.each([
    "GITHUB_TOKEN",
    "INPUT_GITHUB-TOKEN",
    "ACTIONS_RUNTIME_TOKEN",
    "GITHUB_ENV",
    "GITHUB_OUTPUT",
    "github_path",
  ])("%s is refused even when it is named, and the refusal is told", name => {
    const { variables, refused } = executorEnvironment({ engine, allow: [{ [name]: null }], milestone });
    expect(variables).not.toHaveProperty(name);
    expect(refused).toEqual([name]);
  });

  it("on a runner the home is a private folder", () => {
    expect(executorEnvironment({ engine, allow: [], milestone, home: "/tmp/h1" }).variables.HOME).toBe(
      "/tmp/h1",
    );
  });

  it("a plan cannot redefine the engine's own variables of the phase", () => {
    const { variables } = executorEnvironment({ engine, allow: [{ MILESTONE_ID: "other" }], milestone });
    expect(variables.MILESTONE_ID).toBe("api");
  });
});

describe("what tools are found by", () => {
  const tools = {
    JAVA_HOME: "/opt/java",
    JAVA_HOME_21_X64: "/opt/java21",
    GOROOT: "/opt/go",
    GOROOT_1_22_X64: "/opt/go122",
    DOTNET_ROOT: "/opt/dotnet",
    ANDROID_NDK_ROOT: "/opt/ndk",
    pythonLocation: "/opt/python",
    LD_LIBRARY_PATH: "/opt/python/lib",
  };

  it("is handed on: what set-up actions export", () => {
    const { variables } = executorEnvironment({ engine: { ...engine, ...tools }, allow: [], milestone });
    expect(variables).toMatchObject(tools);
  });

  it("never is a secret, whatever its name says", () => {
    const env = { ...engine, VAULT_HOME: "ghp_0123456789abcdefghijABCDEFGHIJ012345" };
    expect(executorEnvironment({ engine: env, allow: [], milestone }).variables).not.toHaveProperty(
      "VAULT_HOME",
    );
  });

  it("is pointed to in the user's home, where the executor has another one", () => {
    const request = {
      engine,
      allow: [],
      milestone,
      exists: (path: string) => path === "/home/alice/.rustup",
    };
    expect(executorEnvironment({ ...request, home: "/tmp/home" }).variables).toMatchObject({
      HOME: "/tmp/home",
      RUSTUP_HOME: "/home/alice/.rustup",
    });
    expect(executorEnvironment(request).variables).not.toHaveProperty("RUSTUP_HOME");
    const set = { ...request, engine: { ...engine, RUSTUP_HOME: "/opt/rustup" }, home: "/tmp/home" };
    expect(executorEnvironment(set).variables).toMatchObject({ RUSTUP_HOME: "/opt/rustup" });
  });
});

describe("a failure for want of a variable", () => {
  const { withheld } = executorEnvironment({ engine, allow: [], milestone });

  it("names the one that the output speaks of, and where to hand it on", () => {
    const hint = withheldHint("Error: DATABASE_URL is not set\n", withheld, false);
    expect(hint).toContain("withheld from this command: DATABASE_URL;");
    expect(hint).toContain("env:");
  });

  it("names what looks like a key where something was refused", () => {
    expect(withheldHint("npm error code E401\n", ["NODE_AUTH_TOKEN", "EDITOR"], false)).toContain(
      "NODE_AUTH_TOKEN;",
    );
    expect(withheldHint("npm error code E401\n", ["EDITOR"], false)).toBeNull();
  });

  it("names the home where the output asks for it and it is a private one", () => {
    expect(withheldHint("no toolchain in $HOME/.sdk", [], true)).toContain("HOME");
    expect(withheldHint("no toolchain in $HOME/.sdk", [], false)).toBeNull();
  });

  it("says that the sandbox hides the container engine where a program looked for it", () => {
    const said = "Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is it running?";
    expect(withheldHint(said, [], false)).toContain("hides the container engine's socket");
  });

  it("says what a container is given for a tree that is mounted for the command alone", () => {
    const bound = "cd x\ndocker run --rm \\\n  -v $PWD:/work image make";
    expect(containerHint(bound, true)).toContain("not this tree");
    expect(containerHint(bound, false)).toBeNull();
    expect(containerHint("docker build .\ngrep -v x y", true)).toBeNull();
  });

  it("is no explanation of other failures", () => {
    expect(withheldHint("1 test failed: expected 2, got 3", withheld, true)).toBeNull();
  });
});
