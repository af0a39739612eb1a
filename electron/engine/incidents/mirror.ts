/** What windows mirror of the incidents: all open ones and the last that ended. */
import { compareIncidents, viewOf, type IncidentView } from '#shared/domain/incident/view.ts';
import type { CollectionSource } from '#shared/protocol/collections.ts';
import type { Incidents } from './incidents.ts';

const MOST_ENDED = 20;

export function incidentMirror(incidents: Incidents): CollectionSource<IncidentView> {
  return {
    ids() {
      const all = incidents.ids().flatMap((id) => incidents.get(id) ?? []);
      const ended = all.filter(({ phase }) => phase !== 'open').sort(compareIncidents);
      return [...all.filter(({ phase }) => phase === 'open'), ...ended.slice(0, MOST_ENDED)].map(
        ({ id }) => id,
      );
    },
    get(id) {
      const incident = incidents.get(id);
      return incident && viewOf(incident);
    },
  };
}
