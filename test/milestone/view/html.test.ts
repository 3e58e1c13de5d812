import { describe, expect, test } from "vitest";
import { buildDashboard } from "../../../src/milestone/view/dashboard.ts";
import { type GraphView, graphView } from "../../../src/milestone/view/graph-view.ts";
import { layeredLayout, NODES } from "../../../src/milestone/view/html/layered-layout.ts";
import { htmlReport } from "../../../src/milestone/view/html/page.ts";
import { DARK, LIGHT } from "../../../src/milestone/view/html/style.ts";
import { fixture, plannedFixture } from "../../fixtures/state.ts";
import { HOSTILE } from "./hostile.ts";

/** Relative luminance of `#rrggbb`, by WCAG 2. */
function luminance(colour: string): number {
  const [r, g, b] = [1, 3, 5].map(at => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/** `over` at an opacity upon `under`. */
function blend(over: string, under: string, opacity: number): string {
  const part = (at: number) => {
    const [o, u] = [over, under].map(c => Number.parseInt(c.slice(at, at + 2), 16)) as [number, number];
    return Math.round(o * opacity + u * (1 - opacity))
      .toString(16)
      .padStart(2, "0");
  };
  return `#${part(1)}${part(3)}${part(5)}`;
}

/** Names of the elements and attributes that the page uses. */
function markup(page: string): { elements: Set<string>; attributes: Set<string> } {
  const elements = new Set<string>();
  const attributes = new Set<string>();
  for (const [, name, rest] of page.matchAll(
    /<([a-z][a-z0-9]*)((?:\s+[a-zA-Z:-]+(?:="[^"]*")?)*)\s*\/?>/gi,
  )) {
    elements.add(name!.toLowerCase());
    for (const [, attribute] of rest!.matchAll(/\s([a-zA-Z:-]+)(?:="[^"]*")?/g))
      attributes.add(attribute!.toLowerCase());
  }
  return { elements, attributes };
}

test("every header of a column and every landmark has a name of its own", () => {
  const page = htmlReport(fixture({ tasks: 12, until: 0.6 }));
  expect(page).not.toMatch(/<th\b[^>]*><\/th>/);
  const regions = [...page.matchAll(/role="region" aria-label="([^"]*)"/g)].map(([, label]) => label);
  const sections = [...page.matchAll(/<section aria-labelledby="[^"]*"><h2[^>]*>([^<]*)</g)].map(
    ([, title]) => title,
  );
  expect(regions.length).toBeGreaterThan(5);
  expect(regions.filter(label => sections.includes(label))).toEqual([]);
});

describe("the colours", () => {
  test.each([
    ["light", LIGHT],
    ["dark", DARK],
  ] as const)("of the %s scheme can be read on all they stand on", (_, palette) => {
    const tones = [palette.good, palette.active, palette.wait, palette.bad, palette.idle];
    for (const ground of [palette.paper, palette.surface]) {
      for (const text of [palette.ink, palette.muted, ...tones]) {
        expect(contrast(text, ground), `${text} on ${ground}`).toBeGreaterThanOrEqual(4.5);
      }
    }
    for (const tone of tones) {
      expect(contrast(palette.on, tone), `text on ${tone}`).toBeGreaterThanOrEqual(4.5);
      expect(
        contrast(palette.ink, blend(tone, palette.paper, 0.22)),
        `ink on pale ${tone}`,
      ).toBeGreaterThanOrEqual(4.5);
    }
  });
});

describe("the HTML report", () => {
  test("asks nobody for anything: no script, no resource, and a policy that forbids them", () => {
    const page = htmlReport(fixture({ tasks: 30, until: 0.6 }));
    expect(page).toContain(
      `content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"`,
    );
    const { elements, attributes } = markup(page);
    for (const name of [
      "script",
      "img",
      "link",
      "iframe",
      "object",
      "embed",
      "form",
      "image",
      "use",
      "base",
    ]) {
      expect(elements.has(name), name).toBe(false);
    }
    expect([...attributes].filter(a => a === "src" || a === "srcset" || a.startsWith("on"))).toEqual([]);
    expect(page).not.toMatch(/https?:|url\((?!#hatch\))|@import/);
    for (const [, target] of page.matchAll(/href="([^"]*)"/g)) expect(target).toMatch(/^#[A-Za-z][\w.-]*$/);
  });

  test("shows hostile text as text", () => {
    const plain = markup(htmlReport(fixture({ tasks: 20, until: 0.8 })));
    const made = fixture({ tasks: 20, until: 0.8, title: i => HOSTILE[i % HOSTILE.length]! });
    made.plan.title = HOSTILE.join(" ");
    made.plan.description = HOSTILE.join(" ");
    made.state.session!.reason = HOSTILE.join(" ");
    const page = htmlReport(made);
    const hostile = markup(page);
    expect([...hostile.elements].sort()).toEqual([...plain.elements].sort());
    expect([...hostile.attributes].sort()).toEqual([...plain.attributes].sort());
    expect(page).not.toMatch(/\u202e|\u001b|\u200b/);
    expect(page.isWellFormed()).toBe(true);
  });

  test("names its drawings and sections for those who do not see them", () => {
    const page = htmlReport(fixture({ tasks: 12, until: 0.8 }));
    for (const [drawing] of page.matchAll(/<svg class="drawing[^>]*>/g))
      expect(drawing).toMatch(/role="(img|group)" aria-label="[^"]+"/);
    for (const [bar] of page.matchAll(/<span class="bar[^>]*>/g))
      expect(bar).toMatch(/role="img" aria-label="[^"]+: -?\d+ %"/);
    const ids = [...page.matchAll(/<h2 id="([a-z]+)"/g)].map(m => m[1]);
    expect(ids).toEqual([...page.matchAll(/<section aria-labelledby="([^"]+)"/g)].map(m => m[1]));
    for (const [, title] of page.matchAll(/<section class="drawer"[^>]*aria-labelledby="([^"]+)"/g))
      expect(page).toContain(`<h2 id="${title}">`);
    expect(page.match(/<h1>/g)).toHaveLength(1);
    expect(page).toMatch(/<html lang="en">/);
  });

  test("of a milestone that nobody started, and of one that is done, has no hole", () => {
    for (const made of [plannedFixture({ tasks: 5 }), fixture({ tasks: 5 })]) {
      const page = htmlReport(made);
      expect(page).not.toMatch(/undefined|NaN|Infinity|\[object/);
      expect(page).toContain("All tasks");
    }
  });

  test("cuts no time off at the timeline's edge", () => {
    const label = /class="quiet" x="([\d.]+)" y="[\d.]+" text-anchor="middle" font-size="11">([^<]+)</g;
    const ends = [6, 10, 12, 18, 20, 26]
      .flatMap(tasks => [0.3, 0.9, 1].map(until => htmlReport(fixture({ tasks, until }))))
      .flatMap(page => [...page.matchAll(label)])
      .map(([, x, text]) => Number(x) + text!.length * 3.1);
    expect(ends.length).toBeGreaterThan(100);
    expect(Math.max(...ends)).toBeLessThanOrEqual(1_040);
  });

  test("of 1,000 tasks, with the details of each, stays under five megabytes", () => {
    expect(Buffer.byteLength(htmlReport(fixture({ tasks: 1_000, until: 0.9 })))).toBeLessThan(5_000_000);
  });
});

describe("the layered layout", () => {
  test.each([5, 12, 30, 100])("of %i tasks lets no two boxes touch", tasks => {
    const view = graphView(buildDashboard(fixture({ tasks, until: 0.5 })));
    const { nodes, width, height, size } = layeredLayout(view, 1_040, ["large", "medium"]);
    const NODE = NODES[size];
    for (const [i, a] of nodes.entries()) {
      expect(
        a.x >= 0 && a.y >= 0 && a.x + NODE.width <= width && a.y + NODE.height <= height,
        `box ${i}`,
      ).toBe(true);
      for (const b of nodes.slice(i + 1)) {
        const apart = Math.abs(a.x - b.x) >= NODE.width || Math.abs(a.y - b.y) >= NODE.height;
        expect(apart, `${i} at ${a.x},${a.y} and another at ${b.x},${b.y}`).toBe(true);
      }
    }
  });

  test("goes downwards, and takes smaller boxes, where it would be wider than the column", () => {
    const chain = (length: number): GraphView => ({
      nodes: Array.from({ length }, (_, key) => ({
        key,
        status: "pending",
        name: `t${key}`,
        title: "",
        note: "",
        critical: false,
        layer: key,
        tasks: [`t${key}`],
      })),
      edges: Array.from({ length: length - 1 }, (_, from) => ({ from, to: from + 1, critical: false })),
      grouped: false,
    });
    expect(layeredLayout(chain(4), 1_040, ["large", "medium"])).toMatchObject({ down: false, size: "large" });
    expect(layeredLayout(chain(12), 1_040, ["large", "medium"])).toMatchObject({ down: true, size: "large" });
    const wide = graphView(buildDashboard(fixture({ tasks: 30, until: 0.5 })));
    expect(layeredLayout(wide, 1_040, ["large", "medium"]).size).toBe("medium");
  });

  test("of 300 tasks one by one is laid out and leads to each of them", () => {
    const page = htmlReport(fixture({ tasks: 300, until: 0.5 }));
    const links = page.match(/<a class="node [a-z]+"[^>]* href="#task-/g) ?? [];
    expect(links.length).toBeGreaterThanOrEqual(300);
    const ids = new Set(Array.from(page.matchAll(/ id="(task-[^"]+)"/g), ([, id]) => id));
    for (const [, target] of page.matchAll(/href="#(task-[^"]+)"/g)) expect(ids).toContain(target);
  });
});
