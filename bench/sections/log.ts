import { rmSync } from "node:fs";
import { openRepository } from "../../src/engine/git/git-repository.ts";
import { loadHistory } from "../../src/engine/journal/load.ts";
import { repositoryPort } from "../../src/engine/machine/repository-port.ts";
import { foldLog, readLog } from "../../src/milestone/session/log.ts";
import { readEvents, runEngine } from "../engine.ts";
import { git, makeRepository, workflowMilestone } from "../repository.ts";
import { median, type Row, row, timed } from "../row.ts";

/** What a run that goes on after a crash has to do first, against a replay of the same log. */
export async function replay(): Promise<Row[]> {
  const root = makeRepository(workflowMilestone(100));
  runEngine(root);
  const text = readEvents(root)
    .map(event => `${JSON.stringify(event)}\n`)
    .join("");
  const tip = git(root, "rev-parse", "milestone/bench").trim();
  const ratios: number[] = [];
  for (let round = 0; round < 15; round++) {
    const bare = await timed(() => {
      const reading = readLog([{ file: "log", text }]);
      if (!reading.ok) throw new Error(reading.problem.message);
      return foldLog("bench", reading.events);
    });
    const opened = await openRepository({ directory: root });
    if (!opened.ok) throw new Error(opened.message);
    const port = repositoryPort(opened.value, { name: "bench", email: "bench@localhost" }, {});
    // The reader is a process that every run needs anyway.
    await port.readFile(tip, ".milestones/current.txt");
    ratios.push((await timed(() => loadHistory(port, "bench", tip))) / bare);
    await opened.value.close();
  }
  rmSync(root, { recursive: true });
  return [
    row(
      "replay",
      "recovery: the log read from git, verified and folded / replayed from memory",
      median(ratios),
      2,
    ),
  ];
}
