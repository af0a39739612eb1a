/** The parts of `site.json` that say who works here and how work is given out. Times in the site's own zone. */
import { z } from 'zod';
import { id, localizedTextSchema } from './schema-parts.ts';

/** Monday first, as ISO 8601 counts. */
export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a local time such as "08:00"');

const shiftSchema = z.strictObject({
  days: z
    .array(z.enum(WEEKDAYS))
    .min(1)
    .max(7)
    .default([...WEEKDAYS])
    .describe('On which it begins'),
  from: timeOfDay.describe("When it begins, in the site's time zone"),
  to: timeOfDay.describe('When it ends; not after `from`: on the next day. The same: all day'),
});

export const staffSchema = z.strictObject({
  id: id.describe('Also a level of the topics of the phone'),
  name: localizedTextSchema,
  skills: z.array(id).default([]).describe('Ids of `dispatch.skills`'),
  shifts: z.array(shiftSchema).default([]).describe('None: never on shift, called in by name only'),
  carriesKeys: z.boolean().default(true).describe('Opens locked doors on the way'),
  contact: z
    .string()
    .min(1)
    .max(64)
    .optional()
    .describe('How a person reaches him when the network does not, e.g. a telephone number'),
});

const minutes = z.number().positive().max(525_600);

const targetSchema = z.strictObject({
  responseMin: minutes.describe('From the order to somebody on site'),
  resolutionMin: minutes.describe('From the order to the work done, without the time on hold'),
});

/**
 * Response under an hour is what a property promises (product card); the steps by priority follow what maintenance contracts
 * agree on: minutes for danger to people, a working day for what can wait.
 */
const DEFAULT_TARGETS = {
  1: { responseMin: 15, resolutionMin: 120 },
  2: { responseMin: 30, resolutionMin: 240 },
  3: { responseMin: 60, resolutionMin: 480 },
  4: { responseMin: 240, resolutionMin: 2880 },
};

const priorities = ['1', '2', '3', '4'] as const;

export const dispatchSchema = z.strictObject({
  skills: z.record(id, localizedTextSchema).default({}).describe('What people can be qualified for'),
  needs: z
    .strictObject({
      classes: z.record(id, z.array(id)).default({}).describe('Asset class → all skills it needs'),
      disciplines: z
        .partialRecord(
          z.enum(['security', 'energy', 'environment', 'transport', 'fire', 'other']),
          z.array(id),
        )
        .default({})
        .describe('For asset classes that are not named above'),
    })
    .prefault({}),
  targets: z
    .partialRecord(z.enum(priorities), targetSchema)
    .transform((given) => ({ ...DEFAULT_TARGETS, ...given }))
    .prefault({})
    .describe('By priority; default response 15, 30, 60 and 240 minutes'),
  assignment: z
    .enum(['one-key', 'automatic'])
    .default('one-key')
    .describe(
      'automatic: a new order goes to the proposed person at once; one-key: a person confirms the proposal',
    ),
  answerTimeoutS: z
    .number()
    .min(5)
    .max(86_400)
    .default(120)
    .describe('Unanswered for so long, an order goes to the next person'),
  placeStaleS: z.number().min(5).max(86_400).default(600).describe('An older place is shown as such'),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, 'an ISO 4217 code such as "CNY"')
    .optional()
    .describe('In which the cost of a work order is told; ISO 4217'),
  dutyManager: id.optional().describe('Who is told when nobody is free or nobody answers; a `staff` id'),
});

export type StaffMember = z.infer<typeof staffSchema>;
export type Shift = StaffMember['shifts'][number];
export type DispatchRules = z.infer<typeof dispatchSchema>;
export type TargetMinutes = z.infer<typeof targetSchema>;
