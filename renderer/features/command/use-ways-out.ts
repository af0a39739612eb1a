import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Places } from '#shared/domain/incident/places.ts';
import type { IncidentView } from '#shared/domain/incident/view.ts';
import type { Site, Zone } from '#shared/domain/site/site.ts';
import { useAlarms } from '#renderer/link/hooks.ts';
import type { SceneRoute } from '#renderer/scene/view.ts';
import { usePreferences } from '#renderer/ui/preferences.tsx';
import { useEscapes, type EscapePicture } from '#renderer/widgets/routes/use-escapes.ts';
import { sceneRoutesOf } from '#renderer/widgets/routes/zone-escapes.ts';

export interface WaysOut {
  /** Undefined until they were first found. */
  readonly picture: EscapePicture | undefined;
  readonly zones: readonly Zone[];
  readonly scene: readonly SceneRoute[];
}

const NONE: readonly never[] = [];

/** Ways out of the affected zones and those that touch them, while the incident is open. */
export function useWaysOut(site: Site, incident: IncidentView, places: Places): WaysOut {
  const { t } = useTranslation('routes');
  const [{ language }] = usePreferences();
  const alarms = useAlarms();
  const picture = useEscapes(site, alarms, incident.phase === 'open');
  const affected = incident.zones.join();
  const zones = useMemo(() => places.zonesIn('neighbours', affected.split(',')), [places, affected]);
  const exit = t('exit');
  const scene = useMemo(
    () => (picture ? sceneRoutesOf(picture, zones, exit, language) : NONE),
    [picture, zones, exit, language],
  );
  return { picture, zones, scene };
}
