import { define } from './tags.ts';

// So that a page which imports no more than this has the types of its elements and events.
export type * from './index.ts';

define();
