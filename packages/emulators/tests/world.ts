import { startEmulators } from '@call-elements/emulators';
import type { Emulators } from '@call-elements/emulators';
import { Stage } from './stage.ts';
import type { Scripts } from './stage.ts';

/** Emulators and a browser for the tests of one suite, which calls it where `before` may be called. Between tests everything is undone. */
export class World {
  protected stage!: Stage;
  #emulators?: Emulators;

  constructor(scripts: Scripts) {
    before(async () => {
      this.#emulators = await startEmulators({ certificate: 'fedcba9876543210fedcba9876543210' });
      this.stage = await Stage.open(this.#emulators, scripts);
    });
    beforeEach(() => this.prepare());
    afterEach(async () => {
      await this.stage.closePages();
      this.emulators.heal();
    });
    after(async () => {
      await this.stage.close();
      await this.emulators.close();
    });
  }

  get emulators(): Emulators {
    return this.#emulators!;
  }

  /** The emulators end, and others take their place. */
  async restart(): Promise<void> {
    await this.emulators.close();
    this.#emulators = await startEmulators(this.emulators.options);
    this.prepare();
  }

  /** Once for each test, and for emulators that were started again. */
  protected prepare(): void {}
}
