import { World } from '@call-elements/testing';
import type { Page } from '@call-elements/testing';
import { expect } from 'chai';
import type { MediaEngine } from './media.ts';

describe('A room that is joined ahead', () => {
  let page: Page;
  let rooms: string[];

  /** An engine that can. */
  async function open(refusal?: Error): Promise<Page> {
    page = await new World().page('alice', { prepare: false });
    rooms = [];
    const engine: MediaEngine = page.media;
    engine.warmUp = async (room) => {
      if (refusal) throw refusal;
      if (room?.join) rooms.push(room.roomId);
    };
    engine.leaveAhead = async () => void rooms.pop();
    return page;
  }

  it('is the prepared one, when that is asked for', async () => {
    const { client } = await open();
    await client.prepareForCall({ roomId: 'room' });
    expect(rooms).to.deep.equal([]);
    await client.prepareForCall({ roomId: 'room', autoJoinRtc: true });
    expect(rooms).to.deep.equal(['room']);
  });

  it('is left when it is no longer asked for', async () => {
    const { client } = await open();
    await client.prepareForCall({ roomId: 'room', autoJoinRtc: true });
    await client.prepareForCall({ autoJoinRtc: false });
    expect(rooms).to.deep.equal([]);
  });

  it('is left by a client that retires', async () => {
    const { client } = await open();
    await client.prepareForCall({ roomId: 'room', autoJoinRtc: true });
    await client.deinitialize();
    expect(rooms).to.deep.equal([]);
  });

  it('is not missed when it cannot be joined: there is an error, and one may dial', async () => {
    const { client, errors } = await open(new Error('no network'));
    await client.prepareForCall({ roomId: 'room', autoJoinRtc: true });
    expect(errors).to.deep.equal(['mediaFailed']);
    expect(client.getState().state).to.equal('prepared');
  });
});
