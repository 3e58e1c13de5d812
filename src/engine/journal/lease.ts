import type { Lease } from "../../milestone/session/event.ts";
import type { State } from "../../milestone/session/state.ts";
import type { Oid, Ports } from "../ports.ts";

/** A lease whose owner nobody can ask about counts as held for this long after its last sign (domain §8). */
export const LEASE_SILENCE_MS = 60_000;

/**
 * Whether a lease's owner may still write. A dead owner is taken over at once; one that nobody can ask about shows
 * itself alive by its commits, which come even when no event does.
 */
export async function isHeld(
  ports: Pick<Ports, "host" | "clock" | "repository">,
  state: State,
  lease: Lease,
  tip: Oid,
): Promise<boolean> {
  const alive = await ports.host.isAlive(lease);
  if (alive !== "unknown") return alive === "alive";
  const [last] = await ports.repository.log({ to: tip, limit: 1 });
  const lastSign = Math.max(last?.at ?? 0, state.timestamp ? Date.parse(state.timestamp) : 0);
  return ports.clock.now() - lastSign < LEASE_SILENCE_MS;
}
