import { z } from 'zod';
import { siteDocumentSchema } from './document.ts';

/** The schema of `site.json` for editors (JSON Schema 2020-12); published as `assets/site.schema.json`. */
export function siteJsonSchema(): object {
  return {
    ...z.toJSONSchema(siteDocumentSchema, { io: 'input' }),
    $id: 'https://signalbox.example/site.schema.json',
    title: 'Signalbox site',
    description:
      'A site: its buildings, assets and points, how its MQTT messages are read, and what is an alarm. Lengths in metres, times in seconds.',
  };
}
