import type { GraphView } from "../graph-view.ts";

/** Where each node stands and each edge runs. The drawing goes along layers: to the right, or downwards. */
export interface Layout {
  width: number;
  height: number;
  /** Top left corner, by the node's key. */
  nodes: { x: number; y: number }[];
  /** Points from the end of one node to the start of another, through the gaps between others. */
  edges: { points: { x: number; y: number }[]; critical: boolean }[];
  down: boolean;
}

export const NODE = { width: 188, height: 46 };
const GAP_ALONG = 44;
const GAP_ASIDE = 16;
/** Room for an edge that passes a layer. */
const LANE = 12;
const SWEEPS = 8;

/** A place in a layer: a node, or a bend of a long edge. */
interface Slot {
  node: number | null;
  layer: number;
  /** Extent across the direction of the drawing, and its middle. */
  size: number;
  at: number;
  before: number[];
  after: number[];
}

/**
 * A layered drawing after Sugiyama: long edges get a bend in each layer they pass, layers are sorted by the mean
 * place of their neighbours, and then moved towards them without overlap.
 */
export function layeredLayout(view: GraphView, columnWidth: number): Layout {
  const { slots, chains } = slotsOf(view);
  const layers: number[][] = [];
  slots.forEach((slot, i) => {
    while (layers.length <= slot.layer) layers.push([]);
    layers[slot.layer]!.push(i);
  });
  const widest = Math.max(...layers.map(l => l.filter(i => slots[i]!.node !== null).length));
  const rightwards = layers.length * (NODE.width + GAP_ALONG) - GAP_ALONG;
  const down = rightwards > columnWidth && widest * (NODE.width + GAP_ASIDE) < rightwards;
  for (const slot of slots) if (slot.node !== null) slot.size = down ? NODE.width : NODE.height;
  sortLayers(slots, layers);
  placeSlots(slots, layers);
  return drawing(view, slots, chains, layers.length, down);
}

function slotsOf(view: GraphView): { slots: Slot[]; chains: { slots: number[]; critical: boolean }[] } {
  const slots: Slot[] = view.nodes.map(node => newSlot(node.key, node.layer));
  const chains = view.edges.map(edge => {
    const [low, high] = [view.nodes[edge.from]!.layer, view.nodes[edge.to]!.layer];
    const chain = [edge.from];
    for (let layer = low + 1; layer < high; layer++) {
      slots.push(newSlot(null, layer));
      chain.push(slots.length - 1);
    }
    chain.push(edge.to);
    for (let i = 1; i < chain.length; i++) {
      slots[chain[i - 1]!]!.after.push(chain[i]!);
      slots[chain[i]!]!.before.push(chain[i - 1]!);
    }
    return { slots: chain, critical: edge.critical };
  });
  return { slots, chains };
}

function newSlot(node: number | null, layer: number): Slot {
  return { node, layer, size: LANE, at: 0, before: [], after: [] };
}

function sortLayers(slots: Slot[], layers: number[][]): void {
  const place = new Array<number>(slots.length).fill(0);
  const number = (layer: number[]): void => {
    for (const [i, slot] of layer.entries()) place[slot] = i - layer.length / 2;
  };
  layers.forEach(number);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const forward = sweep % 2 === 0;
    for (const layer of forward ? layers : [...layers].reverse()) {
      const key = (i: number) =>
        mean((forward ? slots[i]!.before : slots[i]!.after).map(n => place[n]!)) ?? place[i]!;
      layer.sort((a, b) => key(a) - key(b));
      number(layer);
    }
  }
}

function placeSlots(slots: Slot[], layers: number[][]): void {
  for (const layer of layers) spread(slots, layer, () => null);
  for (let sweep = 0; sweep < SWEEPS * 2; sweep++) {
    const forward = sweep % 2 === 0;
    for (const layer of forward ? layers : [...layers].reverse()) {
      spread(slots, layer, slot => mean((forward ? slot.before : slot.after).map(n => slots[n]!.at)));
    }
  }
}

/** Moves a layer's slots towards where they want to be, in order and without overlap. */
function spread(slots: Slot[], layer: number[], wish: (slot: Slot) => number | null): void {
  const wishes = layer.map(i => wish(slots[i]!) ?? slots[i]!.at);
  const gap = (i: number) => (slots[layer[i - 1]!]!.size + slots[layer[i]!]!.size) / 2 + GAP_ASIDE;
  const low: number[] = [];
  for (let i = 0; i < layer.length; i++) {
    low.push(i === 0 ? wishes[0]! : Math.max(wishes[i]!, low[i - 1]! + gap(i)));
  }
  const high: number[] = new Array<number>(layer.length);
  for (let i = layer.length - 1; i >= 0; i--) {
    high[i] = i === layer.length - 1 ? wishes[i]! : Math.min(wishes[i]!, high[i + 1]! - gap(i + 1));
  }
  // The mean of the two packings keeps the gaps and leans to neither side.
  for (const [i, slot] of layer.entries()) slots[slot]!.at = (low[i]! + high[i]!) / 2;
}

function mean(values: number[]): number | null {
  return values.length ? values.reduce((a, b) => a + b, 0) / values.length : null;
}

function drawing(
  view: GraphView,
  slots: Slot[],
  chains: { slots: number[]; critical: boolean }[],
  layers: number,
  down: boolean,
): Layout {
  const least = Math.min(...slots.map(s => s.at - s.size / 2)) - 2;
  const most = Math.max(...slots.map(s => s.at + s.size / 2)) + 2;
  const depth = down ? NODE.height : NODE.width;
  const along = (layer: number) => 2 + layer * (depth + GAP_ALONG);
  const point = (across: number, length: number) =>
    down ? { x: across - least, y: length } : { x: length, y: across - least };
  const length = along(layers - 1) + depth + 2;
  const nodes = view.nodes.map(node => {
    const slot = slots[node.key]!;
    return point(slot.at - slot.size / 2, along(slot.layer));
  });
  const edges = chains.map(chain => {
    const points = chain.slots.flatMap((key, i) => {
      const slot = slots[key]!;
      const start = point(slot.at, along(slot.layer));
      const end = point(slot.at, along(slot.layer) + depth);
      if (i === 0) return [end];
      return i === chain.slots.length - 1 ? [start] : [start, end];
    });
    return { points, critical: chain.critical };
  });
  const size = down ? { width: most - least, height: length } : { width: length, height: most - least };
  return { ...size, nodes, edges, down };
}
