import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Site } from '#shared/domain/site/site.ts';
import type { Candidate, Proposal, RuledOut } from '#shared/domain/staff/proposal.ts';
import type { WorkOrder } from '#shared/domain/work-order/work-order.ts';
import { useCollection, useLive, useRequest } from '#renderer/link/hooks.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { cx } from '#renderer/ui/cx.ts';
import { NO_VALUE } from '#renderer/ui/format.ts';
import { DetailsHeading } from '#renderer/ui/Details.tsx';
import { usePreferences } from '#renderer/ui/preferences.tsx';
import { useTimeTexts } from '#renderer/ui/use-time-texts.ts';
import { personName, skillName } from '#renderer/widgets/work-orders/names.ts';
import { useOrderRequest } from '#renderer/widgets/work-orders/use-order-request.ts';
import type { DispatchPorts } from './ports.ts';
import styles from './ProposalList.module.css';

const READ_EVERY_MS = 5_000;
/** The proposal and the best alternatives. */
const FIRST = 4;

/** Whom to send and why, and why not each of the others; anybody can be chosen all the same. */
export function ProposalList({
  site,
  order,
  ports,
}: {
  readonly site: Site;
  readonly order: WorkOrder;
  readonly ports: DispatchPorts;
}) {
  const { t } = useTranslation('dispatch');
  const [{ language }] = usePreferences();
  const proposal = useProposal(order);
  const [all, setAll] = useState(false);
  const { busy, outcome, send } = useOrderRequest();
  if (!proposal) return null;
  const { chosen, skillsNeeded } = proposal;
  const everybody = [...(chosen ? [chosen] : []), ...proposal.others];
  const assign = (staffId: string): void =>
    ports.actAs((by) => void send('workOrder.assign', { id: order.id, staffId, by }));
  const needed = skillsNeeded.map((skill) => skillName(site, skill, language)).join(t('people.and'));
  return (
    <section aria-label={t('proposal.title')}>
      <DetailsHeading>
        {needed === '' ? t('proposal.title') : t('proposal.needs', { skills: needed })}
      </DetailsHeading>
      {!chosen && <p className={styles.nobody}>{t('proposal.nobody')}</p>}
      <ul className={styles.list}>
        {(all ? everybody : everybody.slice(0, FIRST)).map((candidate) => (
          <Row
            key={candidate.staffId}
            site={site}
            candidate={candidate}
            chosen={candidate === chosen}
            disabled={busy || candidate.staffId === order.assigneeId}
            onAssign={() => assign(candidate.staffId)}
          />
        ))}
      </ul>
      {everybody.length > FIRST && (
        <Button look="quiet" onClick={() => setAll(!all)}>
          {all ? t('proposal.fewer') : t('proposal.all', { count: everybody.length })}
        </Button>
      )}
      {outcome && <p className={styles.nobody}>{t(`failure.${outcome.code}`)}</p>}
    </section>
  );
}

function Row({
  site,
  candidate,
  chosen,
  disabled,
  onAssign,
}: {
  readonly site: Site;
  readonly candidate: Candidate;
  readonly chosen: boolean;
  readonly disabled: boolean;
  readonly onAssign: () => void;
}) {
  const { t } = useTranslation('dispatch');
  const [{ language }] = usePreferences();
  const time = useTimeTexts(site.timeZone);
  const live = useLive();
  const { walkS, placeAgeMs, placeStale, against } = candidate;
  const why = (reason: RuledOut): string => {
    const facts = {
      skills:
        reason.code === 'lacks-skill'
          ? reason.skills.map((skill) => skillName(site, skill, language)).join(t('people.and'))
          : '',
      order: reason.code === 'busy' ? reason.orderId : '',
      more: reason.code === 'farther' ? time.span(reason.seconds * 1000) : '',
      since: reason.code === 'free-later' ? time.moment(reason.sinceMs, live.engineNowMs()) : '',
      ...(reason.code === 'more-work' ? { orders: reason.orders, chosen: reason.chosen } : {}),
    };
    return t(`against.${reason.code}`, facts);
  };
  const stale = placeStale
    ? placeAgeMs === undefined
      ? t('people.unknownAge')
      : t('people.stale', { age: time.span(placeAgeMs) })
    : undefined;
  const praise = t(against.length === 0 ? 'proposal.chosen' : 'proposal.chosenAnyway');
  const reasons = [...(chosen ? [praise] : []), ...against.map(why)];
  return (
    <li className={cx(styles.row, chosen && styles.chosen)}>
      <span className={styles.name}>{personName(site, candidate.staffId, language)}</span>
      <span className={styles.walk}>
        {walkS === undefined ? NO_VALUE : t('proposal.walk', { time: time.span(walkS * 1000) })}
      </span>
      <Button look={chosen ? 'plain' : 'quiet'} disabled={disabled} onClick={onAssign}>
        {t('proposal.assign')}
      </Button>
      <span className={styles.why}>{[...reasons, stale].filter(Boolean).join(t('proposal.and'))}</span>
    </li>
  );
}

/** Read again as people move and orders change hands. */
function useProposal(order: WorkOrder): Proposal | undefined {
  const ask = useRequest();
  const staff = useCollection('staff');
  const statuses = [...staff.values()].map(({ id, status }) => `${id} ${status}`).join();
  const [proposal, setProposal] = useState<Proposal>();
  useEffect(() => {
    let current = true;
    const read = (): void =>
      void ask('workOrder.proposal', { id: order.id }).then((answer) => {
        if (current && answer.ok) setProposal(answer.value);
      });
    read();
    const timer = setInterval(read, READ_EVERY_MS);
    return () => {
      current = false;
      clearInterval(timer);
    };
  }, [ask, order, statuses]);
  return proposal;
}
