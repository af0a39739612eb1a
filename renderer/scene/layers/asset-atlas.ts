/** The assets' symbols as one small picture: a column per marker shape, a row per status. */
import { Vector2 } from 'three';
import { present } from '#shared/base/assert.ts';
import type { MarkerShape } from '#shared/domain/site/document.ts';

/** `dot` first: it is also what every marker is from afar. */
export const MARKER_COLUMNS: readonly MarkerShape[] = [
  'dot',
  'door',
  'camera',
  'detector',
  'meter',
  'sensor',
  'plant',
  'lift',
  'leak',
  'patrol',
];
const STATUSES = 4;
const CELL_PX = 64;

/** Columns and rows. */
export const CELLS = new Vector2(MARKER_COLUMNS.length, STATUSES);

type Pen = OffscreenCanvasRenderingContext2D | CanvasRenderingContext2D;

/** Paths in a square from −1 to 1, y down. */
const SHAPES: Record<MarkerShape, (pen: Pen) => void> = {
  dot: (pen) => pen.arc(0, 0, 0.62, 0, 7),
  door: (pen) => pen.rect(-0.45, -0.75, 0.9, 1.5),
  camera: (pen) =>
    polygon(pen, [-0.8, -0.45, 0.3, -0.45, 0.3, -0.1, 0.8, -0.5, 0.8, 0.5, 0.3, 0.1, 0.3, 0.45, -0.8, 0.45]),
  detector: (pen) => polygon(pen, [0, -0.8, 0.8, 0, 0, 0.8, -0.8, 0]),
  meter: (pen) => polygon(pen, [0.25, -0.85, -0.55, 0.1, -0.05, 0.1, -0.25, 0.85, 0.55, -0.15, 0.05, -0.15]),
  sensor: (pen) => pen.arc(0, 0, 0.7, 0, 7),
  plant: (pen) => polygon(pen, [-0.7, -0.4, 0, -0.8, 0.7, -0.4, 0.7, 0.4, 0, 0.8, -0.7, 0.4]),
  lift: (pen) => polygon(pen, [0, -0.85, 0.6, -0.1, -0.6, -0.1, 0, -0.85, -0.6, 0.1, 0.6, 0.1, 0, 0.85]),
  leak: (pen) => {
    pen.moveTo(0, -0.85);
    pen.bezierCurveTo(0.3, -0.3, 0.6, 0, 0.6, 0.3);
    pen.arc(0, 0.3, 0.6, 0, Math.PI);
    pen.bezierCurveTo(-0.6, 0, -0.3, -0.3, 0, -0.85);
  },
  patrol: (pen) => polygon(pen, [-0.5, -0.85, 0.7, -0.4, -0.3, 0.05, -0.3, 0.85, -0.5, 0.85]),
};

function polygon(pen: Pen, [x = 0, y = 0, ...rest]: readonly number[]): void {
  pen.moveTo(x, y);
  for (let i = 0; i < rest.length; i += 2) pen.lineTo(rest[i] ?? 0, rest[i + 1] ?? 0);
  pen.closePath();
}

/** Row 0 normal: filled; 1 attention: filled in a ring; 2 stale: outline; 3 no data: crossed out. White on nothing. */
export function drawAtlas(): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = MARKER_COLUMNS.length * CELL_PX;
  canvas.height = STATUSES * CELL_PX;
  const pen = present(canvas.getContext('2d'), 'two-dimensional canvas context');
  pen.fillStyle = pen.strokeStyle = '#fff';
  MARKER_COLUMNS.forEach((marker, column) => {
    for (let status = 0; status < STATUSES; status += 1) {
      pen.setTransform(
        CELL_PX * 0.44,
        0,
        0,
        CELL_PX * 0.44,
        (column + 0.5) * CELL_PX,
        (status + 0.5) * CELL_PX,
      );
      drawSymbol(pen, marker, status);
    }
  });
  return canvas;
}

function drawSymbol(pen: Pen, marker: MarkerShape, status: number): void {
  pen.lineWidth = 0.2;
  pen.beginPath();
  if (status === 1) {
    pen.arc(0, 0, 0.95, 0, 7);
    pen.stroke();
    pen.scale(0.62, 0.62);
    pen.beginPath();
  }
  SHAPES[marker](pen);
  if (status < 2) pen.fill();
  else pen.stroke();
  if (status !== 3) return;
  pen.beginPath();
  polygon(pen, [-0.85, -0.85, 0.85, 0.85]);
  polygon(pen, [-0.85, 0.85, 0.85, -0.85]);
  pen.stroke();
}
