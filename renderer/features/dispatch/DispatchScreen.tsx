import { useMemo, useRef, useState, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import type { Site } from '#shared/domain/site/site.ts';
import { ANY_ORDER, matchesQuery } from '#shared/domain/work-order/search.ts';
import type { WorkOrderView } from '#shared/protocol/work-orders.ts';
import { useCollection, useOrigin, useSite } from '#renderer/link/hooks.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { Field } from '#renderer/ui/Field.tsx';
import { useKeyCommands } from '#renderer/ui/key-commands.tsx';
import { Panel } from '#renderer/ui/Panel.tsx';
import { usePreferences } from '#renderer/ui/preferences.tsx';
import { Segmented } from '#renderer/ui/Segmented.tsx';
import { assetName, personName, zoneName, type Language } from '#renderer/widgets/work-orders/names.ts';
import { boardOf } from './board.ts';
import { BoardView } from './BoardView.tsx';
import styles from './DispatchScreen.module.css';
import { Figures } from './Figures.tsx';
import { NewOrder } from './NewOrder.tsx';
import { OrderDetails } from './OrderDetails.tsx';
import { OrderTable } from './OrderTable.tsx';
import { People } from './People.tsx';
import type { DispatchPorts } from './ports.ts';

export interface DispatchScreenProps extends DispatchPorts {
  /** Id of the order whose details are shown. */
  readonly selected: string | undefined;
}

const VIEWS = ['board', 'table', 'people', 'figures'] as const;
type View = (typeof VIEWS)[number];

export function DispatchScreen(props: DispatchScreenProps) {
  const { t } = useTranslation('dispatch');
  const site = useSite();
  if (!site) return <EmptyState title={t('noSite')} />;
  return <SiteDispatch {...props} site={site} />;
}

function SiteDispatch({ site, selected, ...ports }: DispatchScreenProps & { readonly site: Site }) {
  const { t } = useTranslation('dispatch');
  const [{ language }] = usePreferences();
  const [view, setView] = useState<View>('board');
  const [text, setText] = useState('');
  const [writing, setWriting] = useState(false);
  const search = useRef<HTMLInputElement>(null);
  const views = useCollection('workOrders');
  const shown = useMemo(() => filtered(views, text, site, language), [views, text, site, language]);
  const board = useMemo(() => boardOf(shown), [shown]);
  const known = useOrigin() === 'engine';
  const group = t('keys.group');
  const nextView = VIEWS[(VIEWS.indexOf(view) + 1) % VIEWS.length] ?? 'board';
  useKeyCommands([
    { keys: ['w'], text: t('keys.new'), group, run: () => setWriting(true) },
    { keys: ['b'], text: t('keys.view'), group, run: () => setView(nextView) },
    {
      keys: ['/'],
      text: t('keys.search'),
      group,
      run: (event) => (event.preventDefault(), search.current?.focus()),
    },
  ]);
  const current = selected === undefined ? undefined : views.get(selected);
  return (
    <div className={styles.screen}>
      <Panel title={t('title', { open: views.size - finishedCount(views) })} className={styles.main}>
        <div className={styles.column}>
          <Bar
            view={view}
            onView={setView}
            text={text}
            onText={setText}
            search={search}
            onNew={() => setWriting(true)}
          />
          <div className={styles.rows}>
            {view === 'board' && (
              <BoardView
                site={site}
                board={board}
                known={known}
                filtered={text !== ''}
                selected={selected}
                onSelect={ports.selectOrder}
              />
            )}
            {view === 'table' && (
              <OrderTable
                site={site}
                text={text}
                version={views}
                selected={selected}
                onSelect={ports.selectOrder}
              />
            )}
            {view === 'people' && <People site={site} onOrder={ports.selectOrder} locate={ports.locate} />}
            {view === 'figures' && <Figures site={site} version={views} />}
          </div>
        </div>
      </Panel>
      <Panel title={t(writing ? 'new.title' : 'details.title')} className={styles.details}>
        <div className={styles.detailsBody}>
          {writing ? (
            <NewOrder
              site={site}
              ports={ports}
              onClose={(made) => {
                setWriting(false);
                if (made !== undefined) ports.selectOrder(made);
              }}
            />
          ) : (
            <OrderDetails key={selected} site={site} orderId={selected} view={current} ports={ports} />
          )}
        </div>
      </Panel>
    </div>
  );
}

function Bar({
  view,
  onView,
  text,
  onText,
  search,
  onNew,
}: {
  readonly view: View;
  readonly onView: (view: View) => void;
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly search: RefObject<HTMLInputElement | null>;
  readonly onNew: () => void;
}) {
  const { t } = useTranslation('dispatch');
  return (
    <div className={styles.bar}>
      <Segmented
        label={t('view.label')}
        value={view}
        onChange={onView}
        segments={VIEWS.map((value) => ({ value, text: t(`view.${value}`) }))}
      />
      {(view === 'board' || view === 'table') && (
        <Field
          label={t('search')}
          type="search"
          value={text}
          onChange={onText}
          inputRef={search}
          className={styles.search}
        />
      )}
      <Button onClick={onNew}>{t('new.open')}</Button>
    </div>
  );
}

function finishedCount(views: ReadonlyMap<string, WorkOrderView>): number {
  return boardOf(views.values()).find(({ column }) => column === 'finished')?.views.length ?? 0;
}

function filtered(
  views: ReadonlyMap<string, WorkOrderView>,
  text: string,
  site: Site,
  language: Language,
): readonly WorkOrderView[] {
  const query = { ...ANY_ORDER, text };
  const names = {
    asset: (id: string) => assetName(site, id, language),
    zone: (id: string) => zoneName(site, id, language),
    person: (id: string) => personName(site, id, language),
  };
  return [...views.values()].filter(({ order }) => matchesQuery(order, query, names));
}
