import { adjustAgents, type ChosenStrategy, type Outcome } from "../../milestone/schedule/strategy.ts";
import type { Journal } from "../journal/journal.ts";

/** How many agents may work at once: fewer after failures (`hybrid`) or in short memory, more after successes. */
export class AgentsLimit {
  #journal: Journal;
  #most: number;
  #outcomes: Outcome[] = [];
  #memoryIsShort = false;

  constructor(journal: Journal, most: number) {
    this.#journal = journal;
    this.#most = most;
  }

  /** What a look at the memory has found. While it is short nobody is added, however well the few get on. */
  noteMemory(isShort: boolean, strategy: ChosenStrategy): void {
    this.#memoryIsShort = isShort;
    if (isShort) this.note("memory", strategy);
  }

  /** Takes one more outcome into account. */
  note(outcome: Outcome, strategy: ChosenStrategy): void {
    this.#outcomes.push(outcome);
    const now = Math.min(this.#most, this.#journal.state.agentsLimit ?? this.#most);
    const adjustment = adjustAgents(now, this.#most, this.#outcomes);
    if (!adjustment) return;
    // Only `hybrid` narrows itself after failures; what memory took away comes back under every strategy.
    const narrows = adjustment.agents < now && outcome !== "memory";
    if (narrows && strategy !== "hybrid") return;
    if (adjustment.agents > now && this.#memoryIsShort) return;
    this.#outcomes = [];
    this.#journal.record({ event: "strategy_adjusted", agent: "progress_monitor", data: adjustment });
  }
}
