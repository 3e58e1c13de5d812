import { describe, expect, test } from "vitest";
import { buildDashboard } from "../../../src/milestone/view/dashboard.ts";
import { GROUP_ABOVE, graphView } from "../../../src/milestone/view/graph-view.ts";
import {
  escapeLabel,
  MERMAID_MAX_EDGES,
  MERMAID_MAX_TEXT,
  mermaidGraph,
} from "../../../src/milestone/view/mermaid.ts";
import { fixture, plannedFixture } from "../../fixtures/state.ts";
import { HOSTILE } from "./hostile.ts";

describe("the graph that is drawn", () => {
  test("has a node for each task while there are few", () => {
    const dashboard = buildDashboard(fixture({ tasks: GROUP_ABOVE, until: 0.5 }));
    const view = graphView(dashboard);
    expect(view.nodes.flatMap(n => n.tasks).sort()).toEqual(dashboard.tasks.map(t => t.id).sort());
    expect(view.grouped).toBe(false);
  });

  test.each([100, 1_000])(
    "of %i tasks is small, loses none, and shows work that goes on by itself",
    tasks => {
      const dashboard = buildDashboard(fixture({ tasks, until: 0.5 }));
      const view = graphView(dashboard);
      expect(view.nodes.length).toBeLessThanOrEqual(60);
      expect(view.nodes.flatMap(n => n.tasks)).toHaveLength(tasks);
      for (const task of dashboard.tasks.filter(t => t.status === "in_progress")) {
        expect(view.nodes.find(n => n.tasks.includes(task.id))?.tasks).toEqual([task.id]);
      }
    },
  );

  test("leaves out an arrow that a longer way says already", () => {
    const made = plannedFixture({ tasks: 3 });
    const [a, b, c] = made.plan.tasks as [never, never, never] as unknown as {
      id: string;
      dependencies: string[];
    }[];
    b!.dependencies = [a!.id];
    c!.dependencies = [a!.id, b!.id];
    const edges = graphView(buildDashboard(made)).edges.map(e => `${e.from}>${e.to}`);
    expect(edges).toEqual(["0>1", "1>2"]);
  });

  test("puts every arrow from a lower layer to a higher one", () => {
    const view = graphView(buildDashboard(fixture({ tasks: 30, until: 0.5 })));
    for (const { from, to } of view.edges)
      expect(view.nodes[from]!.layer).toBeLessThan(view.nodes[to]!.layer);
  });

  test("marks the critical path on nodes and arrows", () => {
    const dashboard = buildDashboard(fixture({ tasks: 12, until: 0.6 }));
    const view = graphView(dashboard);
    expect(dashboard.criticalPath.length).toBeGreaterThan(1);
    expect(
      view.nodes
        .filter(n => n.critical)
        .map(n => n.name)
        .sort(),
    ).toEqual([...dashboard.criticalPath].sort());
    expect(view.edges.filter(e => e.critical)).toHaveLength(dashboard.criticalPath.length - 1);
  });
});

describe("the Mermaid graph", () => {
  test.each([5, 30, 100])("of %i tasks is the golden one", async tasks => {
    const text = mermaidGraph(buildDashboard(fixture({ tasks, until: 0.5 })));
    await expect(`${text}\n`).toMatchFileSnapshot(`../../fixtures/views/graph-${tasks}.mmd`);
  });

  test.each([1_000, 3_000])("of %i tasks stays within what GitHub draws", tasks => {
    const text = mermaidGraph(buildDashboard(plannedFixture({ tasks })))!;
    expect(text.length).toBeLessThanOrEqual(MERMAID_MAX_TEXT);
    expect(text.match(/ (-->|==>) /g)!.length).toBeLessThanOrEqual(MERMAID_MAX_EDGES);
  });

  test("of as many arrows as can be still is within what GitHub draws", () => {
    const made = plannedFixture({ tasks: GROUP_ABOVE });
    for (const [i, task] of made.plan.tasks.entries()) {
      task.dependencies = i < 20 ? [] : made.plan.tasks.slice(0, 20).map(t => t.id);
    }
    const text = mermaidGraph(buildDashboard(made))!;
    expect(text.match(/ (-->|==>) /g)!).toHaveLength(400);
  });

  test("is left to the table when there is nothing to draw", () => {
    expect(mermaidGraph({ ...buildDashboard(plannedFixture({ tasks: 1 })), tasks: [] })).toBeNull();
  });

  test("keeps hostile titles inside of their labels", () => {
    const made = fixture({ tasks: 12, until: 0.6, title: i => HOSTILE[i % HOSTILE.length]! });
    const lines = mermaidGraph(buildDashboard(made))!.split("\n");
    for (const line of lines.filter(l => /^ {2}n\d+[([]/.test(l))) {
      expect(line).toMatch(/^ {2}n\d+\("[^"`<>|{}[\]$\\@:]*(<br\/>[^"`<>|{}[\]$\\@:]*){1,2}"\):::\w+$/u);
    }
    expect(lines.filter(l => l.trim().startsWith("click") || l.trim().startsWith("subgraph"))).toEqual([]);
    expect(lines.filter(l => l.includes("%%"))).toHaveLength(1);
  });

  test("parts what Mermaid would take for a formula or an icon", () => {
    expect(escapeLabel("$$x$$ fa:fa-car", 40)).toBe(
      "#36;#8203;#36;#8203;x#36;#8203;#36;#8203; fa#58;#8203;fa-car",
    );
    expect([...escapeLabel("日本語の長い題", 4)]).toHaveLength(4);
  });
});
