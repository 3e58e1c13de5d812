/** What a program is started as. */
export interface Program {
  argv: readonly string[];
  cwd: string;
  /** The whole environment. */
  env: Readonly<Record<string, string>>;
}

/** A place that a program is started in so that it sees and writes no more than is its own. */
export interface Confinement {
  /** The same program as it is to be started from outside. */
  enter(program: Program): Program;
  /** Whether root starts it for us, so that its signals have to come from there too. */
  byRoot: boolean;
  /** Its first process ends all others by its own end, and leads the way to them all. */
  ownsProcesses: boolean;
  /** Once nothing of it runs any more: what it left belongs to the engine again. */
  leave(): Promise<void>;
}
