// npm run manifest: what the elements are to a page, from their doc comments, in packages/elements/dist:
// custom-elements.json for tools and catalogues, html-custom-data.json for VS Code.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { create, ts } from '@custom-elements-manifest/analyzer';
import { litPlugin } from '@custom-elements-manifest/analyzer/src/features/framework-plugins/lit/lit.js';
import { eventNames } from './element-facts.mjs';
import { root } from './setup.mjs';

const folder = join(root, 'packages/elements');

function sourcesIn(path) {
  return readdirSync(path, { recursive: true })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => file.endsWith('.ts') && !/\.test\.ts$|(^|\/)testing\//.test(file))
    .sort();
}

const parse = (path, text) => ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true);

/** `CallType` → `'audio' | 'video'`: tools want the values. */
function literalUnions() {
  const unions = new Map();
  const isLiterals = (node) => ts.isUnionTypeNode(node) && node.types.every((type) => ts.isLiteralTypeNode(type) && ts.isStringLiteral(type.literal));
  for (const name of ['core', 'elements']) {
    const path = join(root, 'packages', name, 'src');
    for (const file of sourcesIn(path)) {
      for (const node of parse(file, readFileSync(join(path, file), 'utf8')).statements) {
        if (ts.isTypeAliasDeclaration(node) && isLiterals(node.type)) unions.set(node.name.text, node.type.types.map((type) => type.getText()).join(' | '));
      }
    }
  }
  return unions;
}

/** The text of `@attr`, which the analyzer replaces by that of the property. */
function attributeTexts(modules) {
  const texts = new Map();
  for (const { statements } of modules) {
    for (const node of statements.filter(ts.isClassDeclaration)) {
      const comment = ts.getJSDocCommentsAndTags(node).map((doc) => doc.getText()).join('\n');
      const tags = comment.matchAll(/@attr\s+(?:\{[^}]*\}\s+)?([\w-]+)\s+-\s+([\s\S]*?)(?=\n\s*\*\s*@|\*\/)/g);
      texts.set(node.name.text, new Map([...tags].map(([, name, text]) => [name, text.replace(/\s*\n\s*\*\s*/g, ' ').trim()])));
    }
  }
  return texts;
}

const isPublic = ({ name, privacy, static: isStatic }) => !name.startsWith('#') && (privacy ?? 'public') === 'public' && !isStatic;

/** `'local'` → `local`, `15_000` → `15000`: what stands in an attribute. */
const plainDefault = (text) => text?.replace(/^(['"])(.*)\1$/, '$2').replace(/(?<=\d)_(?=\d)/g, '');

/** `string | undefined` → `string`: an attribute that is not there is undefined. */
const plainType = (text, unions) => {
  const name = text?.replace(/\s*\|\s*undefined$/, '');
  return unions.get(name) ?? name;
};

/** A class as a page sees it: nothing hidden, and no noise of the analyzer (attributes of inner state, events it guessed). */
function tidy(declaration, { unions, events, texts }) {
  const { members = [], attributes = [], slots, cssParts, cssProperties, cssStates } = declaration;
  const shown = members.filter(isPublic).map((member) => (member.type ? { ...member, type: { text: plainType(member.type.text, unions) } } : member));
  const hidden = new Set(members.filter((member) => !isPublic(member)).map(({ name }) => name));
  declaration.members = shown;
  declaration.attributes = attributes
    .filter(({ fieldName }) => !hidden.has(fieldName))
    .map((attribute) => {
      const description = texts.get(attribute.inheritedFrom?.name ?? declaration.name)?.get(attribute.name) ?? attribute.description;
      return { ...attribute, description, default: plainDefault(attribute.default), type: { text: plainType(attribute.type?.text, unions) ?? 'boolean' } };
    });
  declaration.events = (declaration.events ?? []).filter(({ name }) => events.has(name)).map((event) => ({ ...event, type: { text: events.get(event.name) } }));
  for (const { fieldName, description } of declaration.attributes) {
    const field = shown.find(({ name }) => name === fieldName);
    if (field) field.description ??= description;
  }
  for (const [key, list] of Object.entries({ slots, cssParts, cssProperties, cssStates })) if (list?.length === 0) delete declaration[key];
}

/** The elements and the classes that they come from. Of the rest of the package tools have the types. */
function documented(classes) {
  const byName = new Map(classes.map((declaration) => [declaration.name, declaration]));
  const wanted = new Set();
  for (const element of classes.filter(({ tagName }) => tagName)) {
    for (let next = element; next; next = byName.get(next.superclass?.name)) wanted.add(next);
  }
  return wanted;
}

const builtPath = (path) => path.replace(/^\/?src\//, 'dist/').replace(/\.ts$/, '.js');

/** The paths of sources, as the package is loaded. */
function onBuiltFiles(manifest) {
  return JSON.parse(JSON.stringify(manifest), (key, value) => ((key === 'path' || key === 'module') && typeof value === 'string' ? builtPath(value) : value));
}

/** The manifest. `edit` sees every source first, as in `elementFacts`. */
export function readManifest({ edit = (_path, text) => text } = {}) {
  const src = join(folder, 'src');
  const modules = sourcesIn(src).map((file) => parse(`src/${file}`, edit(file, readFileSync(join(src, file), 'utf8'))));
  const manifest = create({ modules, plugins: litPlugin(), context: { dev: false } });
  const facts = { unions: literalUnions(), events: new Map([...eventNames()].map(([type, name]) => [name, type])), texts: attributeTexts(modules) };
  const wanted = documented(manifest.modules.flatMap(({ declarations }) => declarations ?? []));
  for (const declaration of wanted) tidy(declaration, facts);
  for (const module of manifest.modules) {
    module.declarations = (module.declarations ?? []).filter((declaration) => wanted.has(declaration));
    const names = new Set(module.declarations.map(({ name }) => name));
    module.exports = (module.exports ?? []).filter(({ declaration }) => names.has(declaration?.name));
    for (const { name, tagName } of module.declarations) {
      if (tagName) module.exports.push({ kind: 'custom-element-definition', name: tagName, declaration: { name, module: module.path } });
    }
  }
  return onBuiltFiles({ ...manifest, readme: 'README.md', modules: manifest.modules.filter(({ declarations }) => declarations.length > 0) });
}

/** By tag: what the manifest says of it. */
export const elementsOf = (manifest) => new Map(manifest.modules.flatMap(({ declarations }) => declarations).filter(({ tagName }) => tagName).map((element) => [element.tagName, element]));

const valuesOf = (type) => [...type.matchAll(/'([^']*)'/g)].map(([, name]) => ({ name }));

/** The same for VS Code: tags, attributes, and their values. */
export function htmlData(manifest) {
  const attributeData = ({ name, description, type }) => ({ name, description, ...(type.text === 'boolean' ? { valueSet: 'v' } : { values: valuesOf(type.text) }) });
  const tags = [...elementsOf(manifest)].map(([name, { description, attributes }]) => ({ name, description, attributes: attributes.map(attributeData) }));
  return { version: 1.1, tags };
}

export function writeManifest() {
  const dist = join(folder, 'dist');
  const manifest = readManifest();
  mkdirSync(dist, { recursive: true });
  for (const [file, content] of [['custom-elements.json', manifest], ['html-custom-data.json', htmlData(manifest)]]) {
    writeFileSync(join(dist, file), `${JSON.stringify(content, null, 2)}\n`);
    console.log(`packages/elements/dist/${file}`);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeManifest();
