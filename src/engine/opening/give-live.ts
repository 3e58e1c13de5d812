import { setTimeout as wait } from "node:timers/promises";
import type { CommandAnswer, CommandDone, CommandRequest } from "../inbox/inbox-protocol.ts";
import { isTakenLive } from "../inbox/inbox-protocol.ts";
import type { Ports, RunIdentity } from "../ports.ts";
import { Refusal } from "../refusal.ts";

/** A run that came to rest is saved and gone by then (ms). */
const REST_MS = 15_000;
const LOOK_MS = 100;

/**
 * Gives the command to the run that holds the milestone. null: that run cannot be given it (another host's, another
 * clone's, an older program's). `ended`: it has ended meanwhile, and the caller may carry the command out itself.
 * @throws Refusal with what stands against the command
 */
export async function giveToOwner(
  ports: Pick<Ports, "inbox" | "host">,
  owner: RunIdentity,
  request: Omit<CommandRequest, "ask">,
): Promise<CommandDone | "ended" | null> {
  const { inbox, host } = ports;
  if (!inbox || !isTakenLive(request.command.command) || owner.host !== host.identity().host) return null;
  const answer = await inbox.give(owner.pid, request);
  if (!answer || answer.ok) return answer;
  if (!isOver(answer)) throw new Refusal(answer.problems);
  for (let waited = 0; waited < REST_MS; waited += LOOK_MS) {
    if ((await host.isAlive(owner)) !== "alive") return "ended";
    await wait(LOOK_MS);
  }
  throw new Refusal(answer.problems);
}

function isOver(answer: CommandAnswer): boolean {
  return !answer.ok && answer.over === true;
}
