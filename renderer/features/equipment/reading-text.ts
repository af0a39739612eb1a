import type { TFunction } from 'i18next';
import {
  hasValue,
  isStale,
  QUALITY_BAD,
  QUALITY_UNCERTAIN,
  qualityOf,
  STATUS_SKEWED,
} from '#shared/domain/sample.ts';
import type { Point } from '#shared/domain/site/site.ts';
import { formatQuantity, NO_VALUE } from '#renderer/ui/format.ts';

/** A value in words: the name of a state, or number and unit. */
export function valueText(point: Point, value: number, language: 'zh' | 'en'): string {
  if (!Number.isFinite(value)) return NO_VALUE;
  return point.states?.[String(value)]?.[language] ?? formatQuantity(value, point.unit, point.decimals);
}

/** What is to be doubted about a value, in a word or two; empty: nothing. Never told by colour alone. */
export function doubtText(status: number, t: TFunction<'equipment'>): string {
  if (!hasValue(status)) return t('status.never');
  const words = [
    isStale(status) && t('status.stale'),
    qualityOf(status) === QUALITY_BAD && t('status.bad'),
    qualityOf(status) === QUALITY_UNCERTAIN && t('status.uncertain'),
    (status & STATUS_SKEWED) !== 0 && t('status.skewed'),
  ];
  return words.filter(Boolean).join(' · ');
}
