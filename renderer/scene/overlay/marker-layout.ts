/**
 * Where alarm markers stand on the screen. Pure. Promises: every marker is in exactly one pin; a pin leads with its
 * highest priority; no two pins, no two callouts and no pin and callout overlap; everything lies inside the viewport.
 * CSS pixels from the view's top left.
 */
import type { AlarmPriority } from '#shared/domain/site/document.ts';
import type { Viewport } from '../framing.ts';
import type { Insets } from '../view.ts';

export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface LayoutMarker {
  /** Where it happened; may lie outside the viewport. */
  readonly x: number;
  readonly y: number;
  readonly priority: AlarmPriority;
  readonly unacknowledged: boolean;
}

export interface LayoutInput {
  readonly markers: readonly LayoutMarker[];
  readonly viewport: Viewport;
  readonly insets: Insets;
  readonly pinSize: { readonly width: number; readonly height: number };
  /** Size of the callout of a marker, by its index. */
  readonly calloutSize: (marker: number) => { readonly width: number; readonly height: number };
  readonly maxCallouts: number;
  /** Size of text; distances follow it, so that a wall looks like the desk. */
  readonly scale: number;
  /** Callouts keep off these if they can: labels, the building itself. */
  readonly avoid: readonly Rect[];
  /** Where the callout of this marker stood before, so that it does not jump about while the view turns. */
  readonly previousSlot: (marker: number) => number | undefined;
}

export interface Callout {
  readonly rect: Rect;
  readonly slot: number;
  /** Where the leader line meets the callout. */
  readonly joint: readonly [number, number];
}

export interface Pin {
  /** Index of the most urgent marker in it. */
  readonly lead: number;
  readonly members: readonly number[];
  readonly rect: Rect;
  readonly callout: Callout | undefined;
  /** Its place lies outside the viewport; it stands at the edge. */
  readonly outside: boolean;
}

const EDGE_PX = 6;

export function layoutMarkers(input: LayoutInput): Pin[] {
  const pins = cluster(input);
  const placed: Callout[] = [];
  const obstacles = pins.map(({ rect }) => rect);
  return pins.map((pin) => {
    const marker = input.markers[pin.lead];
    if (
      !marker ||
      pin.outside ||
      placed.length >= input.maxCallouts ||
      !deservesCallout(marker, placed.length)
    )
      return pin;
    const callout = placeCallout(input, pin, obstacles, placed);
    if (callout) placed.push(callout);
    return { ...pin, callout };
  });
}

/** Priority 1 always; unacknowledged priority 2 while there are few: calm until it matters. */
function deservesCallout({ priority, unacknowledged }: LayoutMarker, already: number): boolean {
  return priority === 1 || (priority === 2 && unacknowledged && already < 2);
}

/** Most urgent first; each takes in every later one whose pin would touch its own. */
function cluster({ markers, viewport, pinSize, insets }: LayoutInput): Pin[] {
  const { width, height } = pinSize;
  const clamp = (at: number, low: number, high: number): number => Math.max(low, Math.min(high, at));
  const spots = markers.map(({ x, y }) => ({
    x: clamp(x, width / 2 + EDGE_PX, viewport.width - width / 2 - EDGE_PX - insets.right),
    y: clamp(y, height / 2 + EDGE_PX, viewport.height - height / 2 - EDGE_PX),
  }));
  const order = markers.map((_, i) => i).sort((a, b) => urgency(markers[a]) - urgency(markers[b]) || a - b);
  const pins: (Omit<Pin, 'members'> & { members: number[]; x: number; y: number })[] = [];
  for (const i of order) {
    const [spot, marker] = [spots[i], markers[i]];
    if (!spot || !marker) continue;
    const near = pins.find(({ x, y }) => Math.abs(x - spot.x) < width && Math.abs(y - spot.y) < height);
    if (near) near.members.push(i);
    else {
      const rect = { x: spot.x - width / 2, y: spot.y - height / 2, width, height };
      const outside = marker.x < 0 || marker.y < 0 || marker.x > viewport.width || marker.y > viewport.height;
      pins.push({ ...spot, lead: i, members: [i], rect, callout: undefined, outside });
    }
  }
  return pins;
}

function urgency(marker: LayoutMarker | undefined): number {
  return marker ? marker.priority * 2 + (marker.unacknowledged ? 0 : 1) : Infinity;
}

