import { isAbsolute, relative, resolve, sep } from "node:path";
import { nodeFiles } from "../commands/node-files.ts";
import { refuse } from "../engine/refusal.ts";
import type { SourceDocument } from "./brief.ts";

const MAX_DOCUMENTS = 20;

/** The texts of a file or a folder of the repository; git's own folder is none of it. @throws Refusal */
export async function readSourceDocuments(
  from: string,
  root: string,
  directory: string,
): Promise<SourceDocument[]> {
  const files = nodeFiles(root);
  const place = relative(resolve(root), resolve(directory, from));
  const parts = place.split(sep);
  if (parts[0] === ".." || isAbsolute(place))
    return refuse(`${from} lies outside of the repository`, "copy it into the repository");
  if (parts.some(part => part.toLowerCase() === ".git"))
    return refuse(`${from} is git's own, and no text to plan from`, "name a file of the repository");
  const path = parts.join("/") || ".";
  const text = await files.readFile(path);
  if (text !== null) return [{ name: path, text }];
  const below = ((await files.list(path)) ?? [])
    .filter(name => /\.(?:md|markdown|txt|rst|adoc)$/i.test(name))
    .sort();
  if (below.length === 0)
    return refuse(
      `there is no text to plan from at ${from}`,
      "name a Markdown or text file, or a folder of them",
    );
  if (below.length > MAX_DOCUMENTS)
    return refuse(
      `${from} holds ${below.length} texts, and at most ${MAX_DOCUMENTS} are planned from`,
      "name a folder with fewer, or one file",
    );
  const given: SourceDocument[] = [];
  for (const name of below) {
    const file = path === "." ? name : `${path}/${name}`;
    const content = await files.readFile(file);
    if (content !== null) given.push({ name: file, text: content });
  }
  return given;
}
