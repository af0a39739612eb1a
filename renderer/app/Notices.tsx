import type { TFunction } from 'i18next';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import {
  useFeedTrust,
  useHealth,
  useLive,
  useLiveTopic,
  useLinkState,
  useOrigin,
  useSite,
} from '#renderer/link/hooks.ts';
import { useAnnounce } from '#renderer/ui/announce.tsx';
import { Button } from '#renderer/ui/Button.tsx';
import { cx } from '#renderer/ui/cx.ts';
import { NO_VALUE } from '#renderer/ui/format.ts';
import { usePreferences } from '#renderer/ui/preferences.tsx';
import { useSound } from '#renderer/ui/sound.tsx';
import { useTick, useTimeTexts } from '#renderer/ui/use-time-texts.ts';
import type { AckNotice, Acknowledging } from './acknowledge.ts';
import { conditionList, type ShownCondition } from './condition-list.ts';
import styles from './Notices.module.css';
import type { Station } from './station.ts';
import { useStore } from './use-store.ts';

/** What is wrong with the program itself, and what came of an acknowledgement. Nothing is shown when nothing is wrong. */
export function Notices({ station }: { readonly station: Station }) {
  const { recording, acknowledging, acting } = station;
  const live = useLive();
  useLiveTopic('link');
  const { state: sound, control } = useSound();
  const origin = useOrigin();
  const conditions = conditionList({
    engine: useHealth(),
    recorder: useStore(recording, recording.get).conditions,
    sound,
    link: useLinkState(),
    trust: useFeedTrust(),
    origin,
    trustSinceMs: live.feedTrustSinceMs(),
    recordedUntilMs: origin === 'recorded' ? newest(live.columns().sourceMs) : undefined,
  }).filter((condition) => condition.severity !== 'notice');
  const { t } = useTranslation('app');
  return (
    <div className={styles.notices} role="region" aria-label={t('conditions.label')}>
      <AckLine acknowledging={acknowledging} />
      {useStore(acting, acting.isWaiting) && <p className={styles.line}>{t('act.needsName')}</p>}
      {conditions.map((condition) => (
        <div
          key={condition.key}
          className={cx(styles.line, condition.severity === 'failure' && styles.failure)}
        >
          <ConditionText condition={condition} />
          {condition.code.startsWith('sound.') && (
            <Button
              look="quiet"
              onClick={() => (condition.code === 'sound.muted' ? control.unmute() : void control.check())}
            >
              {t(condition.code === 'sound.muted' ? 'sound.unmute' : 'sound.enable')}
            </Button>
          )}
        </div>
      ))}
    </div>
  );
}

function ConditionText({ condition }: { readonly condition: ShownCondition }) {
  const { t, i18n } = useTranslation('codes');
  const [{ language }] = usePreferences();
  const live = useLive();
  const site = useSite();
  const time = useTimeTexts(site?.timeZone ?? 'UTC');
  useTick(1000);
  const { code, facts, sinceMs, severity } = condition;
  const nowMs = live.engineNowMs();
  const known = i18n.exists(`health.${code}`, { ns: 'codes' });
  const words = {
    ...translatedFacts(condition, t),
    person: site?.document.staff.find(({ id }) => id === facts['staffId'])?.name[language] ?? NO_VALUE,
    at: sinceMs === undefined ? '' : time.moment(sinceMs, nowMs),
    left: sinceMs === undefined ? '' : time.stopwatch(sinceMs - nowMs),
  };
  return (
    <p>
      <strong>{t(`severity.${severity}`)}</strong>
      {known
        ? t(`health.${code}`, words)
        : t('health.unknown', { code, facts: Object.values(facts).join(' · ') })}
      {sinceMs !== undefined && !['link.recorded', 'sound.muted'].includes(code) && (
        <span className={styles.since}>{t('since', { at: words.at })}</span>
      )}
    </p>
  );
}

/** Facts that are codes themselves are said in words too; which vocabulary they are of depends on who reports. */
function translatedFacts(
  { code, facts }: ShownCondition,
  t: (key: string) => string,
): Record<string, string | number> {
  const reasons = code.startsWith('link.') || code === 'recorder.link-lost' ? { reason: 'link' } : {};
  const vocabulary: Readonly<Record<string, string>> = { failure: 'connection', lane: 'lane', ...reasons };
  return Object.fromEntries(
    Object.entries(facts).map(([name, value]) => [
      name,
      vocabulary[name] ? t(`${vocabulary[name]}.${value}`) : value,
    ]),
  );
}

function AckLine({ acknowledging }: { readonly acknowledging: Acknowledging }) {
  const { t } = useTranslation(['app', 'codes']);
  const notice = useStore(acknowledging, acknowledging.notice);
  const announce = useAnnounce();
  const text = notice && ackText(notice, t);
  useEffect(() => {
    if (text) announce(text);
  }, [announce, notice, text]);
  // A plain success shows in the alarm itself; only what needs a person stays here.
  if (!notice || (notice.kind === 'done' && notice.stored && notice.superseded === 0)) return null;
  return (
    <div className={cx(styles.line, notice.kind !== 'needs-name' && styles.failure)}>
      <p>{text}</p>
      <Button look="quiet" onClick={acknowledging.dismiss}>
        {t('app:ack.dismiss')}
      </Button>
    </div>
  );
}

function ackText(notice: AckNotice, t: TFunction<['app', 'codes']>): string {
  if (notice.kind === 'needs-name') return t('app:ack.needsName', { count: notice.count });
  if (notice.kind === 'failed')
    return t('app:ack.failed', { count: notice.count, reason: t(`codes:request.${notice.code}`) });
  return [
    t('app:ack.done', { count: notice.count, by: notice.by }),
    !notice.stored && t('app:ack.notStored'),
    notice.superseded > 0 && t('app:ack.superseded', { count: notice.superseded }),
  ]
    .filter(Boolean)
    .join(' ');
}

function newest(times: Float64Array): number | undefined {
  let latest = Number.NEGATIVE_INFINITY;
  for (const time of times) if (time > latest) latest = time;
  return Number.isFinite(latest) ? latest : undefined;
}
