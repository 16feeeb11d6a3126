// Whether the elements' doc comments say what the elements do: all of it, and nothing else.
import { elementFacts } from './element-facts.mjs';
import { elementsOf, readManifest } from './manifest.mjs';

const namesOf = (items = []) => new Set(items.map(({ name }) => name));

/** `must` and `may`: what an element certainly has, and what it can have. */
function compare(tag, kind, documented, must, may = must) {
  const missing = [...must].filter((name) => !documented.has(name)).map((name) => `<${tag}> has the ${kind} "${name}", which no doc tag names.`);
  const stale = [...documented].filter((name) => !may.has(name)).map((name) => `<${tag}> documents the ${kind} "${name}", which it does not have.`);
  return [...missing, ...stale];
}

function undescribed(tag, element) {
  const lists = { attribute: element.attributes, event: element.events, part: element.cssParts, slot: element.slots, property: element.cssProperties, state: element.cssStates };
  const without = Object.entries(lists).flatMap(([kind, items = []]) => items.filter(({ description }) => !description?.trim()).map(({ name }) => `the ${kind} "${name}"`));
  if (!element.description?.trim()) without.unshift('itself');
  return without.map((what) => `<${tag}> does not describe ${what}.`);
}

const plain = (css) => css?.replace(/\s+/g, ' ').trim();

function wrongDefaults(tag, properties = [], defaults) {
  return properties
    .filter(({ name, default: said }) => said && defaults.has(name) && plain(said) !== plain(defaults.get(name)))
    .map(({ name, default: said }) => `<${tag}> documents ${name} as ${said} when it is not set, which is ${plain(defaults.get(name))}.`);
}

const kebab = (name) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** The types for React make the names of attributes from those of properties. */
function misnamed(tag, attributes) {
  return attributes
    .filter(({ name, fieldName }) => fieldName && kebab(fieldName) !== name)
    .map(({ name, fieldName }) => `<${tag}> has the attribute "${name}" for the property ${fieldName}: call it "${kebab(fieldName)}".`);
}

function elementProblems(tag, element, fact, observed) {
  const { own, shared, all, defaults } = fact.cssProperties;
  return [
    ...compare(tag, 'attribute', namesOf(element.attributes), new Set(observed)),
    ...compare(tag, 'part', namesOf(element.cssParts), fact.parts),
    ...compare(tag, 'slot', namesOf(element.slots), fact.slots),
    ...compare(tag, 'event', namesOf(element.events), fact.events),
    ...compare(tag, 'state', namesOf(element.cssStates), fact.states),
    ...compare(tag, 'custom property', namesOf(element.cssProperties), new Set([...own, ...shared]), all),
    ...wrongDefaults(tag, element.cssProperties, defaults),
    ...misnamed(tag, element.attributes),
    ...undescribed(tag, element),
  ];
}

/**
 * What is undocumented, or documented and not there, one line each. `observed`: the attributes of each tag, as its class says.
 * `edit` sees every source first.
 */
export function manifestProblems({ observed, edit }) {
  const facts = elementFacts({ edit });
  const elements = elementsOf(readManifest({ edit }));
  const tags = compare('@tag', 'tag', new Set(elements.keys()), new Set(facts.keys()));
  return [...tags, ...[...facts].filter(([tag]) => elements.has(tag)).flatMap(([tag, fact]) => elementProblems(tag, elements.get(tag), fact, observed[tag] ?? []))];
}
