export { generate } from './generate.ts';
export { play, runSchedule } from './play.ts';
export { kindOf, shrink } from './shrink.ts';
