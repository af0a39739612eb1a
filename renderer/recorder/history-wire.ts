/** Between a window's history door and its reader Worker: one answer a question, by id. */
import type { Result } from '#shared/base/result.ts';
import type {
  Coverage,
  HistoryFailure,
  LastValues,
  RecordedSite,
  Retention,
  Series,
  SeriesQuery,
  StorageUse,
} from './query-contract.ts';

export interface HistoryQuestions {
  seriesOf: [readonly SeriesQuery[], readonly Series[]];
  coverage: [undefined, Coverage];
  storage: [undefined, StorageUse];
  setRetention: [Retention, Retention];
  recordedSite: [undefined, RecordedSite | undefined];
  lastValues: [undefined, LastValues | undefined];
}

export type QuestionName = keyof HistoryQuestions;

export type Question = {
  [Name in QuestionName]: {
    readonly id: number;
    readonly name: Name;
    readonly params: HistoryQuestions[Name][0];
  };
}[QuestionName];

export type ToHistory = Question | { readonly cancel: number };

export interface FromHistory {
  readonly id: number;
  readonly outcome: Result<unknown, HistoryFailure>;
}
