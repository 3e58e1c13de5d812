import { ROOT } from "../../milestone/names.ts";
import { newestIn, releaseNotes, withSection } from "../../milestone/release/changelog.ts";
import { raised, statedVersion, VERSION_FILES, writeVersion } from "../../milestone/release/version-files.ts";
import { isDone } from "../../milestone/session/state.ts";
import { andMore, changesForbidden } from "../attempt/forbidden.ts";
import type { FileChange, Oid } from "../ports.ts";
import { CheckTree } from "../quality/run-tests.ts";
import { block } from "../run/record-blocker.ts";
import { handsOut, type Run } from "../run/run-context.ts";

/** What its blocker is about. */
const ABOUT = "release preparation";

interface Problem {
  problem: string;
  evidence?: string;
}

interface PreparedRelease {
  version: string | null;
  previous: string | null;
  date: string;
  notes: string;
  files: FileChange[];
}

/**
 * The last piece of work of a milestone whose plan says `release`: once every task is done, a section of the changelog
 * and the version in its files, in one commit. It keeps to what a phase keeps to, and the checkpoints at 100 % and the
 * final tests see it.
 */
export class ReleaseWork {
  readonly #run: Run;
  readonly #tree: CheckTree;
  readonly #notify: () => void;
  #underWay = false;
  #take: (() => Promise<void>) | null = null;

  /** @param notify something is there for `takeIn` */
  constructor(run: Run, notify: () => void) {
    this.#run = run;
    this.#tree = new CheckTree(run);
    this.#notify = notify;
  }

  get idle(): boolean {
    return !this.#underWay;
  }

  /** Whether it is to be done before the milestone may be completed. */
  get isDue(): boolean {
    const { plan, journal } = this.#run;
    const { changelog, version } = plan.release;
    if (changelog === null && version === null) return false;
    if (journal.state.release?.isCurrent || journal.state.tasks.size === 0) return false;
    return [...journal.state.tasks.values()].every(isDone);
  }

  stop(reason: string): void {
    this.#tree.stop(reason);
  }

  /** Begins it, beside whatever the loop does. */
  begin(): void {
    this.#underWay = true;
    const base = this.#run.journal.tip;
    void this.#prepare(base)
      .catch(
        (error: unknown): Problem => ({
          problem: `the release could not be prepared: ${error instanceof Error ? error.message : String(error)}`,
        }),
      )
      .then(result => {
        this.#take = async () => {
          if (result === null) return;
          await ("problem" in result ? this.#blocked(result) : this.#land(base, result));
        };
        this.#notify();
      });
  }

  /** Takes in what came of it; a tip that has moved meanwhile has it begun again. */
  async takeIn(): Promise<void> {
    const take = this.#take;
    if (!take) return;
    this.#take = null;
    await take();
    this.#underWay = false;
  }

