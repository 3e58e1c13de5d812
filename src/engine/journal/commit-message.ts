export interface Trailers {
  task?: string;
  phase?: string;
  attempt?: number;
}

export const commitSubject = (milestone: string, words: string): string =>
  `milestone(${milestone}): ${words}`;

/** A commit's message: subject and trailers as the contract has them. */
export function commitMessage(
  { milestone, session }: { milestone: string; session: string },
  words: string,
  { task, phase, attempt }: Trailers = {},
): string {
  const trailers = [
    `Milestone: ${milestone}`,
    ...(task ? [`Task: ${task}`] : []),
    ...(phase ? [`Phase: ${phase}`] : []),
    `Session: ${session}`,
    ...(attempt ? [`Attempt: ${attempt}`] : []),
  ];
  return `${commitSubject(milestone, words)}\n\n${trailers.join("\n")}\n`;
}
