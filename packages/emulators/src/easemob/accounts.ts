import { randomBytes } from 'node:crypto';
import type { Tokens } from '../tokens.ts';
import type { EasemobPolicy } from './faults.ts';

/** Why somebody does not get in. */
export type LoginFault = 'noToken' | 'badToken' | 'expired' | 'badPassword' | 'noUser';
export type Verdict = { readonly ok: true; readonly expiresAt: number } | { readonly ok: false; readonly fault: LoginFault };
export type Login = { readonly ok: true; readonly token: string; readonly expiresIn: number } | { readonly ok: false; readonly fault: LoginFault };

/** Seconds. */
const DAY = 86_400;
/** What an AccessToken2 begins with. */
const AGORA_TOKEN = '007';

interface Grant {
  readonly userId: string;
  readonly expiresAt: number;
}

const refused = (fault: LoginFault): { ok: false; fault: LoginFault } => ({ ok: false, fault });

/** Who may log in: by password, by a token that was made here, or by one of Agora's. */
export class Accounts {
  readonly #policy: EasemobPolicy;
  readonly #agoraTokens: Tokens;
  readonly #passwords = new Map<string, string>();
  readonly #grants = new Map<string, Grant>();
  readonly #expired = new Set<string>();

  constructor(policy: EasemobPolicy, agoraTokens: Tokens) {
    this.#policy = policy;
    this.#agoraTokens = agoraTokens;
  }

  isRegistered(userId: string): boolean {
    return this.#passwords.has(userId);
  }

  isKnown(userId: string): boolean {
    return this.#policy.accounts === 'anybody' || this.isRegistered(userId);
  }

  register(userId: string, password: string): void {
    this.#passwords.set(userId, password);
  }

  unregister(userId: string): void {
    this.#passwords.delete(userId);
  }

  unregisterAll(): void {
    this.#passwords.clear();
  }

  logIn(userId: string, password: string): Login {
    if (!this.isKnown(userId)) return refused('noUser');
    if (password === '' || password !== (this.#passwords.get(userId) ?? password)) return refused('badPassword');
    return { ok: true, token: this.mint(userId, DAY), expiresIn: DAY };
  }

  /** `expiresIn`: seconds; with a negative number it expired that long ago. */
  mint(userId: string, expiresIn = DAY): string {
    const token = `YWMt${randomBytes(24).toString('base64url')}`;
    this.#grants.set(token, { userId, expiresAt: Date.now() + expiresIn * 1000 });
    return token;
  }

  verify(token: string, userId: string): Verdict {
    if (token === '') return refused('noToken');
    if (!this.isKnown(userId)) return refused('noUser');
    if (this.#expired.has(token)) return refused('expired');
    const grant = this.#grants.get(token);
    if (grant) return grant.userId === userId ? judge(grant.expiresAt) : refused('badToken');
    if (token.startsWith(AGORA_TOKEN)) return this.#verifyAgora(token, userId);
    return this.#policy.accounts === 'anybody' ? judge(inADay()) : refused('badToken');
  }

  /** No token that this user has is good any more. */
  expire(userId: string, used: readonly string[]): void {
    for (const [token, grant] of this.#grants) if (grant.userId === userId) this.#expired.add(token);
    for (const token of used) this.#expired.add(token);
  }

  #verifyAgora(token: string, userId: string): Verdict {
    const verdict = this.#agoraTokens.verifyChat(token, userId);
    if (!verdict.ok) return refused(verdict.fault === 'expired' ? 'expired' : 'badToken');
    return judge(Number.isFinite(verdict.expiresAt) ? verdict.expiresAt : inADay());
  }
}

const inADay = (): number => Date.now() + DAY * 1000;

const judge = (expiresAt: number): Verdict => (expiresAt > Date.now() ? { ok: true, expiresAt } : refused('expired'));
