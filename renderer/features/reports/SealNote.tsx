import { Trans, useTranslation } from 'react-i18next';
import type { ReportRead } from '#shared/protocol/report-requests.ts';
import { useTimeTexts } from '#renderer/ui/use-time-texts.ts';
import { Facts } from './Facts.tsx';
import styles from './Report.module.css';

/** What ties this paper to the journal, and how to check it without trusting this program. */
export function SealNote({ read: { report, seal, flaw } }: { readonly read: ReportRead }) {
  const { t } = useTranslation('reports');
  const time = useTimeTexts(report.site.timeZone);
  if (!seal) return <p>{flaw === undefined ? t('seal.none') : t(`flaw.${flaw}`)}</p>;
  const facts: readonly (readonly [string, string])[] = [
    [t('seal.record'), String(seal.seq)],
    [t('seal.station'), seal.stationId],
    [t('seal.at'), time.full(seal.atMs)],
    [t('seal.by'), seal.by === 'engine' ? t('program') : seal.by],
    [t('seal.reportHash'), seal.reportHash],
    [t('seal.hash'), seal.hash],
  ];
  return (
    <>
      <Facts facts={facts} className={styles.seal} />
      <p className={styles.note}>
        <Trans ns="reports" i18nKey="seal.how" components={{ code: <code /> }} />
      </p>
    </>
  );
}
