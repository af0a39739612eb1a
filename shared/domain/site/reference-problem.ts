/** What a schema cannot say: ids that must be known, or unique, and parts that must fit each other. */
import { commandsProblems } from './commands-problem.ts';
import { dispatchProblems } from './dispatch-problem.ts';
import { Loose } from './loose.ts';
import { polygonFault } from './polygon.ts';
import { foundText, suggestion, type SiteProblem } from './problem.ts';
import { mappingProblems } from './topic-problem.ts';
import { unitProblems } from './unit-problem.ts';
import { walkingProblems } from './walking-problem.ts';
import type { PlanPoint } from '#shared/domain/geometry.ts';

/** @param json any value at all; parts that are not as the schema wants them are passed over. */
export function referenceProblems(json: unknown): SiteProblem[] {
  const site = new Loose(json);
  const places = placesOf(site);
  return [
    ...timeZoneProblems(site.get('timeZone')),
    ...duplicates(
      [site, ...places.buildings, ...places.storeys, ...places.zones].map((place) => place.get('id')),
    ),
    ...duplicates(
      site
        .get('assets')
        .items()
        .map((asset) => asset.get('id')),
    ),
    ...duplicates(
      site
        .get('alarmRules')
        .items()
        .map((rule) => rule.get('id')),
    ),
    ...duplicates(
      site
        .get('brokers')
        .items()
        .map((broker) => broker.get('id')),
    ),
    ...duplicates(
      site
        .get('staff')
        .items()
        .map((person) => person.get('id')),
    ),
    ...dispatchProblems(site),
    ...places.zones.flatMap((zone) => polygonProblems(zone.get('polygon'))),
    ...site
      .get('assetClasses')
      .entries()
      .flatMap(([, assetClass]) => pointsProblems(assetClass.get('points'))),
    ...assetsProblems(site, places),
    ...commandsProblems(site),
    ...mappingsProblems(site),
    ...unitProblems(site),
    ...rulesProblems(site),
    ...rangeProblems(site),
    ...walkingProblems(site),
  ];
}

interface Places {
  readonly buildings: readonly Loose[];
  readonly storeys: readonly Loose[];
  readonly zones: readonly Loose[];
}

function placesOf(site: Loose): Places {
  const buildings = site.get('buildings').items();
  const storeys = buildings.flatMap((building) => building.get('storeys').items());
  return { buildings, storeys, zones: storeys.flatMap((storey) => storey.get('zones').items()) };
}

function idsOf(nodes: readonly Loose[]): Set<string> {
  return new Set(nodes.flatMap((node) => node.get('id').text() ?? []));
}

function duplicates(ids: readonly Loose[]): SiteProblem[] {
  const first = new Map<string, Loose>();
  return ids.flatMap((node) => {
    const id = node.text();
    if (id === undefined) return [];
    const before = first.get(id);
    if (before === undefined) first.set(id, node);
    return before === undefined
      ? []
      : [
          {
            path: node.path,
            found: `${foundText(id)} again`,
            expected: `an id of its own; ${before.path} is this one`,
          },
        ];
  });
}

function unknownId(node: Loose, known: ReadonlySet<string>, what: string): SiteProblem[] {
  const text = node.text();
  if (text === undefined || known.has(text)) return [];
  return [
    { path: node.path, found: foundText(text), expected: `${what} of this site${suggestion(text, known)}` },
  ];
}

function timeZoneProblems(node: Loose): SiteProblem[] {
  const name = node.text();
  if (name === undefined) return [];
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return [];
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return [
      { path: node.path, found: foundText(name), expected: 'an IANA time zone such as "Asia/Shanghai"' },
    ];
  }
}

function polygonProblems(node: Loose): SiteProblem[] {
  const corners = node.items().map((corner) => [corner.get(0).number(), corner.get(1).number()]);
  const whole = corners.every(([x, y]) => x !== undefined && y !== undefined);
  if (corners.length < 3 || corners.length > 500 || !whole) return [];
  const fault = polygonFault(corners as unknown as PlanPoint[]);
  return fault ? [{ path: node.path, ...fault }] : [];
}

/** `inherited`: the class's point, where `points` only changes some of it. */
function pointsProblems(
  points: Loose,
  inherited: (key: string) => Loose | undefined = () => undefined,
): SiteProblem[] {
  return points.entries().flatMap(([key, point]) => {
    const read = (name: string): unknown => point.get(name).value ?? inherited(key)?.get(name).value;
    const problems: SiteProblem[] = [];
    const [min, max] = [read('min'), read('max')];
    if (typeof min === 'number' && typeof max === 'number' && min >= max) {
      const at = point.get('max').value === undefined ? point.get('min') : point.get('max');
      problems.push({
        path: at.path,
        found: foundText(at.value),
        expected: `min (${min}) below max (${max})`,
      });
    }
    if (read('kind') === 'binary') {
      for (const [code, state] of point.get('states').entries()) {
        if (code !== '0' && code !== '1')
          problems.push({
            path: state.path,
            found: `the state ${foundText(code)}`,
            expected: '"0" or "1": the point is binary',
          });
      }
    }
    return problems;
  });
}

