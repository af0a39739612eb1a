import { useEffect, useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Site } from '#shared/domain/site/site.ts';
import type { WorkOrderView } from '#shared/protocol/work-orders.ts';
import { cx } from '#renderer/ui/cx.ts';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { usePreferences } from '#renderer/ui/preferences.tsx';
import { PriorityShape } from '#renderer/ui/PriorityShape.tsx';
import { CurrentClock } from '#renderer/widgets/work-orders/ClockBar.tsx';
import { personName } from '#renderer/widgets/work-orders/names.ts';
import { nextOnBoard, type Board } from './board.ts';
import styles from './BoardView.module.css';

export interface BoardViewProps {
  readonly site: Site;
  readonly board: Board;
  /** False while nothing is known (no engine): then an empty board is no comfort. */
  readonly known: boolean;
  readonly filtered: boolean;
  readonly selected: string | undefined;
  readonly onSelect: (orderId: string) => void;
}

/** Columns by state. One tab stop: the arrows walk over the cards. */
export function BoardView({ site, board, known, filtered, selected, onSelect }: BoardViewProps) {
  const { t } = useTranslation('dispatch');
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const empty = board.every(({ views }) => views.length === 0);
  useEffect(() => {
    if (!empty && document.activeElement === document.body) list.current?.focus({ preventScroll: true });
  }, [empty]);
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [selected]);
  if (empty) return <NoOrders known={known} filtered={filtered} />;
  return (
    <div
      ref={list}
      role="listbox"
      aria-label={t('board.label')}
      aria-activedescendant={selected === undefined ? undefined : `${id}-${selected}`}
      tabIndex={0}
      className={styles.board}
      onKeyDown={(event) => {
        const next = nextOnBoard(board, selected, event.key);
        if (next === undefined) return;
        event.preventDefault();
        onSelect(next);
      }}
    >
      {board.map(({ column, views }) => (
        <div key={column} role="group" aria-label={t(`column.${column}`)} className={styles.column}>
          <h3 className={styles.heading}>{`${t(`column.${column}`)} · ${views.length}`}</h3>
          <div className={styles.cards}>
            {views.map((view) => (
              <Card
                key={view.order.id}
                id={`${id}-${view.order.id}`}
                site={site}
                view={view}
                selected={view.order.id === selected}
                onSelect={() => onSelect(view.order.id)}
              />
            ))}
          </div>
        </div>
      ))}
    </div>
  );
}

function Card({
  id,
  site,
  view,
  selected,
  onSelect,
}: {
  readonly id: string;
  readonly site: Site;
  readonly view: WorkOrderView;
  readonly selected: boolean;
  readonly onSelect: () => void;
}) {
  const { t } = useTranslation('dispatch');
  const [{ language }] = usePreferences();
  const { order } = view;
  return (
    <div
      id={id}
      role="option"
      aria-selected={selected}
      className={cx(styles.card, selected && styles.selected)}
      onClick={onSelect}
    >
      <span className={styles.line}>
        <PriorityShape level={order.priority} />
        <span className={styles.id}>{order.id.replace(/^WO-/, '')}</span>
      </span>
      <span className={styles.name}>{order.title[language]}</span>
      <span className={styles.more}>{order.zoneId}</span>
      <span className={styles.more}>
        {[t(`state.${order.state}`), order.assigneeId && personName(site, order.assigneeId, language)]
          .filter(Boolean)
          .join(' · ')}
      </span>
      <CurrentClock view={view} />
    </div>
  );
}

function NoOrders({ known, filtered }: { readonly known: boolean; readonly filtered: boolean }) {
  const { t } = useTranslation('dispatch');
  if (filtered) return <EmptyState title={t('empty.filtered')} reason={t('empty.filteredReason')} />;
  if (!known) return <EmptyState title={t('empty.unknown')} reason={t('empty.unknownReason')} />;
  return <EmptyState title={t('empty.none')} reason={t('empty.noneReason')} />;
}
