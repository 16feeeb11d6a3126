import { expect } from 'chai';
import type { CallError } from '@call-elements/core';
import type { WebrtcOptions } from './index.ts';
import { NativePeerConnection, candidates, descriptions, isConnected, stable, untilTold, useBench } from './testing/bench.ts';

// A TURN server that nobody runs: it gives no candidates, so whatever connects has used a direct path.
const TURN = [{ urls: 'turn:127.0.0.1:9', username: 'u', credential: 'c' }];

describe('addresses', () => {
  const bench = useBench();

  describe('with a TURN server', () => {
    for (const first of ['callee', 'caller'] as const) {
      it(`shows no address before accepting and takes direct paths after it (${first} first)`, async () => {
        const { caller, callee, pcs } = bench.pair({}, { iceServers: TURN });
        await caller.until(() => descriptions(caller).length > 0);
        await hostCandidatesFound();
        for (const pc of pcs) expect(pc.getConfiguration().iceTransportPolicy).to.equal('relay');
        for (const side of [caller, callee]) {
          expect(candidates(side)).to.deep.equal([]);
          expect(descriptions(side)[0]!.sdp).not.to.match(/a=candidate|c=IN IP4 (?!0\.0\.0\.0)/);
        }
        const [one, other] = first === 'callee' ? [callee, caller] : [caller, callee];
        one.connection.accepted();
        // Long enough for the restart of the first to reach a side that has not heard of the accept yet.
        if (first === 'callee') await caller.until(() => descriptions(caller).length > 1);
        other.connection.accepted();
        await Promise.all([isConnected(caller), isConnected(callee)]);
        for (const pc of pcs) expect(pc.getConfiguration().iceTransportPolicy).to.equal('all');
      });
    }

    it('restarts once when both accept together', async () => {
      const { caller, callee, pcs } = bench.pair({}, { iceServers: TURN });
      await caller.until(() => descriptions(caller).length > 0);
      await stable(pcs[1]);
      callee.connection.accepted();
      caller.connection.accepted();
      await Promise.all([isConnected(caller), isConnected(callee)]);
      await untilTold(caller, callee);
      expect(descriptions(callee)).to.have.length(2);
    });

    it('on one side only, that side still gets its direct path', async () => {
      for (const [calleeServers, callerServers] of [[TURN, []], [[], TURN]]) {
        const { caller, callee } = bench.pair({}, { iceServers: calleeServers }, { iceServers: callerServers });
        await caller.until(() => descriptions(caller).length > 0);
        callee.connection.accepted();
        caller.connection.accepted();
        await Promise.all([isConnected(caller), isConnected(callee)]);
      }
    });

    it('holds nothing back when it is opened at accept', async () => {
      const { callee, caller, pcs } = bench.pair({ early: 'none' }, { iceServers: TURN });
      callee.connection.accepted();
      caller.connection.accepted();
      await Promise.all([isConnected(caller), isConnected(callee)]);
      expect(descriptions(callee)).to.have.length(1);
      expect(pcs[1].getConfiguration().iceServers).to.have.length(1);
    });
  });

  describe('ICE servers that cannot be had', () => {
    const broken: [string, WebrtcOptions['iceServers']][] = [
      ['a function that rejects', () => Promise.reject(new Error('no credentials'))],
      ['a TURN server without credentials', [{ urls: 'turn:127.0.0.1:9' }]],
      ['something else', 'stun:127.0.0.1' as unknown as RTCIceServer[]],
    ];
    for (const [what, iceServers] of broken) {
      it(`${what} is reported and gone on without`, async () => {
        const errors: CallError[] = [];
        const lines: string[] = [];
        const log = (level: string, line: string) => void (level === 'error' && lines.push(line));
        await bench.connected({}, { iceServers, log, onError: (error) => errors.push(error) });
        expect(errors.map(({ code }) => code)).to.deep.equal(['mediaFailed', 'mediaFailed']);
        expect(lines).to.have.length(2);
      });
    }
  });
});

/** A dead TURN server keeps gathering open for 40 s; by the time this one is through, a connection that may show its addresses has shown them. */
async function hostCandidatesFound(): Promise<void> {
  const pc = new NativePeerConnection();
  pc.createDataChannel('x');
  const complete = new Promise<void>((resolve) => {
    pc.addEventListener('icecandidate', ({ candidate }) => candidate ?? resolve());
  });
  await pc.setLocalDescription();
  await complete;
  pc.close();
}
