import { z } from "zod";
import type { Files } from "../import/imported.ts";

/** How a project is prepared and tested, as far as its own files tell. */
export interface ProjectFacts {
  /** File that it was read from. */
  from: string;
  setup?: string;
  /** Files whose change makes the setup run again. */
  setupInputs?: string[];
  testCommand?: string;
  /** Further scripts that check, such as `npm run lint`. */
  checks?: string[];
  /** Other ways to prepare and test it, to be tried where this one does not work. */
  otherwise?: { setup: string; setupInputs?: string[]; testCommand: string }[];
  /** What a person should know of it. */
  note?: string;
}

type Detector = (files: Files) => Promise<ProjectFacts | null>;

/**
 * What the first build file that says how to test tells; the setup may come from one that does not. Where the root has
 * none, those of its folders together, as in a monorepo.
 */
export async function detectProject(files: Files): Promise<ProjectFacts | null> {
  return (await detectAt(files)) ?? (await detectBelow(files));
}

async function detectAt(files: Files): Promise<ProjectFacts | null> {
  let first: ProjectFacts | null = null;
  for (const detect of [node, python, go, rust, jvm, ruby, make]) {
    const facts = await detect(files);
    first ??= facts;
    if (facts?.testCommand !== undefined) return { ...facts, ...first, testCommand: facts.testCommand };
  }
  return first;
}

const BUILD_FILE =
  /^([\w.-]+(?:\/[\w.-]+)?)\/(?:package\.json|pyproject\.toml|requirements\.txt|setup\.py|go\.mod|Cargo\.toml|pom\.xml|build\.gradle(?:\.kts)?|Gemfile)$/;
const NOT_OWN = /(?:^|\/)(?:node_modules|vendor|examples?|fixtures|test|tests|third_party|\..*)(?:\/|$)/;
const MAX_PARTS = 8;

/** Each part in its own folder, one after the other. */
async function detectBelow(files: Files): Promise<ProjectFacts | null> {
  const all = (await files.list(".")) ?? [];
  const found = new Set(
    all.flatMap(path => BUILD_FILE.exec(path)?.[1] ?? []).filter(path => !NOT_OWN.test(path)),
  );
  const folders = [...found].filter(path => !found.has(path.split("/")[0]!) || !path.includes("/")).sort();
  const parts: { folder: string; facts: ProjectFacts }[] = [];
  for (const folder of folders.slice(0, MAX_PARTS)) {
    const facts = await detectAt(below(files, folder));
    if (facts) parts.push({ folder, facts });
  }
  if (parts.length === 0) return null;
  const inFolders = (key: "setup" | "testCommand") =>
    parts
      .flatMap(({ folder, facts }) => (facts[key] ? [`(cd ${folder} && ${facts[key]})`] : []))
      .join(" && ");
  const [setup, testCommand] = [inFolders("setup"), inFolders("testCommand")];
  const inputs = parts.flatMap(({ folder, facts }) =>
    (facts.setupInputs ?? []).map(path => `${folder}/${path}`),
  );
  const notes = parts.flatMap(({ folder, facts }) => (facts.note ? [`${folder}: ${facts.note}`] : []));
  const more =
    folders.length > MAX_PARTS ? [`only ${MAX_PARTS} of ${folders.length} folders were looked at`] : [];
  return {
    from: parts.map(({ folder, facts }) => `${folder}/${facts.from}`).join(", "),
    ...(setup === "" ? {} : { setup, ...(inputs.length > 0 ? { setupInputs: inputs } : {}) }),
    ...(testCommand === "" ? {} : { testCommand }),
    ...(notes.length + more.length > 0 ? { note: [...notes, ...more].join("; ") } : {}),
  };
}

function below(files: Files, folder: string): Files {
  return {
    readFile: path => files.readFile(`${folder}/${path}`),
    list: path => files.list(path === "." ? folder : `${folder}/${path}`),
    writeFile: (path, text) => files.writeFile(`${folder}/${path}`, text),
  };
}

const packageJson = z.looseObject({
  packageManager: z.string().optional().catch(undefined),
  scripts: z.record(z.string(), z.unknown()).optional().catch(undefined),
  dependencies: z.record(z.string(), z.unknown()).optional().catch(undefined),
  devDependencies: z.record(z.string(), z.unknown()).optional().catch(undefined),
});

