import { z } from 'zod';

export const metres = z.number().min(-100_000).max(100_000);
export const planPosition = z.tuple([metres, metres]).describe('[x east, y north] in metres on the plan');
