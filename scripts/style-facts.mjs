// Which `--call-*` properties style sheets use. The sheets are simple enough for this: declarations in rules, and rules in at-rules.

const PRIVATE = /^--_/;

/** `var(--name, fallback)`s of a value, outermost only. */
function varsIn(value) {
  const found = [];
  for (let start = value.indexOf('var('); start !== -1; start = value.indexOf('var(', start)) {
    let end = start + 4;
    for (let depth = 1; depth > 0 && end < value.length; end++) depth += value[end] === '(' ? 1 : value[end] === ')' ? -1 : 0;
    const [, name, fallback] = /^\s*(--[\w-]+)\s*(?:,\s*([\s\S]*))?$/.exec(value.slice(start + 4, end - 1));
    found.push({ name, fallback });
    start = end;
  }
  return found;
}

function declarationsIn(block) {
  return [...block.matchAll(/(?:^|[;\s])([\w-]+)\s*:\s*([^;]+)/g)].map(([, name, value]) => ({ name, value: value.trim() }));
}

/** `{ selector, declarations }` of each innermost block, one for each selector. */
function rulesOf(text) {
  const plain = text.replace(/\/\*[\s\S]*?\*\//g, '');
  return [...plain.matchAll(/([^{};]+)\{([^{}]*)\}/g)].flatMap(([, selectors, block]) => selectors.split(',').map((selector) => ({ selector: selector.trim(), declarations: declarationsIn(block) })));
}

/** Whether something in the element can match: its code names the classes, and what `aria-*` tells. */
function canMatch(selector, { classNames, aria }) {
  return [...selector.matchAll(/\.([a-z][\w-]*)|\[aria-(\w+)/g)].every(([, name, state]) => (name ? classNames.has(name) : aria.has(state)));
}

/** The `--_*`s, by name and then by selector: what comes later for the same selector wins. */
function definitionsIn(rules) {
  const found = new Map();
  for (const { selector, declarations } of rules) {
    for (const { name, value } of declarations) {
      if (PRIVATE.test(name)) found.set(name, (found.get(name) ?? new Map()).set(selector, value));
    }
  }
  return found;
}

/** `.primary`, not `.primary:hover`. */
const isAlways = (selector) => !/[:[]/.test(selector.replace(/^:host$/, ''));

/** The `--call-*` that these rules use. A `--_*` counts when something that is used refers to it, a fallback by `needs`. */
function used(rules, definitions, needs) {
  const seen = new Set();
  const expand = (value) => {
    for (const { name, fallback } of varsIn(value)) {
      const known = definitions.get(name) ?? new Map();
      if (fallback && needs([...known.keys()])) expand(fallback);
      if (seen.has(name)) continue;
      seen.add(name);
      for (const definition of known.values()) expand(definition);
    }
  };
  for (const { selector, declarations } of rules) {
    for (const { name, value } of declarations) {
      // Of what is set for elements inside, only what an attribute of the element decides is its own.
      if (selector.startsWith(':host(') && name.startsWith('--call-')) seen.add(name);
      if (!PRIVATE.test(name)) expand(value);
    }
  }
  return new Set([...seen].filter((name) => name.startsWith('--call-')));
}

/** By name: what a `var(--call-…)` falls back to. */
function defaultsIn(rules) {
  const vars = rules.flatMap(({ declarations }) => declarations.flatMap(({ value }) => varsIn(value)));
  return new Map(vars.filter(({ name, fallback }) => name.startsWith('--call-') && fallback).map(({ name, fallback }) => [name, fallback]));
}

/**
 * Of the sheets of an element (`shared`: the tokens, which all wear): `own` are the properties that it certainly uses by itself, `shared`
 * those of the tokens, `all` those that it may use, `defaults` what they are when a page does not set them. `says`: the `classNames` and
 * `aria` states in its code.
 */
export function readStyles(sheets, says) {
  const rules = sheets.flatMap(({ text, shared }) => rulesOf(text).map((rule) => ({ ...rule, shared }))).filter(({ selector, shared }) => shared || canMatch(selector, says));
  const definitions = definitionsIn(rules);
  const [own, shared] = [false, true].map((isShared) => rules.filter((rule) => (rule.shared === true) === isShared));
  const isNeeded = (selectors) => !selectors.some(isAlways);
  return { own: used(own, definitions, isNeeded), shared: used(shared, definitions, isNeeded), all: used(rules, definitions, () => true), defaults: defaultsIn(rules) };
}
