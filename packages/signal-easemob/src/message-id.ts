let messages = 0;

/**
 * Gives a message an id that the SDK gives to none of its own; its ids are shorter. The SDK counts the ids of messages and those of its
 * delivery acks apart, both from the clock, so one of each may have the same, and then `send()` never settles.
 */
export function withOwnId<Message extends { id: string }>(message: Message): Message {
  messages += 1;
  return { ...message, id: `${Date.now()}${String(messages % 1000).padStart(3, '0')}` };
}
