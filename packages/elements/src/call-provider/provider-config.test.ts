import { defineMedia, defineSignal } from '@call-elements/core';
import { expect } from 'chai';
import type { TestProvider } from '../testing/test-provider.ts';
import { becomeCurrent, built, catchConsoleErrors, readyProvider } from '../testing/test-provider.ts';
import { mount, unmountAll, until } from '../testing/mount.ts';

describe('mistakes in attributes', () => {
  let caught: ReturnType<typeof catchConsoleErrors>;
  beforeEach(() => {
    built.length = 0;
    caught = catchConsoleErrors();
  });
  afterEach(() => {
    caught.restore();
    unmountAll();
  });

  for (const [attribute, value, says] of [
    ['early-media', 'soon', 'none, receive, warm, full'],
    ['preload', 'never', 'ring, idle, none'],
    ['call-timeout', '15s', 'milliseconds'],
    ['call-timeout', '-1', 'milliseconds'],
    ['theme', 'blue', 'auto, light, dark'],
  ] as const) {
    it(`tells once about ${attribute}="${value}" and goes on with the default`, async () => {
      const provider = await readyProvider(`user-id="alice" ${attribute}="${value}"`);
      await until(() => caught.errors.length);
      provider.app = 'other';
      await until(() => built.length === 2);
      expect(caught.errors.length).to.equal(1);
      expect(caught.errors[0]).to.contain(`${attribute}="${value}"`).and.to.contain(says);
      expect(built[0]!.client.calls[0]![1]).to.include({ callTimeout: 15_000, earlyMedia: 'receive' });
    });
  }

  it('does not sign in under an id that is too long', async () => {
    const provider = mount<TestProvider>(`<test-provider signal="fake" media="fake" user-id="${'x'.repeat(65)}"></test-provider>`);
    await until(() => caught.errors.length === 1);
    expect(caught.errors[0]).to.contain('user-id="xxx').and.to.contain('at most 64 characters');
    expect(provider.client).to.equal(undefined);
  });

  it('names the import of a known adapter, the names for an unknown one, and goes on once it comes', async () => {
    const provider = mount<TestProvider>('<test-provider signal="rtm" media="elsewhere" user-id="alice"></test-provider>');
    await until(() => caught.errors.length === 2);
    expect(caught.errors.find((text) => text.includes('signal="rtm"'))).to.contain('@call-elements/signal-rtm/register');
    expect(caught.errors.find((text) => text.includes('media="elsewhere"'))).to.contain('webrtc, agora');
    defineSignal('rtm', async () => () => {
      becomeCurrent();
      return { userId: '', state: 'online', connect: async () => {}, disconnect: async () => {}, sendMessage: async () => {}, addListener() {}, removeListener() {} };
    });
    defineMedia('elsewhere', async () => () => ({ name: 'elsewhere', open: () => undefined as never }));
    await provider.ready;
  });
});
