import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { largeSite, smallSite } from '#tests/builders/site.ts';
import { buildSite } from './build.ts';
import { checkSite, describeProblems, parseSiteText } from './check.ts';

interface Json {
  [key: string]: Json;
}

/** The small site with one change, as the lines an engineer would read. */
function linesAfter(change: (site: Json) => void): string[] {
  const json = structuredClone(smallSite()) as unknown as Json;
  change(json);
  const checked = checkSite(json);
  return checked.ok ? [] : describeProblems('site.json', checked.problems).split('\n').slice(1);
}

function set(path: string, value: unknown): (site: Json) => void {
  return (site) => {
    const keys = path.split('.');
    const last = keys.pop() as string;
    const holder = keys.reduce((node, key) => node[key] as Json, site);
    if (value === undefined) delete holder[last];
    else (holder as unknown as Record<string, unknown>)[last] = value;
  };
}

describe('checkSite', () => {
  it('accepts the small and the large site', () => {
    expect(linesAfter(() => undefined)).toEqual([]);
    expect(checkSite(largeSite({ points: 3000 }))).toMatchObject({ ok: true });
  });

  it.each<[string, unknown, string]>([
    [
      'timeZone',
      'Mars/Olympus',
      'timeZone: found "Mars/Olympus", expected an IANA time zone such as "Asia/Shanghai"',
    ],
    ['name', undefined, 'name: found nothing, expected an object {…}'],
    [
      'buildings.0.storeys.1.zones.0.id',
      '1F-W1',
      'buildings[0].storeys[1].zones[0].id: found "1F-W1" again, expected an id of its own; buildings[0].storeys[0].zones[0].id is this one',
    ],
    [
      'buildings.0.storeys.0.zones.1.kind',
      'ofice',
      'buildings[0].storeys[0].zones[1].kind: found "ofice", expected one of "office", "lobby", "corridor", "stair", "lift", "plant", "electrical", "parking", "retail", "restroom", "storage", "roof", "other", did you mean "office"?',
    ],
    [
      'buildings.0.storeys.0.zones.1.polygon',
      [
        [0, 0],
        [4, 4],
        [4, 0],
        [0, 4],
      ],
      'buildings[0].storeys[0].zones[1].polygon: found edge 0 crossing edge 2, expected an outline that does not cross itself',
    ],
    [
      'buildings.0.storeys.0.zones.1.polygon',
      [
        [0, 0],
        [4, 0],
        [8, 0],
      ],
      'buildings[0].storeys[0].zones[1].polygon: found a spike at corner 2, expected an outline that does not run back on itself',
    ],
    [
      'buildings.0.storeys.0.zones.1.polygon',
      [
        [0, 0],
        [0.1, 0],
        [0, 0.1],
      ],
      'buildings[0].storeys[0].zones[1].polygon: found an area of 0.005 m², expected at least 0.05 m²',
    ],
    [
      'buildings.0.storeys.0.zones.1.polygon',
      [
        [0, 0],
        [4, 0],
        [4, 4],
        [0, 0],
      ],
      'buildings[0].storeys[0].zones[1].polygon: found a last corner equal to the first, expected an outline that is not closed',
    ],
    [
      'assets.0.class',
      'smok',
      'assets[0].class: found "smok", expected an asset class of this site, did you mean "smoke"?',
    ],
    [
      'assets.0.zone',
      '9F-W1',
      'assets[0].zone: found "9F-W1", expected a zone id of this site, did you mean "1F-W1"?',
    ],
    [
      'assets.4.serves',
      'nowhere',
      'assets[4].serves: found "nowhere", expected the id of a zone, a storey, a building or the site of this site',
    ],
    [
      'assets.1.id',
      'SD-1',
      'assets[1].id: found "SD-1" again, expected an id of its own; assets[0].id is this one',
    ],
    [
      'assets.0.points',
      { smog: { decimals: 2 } },
      'assets[0].points.smog: found "smog", expected a point of class "smoke", did you mean "smoke"?',
    ],
    [
      'assets.3.points',
      { co2: { max: -5 } },
      'assets[3].points.co2.max: found -5, expected min (0) below max (-5)',
    ],
    [
      'assets.3.position',
      ['a', 2],
      'assets[3].position: found ["a",2], expected [x, y] or [x, y, z above the floor] in metres',
    ],
    [
      'assetClasses.smoke.points.smoke.states.2',
      { zh: '二', en: 'Two' },
      'assetClasses.smoke.points.smoke.states["2"]: found the state "2", expected "0" or "1": the point is binary',
    ],
    [
      'assetClasses.smoke.points.smoke.states.on',
      { zh: '二', en: 'Two' },
      'assetClasses.smoke.points.smoke.states.on: found the key "on", expected a whole number as text',
    ],
    [
      'assetClasses.climate.points.co2.expectedPeriodS',
      0,
      'assetClasses.climate.points.co2.expectedPeriodS: found 0, expected more than 0',
    ],
    [
      'assetClasses.climate.points.co2.periodS',
      5,
      'assetClasses.climate.points.co2.periodS: found an unknown key, expected one of "name", "kind", "quantity", "unit", "min", "max", "decimals", "expectedPeriodS", "states", "command"',
    ],
    [
      'alarmRules.0.on.class',
      'smokes',
      'alarmRules[0].on.class: found "smokes", expected an asset class of this site, did you mean "smoke"?',
    ],
    [
      'alarmRules.0.on.point',
      'smoek',
      'alarmRules[0].on.point: found "smoek", which matches no point, expected at least one point with this key, did you mean "smoke"?',
    ],
    [
      'alarmRules.3.on',
      { class: 'meter', asset: 'CL-1', point: 'temperature' },
      'alarmRules[3].on: found no asset of these classes and ids, expected at least one',
    ],
    [
      'alarmRules.0.condition',
      { type: 'high', limit: 1 },
      'alarmRules[0].condition.type: found "high", expected "state" or "stale": "smoke" is binary',
    ],
    [
      'alarmRules.1.condition',
      { type: 'state', in: [1] },
      'alarmRules[1].condition.type: found "state", expected a limit or rate of change: "co2" is analog',
    ],
    [
      'alarmRules.0.condition.in',
      [3],
      'alarmRules[0].condition.in[0]: found 3, expected a state of "smoke": 0, 1',
    ],
    [
      'alarmRules.0.condition',
      { type: 'hihi', limit: 1 },
      'alarmRules[0].condition.type: found "hihi", expected one of "high-high", "high", "low", "low-low", "state", "rate-of-change", "stale", did you mean "high"?',
    ],
    [
      'alarmRules.0.priority',
      9,
      'alarmRules[0].priority: found 9, expected ISA-18.2: 1 urgent, 2 high, 3 medium, 4 low',
    ],
    ['mappings.0.broker', 'main', 'mappings[0].broker: found "main", expected a broker id of this site'],
    [
      'mappings.0.topic',
      'small/#/{asset}',
      'mappings[0].topic: found # in level 2 of "small/#/{asset}", expected # alone, and only as the last level',
    ],
    [
      'mappings.0.topic',
      'small/{asset}/{point',
      'mappings[0].topic: found "{point" in level 3, expected a {capture} that is a whole level',
    ],
    [
      'mappings.0.topic',
      'small/{asset}/{asset}/{point}',
      'mappings[0].topic: found the capture {asset} twice, expected each capture once',
    ],
    [
      'mappings.0.topic',
      'small/{asset}/x',
      'mappings[0].payload.point: found the capture {point}, expected one of {asset} from the topic',
    ],
    [
      'mappings.1.asset',
      'CL-9',
      'mappings[1].asset: found "CL-9", expected an asset id of this site, did you mean "CL-1"?',
    ],
    [
      'mappings.1.payload',
      { format: 'json' },
      'mappings[1].payload: found none of fields, each and named, expected at least one of them: they name the points',
    ],
    [
      'mappings.1.payload',
      { format: 'xml' },
      'mappings[1].payload.format: found "xml", expected one of "raw", "json", "sparkplug-b", "tasmota", "zigbee2mqtt", "home-assistant", "neuron", "chirpstack"',
    ],
    [
      'mappings.1.payload.timestamp.path',
      'a[b',
      'mappings[1].payload.timestamp.path: found "a[b", expected a path such as a.b[0].c or a["b.c"]',
    ],
    [
      'mappings.2.topic',
      'spBv1.0/#',
      'mappings[2].topic: found "spBv1.0/#", expected "spBv1.0/<group>/#", where <group> is a name or +',
    ],
    [
      'overlays.energy.intensityRange',
      [60, 0],
      'overlays.energy.intensityRange: found [60,0], expected the lower value first',
    ],
    [
      'brokers',
      [{ id: 'main', url: 'tcp://x' }],
      'brokers[0].url: found "tcp://x", expected mqtt://, mqtts://, ws:// or wss:// and a host, without user or password',
    ],
    [
      'brokers',
      [{ id: 'main', url: 'mqtt://reader:secret@x' }],
      'brokers[0].url: found "mqtt://…x", expected mqtt://, mqtts://, ws:// or wss:// and a host, without user or password',
    ],
  ])('names the place, what is there and what should be: %s', (path, value, line) => {
    expect(linesAfter(set(path, value))).toContain(`  ${line}`);
  });

  it('tells schema and reference problems together', () => {
    const lines = linesAfter((site) => {
      set('schemaVersion', 2)(site);
      set('assets.0.zone', 'nowhere')(site);
      set('mappings.0.topic', '#/x')(site);
    });
    expect(lines.map((line) => line.trim().split(':')[0])).toEqual(
      expect.arrayContaining(['schemaVersion', 'assets[0].zone', 'mappings[0].topic']),
    );
  });

  it('never throws and never accepts what cannot be built, whatever one part is replaced by', () => {
    const paths = pathsOf(smallSite());
    fc.assert(
      fc.property(fc.constantFrom(...paths), fc.jsonValue(), (path, value) => {
        const json = structuredClone(smallSite()) as unknown as Json;
        set(path, value)(json);
        const checked = checkSite(json);
        if (checked.ok) expect(() => buildSite(checked.value, 'x')).not.toThrow();
        else expect(checked.problems.length).toBeGreaterThan(0);
      }),
      { numRuns: 500 },
    );
  });

  it('never throws on any value', () => {
    fc.assert(fc.property(fc.anything(), (value) => checkSite(value).ok === false));
  });
});

