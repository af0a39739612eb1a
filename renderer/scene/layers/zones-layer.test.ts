import { describe, expect, it } from 'vitest';
import { DataTexture, type BufferAttribute } from 'three';
import { createTower } from '#tests/bench/pages/tower.ts';
import { sceneColors } from '#tests/builders/scene-colors.ts';
import { createSiteShape } from '../site-shape.ts';
import { createSharedUniforms } from './shading.ts';
import { createZonesLayer } from './zones-layer.ts';

const site = createTower({ storeys: 3, basements: 0, columns: 3, rows: 2, assets: 0 });

function setUp() {
  const layer = createZonesLayer(createSiteShape(site), createSharedUniforms(new DataTexture()), sceneColors);
  const attribute = layer.object.geometry.getAttribute('color') as BufferAttribute;
  attribute.clearUpdateRanges();
  return { layer, attribute, colors: new Float32Array(site.zones.length * 3).fill(0.5) };
}

describe('createZonesLayer', () => {
  it('says that nothing changed when told the same colours again, NaN included', () => {
    const { layer, attribute, colors } = setUp();
    colors[3] = colors[4] = colors[5] = NaN;
    expect(layer.setColors(colors)).toBe(true);
    attribute.clearUpdateRanges();
    expect(layer.setColors(colors.slice())).toBe(false);
    expect(attribute.updateRanges).toEqual([]);
  });

  it('uploads only the vertices of the zone that changed', () => {
    const { layer, attribute, colors } = setUp();
    layer.setColors(colors);
    attribute.clearUpdateRanges();
    colors[2 * 3] = 1;
    layer.setColors(colors);
    expect(attribute.updateRanges).toHaveLength(1);
    expect(attribute.updateRanges[0]?.count).toBe(4 * 4);
  });

  it('copies: a caller may use its array again', () => {
    const { layer, colors } = setUp();
    layer.setColors(colors);
    colors.fill(0.1);
    expect(layer.setColors(colors)).toBe(true);
  });

  it('shows an alarmed zone red whatever its value, and its value again afterwards', () => {
    const { layer, attribute, colors } = setUp();
    layer.setColors(colors);
    const before = [...attribute.array];
    expect(layer.setAlarmed(new Set([4]))).toBe(true);
    expect([...attribute.array].filter((value, i) => value !== before[i]).length).toBeGreaterThan(0);
    expect(layer.setAlarmed(new Set([4]))).toBe(false);
    layer.setAlarmed(new Set());
    expect([...attribute.array]).toEqual(before);
  });
});
