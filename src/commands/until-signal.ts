/**
 * Tells once when the runner (SIGINT, then SIGTERM 7.5 s later) or a person (Ctrl-C) wants the process to end. The
 * answer stops listening. A closed terminal counts too.
 */
export function untilSignal(tell: (signal: NodeJS.Signals) => void): () => void {
  let told = false;
  const listen = (signal: NodeJS.Signals): void => {
    if (told) return;
    told = true;
    tell(signal);
  };
  const signals: NodeJS.Signals[] = ["SIGINT", "SIGTERM", "SIGHUP"];
  for (const signal of signals) process.on(signal, listen);
  return () => {
    for (const signal of signals) process.off(signal, listen);
  };
}
