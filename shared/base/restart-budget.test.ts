import { describe, expect, it } from 'vitest';
import { createRestartBudget } from './restart-budget.ts';

describe('a restart budget', () => {
  it('allows a number of starts within a time, and again later', () => {
    const budget = createRestartBudget({ limit: 2, withinMs: 100 });
    expect([budget.spend(0), budget.spend(50), budget.spend(60)]).toEqual([true, true, false]);
    expect(budget.spend(100)).toBe(true);
    expect(budget.spend(149)).toBe(false);
  });

  it('is not opened by a clock that steps back', () => {
    const budget = createRestartBudget({ limit: 1, withinMs: 100 });
    expect(budget.spend(1000)).toBe(true);
    expect(budget.spend(0)).toBe(false);
  });
});
