/**
 * Names that people say aloud over radio: prefix, year, month and day, a number and three letters of the station, e.g.
 * `INC-261125-03KQT`. Each station counts by
 * itself, also while it is alone; the letters keep stations apart.
 */
export interface RecordNames {
  /** @param isTaken whether a record of that name is known. */
  next(prefix: string, nowMs: number, isTaken: (id: string) => boolean): string;
}

/** Without I, O and others that are mistaken for digits or for each other. */
const LETTERS = 'ABCDEFGHKLMNPQRSTUVWXYZ';

export function createRecordNames(stationId: string): RecordNames {
  const letters = lettersOf(stationId);
  return {
    next(prefix, nowMs, isTaken) {
      const date = new Date(nowMs).toISOString().slice(2, 10).replaceAll('-', '');
      for (let number = 1; ; number += 1) {
        const id = `${prefix}-${date}-${String(number).padStart(2, '0')}${letters}`;
        if (!isTaken(id)) return id;
      }
    },
  };
}

/** Three letters, of 12,167: two of a site's few stations hardly ever share them. */
function lettersOf(stationId: string): string {
  let hash = 0x811c9dc5;
  for (const character of stationId) hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193) >>> 0;
  let letters = '';
  for (let place = 0; place < 3; place += 1) {
    letters += LETTERS.charAt(hash % LETTERS.length);
    hash = Math.floor(hash / LETTERS.length);
  }
  return letters;
}
