/** Numbers as the screen shows them: digits grouped by a thin space (ISO 80000-1, 7.3.1), a real minus, fixed decimals. */
const THIN_SPACE = '\u2009';
const formats = (decimals: number): Intl.NumberFormat =>
  new Intl.NumberFormat('en-US', {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
    useGrouping: true,
  });

/** What stands for a value that is not there. */
export const NO_VALUE = '–';

export function formatNumber(value: number, decimals = 0): string {
  if (!Number.isFinite(value)) return NO_VALUE;
  const text = formats(decimals).format(Math.abs(value)).replaceAll(',', THIN_SPACE);
  // -0.04 shown with one decimal is 0.0, not −0.0.
  return value < 0 && /[1-9]/.test(text) ? `\u2212${text}` : text;
}

/** Number and unit with a no-break space between them; a percent sign too (ISO 80000-1, 7.3.2). */
export function formatQuantity(value: number, unit: string, decimals = 0): string {
  const number = formatNumber(value, decimals);
  return unit === '' || number === NO_VALUE ? number : `${number}\u00a0${unit}`;
}

/** Signed share, e.g. `+26 %`. */
export function formatChange(share: number): string {
  if (!Number.isFinite(share)) return NO_VALUE;
  const text = formatQuantity(share * 100, '%', 0);
  return share * 100 >= 0.5 ? `+${text}` : text;
}

/** 1 234 567 B → `1.2 MB`; powers of 1000. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const step = bytes > 0 ? Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3)) : 0;
  return formatQuantity(bytes / 1000 ** step, units[step] ?? 'B', step === 0 ? 0 : 1);
}
