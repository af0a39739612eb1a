/**
 * The engine's hand on the simulated building, over whatever channel its host has to the demo process. Requests are
 * answered in order; when the demo process ends, what is open fails rather than waits.
 */
import { fail, ok, type Result } from '#shared/base/result.ts';
import { isScenarioName, SCENARIO_NAMES, type DemoReport, type StartScenario } from './demo.ts';

type Started = Result<{ readonly running: string | undefined }, 'unknown-scenario' | 'not-a-demo'>;

export interface DemoControl {
  readonly scenarios: readonly string[];
  running(): string | undefined;
  start(name: string): Promise<Started>;
}

export interface DemoChannel {
  readonly control: DemoControl;
  /** Everything the demo process says passes here. */
  take(report: DemoReport): void;
  /** The demo process ended; a new one may follow. */
  lost(): void;
}

export function createDemoChannel(post: (message: StartScenario) => void): DemoChannel {
  let running: string | undefined;
  const waiting: ((outcome: Started) => void)[] = [];
  return {
    control: {
      scenarios: SCENARIO_NAMES,
      running: () => running,
      start(name) {
        if (!isScenarioName(name))
          return Promise.resolve(fail('unknown-scenario', `no scenario is called ${JSON.stringify(name)}`));
        return new Promise((resolve) => {
          waiting.push(resolve);
          post({ type: 'scenario', name });
        });
      },
    },
    take(report) {
      if (report.type === 'scenario') {
        running = report.running;
        waiting.shift()?.(ok({ running }));
      } else if (report.type === 'error') {
        waiting.shift()?.(fail('unknown-scenario', report.detail));
      }
    },
    lost() {
      running = undefined;
      for (const answer of waiting.splice(0)) answer(fail('not-a-demo', 'the simulated building has ended'));
    },
  };
}
