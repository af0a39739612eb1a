/** Plane geometry on zone polygons. Coordinates in metres, polygons not closed, either winding. */

export type PlanPoint = readonly [number, number];
export type Polygon = readonly PlanPoint[];

/** Square metres, never negative (shoelace formula). */
export function polygonArea(polygon: Polygon): number {
  let twice = 0;
  for (let i = 0; i < polygon.length; i += 1) {
    const [x0, y0] = polygon[i] as PlanPoint;
    const [x1, y1] = polygon[(i + 1) % polygon.length] as PlanPoint;
    twice += x0 * y1 - x1 * y0;
  }
  return Math.abs(twice) / 2;
}

/** Centre of mass; the mean of the corners where the area is zero. */
export function polygonCentroid(polygon: Polygon): PlanPoint {
  let twice = 0;
  let sumX = 0;
  let sumY = 0;
  let meanX = 0;
  let meanY = 0;
  for (let i = 0; i < polygon.length; i += 1) {
    const [x0, y0] = polygon[i] as PlanPoint;
    const [x1, y1] = polygon[(i + 1) % polygon.length] as PlanPoint;
    const cross = x0 * y1 - x1 * y0;
    twice += cross;
    sumX += (x0 + x1) * cross;
    sumY += (y0 + y1) * cross;
    meanX += x0 / polygon.length;
    meanY += y0 / polygon.length;
  }
  return Math.abs(twice) < 1e-12 ? [meanX, meanY] : [sumX / (3 * twice), sumY / (3 * twice)];
}

/** Even-odd rule; a point on the outline may count either way. */
export function polygonContains(polygon: Polygon, [x, y]: PlanPoint): boolean {
  let inside = false;
  for (let i = 0, j = polygon.length - 1; i < polygon.length; j = i, i += 1) {
    const [xi, yi] = polygon[i] as PlanPoint;
    const [xj, yj] = polygon[j] as PlanPoint;
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside;
  }
  return inside;
}

/**
 * A point well inside: the centroid where it is, else the middle of the widest of a few horizontal cuts, so that a ring or an H
 * does not get its middle in its hole.
 */
export function polygonMiddle(polygon: Polygon): PlanPoint {
  const centroid = polygonCentroid(polygon);
  if (polygonContains(polygon, centroid)) return centroid;
  const levels = [...new Set(polygon.map(([, y]) => y))].sort((a, b) => a - b);
  let best = centroid;
  let widest = 0;
  for (let i = 1; i < levels.length; i += 1) {
    const y = ((levels[i - 1] as number) + (levels[i] as number)) / 2;
    const crossings = crossingsAt(polygon, y);
    for (let c = 1; c < crossings.length; c += 2) {
      const [left, right] = [crossings[c - 1] as number, crossings[c] as number];
      if (right - left <= widest) continue;
      widest = right - left;
      best = [(left + right) / 2, y];
    }
  }
  return best;
}

function crossingsAt(polygon: Polygon, y: number): number[] {
  const found: number[] = [];
  polygon.forEach(([x0, y0], i) => {
    const [x1, y1] = polygon[(i + 1) % polygon.length] as PlanPoint;
    if (y0 > y !== y1 > y) found.push(x0 + ((x1 - x0) * (y - y0)) / (y1 - y0));
  });
  return found.sort((a, b) => a - b);
}

/** The point of the segment `from`–`to` nearest to `point`. */
export function nearestOnSegment(from: PlanPoint, to: PlanPoint, [x, y]: PlanPoint): PlanPoint {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  const square = dx * dx + dy * dy;
  const part =
    square === 0 ? 0 : Math.min(1, Math.max(0, ((x - from[0]) * dx + (y - from[1]) * dy) / square));
  return [from[0] + dx * part, from[1] + dy * part];
}

/** The point of the outline nearest to `point`. */
export function nearestOnOutline(polygon: Polygon, point: PlanPoint): PlanPoint {
  let best = polygon[0] as PlanPoint;
  let least = Infinity;
  polygon.forEach((from, i) => {
    const at = nearestOnSegment(from, polygon[(i + 1) % polygon.length] as PlanPoint, point);
    const distance = planDistance(at, point);
    if (distance < least) [best, least] = [at, distance];
  });
  return best;
}

export function planDistance([x0, y0]: PlanPoint, [x1, y1]: PlanPoint): number {
  return Math.hypot(x1 - x0, y1 - y0);
}
