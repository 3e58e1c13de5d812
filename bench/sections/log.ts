import { rmSync } from "node:fs";
import { openRepository } from "../../src/engine/git/repository.ts";
import { loadHistory } from "../../src/engine/load.ts";
import { repositoryPort } from "../../src/engine/machine/repository.ts";
import type { LoggedEvent } from "../../src/milestone/session/event.ts";
import { foldLog } from "../../src/milestone/session/fold-log.ts";
import { readEvents, runEngine } from "../engine.ts";
import { git, makeRepository, workflowMilestone } from "../repository.ts";
import { median, type Row, row, timed } from "../row.ts";

/** What a run that goes on after a crash has to do first, against the least that any replay must do. */
export async function replay(): Promise<Row[]> {
  const root = makeRepository(workflowMilestone(100));
  runEngine(root);
  const lines = readEvents(root).map(event => JSON.stringify(event));
  const tip = git(root, "rev-parse", "milestone/bench").trim();
  const ratios: number[] = [];
  for (let round = 0; round < 15; round++) {
    const bare = await timed(() =>
      foldLog(
        "bench",
        lines.map(line => JSON.parse(line) as LoggedEvent),
      ),
    );
    const opened = await openRepository({ directory: root });
    if (!opened.ok) throw new Error(opened.message);
    const port = repositoryPort(opened.value, { name: "bench", email: "bench@localhost" });
    // The reader is a process that every run needs anyway.
    await port.readFile(tip, ".milestones/current.txt");
    ratios.push((await timed(() => loadHistory(port, "bench", tip))) / bare);
    await opened.value.close();
  }
  rmSync(root, { recursive: true });
  return [
    row(
      "replay",
      "recovery: log read from git, chain verified, folded / JSON.parse and fold",
      median(ratios),
      3,
    ),
  ];
}
