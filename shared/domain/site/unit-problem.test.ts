import { describe, expect, it } from 'vitest';
import { smallSite } from '#tests/builders/site.ts';
import { checkSite } from './check.ts';

const withUnit = (unit: string) => ({
  ...smallSite(),
  mappings: [
    ...smallSite().mappings,
    {
      topic: 'gateway/{asset}',
      payload: { format: 'json', fields: [{ path: 't', point: 'temperature', unit }] },
    },
  ],
});

describe('units of mappings', () => {
  it('accepts a unit that can be converted', () => {
    expect(checkSite(withUnit('°F')).ok).toBe(true);
  });

  it('refuses a unit that measures something else, and names both', () => {
    const checked = checkSite(withUnit('kW'));
    if (checked.ok) throw new Error('kW became °C');
    const at = smallSite().mappings.length;
    expect(checked.problems).toEqual([
      {
        path: `mappings[${at}].payload.fields[0].unit`,
        found: '"kW"',
        expected: 'a unit that can be converted to "°C"',
      },
    ]);
  });
});
