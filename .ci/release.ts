import { execFileSync } from "node:child_process";
import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { VERSION } from "../src/milestone/names.ts";

const ROOT = join(import.meta.dirname, "..");

export interface Release {
  version: string;
  /** The immutable tag. */
  tag: string;
  /** The tag that `uses:` names, moved to each release of its major version. */
  moving: string;
  /** The changelog's section of this version, Markdown. */
  notes: string;
}

/** The release that the checkout is ready for. @throws naming the file and what does not fit there */
export function readRelease(wanted: string): Release {
  const version = wanted.replace(/^v/, "");
  if (!/^\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(version))
    throw new Error(`the version ${JSON.stringify(wanted)} is not one: write it as 1.2.3`);
  const { version: packaged } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
  if (packaged !== version) throw new Error(`package.json has the version ${packaged}, not ${version}`);
  if (VERSION !== version)
    throw new Error(`src/milestone/names.ts has the version ${VERSION}, not ${version}`);
  const notes = sectionOf(readFileSync(join(ROOT, "CHANGELOG.md"), "utf8"), version);
  if (!notes) throw new Error(`CHANGELOG.md has no section "## ${version}" with text below it`);
  return { version, tag: `v${version}`, moving: `v${version.split(".")[0]}`, notes };
}

/** The text below the version's heading, up to the next one; empty where there is none. */
export function sectionOf(changelog: string, version: string): string {
  const lines = changelog.split("\n");
  const start = lines.findIndex(line => line === `## ${version}` || line.startsWith(`## ${version} `));
  if (start < 0) return "";
  const rest = lines.slice(start + 1);
  const end = rest.findIndex(line => line.startsWith("## "));
  return rest
    .slice(0, end < 0 ? undefined : end)
    .join("\n")
    .trim();
}

/** Checks the release, writes its notes, and hands its tags to the workflow's later steps. */
if (import.meta.main) {
  const [wanted = "", notesFile = "notes.md"] = process.argv.slice(2);
  const { version, tag, moving, notes } = readRelease(wanted);
  const taken = execFileSync("git", ["tag", "--list", tag], { cwd: ROOT, encoding: "utf8" }).trim();
  if (taken)
    throw new Error(`the tag ${tag} is there already, and a released tag never moves: raise the version`);
  writeFileSync(notesFile, `${notes}\n`);
  const { GITHUB_OUTPUT } = process.env;
  if (GITHUB_OUTPUT) appendFileSync(GITHUB_OUTPUT, `version=${version}\ntag=${tag}\nmoving=${moving}\n`);
  console.log(`${tag} is ready to be released; ${moving} will move to it\n\n${notes}`);
}
