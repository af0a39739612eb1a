/** Every command of a site file, each with what it may refer to. */
import { commandProblems, type CommandSurroundings, type PointShape } from './command-problem.ts';
import type { Loose } from './loose.ts';
import type { SiteProblem } from './problem.ts';

export function commandsProblems(site: Loose): SiteProblem[] {
  const classes = site.get('assetClasses');
  const shared = surroundingsOf(site);
  const ofClasses = classes.entries().flatMap(([, assetClass]) => {
    const siblings = shapesOf(assetClass.get('points'));
    return assetClass
      .get('points')
      .entries()
      .flatMap(([key, point]) => commandProblems(point.get('command'), key, { ...shared, siblings }));
  });
  const ofAssets = site
    .get('assets')
    .items()
    .flatMap((asset) => {
      const changes = asset.get('points').entries();
      if (!changes.some(([, point]) => point.get('command').value !== undefined)) return [];
      const siblings = shapesOf(classes.get(asset.get('class').text() ?? '').get('points'));
      return changes.flatMap(([key, point]) =>
        commandProblems(point.get('command'), key, { ...shared, siblings }),
      );
    });
  return [...ofClasses, ...ofAssets];
}

function surroundingsOf(site: Loose): Omit<CommandSurroundings, 'siblings'> {
  const brokers = site
    .get('brokers')
    .items()
    .flatMap((broker) => broker.get('id').text() ?? []);
  const readBrokers = site
    .get('mappings')
    .items()
    .flatMap((mapping) => mapping.get('broker').text() ?? brokers[0] ?? []);
  // A large site has tens of thousands of points: numbered only once a command asks.
  let known: Map<string, PointShape> | undefined;
  const all = (): Map<string, PointShape> => (known ??= pointsOf(site));
  return {
    brokerIds: new Set(brokers),
    firstBrokerId: brokers[0],
    readBrokerIds: new Set(readBrokers),
    pointById: (id) => all().get(id),
    pointIds: () => all().keys(),
  };
}

function pointsOf(site: Loose): Map<string, PointShape> {
  const shapes = new Map(
    site
      .get('assetClasses')
      .entries()
      .map(([id, assetClass]) => [id, shapesOf(assetClass.get('points'))]),
  );
  const points = new Map<string, PointShape>();
  for (const asset of site.get('assets').items()) {
    const id = asset.get('id').text();
    for (const [key, shape] of shapes.get(asset.get('class').text() ?? '') ?? [])
      points.set(`${id}.${key}`, shape);
  }
  return points;
}

function shapesOf(points: Loose): ReadonlyMap<string, PointShape> {
  return new Map(
    points.entries().map(([key, point]) => [
      key,
      {
        kind: point.get('kind').value,
        states: point
          .get('states')
          .entries()
          .map(([code]) => code),
      },
    ]),
  );
}
