import type { EasemobPolicy } from './faults.ts';
import type { Ids } from './ids.ts';
import { Mailbox } from './mailbox.ts';
import type { Parcel } from './message.ts';

/** Where a user is logged in: an SDK, or a user whom a test plays. */
export interface Device {
  readonly userId: string;
  /** The name of the device, which stays the same when it comes back. */
  readonly resource: string;
  /** There is something in this queue of its mailbox. */
  notify(peer: string): void;
  /** It is told to go, with one of the numbers in `KICKS`. */
  kick(operation: number, reason?: string): void;
  /** Its place was taken by the same device, which came back. */
  replace(): void;
}

/** Of messages for somebody whom nobody has ever seen. */
const NO_DEVICE = '';

/** Somebody with devices, and with a mailbox for each that was ever seen. */
export class User {
  readonly id: string;
  readonly devices = new Map<string, Device>();
  readonly #ids: Ids;
  readonly #mailboxes = new Map<string, Mailbox>();
  /** What one of the devices has got: a new one need not hear it. */
  readonly #heard = new WeakSet<Parcel>();

  constructor(id: string, ids: Ids) {
    this.id = id;
    this.#ids = ids;
  }

  /** What no device has got yet, oldest first. */
  get waiting(): Parcel[] {
    const parcels = new Set([...this.#mailboxes.values()].flatMap((mailbox) => mailbox.parcels));
    return [...parcels].filter((parcel) => !this.#heard.has(parcel)).sort((one, other) => (one.id < other.id ? -1 : 1));
  }

  mailbox(resource: string): Mailbox {
    const mailbox = this.#mailboxes.get(resource) ?? new Mailbox(this.#ids);
    this.#mailboxes.set(resource, mailbox);
    return mailbox;
  }

  /** A device that was not here before gets what waits. */
  add(device: Device, policy: EasemobPolicy): void {
    const { resource } = device;
    // Of a socket whose end nobody has noticed.
    this.#mailboxes.get(resource)?.forgetOnlineOnly();
    this.devices.set(resource, device);
    const isKnown = this.#mailboxes.has(resource);
    if (isKnown && (policy.devices === 'several' || this.#mailboxes.size === 1)) return;
    const { waiting } = this;
    if (policy.devices === 'single') this.#mailboxes.clear();
    else this.#mailboxes.delete(NO_DEVICE);
    for (const parcel of waiting) this.mailbox(resource).put(this.peerOf(parcel), parcel);
    this.mailbox(resource);
  }

  /** `forGood`: it has logged out, and does not expect to hear later what was said meanwhile. */
  remove(device: Device, forGood: boolean): void {
    const { resource } = device;
    if (this.devices.get(resource) !== device) return;
    this.devices.delete(resource);
    this.mailbox(resource).forgetOnlineOnly();
    if (forGood && this.#mailboxes.size > 1) this.#mailboxes.delete(resource);
  }

  /** To all devices but `except`, or to `only` one. Those that are away find it when they come back. */
  put(parcel: Parcel, { except, only, reachable }: { except?: string; only?: string; reachable: boolean }): void {
    const isMeant = (resource: string): boolean => resource !== except && (only === undefined || resource === only);
    if (this.#mailboxes.size === 0 && !parcel.message.onlineOnly) this.mailbox(NO_DEVICE);
    const addressed = { ...parcel, live: reachable && this.devices.size > 0 };
    for (const [resource, mailbox] of this.#mailboxes) {
      const device = reachable ? this.devices.get(resource) : undefined;
      if (!isMeant(resource) || (parcel.message.onlineOnly && !device)) continue;
      mailbox.put(this.peerOf(parcel), addressed);
      device?.notify(this.peerOf(parcel));
    }
  }

  acknowledge(resource: string, key: bigint): void {
    for (const parcel of this.mailbox(resource).acknowledge(key)) this.#heard.add(parcel);
  }

  /** Those who are there are told of what waits for them. */
  remind(): void {
    for (const device of this.devices.values()) for (const { peer } of this.mailbox(device.resource).unread) device.notify(peer);
  }

  forget(): void {
    for (const [resource, mailbox] of this.#mailboxes) {
      if (this.devices.has(resource)) mailbox.clear();
      else this.#mailboxes.delete(resource);
    }
  }

  /** In a message of another of one's own devices: to whom it was. */
  peerOf({ message }: Parcel): string {
    return message.from === this.id ? message.to : message.from;
  }
}

/** Who is logged in, and where; and what waits for whom. */
export class Users {
  readonly ids: Ids;
  /** Those that the service takes for offline although they are there. */
  readonly hidden = new Set<string>();
  readonly #users = new Map<string, User>();

  constructor(ids: Ids) {
    this.ids = ids;
  }

  get(userId: string): User {
    const user = this.#users.get(userId) ?? new User(userId, this.ids);
    this.#users.set(userId, user);
    return user;
  }

  get devices(): Device[] {
    return [...this.#users.values()].flatMap(({ devices }) => [...devices.values()]);
  }

  get present(): string[] {
    return [...this.#users.values()].filter(({ devices }) => devices.size > 0).map(({ id }) => id);
  }

  /** How many messages wait for somebody. */
  get waiting(): number {
    return [...this.#users.values()].reduce((sum, user) => sum + user.waiting.length, 0);
  }

  /** Forgets all messages, and who is not there. */
  forgetMessages(): void {
    for (const user of this.#users.values()) {
      user.forget();
      if (user.devices.size === 0) this.#users.delete(user.id);
    }
  }
}
