import type { Person } from '@call-elements/elements';

const people: Record<string, Person> = {
  alice: { name: 'Alice', avatar: '/alice.svg' },
  bob: { name: 'Bob', avatar: '/bob.svg' },
};

/** Who a user id is. A page of yours asks its own server: it may return a promise. */
export const resolveUser = (userId: string): Person | undefined => people[userId];

export const nameOf = (userId: string): string => resolveUser(userId)?.name ?? userId;
