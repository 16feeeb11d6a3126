import { define } from './tags.ts';

define();
