/** Units that a mapping says were sent, held against the points it can bind: kW never becomes °C, whatever the scale. */
import { unitsConvertible } from '#shared/domain/units.ts';
import type { Loose } from './loose.ts';
import { foundText, type SiteProblem } from './problem.ts';

/** @returns a problem for each unit that no point of that name could take. Names with captures may be any point. */
export function unitProblems(site: Loose): SiteProblem[] {
  const unitsByKey = new Map<string, Set<string>>();
  for (const [, assetClass] of site.get('assetClasses').entries()) {
    for (const [key, point] of assetClass.get('points').entries()) {
      const units = unitsByKey.get(key) ?? new Set();
      unitsByKey.set(key, units.add(point.get('unit').text() ?? ''));
    }
  }
  return site
    .get('mappings')
    .items()
    .flatMap((mapping) => {
      const payload = mapping.get('payload');
      const bindings = [payload, ...payload.get('fields').items()];
      return bindings.flatMap((binding) => unitProblem(binding, unitsByKey));
    });
}

function unitProblem(binding: Loose, unitsByKey: ReadonlyMap<string, ReadonlySet<string>>): SiteProblem[] {
  const sent = binding.get('unit').text();
  const stored = unitsByKey.get(binding.get('point').text() ?? '');
  if (sent === undefined || !stored || [...stored].some((unit) => unitsConvertible(sent, unit))) return [];
  const wanted = [...stored].map((unit) => foundText(unit)).join(' or ');
  return [
    {
      path: binding.get('unit').path,
      found: foundText(sent),
      expected: `a unit that can be converted to ${wanted}`,
    },
  ];
}
