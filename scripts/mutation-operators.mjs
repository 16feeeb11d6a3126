// What can be wrong with a line of the engine: every fault that is planted, one at a time.
import { parseAst } from 'vite';

const REASONS = ['localHangup', 'remoteHangup', 'localCancelled', 'remoteCancelled', 'localRejected', 'remoteRejected', 'callingTimeout', 'remoteCallingTimeout', 'remoteCallBusy', 'remoteOffline', 'unsupported', 'answeredElsewhere', 'connectTimeout', 'mediaFailed', 'signalLost', 'messageFailed'];
/** A word is mistaken for its neighbour. */
const GROUPS = [
  REASONS,
  ['calling', 'connecting', 'connected', 'ended'],
  ['outgoing', 'incoming'],
  ['kit', 'native', 'unknown'],
  ['audio', 'video'],
  ['microphone', 'camera'],
  ['cancel', 'hangup', 'reject'],
  ['accept', 'confirm', 'status'],
  ['ring', 'connect', 'reconnect', 'silence', 'videoWait'],
  ['deliver', 'ignore'],
  ['recall', 'busy'],
  ['yield', 'defer'],
  ['gone', 'remember'],
  ['asking', 'on', 'off', 'failed'],
  ['here', 'absent', 'quit', 'dropped'],
  ['openMedia', 'closeMedia'],
  ['remoteAccepted', 'localAccepted'],
];

const SWAPPED = { '&&': '||', '||': '&&', '===': '!==', '!==': '===', '<': '<=', '<=': '<', '>': '>=', '>=': '>', '+': '-', '-': '+' };

/**
 * Each fault as a piece of the source and what stands there instead; and, so that all of them can be in one text, the `whole` that this
 * is part of: an expression, a statement, or an argument.
 */
export function faultsIn(text) {
  const faults = [];
  const replace = (operator, piece, instead, whole = piece, kind = 'expression') => {
    const { start, end } = piece;
    const was = text.slice(start, end);
    if (was === instead) return;
    const broken = text.slice(whole.start, start) + instead + text.slice(end, whole.end);
    faults.push({ operator, start, end, was, instead, line: text.slice(0, start).split('\n').length, whole: { start: whole.start, end: whole.end, kind, broken } });
  };
  const visit = (node, parent) => {
    if (isTypeOnly(node)) return;
    OPERATORS[node.type]?.(node, parent, { text, replace });
    for (const value of Object.values(node)) for (const child of [value].flat()) if (typeof child?.type === 'string') visit(child, node);
  };
  visit(parseAst(text, { lang: 'ts' }), undefined);
  return faults;
}

/** The source with all of its faults in it; `__fault(id)` says whether it is the one that counts. */
export function withFaults(text, faults) {
  const scopes = new Map();
  for (const fault of faults) {
    const { start, end, kind } = fault.whole;
    const key = `${start} ${end} ${kind}`;
    scopes.set(key, { start, end, kind, faults: [...(scopes.get(key)?.faults ?? []), fault] });
  }
  // From outside to inside: an argument is around the expression in it.
  const outside = [...scopes.values()].toSorted((one, other) => one.start - other.start || other.end - one.end || (one.kind === 'argument' ? -1 : 1));
  const render = (start, end, inside) => {
    let result = '';
    let at = start;
    for (const [index, scope] of inside.entries()) {
      if (scope.start < at) continue;
      result += text.slice(at, scope.start) + WRAPPED[scope.kind](render(scope.start, scope.end, inside.slice(index + 1).filter((other) => other.end <= scope.end)), scope.faults);
      at = scope.end;
    }
    return result + text.slice(at, end);
  };
  return render(0, text.length, outside);
}

const WRAPPED = {
  expression: (inner, faults) => `(${faults.map(({ id, whole }) => `__fault(${id}) ? (${whole.broken}) : `).join('')}(${inner}))`,
  statement: (inner, [{ id }]) => `{ if (!__fault(${id})) ${inner} }`,
  return: (inner, [{ id }]) => `{ if (__fault(${id})) return; ${inner} }`,
  argument: (inner, [{ id }]) => `...(__fault(${id}) ? [] : [${inner}])`,
};

/** Types, and what is imported: nothing of it runs. Assertions have an expression in them, which does. */
function isTypeOnly({ type }) {
  const hasExpression = type === 'TSAsExpression' || type === 'TSNonNullExpression' || type === 'TSSatisfiesExpression';
  return type === 'ImportDeclaration' || type === 'ExportAllDeclaration' || (type.startsWith('TS') && !hasExpression);
}

const OPERATORS = {
  IfStatement: ({ test }, _parent, tools) => negate(test, tools),
  ConditionalExpression: ({ test }, _parent, tools) => negate(test, tools),
  WhileStatement: ({ test }, _parent, tools) => negate(test, tools),
  BinaryExpression: swapOperator,
  LogicalExpression(node, parent, tools) {
    swapOperator(node, parent, tools);
    if (node.operator === '??') tools.replace('no fallback', node, source(node.left, tools));
  },
  ExpressionStatement(node, _parent, { replace }) {
    if (node.expression.callee?.type !== 'Super') replace('drop the statement', node, ';', node, 'statement');
  },
  ReturnStatement(node, _parent, { replace }) {
    const call = node.argument?.type === 'UnaryExpression' && node.argument.operator === 'void' ? node.argument.argument : node.argument;
    if (call?.type === 'CallExpression') replace('drop the returned call', node, 'return;', node, 'return');
  },
  UnaryExpression(node, parent, tools) {
    // A condition is negated as a whole.
    if (node.operator === '!' && parent.test !== node) tools.replace('drop the negation', node, source(node.argument, tools));
  },
  Literal: inLiteral,
  CallExpression: inEffects,
};

const source = ({ start, end }, { text }) => text.slice(start, end);

function negate(test, tools) {
  // Swapping its operator is the same.
  if (test.operator === '===' || test.operator === '!==') return;
  const plain = test.type === 'UnaryExpression' && test.operator === '!';
  tools.replace('negate the condition', test, plain ? source(test.argument, tools) : `!(${source(test, tools)})`);
}

function swapOperator(node, _parent, { text, replace }) {
  const { left, operator, right } = node;
  const instead = SWAPPED[operator];
  // The sum of texts is a sentence.
  const isText = [left, right].some(({ type, value }) => type === 'TemplateLiteral' || typeof value === 'string');
  if (!instead || (operator === '+' && isText)) return;
  const start = left.end + text.slice(left.end, right.start).indexOf(operator);
  replace('swap the operator', { start, end: start + operator.length }, instead, node);
}

function inLiteral(node, parent, { replace }) {
  const { value } = node;
  if (typeof value === 'boolean') replace('the opposite', node, String(!value));
  if (typeof value === 'number') replace('another number', node, String(value === 0 ? 1 : value === 1 ? 0 : value * 10));
  if (typeof value !== 'string' || parent.type === 'SwitchCase' || (parent.type === 'Property' && parent.key === node)) return;
  const group = GROUPS.find((words) => words.includes(value));
  if (group) replace('another word', node, `'${group[(group.indexOf(value) + 1) % group.length]}'`);
}

/** `step.do(one, another)`: each of the effects alone is forgotten. */
function inEffects({ callee, arguments: effects }, _parent, { replace }) {
  if (callee.type !== 'MemberExpression' || callee.property.name !== 'do' || effects.length < 2) return;
  for (const effect of effects) replace('drop the effect', effect, '...[]', effect, 'argument');
}
