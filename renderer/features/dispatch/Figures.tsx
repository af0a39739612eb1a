import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Site } from '#shared/domain/site/site.ts';
import type { OrderFigures, OrderStatistics, StatisticsGroup } from '#shared/domain/work-order/statistics.ts';
import { useRequest } from '#renderer/link/hooks.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { formatNumber, formatQuantity, NO_VALUE } from '#renderer/ui/format.ts';
import { usePreferences } from '#renderer/ui/preferences.tsx';
import { Segmented } from '#renderer/ui/Segmented.tsx';
import { useTimeTexts } from '#renderer/ui/use-time-texts.ts';
import { assetName, personName } from '#renderer/widgets/work-orders/names.ts';
import styles from './Figures.module.css';

const GROUPS: readonly StatisticsGroup[] = ['kind', 'storey', 'asset', 'engineer'];
const ROWS = [
  'created',
  'done',
  'meanResponse',
  'p90Response',
  'inTarget',
  'meanResolution',
  'firstTimeFix',
  'reopened',
  'score',
] as const;
type Row = (typeof ROWS)[number];

/** How a week went, each figure with how it is computed; and the same by kind, storey, asset and engineer. */
export function Figures({ site, version }: { readonly site: Site; readonly version: unknown }) {
  const { t } = useTranslation('dispatch');
  const time = useTimeTexts(site.timeZone);
  const [weeksAgo, setWeeksAgo] = useState(0);
  const [group, setGroup] = useState<StatisticsGroup>('kind');
  const statistics = useStatistics(weeksAgo, version);
  const texts = useFigureTexts(site);
  if (!statistics) return null;
  const day = (atMs: number): string => time.full(atMs).slice(0, 10);
  return (
    <div className={styles.figures}>
      <div className={styles.week}>
        <Button onClick={() => setWeeksAgo(weeksAgo + 1)}>{t('figures.earlier')}</Button>
        <strong>{`${day(statistics.fromMs)} – ${day(statistics.toMs - 1)}`}</strong>
        <Button disabled={weeksAgo === 0} onClick={() => setWeeksAgo(weeksAgo - 1)}>
          {t('figures.later')}
        </Button>
      </div>
      <table className={styles.table} aria-label={t('figures.all')}>
        <tbody>
          {ROWS.map((row) => (
            <tr key={row}>
              <th scope="row">{t(`figures.row.${row}`)}</th>
              <td>{texts(row, statistics.all)}</td>
              <td className={styles.how}>{t(`figures.how.${row}`)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <Segmented
        label={t('figures.by')}
        value={group}
        onChange={setGroup}
        segments={GROUPS.map((value) => ({ value, text: t(`figures.group.${value}`) }))}
      />
      <Groups site={site} statistics={statistics} group={group} texts={texts} />
    </div>
  );
}

const GROUP_ROWS: readonly Row[] = ['created', 'meanResponse', 'p90Response', 'firstTimeFix', 'reopened'];

function Groups({
  site,
  statistics,
  group,
  texts,
}: {
  readonly site: Site;
  readonly statistics: OrderStatistics;
  readonly group: StatisticsGroup;
  readonly texts: FigureTexts;
}) {
  const { t } = useTranslation('dispatch');
  const [{ language }] = usePreferences();
  const nameOf = (key: string): string => {
    if (group === 'kind') return t(`kind.${key}`);
    if (group === 'storey') return site.storeyById.get(key)?.label ?? key;
    return group === 'asset' ? assetName(site, key, language) : personName(site, key, language);
  };
  const rows = statistics.by[group];
  if (rows.length === 0) return <p className={styles.how}>{t('figures.none')}</p>;
  return (
    <table className={styles.table} aria-label={t('figures.by')}>
      <thead>
        <tr>
          <td />
          {GROUP_ROWS.map((row) => (
            <th key={row} scope="col">
              {t(`figures.row.${row}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, figures }) => (
          <tr key={key}>
            <th scope="row">{nameOf(key)}</th>
            {GROUP_ROWS.map((row) => (
              <td key={row}>{texts(row, figures)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

type FigureTexts = (row: Row, figures: OrderFigures) => string;

function useFigureTexts(site: Site): FigureTexts {
  const time = useTimeTexts(site.timeZone);
  const span = (ms: number | undefined): string => (ms === undefined ? NO_VALUE : time.span(ms));
  const share = (part: number | undefined): string =>
    part === undefined ? NO_VALUE : formatQuantity(part * 100, '%');
  const texts: Readonly<Record<Row, (figures: OrderFigures) => string>> = {
    created: ({ created }) => formatNumber(created),
    done: ({ done }) => formatNumber(done),
    meanResponse: ({ meanResponseMs }) => span(meanResponseMs),
    p90Response: ({ p90ResponseMs }) => span(p90ResponseMs),
    inTarget: ({ responseInTarget }) => share(responseInTarget),
    meanResolution: ({ meanResolutionMs }) => span(meanResolutionMs),
    firstTimeFix: ({ firstTimeFix }) => share(firstTimeFix),
    reopened: ({ reopened }) => formatNumber(reopened),
    score: ({ meanScore }) => (meanScore === undefined ? NO_VALUE : `${formatNumber(meanScore, 1)} / 5`),
  };
  return (row, figures) => texts[row](figures);
}

function useStatistics(weeksAgo: number, version: unknown): OrderStatistics | undefined {
  const ask = useRequest();
  const [statistics, setStatistics] = useState<OrderStatistics>();
  useEffect(() => {
    let current = true;
    void ask('workOrder.statistics', { weeksAgo }).then((answer) => {
      if (current && answer.ok) setStatistics(answer.value);
    });
    return () => {
      current = false;
    };
  }, [ask, weeksAgo, version]);
  return statistics;
}
