import { createHash } from "node:crypto";
import { cp, mkdir, readdir, readFile, writeFile } from "node:fs/promises";

await mkdir("release", { recursive: true });
for (const part of ["src", "bin", "site", "package.json"]) await cp(part, `release/${part}`, { recursive: true });
const entries = await readdir("release", { recursive: true, withFileTypes: true });
const files = entries.filter(e => e.isFile() && e.name !== "SHA256SUMS").map(e => `${e.parentPath}/${e.name}`).sort();
const line = async file => {
  const hash = createHash("sha256").update(await readFile(file)).digest("hex");
  return `${hash}  ${file.slice("release/".length)}\n`;
};
await writeFile("release/SHA256SUMS", (await Promise.all(files.map(line))).join(""));