/** Right first and a little up, as on a drawing; then around. Degrees, y down. */
const DIRECTIONS = [-32, 0, 32, -148, 180, 148, -70, 70, -110, 110];
const DISTANCES_PX = [64, 110, 170, 250];
const COLUMN_SLOTS = 24;

function placeCallout(
  input: LayoutInput,
  pin: Pin,
  pins: readonly Rect[],
  placed: readonly Callout[],
): Callout | undefined {
  const { viewport, insets } = input;
  const size = input.calloutSize(pin.lead);
  const [ax, ay] = middle(pin.rect);
  const previous = input.previousSlot(pin.lead);
  let best: Callout | undefined;
  let bestCost = Infinity;
  candidates(ax, ay, size, input).forEach((rect, slot) => {
    const inside =
      rect.x >= EDGE_PX &&
      rect.y >= EDGE_PX &&
      rect.x + rect.width <= viewport.width - EDGE_PX &&
      rect.y + rect.height <= viewport.height - EDGE_PX;
    if (
      !inside ||
      pins.some((other) => overlap(rect, other) > 0) ||
      placed.some((other) => overlap(rect, other.rect) > 0)
    )
      return;
    const joint = jointOf(rect, ax, ay);
    let cost = Math.hypot(joint[0] - ax, joint[1] - ay) + (slot === previous ? -90 * input.scale : 0);
    for (const other of input.avoid)
      cost += (overlap(rect, other) / (rect.width * rect.height)) * 320 * input.scale;
    for (const other of placed) if (segmentMeets(ax, ay, joint, other.rect)) cost += 300;
    if (rect.x + rect.width > viewport.width - insets.right || rect.y < insets.top) cost += 250;
    if (cost >= bestCost) return;
    bestCost = cost;
    best = { rect, slot, joint };
  });
  return best;
}

function candidates(
  ax: number,
  ay: number,
  { width, height }: { width: number; height: number },
  { viewport, insets, scale }: LayoutInput,
): Rect[] {
  const around = DISTANCES_PX.flatMap((distance) =>
    DIRECTIONS.map((degrees) => {
      const [dx, dy] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
      const x = ax + dx * distance * scale + (Math.abs(dx) < 0.5 ? -width / 2 : dx < 0 ? -width : 0);
      const y = ay + dy * distance * scale + (Math.abs(dx) < 0.5 ? (dy < 0 ? -height : 0) : -height / 2);
      return { x, y, width, height };
    }),
  );
  const columns = [viewport.width - insets.right - width - EDGE_PX, insets.left + EDGE_PX].flatMap((x) =>
    Array.from({ length: COLUMN_SLOTS }, (_, i) => {
      const y = EDGE_PX + ((viewport.height - height - 2 * EDGE_PX) * i) / (COLUMN_SLOTS - 1);
      return { x, y, width, height };
    }),
  );
  return [...around, ...columns];
}

const middle = ({ x, y, width, height }: Rect): [number, number] => [x + width / 2, y + height / 2];

/** The middle of the side that faces the place. */
function jointOf({ x, y, width, height }: Rect, ax: number, ay: number): readonly [number, number] {
  if (ax < x) return [x, y + height / 2];
  if (ax > x + width) return [x + width, y + height / 2];
  return [x + width / 2, ay < y ? y : y + height];
}

/** Shared area, square pixels. */
export function overlap(a: Rect, b: Rect): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return width > 0 && height > 0 ? width * height : 0;
}

/** Slab method: does the segment from (x, y) to `end` pass through `rect`? */
function segmentMeets(x: number, y: number, end: readonly [number, number], rect: Rect): boolean {
  let [enter, leave] = [0, 1];
  const axes: readonly (readonly [number, number, number, number])[] = [
    [x, end[0] - x, rect.x, rect.x + rect.width],
    [y, end[1] - y, rect.y, rect.y + rect.height],
  ];
  for (const [from, delta, low, high] of axes) {
    if (delta === 0) {
      if (from < low || from > high) return false;
      continue;
    }
    const [a, b] = [(low - from) / delta, (high - from) / delta];
    enter = Math.max(enter, Math.min(a, b));
    leave = Math.min(leave, Math.max(a, b));
  }
  return enter <= leave;
}
