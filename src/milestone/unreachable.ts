/**
 * The end of an exhaustive switch: a value that no case takes does not compile, and one that the compiler never saw is
 * a bug. @throws always, naming what was not known and the value
 */
export function unreachable(what: string, value: never): never {
  throw new Error(`unknown ${what} ${JSON.stringify(value)}`);
}
