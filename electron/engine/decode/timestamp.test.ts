import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTimeReader, isPlausible } from './timestamp.ts';

describe('times', () => {
  it('reads what Date writes, and every zone of it', () => {
    const utc = createTimeReader('UTC');
    const ms = fc.integer({ min: Date.UTC(1970, 0, 1), max: Date.UTC(2199, 11, 31) });
    fc.assert(
      fc.property(ms, (time) => {
        expect(utc.text(new Date(time).toISOString(), 'iso')).toBe(time);
      }),
    );
    const offset = fc.integer({ min: -14 * 60, max: 14 * 60 });
    fc.assert(
      fc.property(ms, offset, (time, minutes) => {
        const local = new Date(time + minutes * 60_000).toISOString().slice(0, -1);
        const size = Math.abs(minutes);
        const zone = `${minutes < 0 ? '-' : '+'}${String(Math.floor(size / 60)).padStart(2, '0')}:${String(size % 60).padStart(2, '0')}`;
        expect(utc.text(local + zone, 'iso')).toBe(time);
        expect(utc.text(local + zone.replace(':', ''), 'iso')).toBe(time);
      }),
    );
  });

  it('without a zone it is time at the site, summer and winter', () => {
    const berlin = createTimeReader('Europe/Berlin');
    expect(berlin.text('2026-01-15T12:00:00', 'iso')).toBe(Date.UTC(2026, 0, 15, 11));
    expect(berlin.text('2026-07-15T12:00:00', 'iso')).toBe(Date.UTC(2026, 6, 15, 10));
    expect(berlin.text('2026-03-29T01:59:59', 'iso')).toBe(Date.UTC(2026, 2, 29, 0, 59, 59));
    expect(berlin.text('2026-03-29T03:00:00', 'iso')).toBe(Date.UTC(2026, 2, 29, 1));
    expect(createTimeReader('Asia/Kolkata').text('2026-01-15T12:00', 'iso')).toBe(
      Date.UTC(2026, 0, 15, 6, 30),
    );
  });

  it.each([
    '',
    '2026',
    '2026-01-15',
    '2026-13-01T00:00:00Z',
    '2026-02-29T00:00:00Z',
    '2026-01-15T24:00:00Z',
    '2026-01-15T12:60:00Z',
    '2026-01-15T12:00:0',
    '2026-01-15T12:00:00.Z',
    '2026-01-15T12:00:00+1',
    '2026-01-15T12:00:00+01:0',
    '2026-01-15T12:00:00Zulu',
    '2026-01-15T12:00:00 Z',
    '2026/01/15 12:00:00',
    '2026-01-1５T12:00:00Z',
    `2026-01-15T12:00:00.${'1'.repeat(100)}Z`,
  ])('%j is no time', (text) => {
    expect(createTimeReader('UTC').text(text, 'iso')).toBeNaN();
  });

  it('never throws, and what is not sure is not plausible', () => {
    const reader = createTimeReader('Asia/Shanghai');
    fc.assert(
      fc.property(fc.string(), fc.constantFrom('ms', 's', 'us', 'ns', 'iso'), (text, unit) => {
        expect(typeof reader.text(text, unit as 'ms')).toBe('number');
      }),
    );
    expect(isPlausible(NaN, 1)).toBe(false);
    expect(isPlausible(Infinity, Date.UTC(2026, 0, 1))).toBe(false);
    expect(isPlausible(Date.UTC(2026, 0, 2), Date.UTC(2026, 0, 1))).toBe(true);
  });
});
