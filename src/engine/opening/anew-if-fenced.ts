import { Fenced } from "../journal/move-branch.ts";

/** Races lost in a row before it is told as a fault: each is lost to a writer that got its own commit through. */
const TRIES = 10;

/**
 * Does what needs the branch to stay as it was read, and begins again, from reading on, where another writer was
 * faster: it then finds what they left. `attempt` must have no effect but its commits, which a lost race gives up.
 */
export async function anewIfFenced<T>(attempt: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof Fenced) || tries >= TRIES) throw error;
    }
  }
}
