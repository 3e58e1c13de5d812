/** The sentences of a text: it is cut after every full stop, question mark and exclamation mark. */
export function sentences(text) {
  return text.split(/(?<=[.!?])\s+/).filter(s => s.trim() !== "");
}
