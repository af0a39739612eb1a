import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import type { AlarmPriority } from '#shared/domain/site/document.ts';
import { layoutMarkers, overlap, type LayoutInput, type LayoutMarker, type Rect } from './marker-layout.ts';

const marker: fc.Arbitrary<LayoutMarker> = fc.record({
  x: fc.double({ min: -400, max: 2400, noNaN: true }),
  y: fc.double({ min: -400, max: 1500, noNaN: true }),
  priority: fc.constantFrom<AlarmPriority>(1, 2, 3, 4),
  unacknowledged: fc.boolean(),
});
const input = fc.record({
  markers: fc.array(marker, { maxLength: 150 }),
  viewport: fc.record({
    width: fc.integer({ min: 320, max: 2000 }),
    height: fc.integer({ min: 240, max: 1200 }),
  }),
  scale: fc.constantFrom(1, 1.5, 2),
});

function lay(
  markers: readonly LayoutMarker[],
  viewport: LayoutInput['viewport'],
  scale = 1,
  more: Partial<LayoutInput> = {},
) {
  return layoutMarkers({
    markers,
    viewport,
    insets: { top: 0, right: 0, bottom: 0, left: 0 },
    pinSize: { width: 46 * scale, height: 26 * scale },
    calloutSize: () => ({ width: 230 * scale, height: 86 * scale }),
    maxCallouts: 4,
    scale,
    avoid: [],
    previousSlot: () => undefined,
    ...more,
  });
}

const alarm = (x: number, y: number, priority: AlarmPriority = 1, unacknowledged = true): LayoutMarker => ({
  x,
  y,
  priority,
  unacknowledged,
});

describe('layoutMarkers', () => {
  it('shows every marker in exactly one pin, led by its most urgent', () => {
    fc.assert(
      fc.property(input, ({ markers, viewport, scale }) => {
        const pins = lay(markers, viewport, scale);
        expect(pins.flatMap(({ members }) => members).sort((a, b) => a - b)).toEqual(
          markers.map((_, i) => i),
        );
        for (const { lead, members } of pins) {
          expect(Math.min(...members.map((member) => markers[member]?.priority ?? 9))).toBe(
            markers[lead]?.priority,
          );
        }
      }),
    );
  });

  it('never lets two things overlap, and puts everything inside the view', () => {
    fc.assert(
      fc.property(input, ({ markers, viewport, scale }) => {
        const pins = lay(markers, viewport, scale);
        const rects: Rect[] = [
          ...pins.map(({ rect }) => rect),
          ...pins.flatMap(({ callout }) => (callout ? [callout.rect] : [])),
        ];
        rects.forEach((rect, i) => {
          expect(rect.x).toBeGreaterThanOrEqual(0);
          expect(rect.y).toBeGreaterThanOrEqual(0);
          expect(rect.x + rect.width).toBeLessThanOrEqual(viewport.width);
          expect(rect.y + rect.height).toBeLessThanOrEqual(viewport.height);
          // A thousandth of a square pixel is rounding, not an overlap.
          for (const other of rects.slice(i + 1)) expect(overlap(rect, other)).toBeLessThan(1e-3);
        });
      }),
    );
  });

  it('names a lone urgent alarm, to its right and off the building where there is room', () => {
    const building = { x: 300, y: 50, width: 420, height: 600 };
    const [pin] = lay([alarm(600, 400)], { width: 1186, height: 745 }, 1, { avoid: [building] });
    const callout = pin?.callout?.rect ?? building;
    expect(callout.x).toBeGreaterThan(600);
    expect(overlap(callout, building)).toBeLessThan(callout.width * callout.height * 0.1);
  });

  it('names urgent alarms first and leaves low ones as pins', () => {
    const pins = lay([alarm(100, 500, 4), alarm(600, 300, 2), alarm(600, 500, 1), alarm(300, 300, 3)], {
      width: 1186,
      height: 745,
    });
    expect(pins.filter(({ callout }) => callout).map(({ lead }) => lead)).toEqual([2, 1]);
  });

  it('counts alarms at one place instead of stacking them', () => {
    const pins = lay([alarm(600, 300, 3), alarm(602, 301, 1), alarm(598, 305, 2)], {
      width: 1186,
      height: 745,
    });
    expect(pins.map(({ lead, members }) => [lead, members.length])).toEqual([[1, 3]]);
  });

  it('keeps a callout where it was while the view turns a little', () => {
    const view = { width: 1186, height: 745 };
    const [before] = lay([alarm(600, 300)], view);
    const [after] = lay([alarm(590, 312)], view, 1, { previousSlot: () => before?.callout?.slot });
    expect(after?.callout?.slot).toBe(before?.callout?.slot);
  });
});