const MANAGERS = [
  { name: "pnpm", lock: "pnpm-lock.yaml", setup: "pnpm install --frozen-lockfile", test: "pnpm test" },
  { name: "yarn", lock: "yarn.lock", setup: "yarn install --immutable", test: "yarn test" },
  { name: "bun", lock: "bun.lock", setup: "bun install --frozen-lockfile", test: "bun run test" },
  { name: "bun", lock: "bun.lockb", setup: "bun install --frozen-lockfile", test: "bun run test" },
  { name: "npm", lock: "package-lock.json", setup: "npm ci", test: "npm test" },
  { name: "npm", lock: "npm-shrinkwrap.json", setup: "npm ci", test: "npm test" },
] as const;

const node: Detector = async files => {
  const text = await files.readFile("package.json");
  if (text === null) return null;
  const read = packageJson.safeParse(parsed(text));
  if (!read.success) return null;
  const { packageManager, scripts, dependencies, devDependencies } = read.data;
  const test = scripts?.test;
  const tested = typeof test === "string" && !/no test specified/.test(test);
  const needs = Object.keys({ ...dependencies, ...devDependencies }).length > 0;
  const locked = await firstThere(
    files,
    MANAGERS.map(manager => manager.lock),
  );
  const named = MANAGERS.find(manager => packageManager?.startsWith(`${manager.name}@`));
  const manager = MANAGERS.find(each => each.lock === locked) ?? named;
  // Yarn before version 2 does not know --immutable.
  const old = manager?.name === "yarn" && !/^yarn@[2-9]/.test(packageManager ?? "");
  const setup = old ? "yarn install --frozen-lockfile" : manager?.setup;
  const name = manager?.name ?? "npm";
  const checks = CHECKING.filter(each => typeof scripts?.[each] === "string").map(
    each => `${name} run ${each}`,
  );
  return {
    from: "package.json",
    ...(locked && setup ? { setup, setupInputs: [locked] } : {}),
    ...(needs && !locked
      ? {
          setup: UNLOCKED[name],
          setupInputs: ["package.json"],
          note: `no lock file is committed, so \`${UNLOCKED[name]}\` may install other versions each time; commit one for runs that repeat`,
        }
      : {}),
    ...(tested ? { testCommand: manager?.test ?? "npm test" } : {}),
    ...(checks.length > 0 ? { checks } : {}),
  };
};

/** Scripts that look at the code and change nothing, as they are usually called. */
const CHECKING = ["lint", "typecheck", "type-check", "check"];

/** Installs without a lock file, and leaves none behind: it would count as the agent's work. */
const UNLOCKED = {
  npm: "npm install --no-package-lock",
  pnpm: "pnpm install --no-lockfile",
  yarn: "yarn install --no-lockfile",
  bun: "bun install --no-save",
} as const;

const python: Detector = async files => {
  const project = await files.readFile("pyproject.toml");
  const requirements = await firstThere(files, ["requirements-dev.txt", "requirements.txt"]);
  if (project === null && requirements === null && (await files.readFile("setup.py")) === null) return null;
  const from = project !== null ? "pyproject.toml" : (requirements ?? "setup.py");
  const lock = await firstThere(files, ["uv.lock", "poetry.lock", "pdm.lock"]);
  const own = await firstThere(files, [
    "pytest.ini",
    "conftest.py",
    "tests/conftest.py",
    "tests/__init__.py",
  ]);
  const texts = [project, requirements === null ? null : await files.readFile(requirements)];
  const written = await pythonTests(files);
  const pytest =
    own !== null || written === "pytest" || texts.some(text => text !== null && /\bpytest\b/.test(text));
  const run =
    { "uv.lock": "uv run ", "poetry.lock": "poetry run ", "pdm.lock": "pdm run " }[lock ?? ""] ?? "";
  // Without a lock there is no saying where pip would install; that is left to the person.
  const setup = { "uv.lock": "uv sync", "poetry.lock": "poetry install", "pdm.lock": "pdm sync" }[lock ?? ""];
  return {
    from,
    ...(setup && lock ? { setup, setupInputs: [lock] } : {}),
    ...(pytest ? { testCommand: run === "" ? "python3 -m pytest" : `${run}pytest` } : {}),
    ...(!pytest && written !== null
      ? { testCommand: `${run === "" ? "python3" : `${run}python`} -m unittest discover${written.unittest}` }
      : {}),
    ...(pytest && run === "" ? { otherwise: [ownPackages(project !== null, requirements)] } : {}),
  };
};

