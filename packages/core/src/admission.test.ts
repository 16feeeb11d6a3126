import { expect } from 'chai';
import { admit } from './admission.ts';
import type { Reception } from './admission.ts';
import type { Call } from './call/call.ts';
import type { Kit, Message } from './wire/message.ts';

const CALL = { callId: 'm', remoteUserId: 'bob', direction: 'outgoing', phase: 'calling', peer: { device: undefined, latest: 0 } };
const current = (changes: object = {}): Call => ({ ...CALL, ...changes }) as unknown as Call;
const connected = (changes: object = {}): Call => current({ phase: 'connected', peer: { device: 'tab', latest: 5 }, ...changes });

const kit = (fields: Partial<Kit> = {}): Kit => ({ v: 2, engine: 'agora', device: 'tab', ...fields });
const message = (kind: Message['kind'], fields: object = {}): Message => ({ kind, callId: 'x', fromUserId: 'bob', ...fields }) as unknown as Message;
const invite = (fields: object = {}): Message => message('call', { type: 'video', roomId: 'r', ...fields });

const verdict = (said: Message, reception: Partial<Reception> = {}) => admit(said, { isReady: true, device: 'own', engine: 'agora', hasEnded: () => false, ...reception });

describe('admission: an invite while there is no call', () => {
  it('rings where somebody is ready for it, and has the same media', () => {
    expect(verdict(invite({ kit: kit() }))).to.equal('ring');
    expect(verdict(invite())).to.equal('ring');
    expect(verdict(invite(), { isReady: false })).to.equal('notReady');
    expect(verdict(invite({ kit: kit({ engine: 'webrtc' }) }))).to.equal('unsupported');
    expect(verdict(invite(), { engine: 'webrtc' }), 'a native client').to.equal('unsupported');
  });
});

describe('admission: an invite while there is a call', () => {
  it('of both who dialled the smaller id wins', () => {
    for (const [callId, expected] of [['a', 'yield'], ['z', 'defer']] as const) expect(verdict(invite({ callId, kit: kit() }), { current: current() }), callId).to.equal(expected);
  });

  it('of a native client that dialled as well: its own word counts, and not what a server says for it', () => {
    expect(verdict(invite(), { current: current() })).to.equal('deliver');
    expect(verdict(invite({ viaServer: true }), { current: current() })).to.equal('defer');
  });

  it('of anybody else is answered with busy', () => {
    expect(verdict(invite({ fromUserId: 'carol' }), { current: current() })).to.equal('busy');
  });

  it('of the peer, from another device: while it rings the newest counts, and later that of a peer who has left', () => {
    const ringing = current({ direction: 'incoming', peer: { device: 'tab', latest: 5 } });
    for (const device of [undefined, 'other']) {
      const said = invite({ messageId: 1, kit: device && kit({ device }) });
      expect(verdict(said, { current: ringing }), 'ringing').to.equal('recall');
      expect(verdict(said, { current: connected() }), 'connected').to.equal('busy');
      for (const [peer, expected] of [['here', 'busy'], ['absent', 'busy'], ['quit', 'recall'], ['dropped', 'recall']] as const) expect(verdict(said, { current: connected({ media: { peer } }) }), peer).to.equal(expected);
    }
  });

  it('of a native peer is no other than that of one whose device is not known', () => {
    const native = { device: undefined, latest: 0 };
    expect(verdict(invite({ messageId: 9 }), { current: connected({ peer: native }) })).to.equal('busy');
    expect(verdict(invite({ messageId: 9 }), { current: current({ direction: 'incoming', peer: native }) })).to.equal('recall');
  });

  it('of the very device: it has left the call, unless the message is an old one', () => {
    for (const [messageId, expected] of [[6, 'recall'], [4, 'ignore'], [undefined, 'ignore']] as const) expect(verdict(invite({ messageId, kit: kit() }), { current: connected() }), `${messageId}`).to.equal(expected);
  });

  it('of a call that is over is nothing, also for the native client that is dialled', () => {
    expect(verdict(invite(), { current: current(), hasEnded: () => true })).to.equal('ignore');
  });
});

describe('admission: a word about another call', () => {
  it('a busy answer of the native client that is dialled has the id of its own call', () => {
    const busy = message('reject', { busy: true });
    expect(verdict(busy, { current: current() })).to.equal('deliver');
    const others: [string, Message, Call | undefined][] = [
      ['a rejection', message('reject', { busy: false }), current()],
      ['of a kit, which knows the id', message('reject', { busy: true, kit: kit() }), current()],
      ['of somebody else', message('reject', { busy: true, fromUserId: 'carol' }), current()],
      ['of who dialled us', busy, current({ direction: 'incoming' })],
      ['of who is in the call', busy, current({ phase: 'connecting' })],
      ['to nobody', busy, undefined],
    ];
    for (const [what, said, call] of others) expect(verdict(said, { current: call }), what).to.equal('remember');
  });

  it('an end is remembered, and not answered', () => {
    for (const kind of ['cancel', 'reject', 'hangup'] as const) expect(verdict(message(kind, { kit: kit({ to: 'own' }) })), kind).to.equal('remember');
  });

  it('who speaks to this device of a call that it does not have is told, and nobody else', () => {
    for (const [to, expected] of [['own', 'gone'], ['other', 'ignore'], [undefined, 'ignore']] as const) expect(verdict(message('accept', { kit: kit({ to }) })), `${to}`).to.equal(expected);
    expect(verdict(message('accept')), 'a native client').to.equal('ignore');
  });

  it('a page that comes back to a call that is not here: for certain, or perhaps not yet', () => {
    const back = (peer: string) => message('resume', { kit: kit({ resume: { device: 'before', peer } }) });
    expect(verdict(back('own'))).to.equal('gone');
    expect(verdict(back('other'))).to.equal('defer');
    expect(verdict(back('other'), { hasEnded: () => true }), 'it had rung here as well').to.equal('defer');
  });
});

describe('admission: a word about the call', () => {
  it('of a stranger is nothing', () => {
    expect(verdict(message('hangup', { callId: 'm', fromUserId: 'mallory' }), { current: connected() })).to.equal('ignore');
  });

  it('a page comes back to the call that it was in, and to no other', () => {
    const back = (device: string) => message('resume', { callId: 'm', kit: kit({ device: 'new', resume: { device, peer: 'own' } }) });
    expect(verdict(back('tab'), { current: connected() })).to.equal('deliver');
    expect(verdict(back('older'), { current: connected() })).to.equal('gone');
    expect(verdict(back('tab'), { current: current({ peer: { device: 'tab', latest: 5 } }) }), 'it rings').to.equal('gone');
  });

  it('a switch that has overtaken the accept is left to its copy', () => {
    expect(verdict(message('switch', { callId: 'm' }), { current: current() })).to.equal('defer');
    expect(verdict(message('switch', { callId: 'm' }), { current: connected() })).to.equal('deliver');
    expect(verdict(message('accept', { callId: 'm' }), { current: current() })).to.equal('deliver');
  });
});
