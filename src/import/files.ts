/** The files of a repository; paths are relative to its root, with `/`. */
export interface Files {
  /** Null when there is no such file. */
  readFile(path: string): Promise<string | null>;
  /** Files below a folder, relative to it, in any order; null when there is no such folder. */
  list(folder: string): Promise<string[] | null>;
  writeFile(path: string, text: string): Promise<void>;
}
