import { z } from "zod";
import { instant, text, whole } from "./event-data.ts";
import { kind } from "./event-kind.ts";
import { newProfile, type ProfileFault, type ProfileState, type State } from "./state.ts";

/** Why a profile is of no use, for whatever task. */
const PROFILE_FAULTS = ["usage_limit", "credentials", "credit", "model"] as const satisfies ProfileFault[];

/** Agent profiles: what their accounts and services say holds for every task that they work on. */
export const profileEvents = {
  profile_rested: kind({
    says: "an agent's account reached a limit, or its service is busy: it is left alone until a time",
    log: "blockers",
    data: z.object({
      profile: text,
      cause: z.enum(["usage_limit", "busy"]),
      until: instant,
      message: text,
    }),
    fold: (state, { data }) => {
      const profile = profileIn(state, data.profile);
      profile.restsUntil = data.until;
      profile.message = data.message;
      profile.busy = data.cause === "busy" ? profile.busy + 1 : 0;
    },
  }),
  profile_failed: kind({
    says: "an agent's key, credit, model or plan is of no use until a person acts",
    log: "blockers",
    data: z.object({ profile: text, cause: z.enum(PROFILE_FAULTS), message: text }),
    fold: (state, { data }) => {
      Object.assign(profileIn(state, data.profile), { fault: data.cause, message: data.message });
    },
  }),
  profile_demoted: kind({
    says: "an agent kept failing: it is tried last until it succeeds",
    log: "blockers",
    data: z.object({ profile: text, failures: whole }),
    fold: (state, { data }) => {
      profileIn(state, data.profile).last = true;
    },
  }),
  profile_recovered: kind({
    says: "an agent is used as before: it succeeded, or a person says so",
    log: "blockers",
    data: z.object({ profile: text, how: text }),
    fold: (state, { data }) => {
      state.profiles.set(data.profile, newProfile());
    },
  }),
};

export function profileIn({ profiles }: State, name: string): ProfileState {
  const known = profiles.get(name) ?? newProfile();
  profiles.set(name, known);
  return known;
}
