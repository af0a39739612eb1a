import type { ReactNode } from 'react';
import styles from './Details.module.css';
import { PriorityShape, type ShapeLevel } from './PriorityShape.tsx';

/** The top of what is told of one thing: how urgent, its name, a line of where and what state, and a note to mind. */
export function DetailsHead({
  level,
  blinking = false,
  name,
  line,
  note,
}: {
  readonly level: ShapeLevel;
  readonly blinking?: boolean;
  readonly name: string;
  readonly line: string;
  readonly note?: string | undefined;
}) {
  return (
    <>
      <h3 className={styles.name}>
        <PriorityShape level={level} blinking={blinking} />
        {name}
      </h3>
      <p className={styles.place}>{line}</p>
      {note !== undefined && <p className={styles.note}>{note}</p>}
    </>
  );
}

/** Names and texts in two columns; what has no text is left out. */
export function FactList({ facts }: { readonly facts: readonly (readonly [string, string | undefined])[] }) {
  return (
    <dl className={styles.facts}>
      {facts.map(
        ([name, text]) =>
          text !== undefined && (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{text}</dd>
            </div>
          ),
      )}
    </dl>
  );
}

/** What can be done with it. */
export function DetailsActions({ children }: { readonly children: ReactNode }) {
  return <div className={styles.actions}>{children}</div>;
}

export function DetailsHeading({ children }: { readonly children: ReactNode }) {
  return <h4 className={styles.heading}>{children}</h4>;
}
