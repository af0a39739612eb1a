import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { needsAcknowledgement } from '#shared/domain/alarm/machine.ts';
import { useAlarms, useSite } from '#renderer/link/hooks.ts';
import { useAnnounce } from '#renderer/ui/announce.tsx';
import { usePreferences } from '#renderer/ui/preferences.tsx';

/** Tells a screen reader of new alarms: the most urgent by name, the others by number, so that a flood stays one sentence. */
export function AlarmAnnouncer() {
  const { t } = useTranslation('app');
  const alarms = useAlarms();
  const site = useSite();
  const announce = useAnnounce();
  const [{ language }] = usePreferences();
  const known = useRef<ReadonlySet<string> | undefined>(undefined);
  useEffect(() => {
    const before = known.current;
    known.current = new Set(alarms.map((alarm) => `${alarm.id}#${alarm.occurrence}`));
    // What stood there when the page opened is on the list; only what comes now is news.
    if (!before) return;
    const fresh = alarms.filter(
      (alarm) => needsAcknowledgement(alarm.phase) && !before.has(`${alarm.id}#${alarm.occurrence}`),
    );
    const [first] = fresh;
    if (!first) return;
    const zone = site?.zoneById.get(first.zoneId);
    const words = {
      priority: first.priority,
      name: first.name[language],
      place: zone ? `${zone.storey.label} ${zone.name[language]}` : first.zoneId,
      others: fresh.length - 1,
    };
    announce(
      t(fresh.length > 1 ? 'announce.several' : 'announce.one', words),
      first.priority <= 2 ? 'assertive' : 'polite',
    );
  }, [alarms, announce, language, site, t]);
  return null;
}
