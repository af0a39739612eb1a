import { describe, expect, it } from 'vitest';
import { formatBytes, formatChange, formatNumber, formatQuantity } from './format.ts';
import { createTimeTexts } from './time-text.ts';

describe('numbers', () => {
  it('groups by thin spaces and keeps its decimals', () => {
    expect(formatNumber(7318)).toBe('7\u2009318');
    expect(formatNumber(21.44, 1)).toBe('21.4');
    expect(formatNumber(-3, 1)).toBe('\u22123.0');
    expect(formatNumber(-0.04, 1)).toBe('0.0');
  });
  it('has one sign for what is not there', () => {
    expect(formatQuantity(Number.NaN, 'kW')).toBe('–');
    expect(formatQuantity(642, 'kW')).toBe('642\u00a0kW');
    expect(formatQuantity(3, '')).toBe('3');
  });
  it('signs changes', () => {
    expect(formatChange(0.26)).toBe('+26\u00a0%');
    expect(formatChange(-0.1)).toBe('\u221210\u00a0%');
    expect(formatChange(0.001)).toBe('0\u00a0%');
  });
  it('shows bytes', () => {
    expect(formatBytes(0)).toBe('0\u00a0B');
    expect(formatBytes(1_234_567)).toBe('1.2\u00a0MB');
  });
});

describe('times', () => {
  const atMs = Date.UTC(2026, 6, 21, 6, 32, 8);
  const texts = createTimeTexts('en', 'Asia/Shanghai');
  it('shows the time of the site', () => {
    expect(texts.clock(atMs)).toBe('14:32:08');
    expect(texts.full(atMs)).toBe('2026-07-21 14:32:08');
  });
  it('adds the day only where it is another one', () => {
    expect(texts.moment(atMs, atMs + 3_600_000)).toBe('14:32:08');
    expect(texts.moment(atMs, atMs + 12 * 3_600_000)).toBe('07-21 14:32');
  });
  it('tells a span in one unit, in the language shown', () => {
    expect(texts.span(200)).toBe('0.2\u00a0s');
    expect(texts.span(5 * 60_000)).toBe('5\u00a0min');
    expect(createTimeTexts('zh', 'Asia/Shanghai').span(5 * 60_000)).toBe('5分钟');
    expect(texts.stopwatch(3_672_000)).toBe('01:01:12');
  });
});