function assetsProblems(site: Loose, places: Places): SiteProblem[] {
  const classes = site.get('assetClasses');
  const classIds = new Set(classes.entries().map(([id]) => id));
  const zoneIds = idsOf(places.zones);
  const served = idsOf([site, ...places.buildings, ...places.storeys, ...places.zones]);
  return site
    .get('assets')
    .items()
    .flatMap((asset) => {
      const classId = asset.get('class').text();
      const classPoints = classId === undefined ? undefined : classes.get(classId).get('points');
      const known = new Set((classPoints?.entries() ?? []).map(([key]) => key));
      const changed = classId !== undefined && classIds.has(classId) ? asset.get('points').entries() : [];
      return [
        ...unknownId(asset.get('class'), classIds, 'an asset class'),
        ...unknownId(asset.get('zone'), zoneIds, 'a zone id'),
        ...unknownId(asset.get('serves'), served, 'the id of a zone, a storey, a building or the site'),
        ...changed.flatMap(([key, point]) =>
          known.has(key)
            ? []
            : [
                {
                  path: point.path,
                  found: foundText(key),
                  expected: `a point of class ${foundText(classId)}${suggestion(key, known)}`,
                },
              ],
        ),
        ...pointsProblems(asset.get('points'), (key) => classPoints?.get(key)),
      ];
    });
}

function mappingsProblems(site: Loose): SiteProblem[] {
  const brokerIds = idsOf(site.get('brokers').items());
  const assetIds = idsOf(site.get('assets').items());
  return site
    .get('mappings')
    .items()
    .flatMap((mapping) => [
      ...unknownId(mapping.get('broker'), brokerIds, 'a broker id'),
      ...mappingProblems(mapping, assetIds),
    ]);
}

const limitTypes = new Set(['high-high', 'high', 'low', 'low-low', 'rate-of-change']);

function rulesProblems(site: Loose): SiteProblem[] {
  const classes = site.get('assetClasses');
  const classIds = new Set(classes.entries().map(([id]) => id));
  const assets = site.get('assets').items();
  const classOf = new Map(assets.map((asset) => [asset.get('id').text(), asset.get('class').text()]));
  const assetIds = idsOf(assets);
  return site
    .get('alarmRules')
    .items()
    .flatMap((rule) => {
      const on = rule.get('on');
      const wantedClasses = on.get('class').oneOrMore();
      const wantedAssets = on.get('asset').oneOrMore();
      const unknown = [
        ...wantedClasses.flatMap((node) => unknownId(node, classIds, 'an asset class')),
        ...wantedAssets.flatMap((node) => unknownId(node, assetIds, 'an asset id')),
      ];
      const key = on.get('point').text();
      if (unknown.length > 0 || key === undefined) return unknown;
      const used = new Set<string>();
      for (const [asset, classId] of classOf) {
        if (asset === undefined || classId === undefined) continue;
        if (wantedClasses.length > 0 && !wantedClasses.some((node) => node.value === classId)) continue;
        if (wantedAssets.length > 0 && !wantedAssets.some((node) => node.value === asset)) continue;
        used.add(classId);
      }
      const points = [...used]
        .map((classId) => classes.get(classId).get('points').get(key))
        .filter((point) => point.value !== undefined);
      if (points.length === 0) return [nothingMatched(on, key, used, classes)];
      return conditionProblems(rule.get('condition'), key, points);
    });
}

function nothingMatched(on: Loose, key: string, used: ReadonlySet<string>, classes: Loose): SiteProblem {
  const known = [...used].flatMap((classId) =>
    classes
      .get(classId)
      .get('points')
      .entries()
      .map(([name]) => name),
  );
  const expected = `at least one point with this key${suggestion(key, known)}`;
  return used.size === 0
    ? { path: on.path, found: 'no asset of these classes and ids', expected: 'at least one' }
    : { path: on.get('point').path, found: `${foundText(key)}, which matches no point`, expected };
}

function conditionProblems(condition: Loose, key: string, points: readonly Loose[]): SiteProblem[] {
  const type = condition.get('type').text();
  const coded = points.find((point) => ['binary', 'multistate'].includes(String(point.get('kind').value)));
  const measured = points.find((point) =>
    ['analog', 'accumulator'].includes(String(point.get('kind').value)),
  );
  if (type === 'state' && measured) {
    return [
      {
        path: condition.get('type').path,
        found: '"state"',
        expected: `a limit or rate of change: ${foundText(key)} is ${String(measured.get('kind').value)}`,
      },
    ];
  }
  if (type !== undefined && limitTypes.has(type) && coded) {
    return [
      {
        path: condition.get('type').path,
        found: foundText(type),
        expected: `"state" or "stale": ${foundText(key)} is ${String(coded.get('kind').value)}`,
      },
    ];
  }
  if (type !== 'state') return [];
  const known = new Set(
    points.flatMap((point) =>
      point.get('kind').value === 'binary'
        ? ['0', '1']
        : point
            .get('states')
            .entries()
            .map(([code]) => code),
    ),
  );
  if (known.size === 0) return [];
  return condition
    .get('in')
    .items()
    .flatMap((code) =>
      code.number() === undefined || known.has(String(code.value))
        ? []
        : [
            {
              path: code.path,
              found: foundText(code.value),
              expected: `a state of ${foundText(key)}: ${[...known].join(', ')}`,
            },
          ],
    );
}

function rangeProblems(site: Loose): SiteProblem[] {
  const overlays = site.get('overlays');
  const ranges = [
    overlays.get('energy').get('intensityRange'),
    ...overlays
      .get('environment')
      .items()
      .map((layer) => layer.get('range')),
  ];
  return ranges.flatMap((range) => {
    const [low, high] = [range.get(0).number(), range.get(1).number()];
    if (low === undefined || high === undefined || low < high) return [];
    return [{ path: range.path, found: foundText(range.value), expected: 'the lower value first' }];
  });
}