  /** null: it was stopped. */
  async #prepare(base: Oid): Promise<PreparedRelease | Problem | null> {
    const { plan, journal, ports } = this.#run;
    const { changelog, version: how } = plan.release;
    const before = journal.state.release;
    const stated = await this.#readAll(base, VERSION_FILES);
    const log = changelog === null ? null : await this.#read(base, changelog);
    if (log && "problem" in log) return log;
    const previous = before?.previous ?? statedVersion(stated)?.version ?? newestIn(log?.text ?? "");
    const version = how === null ? null : (before?.version ?? raised(previous, how));
    const date = before?.date ?? new Date(ports.clock.now()).toISOString().slice(0, 10);
    const notes = releaseNotes(plan, journal.state);
    // A version that stands in its files already stays when the tasks were done again.
    const isNew = version !== null && version !== before?.version;
    const written = isNew ? await this.#writeVersion(base, { stated, version, previous }) : [];
    if (written === null || "problem" in written) return written;
    const files = [...written];
    if (changelog !== null) {
      const at = files.findIndex(({ path }) => path === changelog);
      const there = files[at];
      const text = there && "content" in there ? there.content.toString("utf8") : (log?.text ?? "");
      const made = before?.notes ?? null;
      const next = withSection(text, { version, title: plan.title, date, notes, made });
      if (next === null) {
        return {
          problem: `${changelog} has a section ${version ?? plan.title} already that this milestone did not write; rename it, or raise the version that the files state, on the milestone's branch`,
        };
      }
      if (next !== (log?.text ?? "") || there) {
        const entry = { path: changelog, mode: log?.mode ?? "100644", content: Buffer.from(next) };
        files.splice(at < 0 ? files.length : at, 1, entry);
      }
    }
    return this.#checked(base, { version, previous, date, notes, files });
  }

  /** By the plan's command, or where the version is known to stand. null: it was stopped. */
  async #writeVersion(
    base: Oid,
    release: { stated: ReadonlyMap<string, string>; version: string; previous: string | null },
  ): Promise<FileChange[] | Problem | null> {
    const { plan } = this.#run;
    const { stated, version, previous } = release;
    if (plan.release.run !== null) return this.#runCommand(base, plan.release.run, { version, previous });
    if (previous === null) return [];
    const files: FileChange[] = [];
    for (const [path, text] of writeVersion(stated, { from: previous, to: version })) {
      const entry = await this.#run.ports.repository.entry(base, path);
      files.push({ path, mode: entry!.mode, content: Buffer.from(text) });
    }
    return files;
  }

  async #runCommand(
    base: Oid,
    command: string,
    { version, previous }: { version: string; previous: string | null },
  ): Promise<FileChange[] | Problem | null> {
    const { plan, ports } = this.#run;
    if (handsOut(this.#run)) {
      return {
        problem:
          "release.run may not run beside the right to write that this job has; leave it out where the version stands in package.json, pyproject.toml, Cargo.toml or VERSION, or resume the milestone on the command line",
      };
    }
    const env = {
      MILESTONE_VERSION: version,
      ...(previous === null ? {} : { MILESTONE_PREVIOUS_VERSION: previous }),
    };
    const outcome = await this.#tree.command(command, base, { label: "release", env });
    if (!outcome) return null;
    if (!outcome.ok) {
      return {
        problem: `release.run failed with exit ${outcome.exit ?? "by a signal"}: ${command}`,
        evidence: outcome.tail,
      };
    }
    const workspace = await ports.workspaces.open("checks");
    const left = await workspace.changes(plan.limits);
    const forbidden = changesForbidden(left, `${ROOT}/release`);
    if (forbidden) return { problem: `release.run: ${forbidden.message}`, evidence: forbidden.evidence };
    const own = left.files.find(({ path }) => path.startsWith(`${ROOT}/`));
    if (own) return { problem: `release.run changed ${own.path}, which the engine alone writes` };
    if (left.files.length === 0) {
      return { problem: `release.run changed no file, so ${version} stands nowhere: ${command}` };
    }
    return left.files;
  }

  /** As a phase's work is checked before it lands. */
  async #checked(base: Oid, prepared: PreparedRelease): Promise<PreparedRelease | Problem> {
    const { ports } = this.#run;
    const forbidden = changesForbidden({ files: prepared.files, unsafe: [] }, `${ROOT}/release`);
    if (forbidden) return { problem: `the release: ${forbidden.message}`, evidence: forbidden.evidence };
    const workspace = { ...(await ports.workspaces.open("checks")), commit: base };
    const findings = await ports.runner.check({
      phase: { deliverables: [] },
      folder: `${ROOT}/release`,
      files: prepared.files,
      workspace,
    });
    if (findings.length === 0) return prepared;
    const list = findings.map(({ path, message }) => `${path}: ${message}`);
    return { problem: `the release: ${list[0]}${andMore(list)}`, evidence: list.join("\n") };
  }

  async #readAll(commit: Oid, names: readonly string[]): Promise<Map<string, string>> {
    const found = new Map<string, string>();
    for (const path of names) {
      const file = await this.#read(commit, path);
      if (file && "text" in file) found.set(path, file.text);
    }
    return found;
  }

  /** null: there is none. */
  async #read(commit: Oid, path: string): Promise<{ text: string; mode: string } | Problem | null> {
    const { repository } = this.#run.ports;
    const entry = await repository.entry(commit, path);
    if (!entry) return null;
    if (entry.mode !== "100644" && entry.mode !== "100755")
      return {
        problem: `${path} is no file of its own (a link or a folder), so the release is not written into it`,
      };
    return { text: (await repository.readBlob(entry.oid))?.toString("utf8") ?? "", mode: entry.mode };
  }

  async #blocked({ problem, evidence }: Problem): Promise<void> {
    const { journal, publisher } = this.#run;
    block(journal, {
      type: "quality_gate_failed",
      about: ABOUT,
      message: problem,
      ...(evidence === undefined ? {} : { evidence }),
    });
    await journal.commit({ subject: "blocked", derived: true, saveReason: "blocker" });
    publisher.request();
  }

  #land(base: Oid, { files, version, previous, date, notes }: PreparedRelease): Promise<void> {
    const { journal, ports, plan, publisher } = this.#run;
    return journal.exclusively(async () => {
      const landing = await ports.repository.land(base, journal.tip, files);
      if (!landing.ok) return;
      await journal.commit({
        subject: version === null ? "release prepared" : `release ${version} prepared`,
        changes: landing.changes,
        derived: true,
        saveReason: "release",
        events() {
          journal.record({
            event: "release_prepared",
            agent: "git_integration",
            data: {
              version,
              previous,
              date,
              changelog: plan.release.changelog,
              notes,
              files: files.map(({ path }) => path).sort(),
            },
          });
        },
      });
      publisher.request();
    });
  }
}
