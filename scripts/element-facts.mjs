// What the elements really have, read from their sources by the compiler: what `npm run manifest` says is compared with this.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ts } from '@custom-elements-manifest/analyzer';
import { root } from './setup.mjs';
import { readStyles } from './style-facts.mjs';

const sources = join(root, 'packages/elements/src').replaceAll('\\', '/');
const options = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  customConditions: ['call-elements-src'],
  allowImportingTsExtensions: true,
  noEmit: true,
  strict: true,
  types: [],
};

/** Libraries do not change between two readings. */
const libraries = new Map();

/** `edit` sees every source before the compiler does: tests change one to see that it is noticed. */
function compile(edit) {
  const host = ts.createCompilerHost(options);
  const readFile = host.readFile.bind(host);
  const getSourceFile = host.getSourceFile.bind(host);
  host.getSourceFile = (path, ...rest) => {
    if (path.startsWith(sources)) return getSourceFile(path, ...rest);
    if (!libraries.has(path)) libraries.set(path, getSourceFile(path, ...rest));
    return libraries.get(path);
  };
  host.readFile = (path) => {
    const text = readFile(path);
    return text !== undefined && path.startsWith(sources) ? edit(path.slice(sources.length + 1), text) : text;
  };
  return ts.createProgram([join(sources, 'tags.ts')], options, host);
}

/** The texts of a template, with `{}` where values are. */
function textOf({ template }) {
  if (ts.isNoSubstitutionTemplateLiteral(template)) return template.text;
  return template.head.text + template.templateSpans.map((span) => `{}${span.literal.text}`).join('');
}

/** Every declaration in the sources that can run when `roots` do, those of lazily loaded modules included. Calls `visit` with each node. */
function follow(checker, roots, isElement, visit) {
  const seen = new Set();
  const waiting = [...roots];
  const mention = (name) => {
    const shorthand = ts.isShorthandPropertyAssignment(name.parent) && checker.getShorthandAssignmentValueSymbol(name.parent);
    let symbol = shorthand || checker.getSymbolAtLocation(name);
    if (symbol && symbol.flags & ts.SymbolFlags.Alias) symbol = checker.getAliasedSymbol(symbol);
    for (const declaration of symbol?.declarations ?? []) {
      const here = declaration.getSourceFile().fileName.startsWith(sources) && !ts.isSourceFile(declaration);
      // `extends CallControl`, `CallControl.styles`: what of it counts is said by the roots, and by `styles`.
      if (here && !isElement(declaration)) waiting.push(declaration);
    }
  };
  const walk = (node) => {
    if (ts.isTypeNode(node)) return;
    if (ts.isIdentifier(node) || ts.isPrivateIdentifier(node)) mention(node);
    visit(node);
    ts.forEachChild(node, walk);
  };
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    walk(next);
  }
}

function isHidden(member) {
  const flags = ts.getCombinedModifierFlags(member);
  return (member.name && ts.isPrivateIdentifier(member.name)) || (flags & (ts.ModifierFlags.Private | ts.ModifierFlags.Protected)) !== 0;
}

/** The classes from an element up to the last one of ours. */
function lineage(checker, element) {
  const parent = element.heritageClauses?.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword)?.types[0]?.expression;
  let symbol = parent && checker.getSymbolAtLocation(parent);
  if (symbol && symbol.flags & ts.SymbolFlags.Alias) symbol = checker.getAliasedSymbol(symbol);
  const above = symbol?.declarations?.find((declaration) => ts.isClassDeclaration(declaration) && declaration.getSourceFile().fileName.startsWith(sources));
  return above ? [element, ...lineage(checker, above)] : [element];
}

/** All of the element's own members, and what it inherits that is called from outside: its hidden helpers only count when they are used. */
function rootsOf([own, ...bases]) {
  const names = new Set(own.members.map((member) => member.name?.getText()));
  const inherited = bases.flatMap((base) =>
    base.members.filter((member) => {
      const name = member.name?.getText();
      if (isHidden(member) || (name && names.has(name))) return false;
      names.add(name);
      return true;
    }),
  );
  return [...own.members, ...inherited];
}

const literals = (type) => (type.isUnion() ? type.types : [type]).filter((part) => part.isStringLiteral()).map(({ value }) => value);

/** `part="a b"` → a, b. Names that are computed cannot be compared, and are not allowed. */
function names(attribute, text) {
  const values = [...text.matchAll(new RegExp(`\\s${attribute}=("[^"]*"|[^\\s>]+)`, 'g'))].map(([, value]) => value.replaceAll('"', ''));
  const computed = values.find((value) => value.includes('{}'));
  if (computed) throw new Error(`${attribute}="${computed}": write the name out, so that it can be documented.`);
  return values.flatMap((value) => value.split(/\s+/));
}

function isIn(node, ancestor) {
  for (let at = node; at; at = at.parent) if (at === ancestor) return true;
  return false;
}

