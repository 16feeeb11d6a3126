// For people: what is picked goes into the address, so that it can be sent to somebody, and into the frame.
import { STATES } from './states.ts';

const form = document.querySelector('form')!;
const frame = document.querySelector('iframe')!;
const field = (name: string): HTMLSelectElement => form.elements.namedItem(name) as HTMLSelectElement;

function showPicked(): void {
  const picked = new URLSearchParams([...new FormData(form)].filter(([, value]) => value) as [string, string][]);
  history.replaceState(null, '', `?${picked}`);
  const [width, height] = field('size').value.split('×');
  frame.style.cssText = width ? `--width:${width}px;--height:${height}px` : '';
  frame.src = `state.html?${picked}`;
}

field('state').append(...STATES.map(({ name }) => new Option(name)));
for (const [name, value] of new URLSearchParams(location.search)) field(name).value = value;
form.addEventListener('change', showPicked);
showPicked();
