import type { Phone } from '../e2e/phone.ts';

/** `hung up`: as soon as `hangup()` resolves; `same tick`: without awaiting it. */
export type When = 'hung up' | 'same tick';

/** Calls again and again, each time before the last call is forgotten. Resolves with what each came to: `connected`, or how it ended. */
export async function redial([alice, bob]: readonly [Phone, Phone], times: number, when: When): Promise<string[]> {
  await bob.page.evaluate(() => window.probe.answerAll());
  await alice.page.evaluate((to) => window.probe.dial(to), bob.user);
  await alice.until('connected');
  const results = await alice.page.evaluate(
    async ([to, count, awaits]) => {
      const client = window.demo.provider.client!;
      const outcomes: string[] = [];
      for (let i = 0; i < count; i++) {
        const ended = client.hangup();
        if (awaits) await ended;
        const callId = await client.call(to).catch((error: Error) => `${error.message}`);
        const deadline = Date.now() + 15_000;
        while (!['connected', 'prepared'].includes(client.getState().state) && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 5));
        outcomes.push(client.getCallId() === callId ? client.getState().state : `${callId}: ${client.getState().lastCall?.endReason}`);
        if (client.getState().state !== 'connected') return outcomes;
      }
      return outcomes;
    },
    [bob.user, times, when === 'hung up'] as const,
  );
  await alice.page.evaluate(() => window.demo.provider.client!.hangup().catch(() => {}));
  await Promise.all([alice.isClean(), bob.isClean()]);
  // Those that were not tried after a failure have not succeeded either.
  return [...results, ...Array<string>(times - results.length).fill('not tried')];
}

export const failures = (results: readonly string[]): number => results.filter((result) => result !== 'connected').length;
