import {
  appendFileSync,
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { write } from "./place.ts";

/** What an agent does to a tree. The files are those that are committed, by path, without links and submodules. */
export interface Change {
  name: string;
  make(root: string, files: readonly string[]): void;
}

/**
 * Some of the files, the same each time. Those that rule others are left out: whether git looks at another file after
 * them depends on the clock.
 */
const some = (files: readonly string[], every = 2) =>
  files
    .filter(path => !/(?:^|\/)\.git[^/]*$/.test(path))
    .filter((_, i) => i % every === 0)
    .slice(0, 40);

function rewrite(root: string, path: string, edit: (content: Buffer) => Buffer | string): void {
  // The change itself may have put a folder there.
  if (!lstatSync(join(root, path)).isFile()) return;
  writeFileSync(join(root, path), edit(readFileSync(join(root, path))));
}

/** An earlier change may have left a file there. */
function makeRoom(root: string, folder: string): void {
  if (!lstatSync(join(root, folder), { throwIfNoEntry: false })?.isDirectory())
    rmSync(join(root, folder), { force: true });
}

const isBinary = (content: Buffer) => content.includes(0);

export const CHANGES: readonly Change[] = [
  {
    name: "lines are added to text, and bytes to the rest",
    make(root, files) {
      for (const path of files.slice(0, 40)) {
        rewrite(root, path, old =>
          Buffer.concat([old, isBinary(old) ? Buffer.from([0, 10]) : Buffer.from("more\n")]),
        );
      }
    },
  },
  {
    name: "new files of all kinds",
    make(root) {
      for (const folder of ["docs", "a", "a/b", "a/b/c"]) makeRoom(root, folder);
      write(root, {
        "new.txt": "new\n",
        "docs/new.txt": "a\r\nb\r\n",
        "mixed.txt": "a\r\nb\n",
        "a/b/c/new.c": "/* $Id: old $ */\n",
        "new.png": "PIXELS\n",
        "new.bin": Buffer.from([0, 13, 10]),
        "new.log": "log\n",
        "x.new": "x\n",
        "new.md": "",
        "new.strings": Buffer.from([0xff, 0xfe, 0x41, 0, 10, 0]),
        'new é "q".txt': "q\n",
      });
      write(root, { "tool.sh": "#!/bin/sh\n" });
      chmodSync(join(root, "tool.sh"), 0o755);
    },
  },
  {
    name: "files are removed, and folders with them",
    make(root, files) {
      for (const path of some(files)) rmSync(join(root, path));
    },
  },
  {
    name: "every line end becomes CRLF",
    make(root, files) {
      for (const path of files.slice(0, 40)) {
        rewrite(root, path, old => (isBinary(old) ? old : old.toString("latin1").replace(/\r?\n/g, "\r\n")));
      }
    },
  },
  {
    name: "every line end becomes LF",
    make(root, files) {
      for (const path of files.slice(0, 40)) {
        rewrite(root, path, old =>
          isBinary(old) ? old : Buffer.from(old.toString("latin1").replace(/\r\n/g, "\n"), "latin1"),
        );
      }
    },
  },
  {
    name: "modes turn over",
    make(root, files) {
      for (const path of some(files)) {
        const { mode } = lstatSync(join(root, path));
        chmodSync(join(root, path), mode & 0o100 ? 0o644 : 0o755);
      }
    },
  },
  {
    name: "files become links, and links files",
    make(root, files) {
      for (const path of some(files, 3)) {
        rmSync(join(root, path));
        symlinkSync("elsewhere", join(root, path));
      }
      for (const path of ["main", "dangling", "new-link"]) {
        rmSync(join(root, path), { force: true, recursive: true });
        writeFileSync(join(root, path), "a file\n");
      }
    },
  },
  {
    name: "files become folders, and folders files",
    make(root, files) {
      const [first, ...others] = some(files, 1);
      if (first !== undefined) {
        rmSync(join(root, first));
        write(root, { [`${first}/inside.txt`]: "inside\n" });
      }
      const folder = others
        .map(path => dirname(path))
        .find(name => name !== "." && !first?.startsWith(`${name}/`));
      if (folder === undefined) return;
      rmSync(join(root, folder), { recursive: true });
      writeFileSync(join(root, folder), "was a folder\n");
    },
  },
  {
    name: "files are moved",
    make(root, files) {
      for (const path of some(files, 3)) {
        mkdirSync(dirname(join(root, "moved", path)), { recursive: true });
        renameSync(join(root, path), join(root, "moved", path));
      }
    },
  },
  {
    name: "attributes change, and every file is written again",
    make(root, files) {
      rmSync(join(root, ".gitattributes"), { force: true });
      makeRoom(root, "docs");
      write(root, {
        ".gitattributes": "* text=auto eol=crlf\n*.c ident\n",
        "docs/.gitattributes": "*.txt -text\n",
      });
      for (const path of files.slice(0, 40)) {
        if (!path.endsWith(".gitattributes")) rewrite(root, path, old => old);
      }
      write(root, { "late.txt": "a\r\n", "docs/late.txt": "a\r\n" });
    },
  },
  {
    name: "attributes go, and every file is written again",
    make(root, files) {
      for (const path of files.slice(0, 40)) {
        if (path.endsWith(".gitattributes")) rmSync(join(root, path));
        else rewrite(root, path, old => old);
      }
    },
  },
  {
    name: "exclusions change under tracked and new files",
    make(root, files) {
      rmSync(join(root, ".gitignore"), { force: true });
      makeRoom(root, "build");
      write(root, {
        ".gitignore": "*.txt\n/src/\nbuild/\n!kept.txt\n",
        "new.txt": "n\n",
        "kept.txt": "k\n",
        "build/x": "x\n",
      });
      for (const path of files.slice(0, 40)) {
        const content = readFileSync(join(root, path));
        if (path !== ".gitignore" && !isBinary(content)) appendFileSync(join(root, path), "more\n");
      }
    },
  },
  {
    name: "everything is touched and nothing changed",
    make(root, files) {
      for (const path of files) utimesSync(join(root, path), 1_000_000_000, 1_000_000_000);
    },
  },
  {
    name: "names that differ in case alone appear",
    make(root, files) {
      for (const path of some(files, 3)) {
        const other = path.toUpperCase() === path ? path.toLowerCase() : path.toUpperCase();
        const folder = lstatSync(join(root, dirname(other)), { throwIfNoEntry: false });
        const isFree = !folder || (folder.isDirectory() && !existsSync(join(root, other)));
        if (isFree) write(root, { [other]: "twin\n" });
      }
    },
  },
  {
    name: "an emptied file and one that repeats another's bytes",
    make(root, files) {
      const [first, second] = some(files, 1);
      if (first !== undefined && second !== undefined)
        rewrite(root, second, () => readFileSync(join(root, first)));
      if (first !== undefined) writeFileSync(join(root, first), "");
    },
  },
  {
    name: "a file is of no encoding that its attributes may name",
    make: root =>
      write(root, {
        "odd.strings": "odd",
        "odd.txt": Buffer.from([0xff, 0xfe, 0x0a]),
        "odd.jis": Buffer.from([0x93]),
      }),
  },
];
