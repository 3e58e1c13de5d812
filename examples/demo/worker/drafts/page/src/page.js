import { anchors } from "./anchors.js";
import { summary } from "./summary.js";

const escape = text => text.replace(/[&<>"]/g, c => `&#${c.codePointAt(0)};`);

/** A page of headings (`# …`) and paragraphs, with the text's figures at its end. `accent` is a colour, `#rrggbb`. */
export function page(markdown, { accent }) {
  const blocks = markdown.split(/\n\s*\n/).map(block => block.replace(/\s+/g, " ").trim()).filter(Boolean);
  const headings = blocks.filter(block => block.startsWith("#"));
  const names = anchors(headings.map(heading => heading.replace(/^#+ /, "")));
  const body = blocks.map(block => {
    if (!block.startsWith("#")) return `<p>${escape(block)}</p>`;
    const level = Math.min(6, /^#+/.exec(block)[0].length);
    return `<h${level} id="${names[headings.indexOf(block)]}">${escape(block.replace(/^#+ /, ""))}</h${level}>`;
  });
  const { words, sentences } = summary(blocks.filter(block => !block.startsWith("#")).join(" "));
  return [
    "<!doctype html>",
    '<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">',
    `<title>${escape(headings[0]?.replace(/^#+ /, "") ?? "Page")}</title>`,
    `<style>body{max-width:40rem;margin:3rem auto;font:1.1rem/1.6 Georgia,serif}h1,h2{color:${accent}}</style>`,
    ...body,
    `<footer>${words} words in ${sentences} sentences</footer></html>`,
    "",
  ].join("\n");
}
