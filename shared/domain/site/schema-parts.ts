/** What every part of the site file's schema is made of. */
import { z } from 'zod';

export const id = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/,
    'an id: 1 to 64 letters, digits, ".", "_" or "-", starting with a letter or digit',
  );

export const localizedTextSchema = z.strictObject({
  zh: z.string().min(1).describe('Chinese text'),
  en: z.string().min(1).describe('English text'),
});

export type LocalizedText = z.infer<typeof localizedTextSchema>;