describe('parseSiteText', () => {
  const problems = (text: string): unknown => {
    const parsed = parseSiteText(text);
    return parsed.ok ? [] : parsed.problems;
  };

  it('reads what JSON.parse reads, with or without a byte order mark', () => {
    expect(parseSiteText(`\uFEFF${JSON.stringify(smallSite())}`)).toEqual({ ok: true, value: smallSite() });
  });

  it.each([
    ['{"a": 1,\n  "b": tru}', 'line 2, column 8', '"t"', 'a JSON value'],
    ['{"a": 1,}', 'line 1, column 9', '"}"', 'a key in double quotes'],
    ['{"a": 1', 'line 1, column 8', 'the end of the file', '"," or "}"'],
    ['{"a" 1}', 'line 1, column 6', '"1"', '":" after the key'],
    ['{} x', 'line 1, column 4', '"x"', 'nothing after the end of the JSON value'],
    ['', 'line 1, column 1', 'the end of the file', 'a JSON value'],
  ])('says where the text stops being JSON: %s', (text, path, found, expected) => {
    expect(problems(text)).toEqual([{ path, found, expected }]);
  });

  it('finds a key written twice', () => {
    expect(problems('{"assets": [{"id": 1, "id": 2}]}')).toEqual([
      { path: 'assets[0].id', found: 'this key a second time', expected: 'each key once' },
    ]);
  });

  it('agrees with JSON.parse on what is JSON', () => {
    const text = fc.oneof(
      fc.json(),
      fc.string(),
      fc.json().chain((json) => fc.nat(json.length).map((at) => json.slice(0, at) + json.slice(at + 1))),
    );
    fc.assert(
      fc.property(text, (json) => {
        const scanned = problems(json) as { path: string }[];
        const isJson = (() => {
          try {
            JSON.parse(json);
            return true;
          } catch {
            return false;
          }
        })();
        expect(scanned.some(({ path }) => path.startsWith('line '))).toBe(!isJson);
      }),
      { numRuns: 500 },
    );
  });
});

function pathsOf(value: unknown, prefix = ''): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => [
    `${prefix}${key}`,
    ...pathsOf(member, `${prefix}${key}.`),
  ]);
}
