import { describe, expect, it } from 'vitest';
import { createTower } from '#tests/bench/pages/tower.ts';
import { createLook, lookOfScene, plainLook, sceneOfLook } from './look.ts';

const site = createTower({ storeys: 3, basements: 0, columns: 2, rows: 2, assets: 8 });
const pose = { azimuthDeg: 10, elevationDeg: 30, zoom: 2, targetM: [1, 2, 3] } as const;

describe('the look of the overview', () => {
  it('has the pose of the building that is shown, and keeps it when that goes', () => {
    const look = createLook();
    expect(look.capture().pose).toBeUndefined();
    const detach = look.attach(() => pose);
    expect(look.capture().pose).toBe(pose);
    expect(look.get().pose).toBeUndefined();
    detach();
    expect(look.get().pose).toBe(pose);
  });

  it('is not asked of a building that another has followed', () => {
    const look = createLook();
    const first = look.attach(() => pose);
    const second = look.attach(() => undefined);
    first();
    second();
    expect(look.get().pose).toBeUndefined();
  });

  it('wishes anew each time, so that the camera goes again', () => {
    const look = createLook();
    const wishes = [look.get().wish];
    look.fly();
    wishes.push(look.get().wish);
    look.apply(look.capture());
    wishes.push(look.get().wish);
    expect(wishes.map(({ kind }) => kind)).toEqual(['fly', 'fly', 'pose']);
    expect(new Set(wishes).size).toBe(3);
  });

  it('comes back from a scene as it was saved', () => {
    const look = createLook();
    const section = { axis: 'y', at: 0.3 } as const;
    const isolatedStorey = site.storeys[1]?.id;
    look.change({ overlay: 'environment', layer: 2, view: { exploded: true, isolatedStorey, section } });
    look.attach(() => pose);
    const saved = sceneOfLook(look.capture(), 'storey:2F');
    expect(saved).toMatchObject({ select: 'storey:2F', camera: pose, exploded: true });
    const { missing, ...back } = lookOfScene(saved, site);
    expect(missing).toBe(false);
    expect(back).toEqual({ ...look.capture(), wish: undefined });
  });

  it('shows all storeys, and says so, where the site lost the one that was isolated', () => {
    const saved = { ...sceneOfLook(createLook().get(), undefined), isolatedStorey: '99F', overlay: 'sound' };
    expect(lookOfScene(saved, site)).toMatchObject({
      missing: true,
      overlay: 'energy',
      view: { isolatedStorey: undefined },
    });
    expect(plainLook(createLook().get()).view.exploded).toBe(false);
  });
});
