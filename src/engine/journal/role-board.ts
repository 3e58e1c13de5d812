import type { Phase } from "../../milestone/phase.ts";
import type { RoleState, Roles, SlotState } from "../../milestone/saved/documents.ts";
import type { AgentRole } from "../../milestone/session/event.ts";
import type { Clock } from "../ports.ts";

/** Who is doing what now: the control roles and the agents' slots, for `state.json` and every dashboard. */
export class RoleBoard {
  #clock: Clock;
  #roles = new Map<AgentRole, RoleState>();
  #slots: SlotState[] = [];

  constructor(clock: Clock, agents: number) {
    this.#clock = clock;
    const roles: AgentRole[] = [
      "task_executor",
      "progress_monitor",
      "git_integration",
      "dependency_validator",
      "blocker_detector",
      "session_manager",
    ];
    for (const role of roles) this.set(role, "starting");
    for (let slot = 1; slot <= agents; slot++) this.#slots.push({ slot, status: "idle", since: this.#now() });
  }

  set(role: AgentRole, status: RoleState["status"], work?: string): void {
    const before = this.#roles.get(role);
    if (before?.status === status && before.work === work) return;
    this.#roles.set(role, { status, since: this.#now(), ...(work ? { work } : {}) });
  }

  start(slot: number, task: string, phase: Phase): void {
    this.#put({ slot, status: "active", since: this.#now(), task, phase, work: `${task}/${phase}` });
    this.set("task_executor", "active");
  }

  finish(slot: number, failed: boolean): void {
    this.#put({ slot, status: failed ? "failed" : "idle", since: this.#now() });
    if (this.#slots.every(s => s.status !== "active")) this.set("task_executor", "idle");
  }

  stopAll(): void {
    for (const role of this.#roles.keys()) this.set(role, "stopped");
    for (const slot of this.#slots) this.#put({ slot: slot.slot, status: "stopped", since: this.#now() });
  }

  get slots(): readonly SlotState[] {
    return this.#slots;
  }

  snapshot(): Roles {
    return { ...(Object.fromEntries(this.#roles) as Omit<Roles, "slots">), slots: [...this.#slots] };
  }

  #put(state: SlotState): void {
    this.#slots[state.slot - 1] = state;
  }

  #now(): string {
    return new Date(this.#clock.now()).toISOString();
  }
}
