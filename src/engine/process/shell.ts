/**
 * The argument list that runs a shell command as every `run` executor, check and test command is run:
 * no profile files, stops at the first failing command, a pipe fails with any of its parts.
 */
export function shellArgv(command: string): string[] {
  return ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", command];
}
