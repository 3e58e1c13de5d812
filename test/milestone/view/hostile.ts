/** Titles and messages that try to be more than text. */
export const HOSTILE: readonly string[] = [
  '"]; click n0 "javascript:alert(1)"',
  "<img src=x onerror=alert(1)>",
  "</details></summary><script>alert(1)</script>",
  "![beacon](https://example.com/b.png) [link](https://example.com)",
  "@everyone fixes #123, GH-7 and acme/app#9",
  '%%{init: {"theme":"forest"}}%%',
  "```\n````\nout of the fence",
  "a | b | c\n| --- | --- |",
  "`**bold**` fa:fa-car $$x^2$$ #quot;",
  "\u202eevil \u200bhidden \u0007bell \u001b[31mred\u001b[0m",
  "end",
  "' style='x' \" onload=\"y",
  "日本語の長いタイトルがここに入ります。とても長いのでカットされるはずです",
  "lone \ud800 surrogate",
  "x".repeat(5_000),
];