const PYTHON_TEST = /^(?:(tests?)\/)?(?:[\w-]+\/){0,3}(?:test_\w+|\w+_test)\.py$/;

/** How the tests of a project are written that names no way to run them: for unittest, with the folder to look in, or pytest. */
async function pythonTests(files: Files): Promise<"pytest" | { unittest: string } | null> {
  const paths = ((await files.list(".")) ?? []).filter(path => PYTHON_TEST.test(path)).sort();
  const first = paths[0];
  if (first === undefined) return null;
  if (!/\bunittest\b/.test((await files.readFile(first)) ?? "")) return "pytest";
  const folder = PYTHON_TEST.exec(first)?.[1];
  return { unittest: folder === undefined ? "" : ` -s ${folder}` };
}

/** Packages of its own below the work tree, where those of the machine are not enough. */
function ownPackages(isProject: boolean, requirements: string | null) {
  const what = requirements !== null ? `-r ${requirements}` : isProject ? "-e ." : "";
  return {
    setup: `python3 -m venv .venv && .venv/bin/python -m pip install -q ${what} pytest`.replace(
      / {2,}/g,
      " ",
    ),
    setupInputs: [requirements ?? "pyproject.toml"],
    testCommand: ".venv/bin/python -m pytest",
  };
}

const go: Detector = async files => {
  if ((await files.readFile("go.mod")) === null) return null;
  const sum = (await files.readFile("go.sum")) !== null;
  return {
    from: "go.mod",
    ...(sum ? { setup: "go mod download", setupInputs: ["go.mod", "go.sum"] } : {}),
    testCommand: "go test ./...",
  };
};

const rust: Detector = async files => {
  if ((await files.readFile("Cargo.toml")) === null) return null;
  const locked = (await files.readFile("Cargo.lock")) !== null;
  return {
    from: "Cargo.toml",
    ...(locked ? { setup: "cargo fetch --locked", setupInputs: ["Cargo.lock"] } : {}),
    testCommand: "cargo test",
  };
};

const jvm: Detector = async files => {
  const build = await firstThere(files, ["build.gradle.kts", "build.gradle", "pom.xml"]);
  if (build === null) return null;
  const maven = build === "pom.xml";
  const wrapper = await firstThere(files, maven ? ["mvnw"] : ["gradlew"]);
  const program = wrapper ? `./${wrapper}` : maven ? "mvn" : "gradle";
  return { from: build, testCommand: maven ? `${program} -B test` : `${program} test` };
};

const ruby: Detector = async files => {
  if ((await files.readFile("Gemfile")) === null) return null;
  const spec = await firstThere(files, [".rspec", "spec/spec_helper.rb"]);
  const rake = spec === null && (await files.readFile("Rakefile")) !== null;
  const locked = (await files.readFile("Gemfile.lock")) !== null;
  return {
    from: "Gemfile",
    ...(locked ? { setup: "bundle install", setupInputs: ["Gemfile.lock"] } : {}),
    ...(spec ? { testCommand: "bundle exec rspec" } : rake ? { testCommand: "bundle exec rake test" } : {}),
  };
};

const make: Detector = async files => {
  const name = await firstThere(files, ["Makefile", "makefile", "GNUmakefile"]);
  const text = name === null ? null : await files.readFile(name);
  return name !== null && text !== null && /^test\s*:(?!=)/m.test(text)
    ? { from: name, testCommand: "make test" }
    : null;
};

async function firstThere(files: Files, paths: readonly string[]): Promise<string | null> {
  for (const path of paths) if ((await files.readFile(path)) !== null) return path;
  return null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // A broken package.json tells nothing; npm itself will say what is wrong with it.
    return null;
  }
}
