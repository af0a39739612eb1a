import { useTranslation } from 'react-i18next';
import type { ReportMap } from '#shared/domain/report/report.ts';
import { usePreferences } from '#renderer/ui/preferences.tsx';
import styles from './Maps.module.css';

/** Air around the storey, and the size of a mark, as shares of its longer side. */
const AIR = 0.04;
const MARK = 0.036;
/** Width of a glyph as a share of the text's size. */
const GLYPH = 0.62;
/** More of a kind on one storey are marked without their numbers: those would lie over each other. */
const MOST_NUMBERED = 8;

/** A storey seen from above, north up: affected zones filled, alarms as diamonds, commands as squares, each with its number. */
export function StoreyMap({ map }: { readonly map: ReportMap }) {
  const { t } = useTranslation('reports');
  const [{ language }] = usePreferences();
  const corners = map.zones.flatMap(({ polygon }) => polygon);
  const xs = corners.map(([x]) => x);
  const ys = corners.map(([, y]) => y);
  const [left, bottom] = [Math.min(...xs), Math.min(...ys)];
  const [width, height] = [Math.max(...xs) - left, Math.max(...ys) - bottom];
  const long = Math.max(width, height);
  const air = long * AIR;
  const place = ([x, y]: readonly [number, number]): readonly [number, number] => [
    x - left + air,
    height - (y - bottom) + air,
  ];
  const isNumbered = (kind: string): boolean =>
    map.marks.filter((mark) => mark.kind === kind).length <= MOST_NUMBERED;
  const title = `${map.label} ${map.name[language]}`;
  return (
    <figure className={styles.figure}>
      <svg
        viewBox={`0 0 ${width + 2 * air} ${height + 2 * air}`}
        role="img"
        aria-label={t('map.storey', { name: title })}
        className={styles.map}
      >
        {map.zones.map(({ id, polygon, affected }) => (
          <polygon
            key={id}
            points={polygon.map((corner) => place(corner).join(' ')).join(' ')}
            className={affected ? styles.affected : styles.zone}
            strokeWidth={long * 0.0025}
          />
        ))}
        {map.zones.map(({ id, polygon, affected }) => {
          const box = boxOf(polygon);
          const [x, y] = place([box.left, box.bottom]);
          // A name that is longer than its zone says nothing of where it belongs.
          const fits = id.length * long * MARK * GLYPH < box.width;
          return (
            affected &&
            fits && (
              <text
                key={id}
                x={x + air / 4}
                y={y - air / 4}
                fontSize={long * MARK}
                className={styles.zoneName}
              >
                {id}
              </text>
            )
          );
        })}
        {map.marks.map(({ kind, number, count, position }) => (
          <Mark
            key={`${kind} ${number}`}
            kind={kind}
            text={isNumbered(kind) ? numberText(number, count) : ''}
            at={place(position)}
            size={long * MARK}
          />
        ))}
      </svg>
      <figcaption>{title}</figcaption>
    </figure>
  );
}

function Mark({
  kind,
  text,
  at: [x, y],
  size,
}: {
  readonly kind: 'alarm' | 'command';
  readonly text: string;
  readonly at: readonly [number, number];
  readonly size: number;
}) {
  const half = size / 2;
  // Beside each other where an alarm and a command are at one place.
  const shape =
    kind === 'alarm'
      ? `M0 ${-half}L${half} 0L0 ${half}L${-half} 0Z`
      : `M${-half} ${-half}h${size}v${size}h${-size}Z`;
  return (
    <g transform={`translate(${kind === 'alarm' ? x : x + size} ${y})`}>
      <path d={shape} className={kind === 'alarm' ? styles.alarm : styles.command} strokeWidth={size * 0.1} />
      {text !== '' && (
        <text x={0} y={-half * 1.4} fontSize={size} className={styles.number}>
          {text}
        </text>
      )}
    </g>
  );
}

function numberText(number: number, count: number): string {
  return count > 1 ? `${number} +${count - 1}` : String(number);
}

function boxOf(polygon: readonly (readonly [number, number])[]) {
  const xs = polygon.map(([x]) => x);
  const left = Math.min(...xs);
  return { left, width: Math.max(...xs) - left, bottom: Math.min(...polygon.map(([, y]) => y)) };
}