/** `:state()`s: those set by a base class count when the element itself, or what it names for it, speaks of them (`{ pressed }`). */
function readState(checker, call, own, facts) {
  const method = call.expression.name?.text;
  if (method !== 'setStates' && !(method === 'add' && call.expression.expression.getText().endsWith('states'))) return;
  const states = call.arguments.flatMap((argument) => literals(checker.getTypeAtLocation(argument)));
  for (const state of states) facts.states.set(state, facts.states.get(state) || isIn(call, own));
}

/** What a template shows: names of parts and slots, tags of elements. */
function readTemplate(text, facts) {
  for (const part of names('part', text)) facts.parts.add(part);
  for (const [slot] of text.matchAll(/<slot\b[^>]*>/g)) facts.slots.add(names('name', slot)[0] ?? '');
  for (const [, tag] of text.matchAll(/<([a-z]+-[a-z-]+)/g)) facts.tags.add(tag);
}

const isTemplate = (node) => ts.isTaggedTemplateExpression(node) && node.tag.getText() !== 'css';

/** What an element itself tells by `aria-*`, and what it answers to a base class that does (`{ pressed }`). */
function readOwnStates(checker, own, isOther) {
  const states = new Set();
  follow(checker, own.members, isOther, (node) => {
    if (isTemplate(node)) for (const [, state] of textOf(node).matchAll(/\saria-(\w+)=/g)) states.add(state);
    if (ts.isPropertyAssignment(node) || ts.isShorthandPropertyAssignment(node)) states.add(node.name.getText());
  });
  return states;
}

function readElement(checker, element, events, isElement) {
  const facts = { parts: new Set(), slots: new Set(), events: new Set(), states: new Map(), tags: new Set() };
  const sheets = [];
  const classNames = new Set();
  const [own, ...bases] = lineage(checker, element);
  follow(checker, rootsOf([own, ...bases]), isElement, (node) => {
    if (isTemplate(node)) {
      readTemplate(textOf(node), facts);
      for (const [, value] of textOf(node).matchAll(/\sclass="?([^">]*)/g)) for (const name of value.split(/[\s{}]+/)) classNames.add(name);
    } else if (ts.isTaggedTemplateExpression(node)) {
      sheets.push({ text: textOf(node), shared: ts.isVariableDeclaration(node.parent) && node.parent.name.getText() === 'tokens' });
    }
    if (ts.isStringLiteral(node)) classNames.add(node.text);
    if (ts.isNewExpression(node) && events.has(node.expression.getText())) facts.events.add(events.get(node.expression.getText()));
    if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) readState(checker, node, own, facts);
  });
  const aria = readOwnStates(checker, own, (node) => isElement(node) || bases.some((base) => isIn(node, base)));
  const states = [...facts.states].filter(([state, mine]) => mine || aria.has(state)).map(([state]) => state);
  return { ...facts, states: new Set(states), className: own.name.text, cssProperties: readStyles(sheets, { classNames, aria }) };
}

function declarationsOf(source, kind) {
  const found = [];
  const walk = (node) => {
    if (kind(node)) found.push(node);
    ts.forEachChild(node, walk);
  };
  walk(source);
  return found;
}

/** By class: the name of the event, as `CallEventMap` has it. */
export function eventNames() {
  const source = ts.createSourceFile('events.ts', readFileSync(join(sources, 'events.ts'), 'utf8'), ts.ScriptTarget.ES2022, true);
  const map = declarationsOf(source, ts.isInterfaceDeclaration).find(({ name }) => name.text === 'CallEventMap');
  return new Map(map.members.map((member) => [member.type.getText(), member.name.text]));
}

/** By tag: the class that `TAGS` names. */
function readTags(program, checker) {
  const source = program.getSourceFile(join(sources, 'tags.ts'));
  const table = declarationsOf(source, ts.isVariableDeclaration).find(({ name }) => name.getText() === 'TAGS');
  const entries = declarationsOf(source, ts.isPropertyAssignment).filter((entry) => isIn(entry, table));
  return new Map(
    entries.map((entry) => {
      const symbol = checker.getAliasedSymbol(checker.getSymbolAtLocation(entry.initializer));
      return [entry.name.text, symbol.declarations.find(ts.isClassDeclaration)];
    }),
  );
}

/** By tag: `{ className, parts, slots, states, events, cssProperties }` of each element. */
export function elementFacts({ edit = (_path, text) => text } = {}) {
  const program = compile(edit);
  const checker = program.getTypeChecker();
  const events = eventNames();
  const classes = readTags(program, checker);
  const elements = new Set([...classes.values()].flatMap((element) => lineage(checker, element)));
  const facts = new Map([...classes].map(([tag, element]) => [tag, readElement(checker, element, events, (node) => elements.has(node))]));
  // Events bubble and are composed: those of the elements that one is made of come out of it too.
  const heard = (tag, seen = new Set()) => {
    if (seen.has(tag) || !facts.has(tag)) return [];
    seen.add(tag);
    return [...facts.get(tag).events, ...[...facts.get(tag).tags].flatMap((inner) => heard(inner, seen))];
  };
  return new Map([...facts].map(([tag, { tags: _, ...fact }]) => [tag, { ...fact, events: new Set(heard(tag)) }]));
}
