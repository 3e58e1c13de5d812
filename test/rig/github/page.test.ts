import { afterEach, expect, test } from "vitest";
import { renderMarkdown } from "./page/markdown.ts";
import { createGitHubStandIn, type StandIn } from "./stand-in.ts";

let github: StandIn | undefined;
afterEach(() => github?.close());

test.each([
  ["a script", "<script>alert(1)</script>", /<script/],
  ["an event handler", '<b onclick="x()">b</b>', /onclick/],
  ["a picture that loads", "![p](https://example.org/p.png)", /<img|src=/],
  ["an HTML picture", '<img src="x" onerror="y">', /<img/],
  ["a link that runs", "[x](javascript:alert(1))", /javascript:/],
  ["a link that hides what it runs", "[x](&#106;avascript:alert(1))", /href="[^"]*script:/i],
  ["a hidden marker", "<!-- milestone:marker -->", /marker/],
  ["a broken tag", "<details open onx='<b' <script>>", /<script/],
])("%s in a body does not reach the page", (_name, text, never) => {
  expect(renderMarkdown(text)).not.toMatch(never);
});

test("tables, Mermaid, folded parts and alerts are shown", () => {
  const text =
    "| a |\n| - |\n| b |\n\n```mermaid\ngraph LR\n  a --> b\n```\n\n<details><summary>s</summary>\n\nin\n\n</details>\n\n> [!NOTE]\n> n\n";
  const html = renderMarkdown(text);
  expect(html).toContain("<table>");
  expect(html).toContain('<pre class="mermaid">graph LR\n  a --&gt; b</pre>');
  expect(html).toContain("<details><summary>s</summary>");
  expect(html).toContain('<div class="alert note"><p class="kind">Note</p>');
});

test("the page holds the pull request and its talk, and asks nobody else for anything", async () => {
  github = await createGitHubStandIn({ roles: { alice: "write" } });
  const sha = await github.as("alice").push({ "deep/x.txt": "one\n" }, "milestone/m");
  const pull = await github.as("acme").openPull("milestone/m", "main", "Milestone m: <T>");
  await github.as("alice").comment(pull.number, "/milestone status");
  await github.as("alice").review(pull.number, { state: "approve" });
  await github.as("alice").openIssue("[m] task_failure: a");
  const html = await (await fetch(`${github.url}/_page`)).text();
  for (const part of [
    "Milestone m: &lt;T&gt;",
    "/milestone status",
    "approved these changes",
    "[m] task_failure: a",
  ]) {
    expect(html).toContain(part);
  }
  expect(html.match(/(src|href)="(?!#|\/_assets)[^"]*"/g)).toBeNull();
  const followed = await fetch(`${github.url}/acme/widgets/pull/${pull.number}`, { redirect: "manual" });
  expect(followed.headers.get("location")).toBe(`/_page#pull-${pull.number}`);
  expect(await (await fetch(`${github.url}/acme/widgets/blob/${sha}/deep/x.txt`)).text()).toBe("one\n");
  expect(await (await fetch(`${github.url}/acme/widgets/compare/main...milestone/m`)).text()).toContain(
    "+one",
  );
});
