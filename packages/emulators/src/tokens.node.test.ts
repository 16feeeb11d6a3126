import { expect } from 'chai';
import { RtcRole, RtcTokenBuilder, RtmTokenBuilder } from 'agora-token';
import { TokenBuilder } from './token-builder.ts';
import { Tokens } from './tokens.ts';
import type { TokenVerdict } from './tokens.ts';

const APP = '0123456789abcdef0123456789abcdef';
const CERTIFICATE = 'fedcba9876543210fedcba9876543210';
const OTHER = '00000000000000000000000000000000';

const builder = new TokenBuilder(APP, CERTIFICATE);

function saying(verdict: TokenVerdict): string {
  return verdict.ok ? 'ok' : verdict.fault;
}

describe('Tokens', () => {
  let tokens: Tokens;
  const rtm = (token: string | undefined, userId = 'alice'): string => saying(tokens.verifyRtm(token, userId));
  const rtc = (token: string | undefined, channel = 'room', uid: number | string = 1): string => saying(tokens.verifyRtc(token, channel, uid));

  beforeEach(() => {
    tokens = new Tokens(APP, CERTIFICATE);
  });

  it("takes those of Agora's own builders", () => {
    expect(rtm(RtmTokenBuilder.buildToken(APP, CERTIFICATE, 'alice', 60))).to.equal('ok');
    expect(rtc(RtcTokenBuilder.buildTokenWithUid(APP, CERTIFICATE, 'room', 1, RtcRole.PUBLISHER, 60, 60))).to.equal('ok');
    expect(rtc(RtcTokenBuilder.buildTokenWithUserAccount(APP, CERTIFICATE, 'room', 'alice', RtcRole.PUBLISHER, 60, 60), 'room', 'alice')).to.equal('ok');
  });

  it('takes one token for both services', () => {
    const token = builder.both('alice', 'room', 1);
    expect([rtm(token), rtc(token)]).to.deep.equal(['ok', 'ok']);
  });

  it('compares the user, unless an RTC token is for any', () => {
    expect(rtm(builder.rtm('alice'), 'bob')).to.equal('user');
    expect(rtc(builder.rtc('room', 2))).to.equal('user');
    expect(rtc(builder.rtc('room', 0))).to.equal('ok');
    expect(rtc(builder.rtc('room', '1'))).to.equal('ok');
  });

  it('compares the channel, unless it is a wildcard', () => {
    expect(rtc(builder.rtc('elsewhere', 1))).to.equal('channel');
    expect(rtc(builder.rtc('*', 1))).to.equal('ok');
    expect(rtc(builder.rtc('', 1))).to.equal('ok');
  });

  it('refuses a token for the other service', () => {
    expect(rtm(builder.rtc('room', 1))).to.equal('service');
    expect(rtc(builder.rtm('alice'))).to.equal('service');
  });

  it('refuses a bad signature, another app, a text that is no token, and none', () => {
    expect(rtm(builder.rtm('alice', { certificate: OTHER }))).to.equal('signature');
    expect(rtm(new TokenBuilder(OTHER, CERTIFICATE).rtm('alice'))).to.equal('appId');
    expect(rtm('007nonsense')).to.equal('malformed');
    expect(rtm(undefined)).to.equal('missing');
    expect(rtm('')).to.equal('missing');
    expect(rtm(APP)).to.equal('missing');
  });

  it('knows when a token ends, by the first of its ends', () => {
    expect(rtm(builder.rtm('alice', { expiresIn: -1 }))).to.equal('expired');
    const short = RtcTokenBuilder.buildTokenWithUid(APP, CERTIFICATE, 'room', 1, RtcRole.PUBLISHER, 1000, 50);
    const verdict = tokens.verifyRtc(short, 'room', 1);
    expect(verdict.ok && verdict.expiresAt).to.be.within(Date.now() + 48_000, Date.now() + 50_000);
  });

  it('counts a token as expired when a test says so', () => {
    const [token, another] = [builder.rtm('alice'), builder.rtm('alice')];
    tokens.expire(token);
    expect([rtm(token), rtm(another)]).to.deep.equal(['expired', 'ok']);
  });

  it('wants no token without a certificate', () => {
    tokens = new Tokens(APP, undefined);
    expect([rtm(undefined), rtm('anything'), rtc(undefined)]).to.deep.equal(['ok', 'ok', 'ok']);
    expect(tokens.verifyRtm(undefined, 'alice')).to.deep.equal({ ok: true, expiresAt: Infinity });
  });
});

describe('TokenBuilder', () => {
  it('says what it needs', () => {
    expect(() => new TokenBuilder(APP, undefined).rtm('alice')).to.throw('needs a certificate');
  });
});
