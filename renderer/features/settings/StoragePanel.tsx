import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { HistoryDoor, StorageUse } from '#renderer/recorder/query-contract.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { Field } from '#renderer/ui/Field.tsx';
import { formatBytes, formatNumber, NO_VALUE } from '#renderer/ui/format.ts';
import { useTimeTexts } from '#renderer/ui/use-time-texts.ts';
import styles from './settings.module.css';

const GB = 1e9;
const REFRESH_MS = 10_000;

/** What the recorded history takes on this disk, and how long it is kept. */
export function StoragePanel({
  history,
  timeZone,
}: {
  readonly history: HistoryDoor;
  readonly timeZone: string;
}) {
  const { t } = useTranslation('settings');
  const texts = useTimeTexts(timeZone);
  const [use, setUse] = useState<StorageUse | 'unreadable' | undefined>(undefined);
  const read = useCallback(async () => {
    const answer = await history.storage();
    setUse(answer.ok ? answer.value : 'unreadable');
  }, [history]);
  useEffect(() => {
    void read();
    const timer = setInterval(() => void read(), REFRESH_MS);
    return () => clearInterval(timer);
  }, [read]);
  if (use === undefined) return <EmptyState title={t('storage.reading')} />;
  if (use === 'unreadable')
    return <EmptyState title={t('storage.unreadable')} reason={t('storage.unreadableReason')} />;
  const { coverage, usageBytes, quotaBytes } = use;
  const facts: readonly (readonly [string, string])[] = [
    ['from', coverage.fromMs === undefined ? NO_VALUE : texts.full(coverage.fromMs)],
    ['to', coverage.toMs === undefined ? NO_VALUE : texts.full(coverage.toMs)],
    ['samples', formatNumber(coverage.samples)],
    [
      'encoded',
      `${formatBytes(coverage.bytes)}${coverage.samples > 0 ? ` · ${t('storage.perSample', { bytes: formatNumber(coverage.bytes / coverage.samples, 1) })}` : ''}`,
    ],
    [
      'used',
      usageBytes === undefined
        ? NO_VALUE
        : `${formatBytes(usageBytes)}${quotaBytes === undefined ? '' : ` / ${formatBytes(quotaBytes)}`}`,
    ],
    ['persisted', t(use.persisted ? 'storage.yes' : 'storage.no')],
  ];
  return (
    <div className={styles.stack}>
      <dl className={styles.facts}>
        {facts.map(([name, text]) => (
          <div key={name}>
            <dt>{t(`storage.${name}`)}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      <RetentionForm
        key={`${use.retention.maxAgeDays} ${use.retention.maxBytes}`}
        use={use}
        history={history}
        onChanged={read}
      />
    </div>
  );
}

function RetentionForm({
  use,
  history,
  onChanged,
}: {
  readonly use: StorageUse;
  readonly history: HistoryDoor;
  readonly onChanged: () => Promise<void>;
}) {
  const { t } = useTranslation('settings');
  const [days, setDays] = useState(String(use.retention.maxAgeDays));
  const [gigabytes, setGigabytes] = useState((use.retention.maxBytes / GB).toFixed(1));
  const [failed, setFailed] = useState(false);
  const age = Number(days);
  const size = Number(gigabytes);
  const ageWrong = !(Number.isInteger(age) && age >= 1 && age <= 3_660);
  const sizeWrong = !(size >= 0.1 && size <= 10_000);
  const save = async (event: React.FormEvent): Promise<void> => {
    event.preventDefault();
    const answer = await history.setRetention({ maxAgeDays: age, maxBytes: Math.round(size * GB) });
    setFailed(!answer.ok);
    if (answer.ok) await onChanged();
  };
  return (
    <form className={styles.form} onSubmit={(event) => void save(event)}>
      <div className={styles.fields}>
        <Field
          label={t('storage.maxAge')}
          value={days}
          inputMode="numeric"
          onChange={setDays}
          error={ageWrong ? t('storage.maxAgeWrong') : undefined}
        />
        <Field
          label={t('storage.maxSize')}
          value={gigabytes}
          inputMode="decimal"
          onChange={setGigabytes}
          error={sizeWrong ? t('storage.maxSizeWrong') : undefined}
        />
      </div>
      <footer className={styles.actions}>
        <Button type="submit" disabled={ageWrong || sizeWrong}>
          {t('storage.keep')}
        </Button>
        {failed && <output className={styles.failure}>{t('storage.keepFailed')}</output>}
      </footer>
    </form>
  );
}
