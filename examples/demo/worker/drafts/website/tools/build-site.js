import { mkdir, readFile, writeFile } from "node:fs/promises";
import { page } from "../src/page.js";

const brand = await readFile("brand.json", "utf8").catch(() => null);
if (brand === null) {
  console.error("brand.json is missing: a person has to choose the accent colour of the website");
  process.exit(1);
}
await mkdir("site", { recursive: true });
await writeFile("site/index.html", page(await readFile("README.md", "utf8"), JSON.parse(brand)));
