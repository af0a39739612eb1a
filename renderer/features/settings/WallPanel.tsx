import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Failure } from '#shared/base/result.ts';
import type { WallScene, WallShow } from '#shared/domain/wall/show.ts';
import { useCollection, useOrigin, useRequest } from '#renderer/link/hooks.ts';
import { useAnnounce } from '#renderer/ui/announce.tsx';
import { Button } from '#renderer/ui/Button.tsx';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { Field } from '#renderer/ui/Field.tsx';
import type { WallPorts } from './ports.ts';
import { RotationEditor } from './RotationEditor.tsx';
import styles from './settings.module.css';
import { nameProblem } from './wall-form.ts';
import { WallPlaces } from './WallPlaces.tsx';

/** Scenes and rotations of this station, and where they are shown. */
export function WallPanel({ wall }: { readonly wall: WallPorts }) {
  const { t } = useTranslation('settings');
  const origin = useOrigin();
  const shows = useCollection('wallShows');
  const [edited, setEdited] = useState<string | undefined>(undefined);
  const outcome = useOutcome();
  if (origin !== 'engine') return <EmptyState title={t('offline.title')} reason={t('offline.reason')} />;
  const sorted = [...shows.values()].sort(
    (a, b) => a.kind.localeCompare(b.kind) * -1 || a.name.localeCompare(b.name),
  );
  return (
    <div className={styles.stack}>
      <SaveScene wall={wall} shows={shows} onOutcome={outcome.tell} />
      {sorted.length === 0 ? (
        <EmptyState title={t('wall.none')} reason={t('wall.noneReason')} />
      ) : (
        <ShowList shows={sorted} wall={wall} onEdit={setEdited} onOutcome={outcome.tell} />
      )}
      {outcome.text !== undefined && (
        <output className={outcome.failed ? styles.failure : styles.note}>{outcome.text}</output>
      )}
      {sorted.some(({ kind }) => kind === 'scene') && (
        <>
          <RotationEditor
            key={edited ?? ''}
            shows={shows}
            edited={edited}
            onDone={() => setEdited(undefined)}
            onOutcome={outcome.tell}
          />
          <WallPlaces shows={sorted} wall={wall} onOutcome={outcome.tell} />
        </>
      )}
    </div>
  );
}

/** `done`: what to say when the answer is yes. */
export type TellOutcome = (answer: { ok: true } | { ok: false; error: Failure }, done: string) => void;

function useOutcome(): { text: string | undefined; failed: boolean; tell: TellOutcome } {
  const { t } = useTranslation('settings');
  const announce = useAnnounce();
  const [said, setSaid] = useState<{ text: string; failed: boolean } | undefined>(undefined);
  return {
    text: said?.text,
    failed: said?.failed ?? false,
    tell(answer, done) {
      const text = answer.ok
        ? done
        : t('wall.failed', { reason: t(`wall.failure.${answer.error.code}`), detail: answer.error.detail });
      setSaid({ text, failed: !answer.ok });
      announce(text, answer.ok ? 'polite' : 'assertive');
    },
  };
}

interface SaveProps {
  readonly wall: WallPorts;
  readonly shows: ReadonlyMap<string, WallShow>;
  readonly onOutcome: TellOutcome;
}

/** The screen one came from, as a scene. */
function SaveScene({ wall, shows, onOutcome }: SaveProps) {
  const { t } = useTranslation('settings');
  const ask = useRequest();
  const [name, setName] = useState('');
  const what = useSceneText()(wall.sceneBefore());
  const problem = nameProblem(name, 'scene', shows);
  const save = async (event: React.FormEvent): Promise<void> => {
    event.preventDefault();
    const answer = await ask('wall.save', { show: { ...wall.sceneBefore(), name } });
    if (answer.ok) setName('');
    onOutcome(answer, t('wall.saved', { name: name.trim() }));
  };
  return (
    <form className={styles.form} onSubmit={(event) => void save(event)} aria-label={t('wall.saveForm')}>
      <p className={styles.note}>{t('wall.before', { what })}</p>
      <div className={styles.inline}>
        <Field
          label={t('wall.sceneName')}
          value={name}
          onChange={setName}
          autoComplete="off"
          error={problem === 'name-taken' ? t('wall.problem.name-taken') : undefined}
        />
        <Button type="submit" disabled={problem !== undefined}>
          {t(shows.has(name.trim()) && !problem ? 'wall.replace' : 'wall.save')}
        </Button>
      </div>
    </form>
  );
}

interface ListProps {
  readonly shows: readonly WallShow[];
  readonly wall: WallPorts;
  readonly onEdit: (rotation: string) => void;
  readonly onOutcome: TellOutcome;
}

function ShowList({ shows, wall, onEdit, onOutcome }: ListProps) {
  const { t } = useTranslation('settings');
  const ask = useRequest();
  const sceneText = useSceneText();
  const remove = async (name: string): Promise<void> =>
    onOutcome(await ask('wall.remove', { name }), t('wall.removed', { name }));
  return (
    <ul className={styles.shows} aria-label={t('wall.list')}>
      {shows.map((show) => (
        <li key={show.name}>
          <span>
            {show.name}
            <span className={styles.note}>
              {show.kind === 'scene' ? sceneText(show) : t('wall.steps', { count: show.steps.length })}
            </span>
          </span>
          {show.kind === 'scene' ? (
            <Button aria-label={t('wall.openNamed', { name: show.name })} onClick={() => wall.open(show)}>
              {t('wall.open')}
            </Button>
          ) : (
            <Button aria-label={t('wall.editNamed', { name: show.name })} onClick={() => onEdit(show.name)}>
              {t('wall.edit')}
            </Button>
          )}
          <Button
            aria-label={t('wall.removeNamed', { name: show.name })}
            onClick={() => void remove(show.name)}
          >
            {t('wall.remove')}
          </Button>
        </li>
      ))}
    </ul>
  );
}

/** A scene in a few words: screen, overlay, what is selected. */
function useSceneText(): (scene: WallScene) => string {
  const { t, i18n } = useTranslation(['settings', 'app', 'overview']);
  return ({ screen, subject, overview }) => {
    const screenText = i18n.exists(`app:nav.${screen}`) ? t(`app:nav.${screen}`) : screen;
    const overlay = overview && t(`overview:overlay.${overview.overlay}`);
    const place = overview?.select?.replace(/^\w+:/, '') ?? overview?.isolatedStorey;
    return [screenText, subject, overlay, place].filter(Boolean).join(' · ');
  };
}
