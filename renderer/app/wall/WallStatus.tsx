import { useTranslation } from 'react-i18next';
import type { Clock } from '#shared/base/brand.ts';
import { PriorityShape } from '#renderer/ui/PriorityShape.tsx';
import { useTick } from '#renderer/ui/use-time-texts.ts';
import { useStore } from '../use-store.ts';
import type { WallState } from './wall-player.ts';
import type { WallWindow } from './wall-window.ts';
import styles from './WallStatus.module.css';

type Texts = (key: string, facts?: Record<string, string | number>) => string;

/** What this wall shows and what comes next: where a desk has its navigation. */
export function WallStatus({ wall, clock }: { readonly wall: WallWindow; readonly clock: Clock }) {
  const { t } = useTranslation('app');
  const state = useStore(wall.player, wall.player.get);
  useTick(1_000);
  const { playing } = state;
  const taken = playing?.now.phase === 'taken' ? playing.now : undefined;
  return (
    <div className={styles.status} role="group" aria-label={t('wall.label')}>
      {taken && <PriorityShape level={1} />}
      <span className={styles.name}>
        {taken ? t(`wall.taken.${taken.urgent.kind}`) : nameOf(state, wall.player.showName, t as Texts)}
      </span>
      <span className={styles.next}>{nextText(state, clock.monotonicMs(), t as Texts)}</span>
    </div>
  );
}

function nameOf({ playing, known }: WallState, showName: string, t: Texts): string {
  if (!playing) return t('wall.waiting', { name: showName });
  if (!known) return t('wall.unknown', { name: showName });
  const { program, now } = playing;
  const scene = now.phase === 'taken' ? undefined : program.steps[now.step]?.scene;
  return scene === undefined || scene === showName ? showName : `${showName} · ${scene}`;
}

function nextText({ playing, known, complete }: WallState, nowMs: number, t: Texts): string {
  if (!playing) return '';
  const { program, now } = playing;
  if (now.phase === 'taken') return t(`wall.givesBack.${now.urgent.kind}`);
  const seconds = now.untilMs === undefined ? 0 : Math.max(0, Math.ceil((now.untilMs - nowMs) / 1_000));
  if (now.phase === 'paused') return t('wall.paused', { seconds });
  if (!known) return t('wall.unknownNext');
  if (!complete) return t('wall.incomplete');
  const following = program.steps[(now.step + 1) % program.steps.length];
  return now.untilMs === undefined ? '' : t('wall.next', { scene: following?.scene ?? '', seconds });
}
