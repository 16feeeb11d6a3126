// What tests measure in the page.
import { finishAnimations } from './calm.ts';
import { allAnimations, allElements, closestAround, elementAt, isAround } from './deep.ts';

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Something that people read or press. */
export interface Item {
  readonly kind: 'text' | 'icon' | 'button';
  /** What it says. */
  readonly words: string;
  readonly box: Box;
  /** The box that it has to stay in: the panel's, the dialog's, else the window's width. */
  readonly room: Box;
  /** Of the letters or strokes: red, green, blue and opacity, from 0 to 255. */
  readonly color: readonly number[];
  /** Letters that WCAG calls large: from 18 points, bold ones from 14. */
  readonly large: boolean;
  /** Buttons: whether something else lies over its middle. */
  readonly covered: boolean;
  /** Buttons: one of the kit's buttons, not a small one of a panel. */
  readonly primary: boolean;
  /** The indices of items that it may overlap: what it is in, and what is in it. */
  readonly kin: readonly number[];
}

const boxOf = ({ left, top, right, bottom }: DOMRect): Box => ({ left, top, right, bottom });
const whole = (): Element[] => allElements(document.body);

function isShown(element: Element): boolean {
  if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) return false;
  const { width, height } = element.getBoundingClientRect();
  // What is only read out is one pixel wide, and clipped.
  return width > 1 && height > 1 && !closestAround(element, '[inert]');
}

/** Where the letters are, as far as the element does not cut them off by an ellipsis. */
function textBox(element: Element): Box | undefined {
  const range = document.createRange();
  const boxes = [...element.childNodes].flatMap((node) => {
    if (node.nodeType !== Node.TEXT_NODE || !node.textContent!.trim()) return [];
    range.selectNodeContents(node);
    return [range.getBoundingClientRect()];
  });
  if (boxes.length === 0) return undefined;
  const { overflow } = getComputedStyle(element);
  const own = element.getBoundingClientRect();
  const box = {
    left: Math.min(...boxes.map(({ left }) => left)),
    top: Math.min(...boxes.map(({ top }) => top)),
    right: Math.max(...boxes.map(({ right }) => right)),
    bottom: Math.max(...boxes.map(({ bottom }) => bottom)),
  };
  if (overflow === 'visible') return box;
  return { left: Math.max(box.left, own.left), top: Math.max(box.top, own.top), right: Math.min(box.right, own.right), bottom: Math.min(box.bottom, own.bottom) };
}

function roomOf(element: Element): Box {
  const frame = closestAround(element, 'call-panel, call-video, [part="dialog"]');
  const outer = (frame && closestAround(frame, 'call-panel')) ?? frame;
  if (outer) return boxOf(outer.getBoundingClientRect());
  return { left: 0, right: innerWidth, top: -Infinity, bottom: Infinity };
}

function isCovered(button: Element): boolean {
  const { left, top, width, height } = button.getBoundingClientRect();
  const [x, y] = [left + width / 2, top + height / 2];
  // Below the edge of the window nothing is found.
  if (x < 0 || y < 0 || x >= innerWidth || y >= innerHeight) return false;
  const at = elementAt(x, y);
  // Words that stand in a slot belong to the host.
  return at !== button && !(at && (isAround(button, at) || at === (button.getRootNode() as ShadowRoot).host));
}

const pixel = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true })!;

/** The colour that an element draws in. A style may name it in any colour space. */
function colorOf(element: Element): number[] {
  pixel.clearRect(0, 0, 1, 1);
  pixel.fillStyle = getComputedStyle(element).color;
  pixel.fillRect(0, 0, 1, 1);
  return [...pixel.getImageData(0, 0, 1, 1).data];
}

function wordsOf(element: Element): string {
  const texts = element.localName === 'slot' ? (element as HTMLSlotElement).assignedNodes({ flatten: true }) : [element];
  return element.getAttribute('aria-label') ?? texts.map(({ textContent }) => textContent!.trim()).join(' ');
}

function isLarge(element: Element): boolean {
  const { fontSize, fontWeight } = getComputedStyle(element);
  const points = parseFloat(fontSize) * 0.75;
  return points >= 18 || (points >= 14 && Number(fontWeight) >= 700);
}

