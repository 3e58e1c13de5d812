import { execFile } from "node:child_process";

const XATTR = "user.overlay.opaque";
const BLOCK = 512;
const SIZE_AT = 124;
const TYPE_AT = 156;
/** Of one folder: its header, the extended one before it and that one's contents. */
const BYTES_A_FOLDER = 8 * BLOCK + 8192;

/**
 * Those of the folders that overlayfs has marked as hiding what lies below them. Node reads no extended attributes, so
 * they are read off an archive of the folders themselves.
 * @param folders relative to `root`
 */
export async function opaqueFolders(root: string, folders: readonly string[]): Promise<string[]> {
  if (folders.length === 0) return [];
  const archive = await archiveOf(root, folders);
  const found: string[] = [];
  let marked = false;
  let next = 0;
  for (let at = 0; at + BLOCK <= archive.length && archive[at] !== 0; ) {
    const size = Number.parseInt(archive.toString("latin1", at + SIZE_AT, at + SIZE_AT + 12), 8) || 0;
    const type = String.fromCharCode(archive[at + TYPE_AT]!);
    const content = archive.subarray(at + BLOCK, at + BLOCK + size);
    if (type === "x") marked = content.includes(`SCHILY.xattr.${XATTR}=y`);
    else if (type === "5") {
      // In the order in which they were named.
      if (marked) found.push(folders[next]!);
      marked = false;
      next++;
    }
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
  }
  if (next !== folders.length) throw new Error(`tar told of ${next} folders, asked for ${folders.length}`);
  return found;
}

function archiveOf(root: string, folders: readonly string[]): Promise<Buffer> {
  const args = [
    "--format=posix",
    "--xattrs",
    `--xattrs-include=${XATTR}`,
    "--no-recursion",
    "--hard-dereference",
  ];
  return new Promise((resolve, reject) => {
    const child = execFile(
      "/bin/tar",
      [...args, "-C", root, "--null", "--verbatim-files-from", "-T", "-", "-cf", "-"],
      { encoding: "buffer", maxBuffer: BYTES_A_FOLDER * (folders.length + 1), env: { LC_ALL: "C" } },
      (error, stdout) => (error ? reject(error) : resolve(stdout)),
    );
    child.stdin?.on("error", () => undefined);
    child.stdin?.end(folders.map(folder => `./${folder}\0`).join(""));
  });
}
