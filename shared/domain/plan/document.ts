/**
 * An emergency plan (预案) as a zod schema: what is done by whom, in which order, within which time, and what must be normal
 * again before the incident may be closed. One file a plan, in Chinese and English.
 *
 * A plan knows no site: it speaks of quantities and of places relative to the affected zones, and is resolved against
 * whatever the site has. What the site does not have is not offered.
 */
import { z } from 'zod';
import { localizedTextSchema } from '#shared/domain/site/schema-parts.ts';

const id = z
  .string()
  .regex(
    /^[a-z][a-z0-9-]{0,47}$/,
    'an id: 1 to 48 small letters, digits or "-", starting with a letter, e.g. call-fire-brigade',
  );

const word = z.string().min(1).max(64);
const oneOrMore = z.union([word, z.array(word).min(1)]).describe('a text, or a list of texts');

/** Places relative to the affected zones. */
export const scopeSchema = z
  .enum(['zones', 'neighbours', 'storeys', 'near-storeys', 'site'])
  .describe(
    'zones: the affected ones. neighbours: and those that touch them. storeys: all of theirs. near-storeys: and the storeys directly above and below. site: everywhere',
  );

const signalSchema = z
  .strictObject({
    rule: oneOrMore.optional().describe('Id of an alarm rule of the site'),
    quantity: oneOrMore.optional().describe('What the point in alarm measures, e.g. smoke'),
    discipline: z.enum(['security', 'energy', 'environment', 'transport', 'fire', 'other']).optional(),
    priority: z
      .union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)])
      .default(2)
      .describe('Alarms of this priority or more urgent'),
  })
  .describe('Which alarms: all parts that are given must fit');

export const openingSchema = z.strictObject({
  signals: z.array(signalSchema).min(1),
  assets: z
    .int()
    .min(1)
    .max(20)
    .default(1)
    .describe('So many different assets must be in such an alarm together'),
  within: z.enum(['zone', 'storey', 'site']).default('storey').describe('How near to each other'),
});

const pointCheckSchema = z.strictObject({
  quantity: oneOrMore,
  scope: scopeSchema.default('zones'),
  is: z.array(z.number()).min(1).optional().describe('One of these values'),
  above: z.number().optional().describe('Greater than this'),
  below: z.number().optional().describe('Less than this'),
});

const conditionSchema = z.discriminatedUnion('type', [
  z
    .strictObject({
      type: z.literal('answer'),
      task: id,
      is: z.union([id, z.array(id).min(1)]).describe('an answer of that task, or a list of them'),
    })
    .describe('The question of an earlier task was answered so'),
  pointCheckSchema
    .extend({ type: z.literal('points'), which: z.enum(['any', 'all']).default('any') })
    .describe('Points measure so; where the site has none of them, the condition does not hold'),
]);

const roleSchema = z.strictObject({
  id,
  name: localizedTextSchema,
  duty: localizedTextSchema.describe('What this person answers for'),
});

const taskSchema = z.strictObject({
  id,
  text: localizedTextSchema.describe('What to do, as an order in a few words'),
  detail: localizedTextSchema.optional().describe('What to mind while doing it'),
  role: id,
  after: z.array(id).default([]).describe('These must be settled first. None: it begins with the incident'),
  when: z.array(conditionSchema).default([]).describe('All must hold, or the task is not needed'),
  ask: z
    .strictObject({
      text: localizedTextSchema,
      answers: z
        .array(z.strictObject({ id, text: localizedTextSchema }))
        .min(2)
        .max(6),
    })
    .optional()
    .describe('The task is done by answering; answers decide about later tasks'),
  deadlineS: z
    .int()
    .min(5)
    .max(172_800)
    .optional()
    .describe('Late when not done this long after it could begin'),
  optional: z.boolean().default(false).describe('May stay open when the incident is closed'),
  evidence: z
    .array(
      z.strictObject({
        id,
        kind: z.enum(['note', 'photo', 'reading']),
        text: localizedTextSchema,
      }),
    )
    .default([])
    .describe('What is to be kept for the report'),
  commands: z
    .array(
      z.strictObject({
        quantity: oneOrMore.describe('Points that can be commanded and measure this'),
        action: z
          .union([z.string().min(1).max(500), z.array(z.string().min(1).max(500)).min(1)])
          .describe(
            'a text, or a list of which the first that a point allows is taken: id of a choice, a number, or words to announce',
          ),
        scope: z
          .union([scopeSchema, z.array(scopeSchema).min(1)])
          .default('zones')
          .describe('a scope, or a list of which the first that has such a device is taken'),
        atMost: z
          .int()
          .min(1)
          .max(1000)
          .optional()
          .describe('Only so many of them, in the order of the site'),
        text: localizedTextSchema,
      }),
    )
    .default([])
    .describe('Device commands to offer; never sent by the plan itself'),
  notify: z
    .array(z.strictObject({ id, name: localizedTextSchema, contact: z.string().max(64).optional() }))
    .default([])
    .describe('People and services to tell'),
  workOrder: z
    .strictObject({
      kind: word,
      priority: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]).default(2),
      text: localizedTextSchema,
    })
    .optional()
    .describe('A work order to offer'),
});

const closingSchema = z.discriminatedUnion('type', [
  z
    .strictObject({ type: z.literal('alarms'), id, text: localizedTextSchema })
    .describe('No gathered alarm may be active'),
  z
    .strictObject({ type: z.literal('acknowledged'), id, text: localizedTextSchema })
    .describe('Every gathered alarm must have been acknowledged'),
  pointCheckSchema
    .extend({ type: z.literal('points'), id, text: localizedTextSchema })
    .describe('All such points must measure so'),
]);

export const planSchema = z.strictObject({
  $schema: z.string().optional(),
  schemaVersion: z.literal(1),
  id,
  name: localizedTextSchema.describe('E.g. Fire'),
  severity: z
    .union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)])
    .describe('Of an incident until somebody says otherwise; 1 is the most severe'),
  suggestedBy: z.array(signalSchema).default([]).describe('Alarms for which this plan is proposed'),
  opens: z
    .array(openingSchema)
    .default([])
    .describe('Alarms that open an incident by themselves, unless the site says otherwise'),
  roles: z.array(roleSchema).min(1),
  tasks: z.array(taskSchema).min(1).max(60),
  closing: z.array(closingSchema).default([]),
  drill: z
    .array(
      z.strictObject({
        afterS: z.int().min(0).max(7200),
        quantity: oneOrMore.describe('A point of this quantity near the drill goes into alarm'),
        value: z.number(),
        scope: scopeSchema.default('zones'),
        text: localizedTextSchema.describe('What the people in the drill are told'),
      }),
    )
    .default([])
    .describe('Events that a drill plays in'),
  sources: z
    .array(
      z.strictObject({ title: z.string().min(1), clause: z.string().optional(), use: localizedTextSchema }),
    )
    .min(1)
    .describe('The standards and practice this plan rests on'),
});

export type Plan = z.infer<typeof planSchema>;
/** As a person writes it: what has a default may be left out. */
export type PlanInput = z.input<typeof planSchema>;
export type PlanTask = Plan['tasks'][number];
export type PlanOffer = PlanTask['commands'][number];
export type PlanCondition = PlanTask['when'][number];
export type PointCheck = z.infer<typeof pointCheckSchema>;
export type ClosingCondition = Plan['closing'][number];
export type PlanSignal = z.infer<typeof signalSchema>;
export type PlanOpening = z.infer<typeof openingSchema>;
export type PlanScope = z.infer<typeof scopeSchema>;
export type Severity = Plan['severity'];
