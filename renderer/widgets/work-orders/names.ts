/** What stands for an id of an order, in the language shown. A site file may have lost what an old order names. */
import type { Site } from '#shared/domain/site/site.ts';

export type Language = 'zh' | 'en';

export function personName(site: Site, staffId: string, language: Language): string {
  return site.document.staff.find(({ id }) => id === staffId)?.name[language] ?? staffId;
}

export function zoneName(site: Site, zoneId: string, language: Language): string {
  const zone = site.zoneById.get(zoneId);
  return zone ? `${zone.storey.label} · ${zone.name[language]}` : zoneId;
}

export function assetName(site: Site, assetId: string, language: Language): string {
  return site.assetById.get(assetId)?.name[language] ?? assetId;
}

export function skillName(site: Site, skill: string, language: Language): string {
  return site.document.dispatch.skills[skill]?.[language] ?? skill;
}

/** Who did it: a person at a desk, somebody of the staff, or the program itself. */
export function actorName(site: Site, by: string, language: Language, words: Actors): string {
  if (by === 'engine') return words.engine;
  if (by === 'resident') return words.resident;
  return personName(site, by, language);
}
export interface Actors {
  readonly engine: string;
  readonly resident: string;
}
