import { Button } from './Button.tsx';
import { useListedKeys } from './key-commands.tsx';
import styles from './KeysOverlay.module.css';

/** Lists the commands that work right now. A side sheet: it covers neither the building nor the alarm list's actions for long. */
export function KeysOverlay({
  title,
  closeText,
  keyTexts,
  onClose,
}: {
  readonly title: string;
  readonly closeText: string;
  /** Names of keys that have no letter, e.g. ArrowUp → ↑. */
  readonly keyTexts: Readonly<Record<string, string>>;
  readonly onClose: () => void;
}) {
  const commands = useListedKeys();
  const groups = [...new Set(commands.map((command) => command.group))];
  const shown = (key: string): string =>
    key
      .split('+')
      .map((part) => keyTexts[part] ?? (part.length === 1 ? part.toUpperCase() : part))
      .join(' + ');
  return (
    <aside className={styles.sheet} aria-label={title}>
      <header className={styles.header}>
        <h2>{title}</h2>
        <Button look="quiet" onClick={onClose} autoFocus>
          {closeText}
        </Button>
      </header>
      {groups.map((group) => (
        <section key={group}>
          <h3>{group}</h3>
          <dl>
            {commands
              .filter((command) => command.group === group)
              .map((command) => (
                <div key={command.keys.join()}>
                  <dt>
                    {command.keys.map((key) => (
                      <kbd key={key}>{shown(key)}</kbd>
                    ))}
                  </dt>
                  <dd>{command.text}</dd>
                </div>
              ))}
          </dl>
        </section>
      ))}
    </aside>
  );
}
