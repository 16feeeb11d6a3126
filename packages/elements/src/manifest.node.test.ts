import { expect } from 'chai';
import { manifestProblems } from '../../../scripts/check-manifest.mjs';
import { TAGS } from './tags.ts';

const observed = Object.fromEntries(Object.entries(TAGS).map(([tag, element]) => [tag, element.observedAttributes]));

interface Mistake {
  readonly what: string;
  readonly file: string;
  readonly from: string | RegExp;
  readonly to?: string;
  readonly problems: readonly string[];
}

const untagged = (tag: string, what: string): string[] => [`<${tag}> has the ${what}, which no doc tag names.`];

const MISTAKES: readonly Mistake[] = [
  {
    what: 'a part that is renamed in a template that is loaded later',
    file: 'call-panel/panel-parts.ts',
    from: 'part="banner"',
    to: 'part="notice"',
    problems: [...untagged('call-panel', 'part "notice"'), '<call-panel> documents the part "banner", which it does not have.'],
  },
  { what: 'a slot', file: 'call-panel/call-panel.ts', from: / \* @slot actions .*\n/, problems: untagged('call-panel', 'slot "actions"') },
  { what: 'an event', file: 'call-button/call-button.ts', from: / \* @fires call-dial-request .*\n/, problems: untagged('call-button', 'event "call-dial-request"') },
  { what: 'an event of an element inside', file: 'call-panel/call-panel.ts', from: / \* @fires call-camera-request .*\n/, problems: untagged('call-panel', 'event "call-camera-request"') },
  { what: 'a state', file: 'call-video/call-video.ts', from: / \* @cssstate live .*\n/, problems: untagged('call-video', 'state "live"') },
  {
    what: 'a state that the base class sets',
    file: 'call-camera-button/call-camera-button.ts',
    from: / \* @cssstate pressed .*\n/,
    problems: untagged('call-camera-button', 'state "pressed"'),
  },
  {
    what: 'a custom property behind a token',
    file: 'incoming-call/incoming-call.ts',
    from: / \* @cssprop \[?--call-surface-raised.*\n/,
    problems: untagged('incoming-call', 'custom property "--call-surface-raised"'),
  },
  {
    what: 'a custom property in a style sheet that is worn later',
    file: 'call-panel/call-screen.styles.ts',
    from: 'border-radius: 999px',
    to: 'border-radius: var(--call-pill, 999px)',
    problems: untagged('call-panel', 'custom property "--call-pill"'),
  },
  { what: 'a description', file: 'call-avatar/call-avatar.ts', from: / \* @csspart image .*\n/, to: ' * @csspart image\n', problems: ['<call-avatar> does not describe the part "image".'] },
  {
    what: 'another default than there is',
    file: 'call-avatar/call-avatar.ts',
    from: '[--call-avatar-size=64px]',
    to: '[--call-avatar-size=65px]',
    problems: ['<call-avatar> documents --call-avatar-size as 65px when it is not set, which is 64px.'],
  },
  {
    what: 'an attribute that is not called after its property',
    file: 'call-accept-button/call-accept-button.ts',
    from: /no-camera/g,
    to: 'without-camera',
    problems: [
      '<call-accept-button> has the attribute "without-camera" for the property noCamera: call it "no-camera".',
      '<call-accept-button> documents the attribute "without-camera", which it does not have.',
      ...untagged('call-accept-button', 'attribute "no-camera"'),
    ],
  },
];

function withMistakes(path: string, text: string): string {
  return MISTAKES.filter(({ file }) => file === path).reduce((edited, { what, from, to = '' }) => {
    const next = edited.replace(from, to);
    expect(next, `${path} has what this replaces: ${what}`).not.to.equal(edited);
    return next;
  }, text);
}

describe('doc tags of the elements', () => {
  let found: string[];
  let made: string[];

  before(() => {
    found = manifestProblems({ observed });
    made = manifestProblems({ observed: { ...observed, 'call-timer': ['for', 'since'] }, edit: withMistakes }).filter((problem) => !found.includes(problem));
  });

  it('say what the elements have: all of it, and nothing else', () => {
    expect(found).to.deep.equal([]);
  });

  describe('that are wrong are noticed, and nothing else is:', () => {
    for (const { what, problems } of MISTAKES) it(what, () => expect(made).to.include.members(problems));
    it('an attribute', () => expect(made).to.include.members(untagged('call-timer', 'attribute "since"')));
    it('in all', () => expect(made).to.have.length(MISTAKES.flatMap(({ problems }) => problems).length + 1));
  });
});
