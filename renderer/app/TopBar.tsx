import { useTranslation } from 'react-i18next';
import { needsAcknowledgement } from '#shared/domain/alarm/machine.ts';
import { useAlarms, useCollection, useLive, useSite } from '#renderer/link/hooks.ts';
import { cx } from '#renderer/ui/cx.ts';
import { usePreferences } from '#renderer/ui/preferences.tsx';
import { useTick, useTimeTexts } from '#renderer/ui/use-time-texts.ts';
import { FeedHealth } from './FeedHealth.tsx';
import { OperatorEntry } from './OperatorEntry.tsx';
import { formatRoute, type Route } from './route.ts';
import { SCREEN_NAMES } from './screens.ts';
import type { Station } from './station.ts';
import styles from './TopBar.module.css';
import { WallStatus } from './wall/WallStatus.tsx';

export function TopBar({ station, route }: { readonly station: Station; readonly route: Route }) {
  const { t } = useTranslation('app');
  const site = useSite();
  const [{ language }] = usePreferences();
  return (
    <header className={styles.bar} data-screen-only>
      <h1 className={styles.site}>{site?.name[language] ?? t('product')}</h1>
      {station.wall ? (
        <WallStatus wall={station.wall} clock={station.clock} />
      ) : (
        <nav className={styles.nav} aria-label={t('nav.label')}>
          {SCREEN_NAMES.map((screen) => (
            <a
              key={screen}
              href={formatRoute(screen)}
              aria-current={route.screen === screen ? 'page' : undefined}
            >
              {t(`nav.${screen}`)}
              {screen === 'alarms' && <AlarmCount />}
              {screen === 'command' && <IncidentCount />}
            </a>
          ))}
        </nav>
      )}
      <FeedHealth recording={station.recording} history={station.history} />
      <SiteClock timeZone={site?.timeZone ?? 'UTC'} />
      <OperatorEntry
        operator={station.operator}
        acknowledging={station.acknowledging}
        acting={station.acting}
      />
    </header>
  );
}

/** How many wait to be acknowledged, in the colour of the most urgent of them; grey when only acknowledged ones are left. */
function AlarmCount() {
  const alarms = useAlarms();
  const open = alarms.filter((alarm) => needsAcknowledgement(alarm.phase));
  if (alarms.length === 0) return null;
  const worst = Math.min(...open.map((alarm) => alarm.priority));
  return (
    <span className={cx(styles.count, open.length > 0 && styles[`priority${worst}`])}>
      {open.length > 0 ? open.length : alarms.length}
    </span>
  );
}

/** Open incidents, in the colour of the most severe; an exercise does not count. */
function IncidentCount() {
  const incidents = useCollection('incidents');
  const open = [...incidents.values()].filter(({ phase, layer }) => phase === 'open' && layer === 'live');
  if (open.length === 0) return null;
  const worst = Math.min(...open.map(({ severity }) => severity));
  return <span className={cx(styles.count, styles[`priority${worst}`])}>{open.length}</span>;
}

function SiteClock({ timeZone }: { readonly timeZone: string }) {
  const live = useLive();
  const time = useTimeTexts(timeZone);
  useTick(1000);
  const nowMs = live.engineNowMs();
  return (
    <time className={styles.clock} title={`${time.full(nowMs)} ${timeZone}`}>
      {time.clock(nowMs)}
    </time>
  );
}
