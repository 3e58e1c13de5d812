import { Graph, layout } from "@dagrejs/dagre";
import type { GraphView } from "../graph-view.ts";

/** Where each node stands and each edge runs. The drawing goes along layers: to the right, or downwards. */
export interface Layout {
  width: number;
  height: number;
  /** Of every node's box. */
  size: NodeSize;
  /** Top left corner, by the node's key. */
  nodes: Point[];
  /** Points from the end of one node to the start of another, through the gaps between others. */
  edges: { points: Point[]; from: number; to: number; critical: boolean }[];
  down: boolean;
}

export interface Point {
  x: number;
  y: number;
}

/** From the most telling to the one that a drawing of hundreds has room for: symbol and id alone. */
export const NODES = {
  large: { width: 188, height: 46, along: 44, aside: 16 },
  medium: { width: 144, height: 42, along: 28, aside: 12 },
  small: { width: 132, height: 24, along: 30, aside: 6 },
} as const;

export type NodeSize = keyof typeof NODES;

/** Room for a heavy border and the second sheet of a stack. */
const MARGIN = 6;
/** A drawing this much wider than its column is shrunk into it and can still be read. */
const READABLE = 1.25;

/**
 * A layered drawing, with the largest boxes and in the direction that fit the column; if nothing fits, the narrowest,
 * as a page is easily moved up and down.
 */
export function layeredLayout(view: GraphView, columnWidth: number, sizes: readonly NodeSize[]): Layout {
  let narrowest: Layout | null = null;
  for (const size of sizes) {
    for (const down of [false, true]) {
      const made = drawn(view, size, down);
      if (made.width <= columnWidth * READABLE) return made;
      if (!narrowest || made.width < narrowest.width) narrowest = made;
    }
  }
  return narrowest!;
}

function drawn(view: GraphView, size: NodeSize, down: boolean): Layout {
  const node = NODES[size];
  const graph = new Graph();
  graph.setGraph({
    rankdir: down ? "TB" : "LR",
    ranksep: node.along,
    nodesep: node.aside,
    edgesep: 6,
    marginx: MARGIN,
    marginy: MARGIN,
  });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const { key } of view.nodes) graph.setNode(String(key), { width: node.width, height: node.height });
  for (const { from, to } of view.edges) graph.setEdge(String(from), String(to), {});
  layout(graph);
  const whole = graph.graph() as { width: number; height: number };
  return {
    width: Math.ceil(whole.width),
    height: Math.ceil(whole.height),
    size,
    nodes: view.nodes.map(({ key }) => {
      const at = graph.node(String(key)) as Point;
      return { x: at.x - node.width / 2, y: at.y - node.height / 2 };
    }),
    edges: view.edges.map(({ from, to, critical }) => {
      const { points } = graph.edge(String(from), String(to)) as { points: Point[] };
      const [a, b] = [from, to].map(key => graph.node(String(key)) as Point) as [Point, Point];
      // Its own ends lie anywhere on the border, so that lines leave a box to all sides.
      const [start, end] = down
        ? [side(a, 0, node.height / 2), side(b, 0, -node.height / 2)]
        : [side(a, node.width / 2, 0), side(b, -node.width / 2, 0)];
      // Between its ends lie, in turn, the middles of gaps and of the layers that it passes.
      const passed = points.slice(1, -1).filter((_, i) => i % 2 === 1);
      const bends = passed.flatMap(at =>
        down
          ? [side(at, 0, -node.height / 2), side(at, 0, node.height / 2)]
          : [side(at, -node.width / 2, 0), side(at, node.width / 2, 0)],
      );
      return { points: [start, ...bends, end], from, to, critical };
    }),
    down,
  };
}

const side = ({ x, y }: Point, dx: number, dy: number): Point => ({ x: x + dx, y: y + dy });
