import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { StationDisplay } from '#shared/domain/wall/display.ts';
import type { DisplayPixels } from '#shared/domain/wall/legibility.ts';
import type { WallShow } from '#shared/domain/wall/show.ts';
import { useCollection, useRequest } from '#renderer/link/hooks.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Field } from '#renderer/ui/Field.tsx';
import { formatNumber, formatQuantity } from '#renderer/ui/format.ts';
import { Select } from '#renderer/ui/Select.tsx';
import type { WallPorts } from './ports.ts';
import styles from './settings.module.css';
import { legibilityOf, viewingForm, viewingOf, type ViewingForm } from './wall-form.ts';
import type { TellOutcome } from './WallPanel.tsx';

export interface WallPlacesProps {
  readonly shows: readonly WallShow[];
  readonly wall: WallPorts;
  readonly onOutcome: TellOutcome;
}

/** Where shows are shown: on displays that the desktop shell knows, or in browser windows by their address. */
export function WallPlaces({ shows, wall, onOutcome }: WallPlacesProps) {
  const { t } = useTranslation('settings');
  const displays = [...useCollection('displays').values()];
  return (
    <section className={styles.form} aria-label={t('wall.places')}>
      <h3 className={styles.subtitle}>{t('wall.places')}</h3>
      {displays.length === 0 ? (
        <BrowserAddress shows={shows} wall={wall} onOutcome={onOutcome} />
      ) : (
        displays.map((display) => (
          <DisplayForm
            key={`${display.id} ${display.show ?? ''} ${JSON.stringify(display.viewing)}`}
            display={display}
            shows={shows}
            onOutcome={onOutcome}
          />
        ))
      )}
    </section>
  );
}

function DisplayForm({
  display,
  shows,
  onOutcome,
}: Pick<WallPlacesProps, 'shows' | 'onOutcome'> & { readonly display: StationDisplay }) {
  const { t } = useTranslation('settings');
  const ask = useRequest();
  const [show, setShow] = useState(display.show ?? '');
  const [form, setForm] = useState(() => viewingForm(display.viewing));
  const seen = viewingOf(form);
  const size = `${display.width} × ${display.height}`;
  const name = display.label === '' ? t('wall.display', { id: display.id }) : display.label;
  const save = async (event: React.FormEvent): Promise<void> => {
    event.preventDefault();
    if ('wrong' in seen) return;
    const chosen = show === '' ? undefined : show;
    const answer = await ask('wall.assign', { displayId: display.id, show: chosen, viewing: seen.viewing });
    onOutcome(answer, t('wall.assigned', { display: name }));
  };
  return (
    <form
      className={styles.form}
      onSubmit={(event) => void save(event)}
      aria-label={t('wall.displayForm', { display: name })}
    >
      <p>
        {name} <span className={styles.note}>{display.present ? size : t('wall.away', { size })}</span>
      </p>
      <div className={styles.fields}>
        <Select
          label={t('wall.shows')}
          value={show}
          onChange={setShow}
          options={[{ value: '', text: t('wall.ordinary') }, ...shows.map(asOption)]}
        />
        <ViewingFields form={form} onChange={setForm} />
      </div>
      <LegibilityNote form={form} display={display} />
      <footer className={styles.actions}>
        <Button type="submit" disabled={'wrong' in seen}>
          {t('wall.assign')}
        </Button>
      </footer>
    </form>
  );
}

function BrowserAddress({ shows, wall, onOutcome }: WallPlacesProps) {
  const { t } = useTranslation('settings');
  const [chosen, setShow] = useState('');
  const [form, setForm] = useState(() => viewingForm(undefined));
  const seen = viewingOf(form);
  const show = shows.some(({ name }) => name === chosen) ? chosen : (shows[0]?.name ?? '');
  const address = wall.addressOf({ show, viewing: 'viewing' in seen ? seen.viewing : undefined });
  const copy = async (): Promise<void> => onOutcome(await wall.copy(address), t('wall.copied'));
  return (
    <>
      <p className={styles.note}>{t('wall.addressHint')}</p>
      <div className={styles.fields}>
        <Select label={t('wall.shows')} value={show} onChange={setShow} options={shows.map(asOption)} />
        <ViewingFields form={form} onChange={setForm} />
      </div>
      <LegibilityNote form={form} display={window.screen} />
      <div className={styles.inline}>
        <Field label={t('wall.address')} value={address} readOnly onChange={() => undefined} />
        <Button disabled={'wrong' in seen} onClick={() => void copy()}>
          {t('wall.copy')}
        </Button>
      </div>
    </>
  );
}

interface ViewingProps {
  readonly form: ViewingForm;
  readonly onChange: (form: ViewingForm) => void;
}

function ViewingFields({ form, onChange }: ViewingProps) {
  const { t } = useTranslation('settings');
  const seen = viewingOf(form);
  const wrong = 'wrong' in seen ? seen.wrong : undefined;
  return (
    <>
      <Field
        label={t('wall.distance')}
        value={form.distance}
        inputMode="decimal"
        onChange={(distance) => onChange({ ...form, distance })}
        error={wrong?.distance ? t('wall.problem.distance') : undefined}
      />
      <Field
        label={t('wall.diagonal')}
        value={form.diagonal}
        inputMode="decimal"
        onChange={(diagonal) => onChange({ ...form, diagonal })}
        error={wrong?.diagonal ? t('wall.problem.diagonal') : undefined}
      />
    </>
  );
}

/** Says whether text can be read from there, before anybody has to walk up to the wall. */
function LegibilityNote({ form, display }: { readonly form: ViewingForm; readonly display: DisplayPixels }) {
  const { t } = useTranslation('settings');
  const seen = viewingOf(form);
  if (!('viewing' in seen) || !seen.viewing) return <p className={styles.note}>{t('wall.noViewing')}</p>;
  const { overviewArcmin, otherArcmin, enough, farthestM } = legibilityOf(seen.viewing, display);
  const words = {
    overview: formatNumber(overviewArcmin, 0),
    other: formatNumber(otherArcmin, 0),
    farthest: formatQuantity(farthestM, 'm', 1),
  };
  return enough ? (
    <p className={styles.note}>{t('wall.legible', words)}</p>
  ) : (
    <p className={styles.failure}>{t('wall.tooFar', words)}</p>
  );
}

function asOption({ name }: WallShow): { readonly value: string; readonly text: string } {
  return { value: name, text: name };
}
