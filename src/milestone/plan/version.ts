import coerce from "semver/functions/coerce.js";
import semverSatisfies from "semver/functions/satisfies.js";
import validRange from "semver/ranges/valid.js";

/** A nightly build is newer than its release line. Never loose: that drops what it does not understand. */
const OPTIONS = { includePrerelease: true };
const MAX_RANGE = 200;

/** Why a text is no range of versions, or null when it is one of npm's: `>= 18`, `^18 || ^20`, `18 - 22`, `20.x`, `*`. */
export function versionProblem(range: string): string | null {
  const isRange = range.length <= MAX_RANGE && validRange(withoutZeros(range), OPTIONS) !== null;
  return isRange ? null : 'a range of versions such as ">=24", "^18 || ^20", "18 - 22", "20.x" or "*"';
}

/** Whether a version, as a tool prints it, is in a range. A text without a number is in none. */
export function satisfies(version: string, range: string): boolean {
  const have = coerce(withoutZeros(version), OPTIONS);
  return have !== null && semverSatisfies(have, withoutZeros(range), OPTIONS);
}

/** Some tools are numbered by year and month: `24.04` is the same version as `24.4`. */
function withoutZeros(text: string): string {
  return text.replace(/(?<!\d)0+(?=\d)/g, "");
}
