/** Follows code fences and HTML comments from line to line. */
export class HiddenText {
  #fence = "";
  #comment = false;

  /** What the line is part of, so that no command in it counts; null where it is plain text. */
  covers(line: string): "code" | "comment" | null {
    if (this.#comment) {
      this.#comment = !line.includes("-->");
      return "comment";
    }
    const fence = fenceOf(line);
    if (this.#fence !== "") {
      if (fence.startsWith(this.#fence) && line.trim() === fence) this.#fence = "";
      return "code";
    }
    if (fence !== "") {
      this.#fence = fence;
      return "code";
    }
    const opens = line.lastIndexOf("<!--");
    this.#comment = opens >= 0 && !line.includes("-->", opens);
    return this.#comment && line.slice(0, opens).trim() === "" ? "comment" : null;
  }
}

/** The run of backticks or tildes that opens or closes a code block on this line, or nothing. */
function fenceOf(line: string): string {
  let start = 0;
  while (start < 3 && line[start] === " ") start += 1;
  const char = line[start];
  if (char !== "`" && char !== "~") return "";
  let end = start;
  while (line[end] === char) end += 1;
  return end - start >= 3 ? line.slice(start, end) : "";
}
