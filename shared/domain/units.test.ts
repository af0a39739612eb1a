import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { convert, unitsConvertible } from './units.ts';

function through(value: number, from: string, to: string): number {
  const conversion = convert(from, to);
  if (conversion === undefined) throw new Error(`${from} does not convert to ${to}`);
  return value * conversion.scale + conversion.offset;
}

describe('unit conversion', () => {
  it.each([
    [32, '°F', '°C', 0],
    [212, '°F', '°C', 100],
    [273.15, 'K', '°C', 0],
    [0, '°C', 'K', 273.15],
    [20, '°C', '°F', 68],
    [1500, 'W', 'kW', 1.5],
    [1.2, 'MW', 'kW', 1200],
    [2500, 'Wh', 'kWh', 2.5],
    [1, 'MWh', 'kWh', 1000],
    [3_600_000, 'J', 'kWh', 1],
    [3.6, 'MJ', 'kWh', 1],
    [1013.25, 'mbar', 'Pa', 101_325],
    [1013.25, 'hPa', 'mbar', 1013.25],
    [1, 'bar', 'kPa', 100],
    [1, 'psi', 'Pa', 6894.757293168],
    [1, 'm³', 'L', 1000],
    [500, 'ppb', 'ppm', 0.5],
    [0.05, 'mg/m³', 'µg/m³', 50],
    [4200, 'mA', 'A', 4.2],
    [3300, 'mV', 'V', 3.3],
    [1.2, 'klx', 'lx', 1200],
    [36, 'km/h', 'm/s', 10],
    [1, 'm3/h', 'L/min', 1000 / 60],
  ])('%d %s is in %s', (value, from, to, expected) => {
    expect(through(value, from, to)).toBeCloseTo(expected, 9);
  });

  it('32 °F is 0 °C to the last bit', () => expect(through(32, 'degF', 'degC')).toBe(0));

  it.each([
    ['℃', '°C'],
    ['degC', '°C'],
    ['C', '°C'],
    ['KWH', 'kWh'],
    ['kwh', 'kWh'],
    ['μg/m³', 'µg/m3'],
    ['ug/m3', 'µg/m³'],
    ['m^3', 'm³'],
    ['㎥', 'm³'],
    ['lux', 'lx'],
    ['％', '%'],
    ['%RH', '%'],
    ['kW h', 'kWh'],
    ['l', 'L'],
    ['HPA', 'hPa'],
  ])('%s is another spelling of %s', (from, to) => {
    expect(convert(from, to)).toEqual({ scale: 1, offset: 0 });
  });

  it.each([
    ['°C', '%'],
    ['kW', 'kWh'],
    ['W', 'VA'],
    ['%', 'ppm'],
    ['furlong', 'm'],
    ['lx', 'furlong'],
  ])('refuses %s to %s', (from, to) => {
    expect(unitsConvertible(from, to)).toBe(false);
  });

  it('tells milli from mega by the letter, and refuses to guess', () => {
    expect(through(1, 'MW', 'W')).toBe(1_000_000);
    expect(through(1, 'mW', 'W')).toBe(0.001);
    expect(unitsConvertible('MHZ', 'Hz')).toBe(false);
  });

  it('takes an unknown unit, or none, as it is', () => {
    expect(convert('widgets', 'widgets')).toEqual({ scale: 1, offset: 0 });
    expect(convert('', 'kW')).toEqual({ scale: 1, offset: 0 });
    expect(convert('kW', '')).toEqual({ scale: 1, offset: 0 });
  });

  it('comes back to where it began', () => {
    const families = [
      ['°C', '°F', 'K'],
      ['W', 'kW', 'MW', 'hp'],
      ['Wh', 'kWh', 'MJ', 'J'],
      ['Pa', 'hPa', 'bar', 'psi', 'inHg'],
      ['m3', 'L', 'gal'],
    ];
    const pair = fc
      .constantFrom(...families)
      .chain((family) => fc.tuple(fc.constantFrom(...family), fc.constantFrom(...family)));
    fc.assert(
      fc.property(pair, fc.double({ min: -1e6, max: 1e6, noNaN: true }), ([from, to], value) => {
        const back = through(through(value, from, to), to, from);
        expect(Math.abs(back - value)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(value)));
      }),
    );
  });
});
