import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Alarm } from '#shared/domain/alarm/alarm.ts';
import type { Site, Zone } from '#shared/domain/site/site.ts';
import type { SceneRoute } from '#renderer/scene/view.ts';
import { usePreferences } from '#renderer/ui/preferences.tsx';
import { useEscapes, type EscapePicture } from '#renderer/widgets/routes/use-escapes.ts';
import { sceneRoutesOf, zonesToShow } from '#renderer/widgets/routes/zone-escapes.ts';
import type { Place } from './use-place.ts';

export interface ShownRoutes {
  readonly on: boolean;
  toggle(): void;
  /** Undefined while off. */
  readonly picture: EscapePicture | undefined;
  readonly zones: readonly Zone[];
  /** What the building draws. */
  readonly scene: readonly SceneRoute[];
}

const NONE: readonly never[] = [];

/** The ways out that the operator asked to see, for what is selected and what is in alarm. */
export function useRoutes(site: Site, alarms: readonly Alarm[], place: Place): ShownRoutes {
  const { t } = useTranslation('routes');
  const [{ language }] = usePreferences();
  const [on, setOn] = useState(false);
  const picture = useEscapes(site, alarms, on);
  const { selection, storey } = place;
  const zone =
    selection?.kind === 'zone'
      ? selection.zone
      : selection?.kind === 'asset'
        ? selection.asset.zone
        : undefined;
  const zones = useMemo(
    () => (picture ? zonesToShow(site, picture, zone, storey) : NONE),
    [picture, site, zone, storey],
  );
  const exitWord = t('exit');
  const scene = useMemo(
    () => (picture ? sceneRoutesOf(picture, zones, exitWord, language) : NONE),
    [picture, zones, exitWord, language],
  );
  return { on, toggle: () => setOn((before) => !before), picture, zones, scene };
}
