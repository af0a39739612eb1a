import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useId, useRef, type ReactNode, type RefObject } from 'react';
import { cx } from './cx.ts';
import { useRem } from './rem.ts';
import styles from './VirtualList.module.css';

export interface VirtualListProps<Item> {
  readonly label: string;
  readonly items: readonly Item[];
  readonly keyOf: (item: Item) => string;
  /** In rem, so that rows grow with the wall. */
  readonly rowRem: number;
  readonly renderRow: (item: Item, selected: boolean) => ReactNode;
  readonly selectedKey: string | undefined;
  readonly onSelect: (item: Item) => void;
  /** Enter, or a double click. */
  readonly onActivate?: (item: Item) => void;
  readonly markedKeys?: ReadonlySet<string>;
  readonly empty: ReactNode;
  /** The screen is about this list: its keys work at once, unless something else was chosen already. */
  readonly autoFocus?: boolean;
  readonly className?: string | undefined;
}

/** Where a key leads in a list of `length` rows; undefined for any other key. */
function targetOf(key: string, selected: number, length: number, page: number): number | undefined {
  const targets: Readonly<Record<string, number>> = {
    ArrowDown: selected + 1,
    ArrowUp: selected < 0 ? 0 : selected - 1,
    PageDown: selected + page,
    PageUp: selected - page,
    Home: 0,
    End: length - 1,
  };
  const target = targets[key];
  return target === undefined ? undefined : Math.min(length - 1, Math.max(0, target));
}

/**
 * A list of any length as a listbox: one tab stop, arrows, Home, End and page keys select, Enter activates. Only the rows in
 * sight exist. Keys that it does not use bubble on to the screen's commands.
 */
export function VirtualList<Item>(props: VirtualListProps<Item>) {
  const {
    label,
    items,
    keyOf,
    rowRem,
    renderRow,
    selectedKey,
    onSelect,
    onActivate,
    markedKeys,
    empty,
    autoFocus = false,
    className,
  } = props;
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const rowPx = rowRem * useRem();
  // TanStack's virtualizer hands out functions that must not be memoised; this component is its only user.
  const rows = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    overscan: 8,
  });
  useEffect(() => rows.measure(), [rows, rowPx]);
  const selected = items.findIndex((item) => keyOf(item) === selectedKey);
  useEffect(() => {
    if (selected >= 0) rows.scrollToIndex(selected);
  }, [rows, selected]);
  useFirstFocus(scroller, autoFocus && items.length > 0);
  const move = (event: React.KeyboardEvent): void => {
    const page = Math.floor((scroller.current?.clientHeight ?? rowPx) / rowPx) - 1;
    const target = targetOf(event.key, selected, items.length, Math.max(1, page));
    const current = items[selected];
    if (event.key === 'Enter' && current && onActivate) {
      event.preventDefault();
      onActivate(current);
    } else if (target !== undefined) {
      event.preventDefault();
      onSelect(items[target] as Item);
    }
  };
  if (items.length === 0) return <>{empty}</>;
  return (
    <div
      ref={scroller}
      role="listbox"
      aria-label={label}
      aria-multiselectable={markedKeys ? true : undefined}
      aria-activedescendant={selected >= 0 ? `${id}-${selectedKey}` : undefined}
      tabIndex={0}
      className={cx(styles.scroller, className)}
      onKeyDown={move}
    >
      <div className={styles.sizer} style={{ height: `${rows.getTotalSize()}px` }}>
        {rows.getVirtualItems().map(({ index, start }) => {
          const item = items[index] as Item;
          const key = keyOf(item);
          return (
            <div
              key={key}
              id={`${id}-${key}`}
              role="option"
              aria-selected={markedKeys ? markedKeys.has(key) : index === selected}
              aria-current={index === selected ? true : undefined}
              aria-posinset={index + 1}
              aria-setsize={items.length}
              className={styles.row}
              style={{ transform: `translateY(${start}px)`, height: `${rowPx}px` }}
              onClick={() => onSelect(item)}
              onDoubleClick={() => onActivate?.(item)}
            >
              {renderRow(item, index === selected)}
            </div>
          );
        })}
      </div>
    </div>
  );
}

/** Takes the focus once, when nothing else has it. */
function useFirstFocus(target: RefObject<HTMLElement | null>, wanted: boolean): void {
  useEffect(() => {
    if (wanted && document.activeElement === document.body) target.current?.focus({ preventScroll: true });
  }, [target, wanted]);
}
