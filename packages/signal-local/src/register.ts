import { defineSignal } from '@call-elements/core';
import { createLocalSignal } from './index.ts';

// Here from the start, unlike the others: it is what a provider takes by default, and 1.1 KB with the page's other code is 1.6 KB by itself.
defineSignal('local', async () => createLocalSignal);
