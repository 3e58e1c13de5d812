import { refresh } from "./memory.ts";
import { tellDependants } from "./notices.ts";
import { checkStep, firstCheck } from "./sync-check.ts";
import { gatesStep, noticesStep } from "./sync-comments.ts";
import { issuesStep } from "./sync-issues.ts";
import { note, type Pass, type SyncInput, type SyncResult } from "./sync-pass.ts";
import { placeStep } from "./sync-place.ts";

/**
 * Brings GitHub in line with a milestone: reads what is there, compares, and makes the least writes. May be called
 * at any time, twice, by two processes, or with an old picture. Never fails as a whole: what GitHub refused is told
 * in `problems` and mended by the next pass.
 */
export async function syncGitHub(input: SyncInput): Promise<SyncResult> {
  const { memory, picture, now } = input;
  const result: SyncResult = { place: null, problems: [], closed: [], again: null, standsDown: false };
  const pass: Pass = { ...input, result };
  refresh(memory, now);
  if (picture.mode === "action" && (memory.standsDown || (await firstCheck(pass)))) {
    memory.standsDown = true;
    return { ...result, standsDown: true };
  }
  result.place = await placeStep(pass);
  if (result.place !== null) await gatesStep(pass, result.place);
  await issuesStep(pass);
  await checkStep(pass);
  if (result.place !== null) await noticesStep(pass, result.place);
  await dependantsStep(pass);
  return result;
}

async function dependantsStep(pass: Pass): Promise<void> {
  const { picture, memory, repository, self } = pass;
  const fresh = picture.dependants.filter(d => !memory.told.has(JSON.stringify(d)));
  if (!fresh.length) return;
  const told = await tellDependants(repository, { ...picture, dependants: fresh }, self);
  if (!note(pass, "dependants", told)) return;
  for (const d of fresh) memory.told.add(JSON.stringify(d));
}
