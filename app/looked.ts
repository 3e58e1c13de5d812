import { type Answer, good } from "../src/github/answer.ts";
import { type BaseFiles, baseExpressions, takeBase } from "../src/github/base-files.ts";
import { readObjects } from "../src/github/objects.ts";
import type { BranchReading, Finding } from "../src/github/read-state.ts";
import { unreachable } from "../src/milestone/phase.ts";
import { type Desk, milestoneDesk } from "./desk.ts";
import { readMilestone } from "./pass.ts";
import type { Place } from "./places.ts";

/** What there is of a milestone: on its branch if it was started, and on the base branch. */
export interface Looked {
  milestone: string;
  base: BaseFiles;
  /** null: it was never started, or its branch cannot be read (then `findings` say why). */
  reading: BranchReading | null;
  findings: Finding[];
}

/** Reads a milestone wherever it is. */
export async function look(desk: Desk, place: Place, milestone: string): Promise<Answer<Looked>> {
  const known = desk.milestones.get(`${place.id}/${milestone}`);
  const answer = await readMilestone(known ?? milestoneDesk(desk, place, milestone));
  if (!answer.ok) return answer;
  switch (answer.value.kind) {
    case "read": {
      const { reading } = answer.value;
      return good({ milestone, base: reading.base, reading, findings: [] });
    }
    case "bad": {
      const { base, findings } = answer.value;
      return good({ milestone, base, reading: null, findings });
    }
    case "none": {
      if (!known) desk.milestones.delete(`${place.id}/${milestone}`);
      const base = await readBase(place, milestone);
      return base.ok
        ? good({ milestone, base: base.value, reading: null, findings: base.value.findings })
        : base;
    }
    default:
      return unreachable("reading", answer.value);
  }
}

async function readBase({ repository, defaultBranch }: Place, milestone: string): Promise<Answer<BaseFiles>> {
  const found = await readObjects(repository, baseExpressions(defaultBranch, milestone));
  if (!found.ok) return found;
  return takeBase({ repository, milestone, defaultBranch, found: found.value });
}
