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