function items(): Item[] {
  const found: { element: Element; kind: Item['kind']; box: Box }[] = [];
  for (const element of whole()) {
    if (!isShown(element)) continue;
    if (element.matches('button, a[href]')) found.push({ element, kind: 'button', box: boxOf(element.getBoundingClientRect()) });
    if (element.localName === 'svg') found.push({ element, kind: 'icon', box: boxOf(element.getBoundingClientRect()) });
    // The text of a host shows in a slot, with the colours there.
    const box = element.localName === 'slot' ? slottedTextBox(element as HTMLSlotElement) : element.shadowRoot ? undefined : textBox(element);
    if (box) found.push({ element, kind: 'text', box });
  }
  return found.map(({ element, kind, box }) => ({
    kind,
    box,
    words: wordsOf(element),
    room: roomOf(element),
    color: colorOf(element),
    large: isLarge(element),
    covered: kind === 'button' && isCovered(element),
    primary: kind === 'button' && (element.getRootNode() as Partial<ShadowRoot>).host?.localName.endsWith('-button') === true,
    kin: found.flatMap((other, index) => (isKin(element, other.element) ? [index] : [])),
  }));
}

/** A text that stands in a slot of its host, without an element of its own. */
function slottedTextBox(slot: HTMLSlotElement): Box | undefined {
  const texts = slot.assignedNodes().filter((node) => node.nodeType === Node.TEXT_NODE && node.textContent!.trim());
  if (texts.length === 0) return undefined;
  const range = document.createRange();
  range.setStartBefore(texts[0]!);
  range.setEndAfter(texts.at(-1)!);
  return boxOf(range.getBoundingClientRect());
}

function isKin(one: Element, other: Element): boolean {
  if (one === other || isAround(one, other) || isAround(other, one)) return true;
  // The button over the small picture lies over all of it; a dialog lies over the page.
  const swaps = [one, other].find((element) => element.matches('[part~="swap"]'));
  if (swaps) return [one, other].some((element) => closestAround(element, '[part~="local"], [part~="remote"]'));
  return closestAround(one, '[part="dialog"]') !== closestAround(other, '[part="dialog"]');
}

/** The box of the first part of that name that is shown. */
function part(name: string): Box | undefined {
  const element = whole().find((candidate) => candidate.matches(`[part~="${name}"]`) && isShown(candidate));
  return element && boxOf(element.getBoundingClientRect());
}

/** How far the page can be scrolled sideways. */
function sideways(): number {
  const { scrollWidth, clientWidth } = document.documentElement;
  return scrollWidth - clientWidth;
}

/** What moves for longer than `ms`: running animations, and what styles ask for. */
function moving(ms: number): string[] {
  const running = allAnimations(document.body).filter(({ effect }) => Number(effect?.getComputedTiming().endTime) > ms);
  const styled = whole().flatMap((element) => ['', '::before', '::after'].flatMap((pseudo) => motion(element, pseudo, ms)));
  return [...running.map((animation) => `running ${(animation as CSSAnimation).animationName ?? 'transition'}`), ...styled];
}

function motion(element: Element, pseudo: string, ms: number): string[] {
  const style = getComputedStyle(element, pseudo || null);
  if (pseudo && style.content === 'none') return [];
  const longest = (durations: string): number => Math.max(...durations.split(',').map((duration) => parseFloat(duration) * 1000));
  const name = `${element.localName}.${element.getAttribute('class') ?? ''}${pseudo}`;
  const repeats = style.animationIterationCount === 'infinite' ? Infinity : 1;
  const found = [];
  if (style.animationName !== 'none' && longest(style.animationDuration) * repeats > ms) found.push(`${name}: ${style.animationName}`);
  if (longest(style.transitionDuration) > ms) found.push(`${name}: transition`);
  return found;
}

const hidden = new CSSStyleSheet();
hidden.replaceSync('* { -webkit-text-fill-color: transparent !important; } svg { visibility: hidden !important; }');

/** Takes away letters and icons, and leaves what is behind them, their shadows included. */
function hideLetters(on: boolean): void {
  wear(hidden, on);
}

/**
 * With forced colours letters have another colour than `-webkit-text-fill-color` says, which is what axe reads: makes it say so, until
 * the next state.
 */
function tellForcedColors(): void {
  // Not the body, which stays.
  for (const element of whole().slice(1)) (element as HTMLElement).style.webkitTextFillColor = getComputedStyle(element).color;
  finishAnimations(document.body);
}

const planted = new CSSStyleSheet();

/** Adds rules to the page and to all shadow roots, as a careless change would. Lasts until the next state. */
function plant(css: string): void {
  planted.replaceSync(css);
  wear(planted, true);
}

function wear(sheet: CSSStyleSheet, on: boolean): void {
  for (const tree of [document, ...whole().flatMap(({ shadowRoot }) => shadowRoot ?? [])]) {
    const others = [...tree.adoptedStyleSheets].filter((worn) => worn !== sheet);
    tree.adoptedStyleSheets = on ? [...others, sheet] : others;
  }
}

/** Of everything, the space around it included. */
function height(): number {
  return Math.ceil(document.querySelector('main')!.getBoundingClientRect().height);
}

export const probe = { items, part, sideways, moving, hideLetters, tellForcedColors, plant, height };
export type Probe = typeof probe;
