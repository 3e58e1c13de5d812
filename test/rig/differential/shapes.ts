import { appendFileSync, chmodSync, mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { type Content, type Place, write } from "./place.ts";

/** One way in which people keep a repository. */
export interface Shape {
  name: string;
  files?: Record<string, Content>;
  /** Settings of the repository, and of every clone that it is compared with. */
  settings?: Record<string, string>;
  /** Settings of the person. */
  personal?: Record<string, string>;
  /** Options of `git init`. */
  init?: string[];
  /** After the files are written and before they are committed. */
  prepare?(place: Place): void;
  /** After the commit; answers the folder where the engine is to work, where that is another one. */
  finish?(place: Place): string | undefined;
  /** What the person's repository has of its own, and the one that it is compared with has as well. */
  everywhere?(root: string): void;
  /** Needs git-lfs. */
  needsLfs?: boolean;
  /** A fresh clone of the base itself is not clean. */
  startsUnclean?: boolean;
  /** Too slow for every day. */
  isSlow?: boolean;
}

const utf16 = (text: string) => Buffer.from(text, "utf16le");
const big = (text: string) => Buffer.from(utf16(text)).swap16();
const BOM = Buffer.from([0xff, 0xfe]);

const PLAIN: Record<string, Content> = {
  "README.md": "# Readme\n\nSome words.\n",
  "src/main.c": "int main(void) {\n  return 0;\n}\n",
  "src/lib/util.c": "static int one = 1;\n",
  "docs/guide.txt": "one\ntwo\nthree\n",
  "run.sh": "#!/bin/sh\nexit 0\n",
  "data.bin": Buffer.from([0, 1, 2, 13, 10, 255, 0]),
};

function attributes(name: string, lines: string[], files: Record<string, Content> = {}): Shape {
  return {
    name: `attributes: ${name}`,
    files: { ...PLAIN, ...files, ".gitattributes": `${lines.join("\n")}\n` },
  };
}

/** Files of LFS in a place where git-lfs is set up. */
function lfs(name: string, lines: string[], more: Partial<Shape> = {}): Shape {
  return {
    name: `LFS: ${name}`,
    needsLfs: true,
    files: {
      ...PLAIN,
      "logo.png": "LOGO\n",
      "art/big.png": Buffer.alloc(5000, "art"),
      ".gitattributes": `${lines.join("\n")}\n`,
    },
    ...more,
    prepare(place) {
      place.git(place.root, "lfs", "install", "--skip-repo");
      more.prepare?.(place);
    },
  };
}

const LFS_LINE = "*.png filter=lfs diff=lfs merge=lfs -text";

function submodule(place: Place, url: string, path: string, into = place.root): void {
  place.git(into, "submodule", "--quiet", "add", url, path);
}

/** A clone of the person's repository takes its place. */
function clonedAs(...options: string[]): (place: Place) => string {
  return place => {
    const clone = join(place.folder, "clone");
    place.git(place.root, "config", "uploadpack.allowFilter", "true");
    place.git(place.root, "config", "uploadpack.allowAnySHA1InWant", "true");
    place.git(place.folder, "clone", "--quiet", ...options, `file://${place.root}`, clone);
    return clone;
  };
}

function after(name: string, ...commands: string[][]): Shape {
  return {
    name: `repository: ${name}`,
    files: PLAIN,
    finish: place => {
      for (const args of commands) place.git(place.root, ...args);
      return undefined;
    },
  };
}

export const SHAPES: readonly Shape[] = [
  { name: "plain files", files: PLAIN },
  { name: "one empty file", files: { empty: "" } },
  { name: "files without a last line end", files: { "a.txt": "a", "b/c.txt": "b\r\nc" } },
  {
    name: "modes",
    files: PLAIN,
    prepare({ root }) {
      chmodSync(join(root, "run.sh"), 0o755);
      chmodSync(join(root, "docs/guide.txt"), 0o600);
    },
  },
  {
    name: "links to files, folders and nothing",
    files: PLAIN,
    prepare({ root }) {
      symlinkSync("src/main.c", join(root, "main"));
      symlinkSync("../docs", join(root, "src/docs"));
      symlinkSync("nowhere", join(root, "dangling"));
    },
  },
  {
    name: "a .gitattributes and a .gitignore that are links",
    files: { ...PLAIN, attributes: "*.txt eol=crlf\n", ignores: "*.log\n" },
    prepare({ root }) {
      symlinkSync("attributes", join(root, ".gitattributes"));
      symlinkSync("ignores", join(root, ".gitignore"));
    },
  },
  {
    name: "odd names",
    files: {
      " leading": "1",
      "trailing ": "2",
      "'q\"": "3",
      ":(top)x": "4",
      "-rf": "5",
      "*": "6",
      "é/日本.txt": "7\n",
      "#x": "8",
      "!x": "9",
      "tab\there": "10",
      "[a]/b": "11",
      "e\u0301.txt": "12\n",
      "\u00e9.txt": "13\n",
      "a~1": "14",
    },
  },
  {
    name: "names that differ in case alone",
    files: { ...PLAIN, "readme.md": "small\n", "SRC/main.c": "big\n" },
  },
  { name: "a deep folder", files: { ...PLAIN, [`${"d/".repeat(60)}leaf.txt`]: "leaf\n" } },
  {
    name: "many files",
    files: {
      ...PLAIN,
      ...Object.fromEntries(Array.from({ length: 400 }, (_, i) => [`many/${i % 20}/f${i}.txt`, `${i}\n`])),
    },
  },
  {
    name: "tracked files that are ignored",
    files: { ...PLAIN, ".gitignore": "docs/\n*.c\n*.log\n!keep.log\n", "x.log": "log\n" },
  },
  {
    name: "nested files of exclusions",
    files: {
      ...PLAIN,
      ".gitignore": "*.tmp\n/out/\n",
      "src/.gitignore": "!keep.tmp\n*.o\n",
      "src/keep.tmp": "kept\n",
    },
  },
  {
    name: "the person's exclusions",
    files: PLAIN,
    personal: { "core.excludesFile": "~/ignores" },
    prepare: ({ home }) => write(home, { ignores: "*.new\n" }),
  },
  {
    name: "exclusions of the clone's own",
    files: PLAIN,
    everywhere: root => appendFileSync(join(root, ".git/info/exclude"), "*.log\n"),
  },
  attributes("text=auto", ["* text=auto"]),
  attributes("text=auto over CRLF in the index", ["*.txt text=auto"], { "crlf.txt": "a\r\nb\r\n" }),
  {
    ...attributes("text=auto came after the CRLF", [""], {
      "crlf.txt": "a\r\nb\r\n",
      "mixed.txt": "a\r\nb\n",
    }),
    finish: place => {
      write(place.root, { ".gitattributes": "*.txt text=auto\n" });
      place.git(place.root, "add", ".gitattributes");
      place.git(place.root, "commit", "--quiet", "--message=attributes");
      return undefined;
    },
  },
  attributes("text, eol=crlf", ["*.txt text eol=crlf", "*.md eol=crlf"]),
  attributes("eol=lf", ["* text=auto eol=lf", "*.c eol=lf"]),
  attributes("eol=crlf everywhere but in binaries", ["* text=auto eol=crlf", "*.bin binary", "*.sh -text"]),
  attributes("the old crlf", ["*.txt crlf", "*.md crlf=input", "*.c -crlf"]),
  attributes("a macro", ["[attr]words text eol=crlf", "*.txt words", "*.md !eol words"]),
  attributes("in a folder below, against the root's", ["*.txt text eol=crlf"], {
    "docs/.gitattributes": "*.txt -text\n",
    "src/.gitattributes": "*.c text eol=crlf\nlib/*.c -text\n",
  }),
  attributes("of names in quotes", ['"a b.txt" text eol=crlf', '"\\303\\251.txt" text eol=crlf'], {
    "a b.txt": "1\n",
    "é.txt": "2\n",
  }),
  attributes("ident", ["*.c ident", "*.txt ident text eol=crlf"], {
    "id.c": "/* $Id$ */\n",
    "id.txt": "$Id$\n",
  }),
  attributes("UTF-16LE with a mark", ["*.strings text working-tree-encoding=UTF-16LE-BOM eol=lf"], {
    "a.strings": Buffer.concat([BOM, utf16("hi\nho\n")]),
  }),
  attributes("UTF-16 with line ends", ["*.strings text working-tree-encoding=UTF-16 eol=crlf"], {
    "a.strings": Buffer.concat([BOM, utf16("hi\r\nho\r\n")]),
  }),
  attributes("UTF-16BE without a mark", ["*.strings working-tree-encoding=UTF-16BE"], {
    "a.strings": big("hi\nho\n"),
  }),
  attributes("Latin 1", ["*.txt text working-tree-encoding=ISO-8859-1"], {
    "latin.txt": Buffer.from("caf\u00e9\n", "latin1"),
  }),
  attributes("Shift-JIS", ["*.jis text working-tree-encoding=SHIFT-JIS"], {
    "a.jis": Buffer.from([0x93, 0xfa, 0x96, 0x7b, 0x0a]),
  }),
  attributes("UTF-8 as an encoding", ["*.txt text working-tree-encoding=UTF-8"]),
  attributes("that change no bytes", [
    "*.c diff=cpp whitespace=trailing-space",
    "docs export-ignore",
    "*.txt export-subst",
  ]),
  attributes("an unknown filter", ["*.txt filter=mystery", "*.c filter=mystery text eol=crlf"]),
  attributes("merge rules", ["*.txt merge=union", "*.bin merge=binary", "*.md merge=ours"]),
  attributes("broken lines", [
    "*.txt text eol=nonsense",
    "*.md text=maybe",
    "[attr]",
    "!*.c text",
    '"unclosed text',
  ]),
  {
    ...attributes("set in the index and deleted since", ["*.txt text eol=crlf"]),
    finish: place => {
      place.git(place.root, "rm", "--quiet", ".gitattributes");
      place.git(place.root, "commit", "--quiet", "--message=none");
      return undefined;
    },
  },
  { name: "the person's autocrlf=true", files: PLAIN, personal: { "core.autocrlf": "true" } },
  {
    name: "the person's autocrlf=true over CRLF in the index",
    files: { ...PLAIN, "crlf.txt": "a\r\nb\r\n" },
    settings: { "core.autocrlf": "true" },
    prepare: place => place.git(place.root, "config", "core.autocrlf", "false"),
    finish: place => {
      place.git(place.root, "config", "core.autocrlf", "true");
      return undefined;
    },
  },
  { name: "the person's autocrlf=input", files: PLAIN, personal: { "core.autocrlf": "input" } },
  {
    name: "eol=crlf of the repository's settings",
    files: { ...PLAIN, ".gitattributes": "* text=auto\n" },
    settings: { "core.eol": "crlf" },
  },
  {
    name: "autocrlf=true with safecrlf",
    files: { ...PLAIN, "crlf.txt": "a\r\nb\r\n" },
    settings: { "core.autocrlf": "true", "core.safecrlf": "warn" },
  },
  lfs("with content", [LFS_LINE]),
  lfs("below line ends", ["* text=auto eol=crlf", LFS_LINE]),
  lfs("that wants locks", [`${LFS_LINE} lockable`]),
  lfs("in a folder's attributes", ["*.txt text"], {
    prepare: ({ root }) => write(root, { "art/.gitattributes": `${LFS_LINE}\n` }),
  }),
  lfs("whose files stand as pointers", [LFS_LINE], {
    // A pointer whose line ends an agent turned to CRLF is unclean for git itself.
    startsUnclean: true,
    settings: {
      "filter.lfs.smudge": "git-lfs smudge --skip -- %f",
      "filter.lfs.process": "git-lfs filter-process --skip",
    },
    finish: place =>
      clonedAs(
        "--config=filter.lfs.smudge=cat",
        "--config=filter.lfs.process=git-lfs filter-process --skip",
      )(place),
  }),
  {
    name: "a submodule",
    files: PLAIN,
    prepare: place => submodule(place, place.library("library", { "lib.c": "lib\n" }), "vendor/lib"),
  },
  {
    name: "a submodule of a relative address",
    files: PLAIN,
    prepare(place) {
      place.library("library", { "lib.c": "lib\n" });
      place.git(place.root, "remote", "add", "origin", join(place.folder, "origin"));
      submodule(place, "../library", "vendor/lib");
    },
  },
  {
    name: "a submodule in a submodule",
    files: PLAIN,
    prepare(place) {
      const inner = place.library("inner", { "inner.c": "inner\n" });
      const outer = place.library("outer", { "outer.c": "outer\n" });
      submodule(place, inner, "deep/inner", outer);
      place.commit(outer);
      submodule(place, outer, "vendor/outer");
      place.git(place.root, "submodule", "--quiet", "update", "--init", "--recursive");
    },
  },
  {
    name: "a submodule that is not filled",
    files: PLAIN,
    prepare: place => submodule(place, place.library("library", { "lib.c": "lib\n" }), "vendor/lib"),
    finish: place => {
      place.git(place.root, "submodule", "--quiet", "deinit", "--force", "vendor/lib");
      return undefined;
    },
  },
  {
    name: "a submodule with line ends of its own",
    files: PLAIN,
    prepare: place =>
      submodule(
        place,
        place.library("library", { ".gitattributes": "* text=auto eol=crlf\n", "lib.c": "lib\n" }),
        "lib",
      ),
  },
  {
    name: "a link to a commit that no .gitmodules names",
    files: PLAIN,
    prepare: place => {
      place.library("person/vendor/stray", { "a.c": "a\n" });
    },
  },
  { name: "a sparse checkout in cone mode", files: PLAIN, finish: sparse("set", "--cone", "src") },
  {
    name: "a sparse checkout by patterns",
    files: PLAIN,
    finish: sparse("set", "--no-cone", "/*", "!/docs/"),
  },
  { name: "a sparse index", files: PLAIN, finish: sparse("set", "--cone", "--sparse-index", "src") },
  { name: "a partial clone without blobs", files: PLAIN, finish: clonedAs("--filter=blob:none") },
  { name: "a partial clone without trees", files: PLAIN, finish: clonedAs("--filter=tree:0") },
  {
    name: "a partial clone with attributes",
    files: { ...PLAIN, ".gitattributes": "*.txt eol=crlf\n" },
    finish: clonedAs("--filter=blob:none", "--no-checkout"),
  },
  { name: "a shallow clone", files: PLAIN, finish: clonedAs("--depth=1") },
  { name: "a clone that borrows objects", files: PLAIN, finish: clonedAs("--shared", "--no-local") },
  {
    name: "a clone by reference",
    files: PLAIN,
    finish: place => {
      const clone = join(place.folder, "clone");
      place.git(place.folder, "clone", "--quiet", "--shared", place.root, clone);
      return clone;
    },
  },
  {
    name: "a work tree beside the main one",
    files: PLAIN,
    finish: place => {
      const linked = join(place.folder, "linked");
      place.git(place.root, "worktree", "add", "--quiet", "-b", "side", linked);
      return linked;
    },
  },
  {
    name: "a git directory elsewhere",
    files: PLAIN,
    finish: place => {
      place.git(place.root, "init", "--quiet", `--separate-git-dir=${join(place.folder, "elsewhere.git")}`);
      return undefined;
    },
  },
  { name: "SHA-256", files: PLAIN, init: ["--object-format=sha256"] },
  {
    name: "SHA-256 with conversions",
    files: { ...PLAIN, ".gitattributes": "*.txt eol=crlf\n*.c ident\n" },
    init: ["--object-format=sha256"],
  },
  after("detached HEAD", ["checkout", "--quiet", "--detach"]),
  after("packed objects and refs", ["gc", "--quiet"]),
  after(
    "several packs and a multi-pack-index",
    ["repack", "--quiet", "-d"],
    ["multi-pack-index", "write"],
    ["commit-graph", "write", "--reachable"],
  ),
  after("version 4 index", ["update-index", "--index-version", "4"]),
  after("split index", ["update-index", "--split-index"]),
  after("untracked cache", ["update-index", "--untracked-cache"]),
  after(
    "skip-worktree and assume-unchanged",
    ["update-index", "--skip-worktree", "README.md"],
    ["update-index", "--assume-unchanged", "run.sh"],
  ),
  {
    ...after("a replaced commit"),
    finish: place => {
      const other = place.library("other", { "README.md": "replaced\n" });
      place.git(place.root, "fetch", "--quiet", other, "main:refs/other");
      place.git(
        place.root,
        "update-ref",
        `refs/replace/${place.git(place.root, "rev-parse", "HEAD^{tree}")}`,
        place.git(place.root, "rev-parse", "refs/other^{tree}"),
      );
      place.git(place.root, "read-tree", "HEAD");
      return undefined;
    },
  },
  {
    ...after("grafts"),
    finish: place => {
      place.git(place.root, "commit", "--quiet", "--allow-empty", "--message=second");
      const clone = clonedAs()(place);
      write(clone, { ".git/info/grafts": `${place.git(clone, "rev-parse", "HEAD")}\n` });
      return clone;
    },
  },
  {
    ...after("untracked and nested repositories beside"),
    finish: place => {
      place.library("person/scratch/nested", { x: "x\n" });
      write(place.root, { "untracked.txt": "u\n" });
      return undefined;
    },
  },
  {
    ...after("a filter that is a command"),
    settings: { "filter.evil.clean": "tr a-z A-Z", "filter.evil.smudge": "tr a-z A-Z" },
  },
  {
    ...after("attributes of the clone's own"),
    finish: ({ root }) => {
      mkdirSync(join(root, ".git/info"), { recursive: true });
      write(root, { ".git/info/attributes": "*.txt -diff\n" });
      return undefined;
    },
  },
  {
    name: "a huge file",
    files: {
      ...PLAIN,
      ".gitattributes": "*.txt text eol=crlf\n",
      "huge.txt": Buffer.alloc(70 * 1024 * 1024, "0123456789abcde\n"),
    },
    isSlow: true,
  },
  {
    name: "thousands of files",
    files: {
      ...PLAIN,
      ...Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`many/${i % 70}/f${i}.txt`, `${i}\n`])),
    },
    isSlow: true,
  },
];

function sparse(...args: string[]): (place: Place) => undefined {
  return place => {
    place.git(place.root, "sparse-checkout", ...args);
    return undefined;
  };
}

/** Builds the repository and answers where the engine is to work. */
export function build(shape: Shape, place: Place): string {
  const { root } = place;
  mkdirSync(root);
  place.git(root, "init", "--quiet", ...(shape.init ?? []));
  for (const [name, value] of Object.entries(shape.personal ?? {}))
    place.git(root, "config", "--global", name, value);
  for (const [name, value] of Object.entries(shape.settings ?? {})) place.git(root, "config", name, value);
  write(root, shape.files ?? {});
  shape.prepare?.(place);
  place.commit(root);
  shape.everywhere?.(root);
  return shape.finish?.(place) ?? root;
}
