import { useTranslation } from 'react-i18next';
import type { SecurityCount, SecurityFigures } from '#shared/domain/overlay/security.ts';
import { cx } from '#renderer/ui/cx.ts';
import { formatNumber, NO_VALUE } from '#renderer/ui/format.ts';
import { Panel } from '#renderer/ui/Panel.tsx';
import styles from './BottomStrip.module.css';

const rows = ['doors', 'detectors', 'cameras', 'intrusion'] as const;

/** Doors, detectors, cameras, intrusion: how many, how many of them are not as they should be, how many are silent. */
export function SecurityPanel({ figures }: { readonly figures: SecurityFigures }) {
  const { t } = useTranslation('overview');
  const shown = rows.filter((row) => figures[row].total > 0);
  return (
    <Panel title={t('security.title')} className={styles.security}>
      <table className={styles.table}>
        <thead>
          <tr>
            <td />
            <th>{t('security.reporting')}</th>
            <th>{t('security.notable')}</th>
            <th>{t('security.silent')}</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((row) => (
            <Row
              key={row}
              name={t(`security.row.${row}`)}
              abnormal={t(`security.abnormal.${row}`)}
              count={figures[row]}
            />
          ))}
        </tbody>
      </table>
      {shown.length === 0 && <p className={styles.note}>{t('security.none')}</p>}
    </Panel>
  );
}

function Row({
  name,
  abnormal,
  count: { total, abnormal: abnormalCount, silent },
}: {
  readonly name: string;
  readonly abnormal: string;
  readonly count: SecurityCount;
}) {
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>{`${formatNumber(total - silent)} / ${formatNumber(total)}`}</td>
      <td className={cx(abnormalCount > 0 && styles.notable)}>
        {silent === total ? NO_VALUE : `${formatNumber(abnormalCount)} ${abnormal}`}
      </td>
      <td className={cx(silent > 0 && styles.notable)}>{formatNumber(silent)}</td>
    </tr>
  );
}
