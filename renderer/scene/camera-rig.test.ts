import { describe, expect, it } from 'vitest';
import { createCameraRig } from './camera-rig.ts';

const cube = new Float32Array([-60, -60, -60, 60, 60, 60, -60, 60, -60, 60, -60, 60]);
const rigOf = (size: { width: number; height: number } | undefined) => {
  const rig = createCameraRig({
    clock: () => 0,
    still: () => true,
    radius: () => 110,
    homePoints: () => cube,
    insets: () => ({ top: 0, right: 0, bottom: 0, left: 0 }),
    onMove: () => undefined,
  });
  if (size) rig.resize(size);
  return rig;
};
const desk = { width: 1000, height: 800 };
const wall = { width: 3000, height: 2400 };

describe('a place to be brought into view', () => {
  it('waits for a view that has no size yet', () => {
    const corner = new Float32Array([50, 50, 50, 60, 60, 60]);
    const sized = rigOf(desk);
    sized.frame(corner);
    const rig = rigOf(undefined);
    rig.frame(corner);
    rig.resize(desk);
    expect(rig.pose()).toEqual(sized.pose());
    rig.home();
    rig.resize(wall);
    expect(rig.proportioned()).toBeUndefined();
  });
});

describe('a pose in proportion', () => {
  it('is none at home, and one once somebody moved the view', () => {
    const rig = rigOf(desk);
    expect(rig.proportioned()).toBeUndefined();
    rig.zoomBy(2);
    expect(rig.proportioned()?.zoom).toBeCloseTo(2);
    rig.home();
    expect(rig.proportioned()).toBeUndefined();
  });

  it('shows the same on a view of another size', () => {
    const rig = rigOf(desk);
    rig.orbitBy(30, 10);
    rig.zoomBy(1.5);
    rig.panBy(40, -20);
    const taken = rig.proportioned();
    if (!taken) throw new Error('not at home any more');
    const other = rigOf(wall);
    other.goTo(taken);
    expect(other.pose().scale).toBeCloseTo(rig.pose().scale * 3);
    expect({ ...other.pose(), scale: 0 }).toEqual({ ...rig.pose(), scale: 0 });
    expect(other.proportioned()).toEqual(taken);
  });

  it('set before the view has a size waits for it, and keeps its proportion until somebody moves it', () => {
    const rig = rigOf(undefined);
    rig.goTo({ azimuth: 0, elevation: 0.5, zoom: 2, target: [1, 2, 3] });
    rig.resize(desk);
    expect(rig.proportioned()?.zoom).toBeCloseTo(2);
    const before = rig.pose().scale;
    rig.resize(wall);
    expect(rig.pose().scale).toBeCloseTo(before * 3);
    rig.zoomBy(1.1);
    const moved = rig.pose().scale;
    rig.resize(desk);
    expect(rig.pose().scale).toBe(moved);
  });
});
