import { desiredIssues, diffIssues, type IssueNow, readIssues, writeIssue } from "./blockers.ts";
import { note, type Pass, wakeAt } from "./sync-pass.ts";

/** An issue for each blocker. Nothing is asked of GitHub while there never was one. */
export async function issuesStep(pass: Pass): Promise<void> {
  const { memory, picture, repository, now, self } = pass;
  const wanted = desiredIssues(picture);
  if (!wanted.length) return;
  const remembered = memory.issues;
  let there = remembered ?? (await readThem(pass));
  if (!there) return;
  const context = { time: now, requests: picture.state.requests };
  let diff = diffIssues(wanted, there, context);
  if (remembered && diff.writes.some(write => write.kind === "create_issue")) {
    there = await readThem(pass);
    if (!there) return;
    diff = diffIssues(wanted, there, context);
  }
  wakeAt(pass, diff.again);
  pass.result.closed = diff.closed;
  const known = new Map(there.map(issue => [issue.number, issue]));
  for (const write of diff.writes) {
    const written = await writeIssue(repository, write, self);
    if (!note(pass, "blockers", written)) continue;
    if (written.value) known.set(written.value.number, written.value);
    else if (write.kind === "close_double") known.delete(write.number);
  }
  memory.issues = [...known.values()];
}

async function readThem(pass: Pass): Promise<IssueNow[] | undefined> {
  const reading = await readIssues(pass.repository, pass.picture.milestone, pass.self);
  return note(pass, "blockers", reading) ? reading.value : undefined;
}
