// What the text of a file may not use: the world in the pure folders, the console below the command line, code from data anywhere.
import ts from 'typescript';
import type { Source } from './files.js';
import { importsOf, lineOf, parse, walk } from './sources.js';

const pureFolders = ['model', 'config', 'access', 'plan', 'render', 'edit'];
const mayPrint = ['cli', 'action'];

/** Globals that reach the world, by which a pure function would give another answer tomorrow or elsewhere. */
const worldly = [
  'process',
  'fetch',
  'performance',
  'crypto',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'WebSocket',
  'navigator',
];

/** The modules that run code or programs, and the files that have a reason to import one of them. */
const runsCode = /^(node:)?(vm|child_process|worker_threads|cluster|inspector|repl|module)(\/|$)/;
export const mayRunPrograms: Readonly<Record<string, readonly string[]>> = {
  // `plan --base` asks git for the files of a revision.
  'src/run/base-files.ts': ['node:child_process'],
  // The ledger on a branch is kept by git itself.
  'src/ledger/git-commands.ts': ['node:child_process'],
};

/** Each as `file:line says what is wrong`. */
export function impurities(sources: readonly Source[]): readonly string[] {
  return sources.flatMap((source) => [...worldlyUses(source), ...printing(source), ...codeFromData(source)]);
}

function worldlyUses(source: Source): readonly string[] {
  if (!isIn(source, pureFolders)) return [];
  return findings(source, (node) => {
    if (isMethod(node, 'Date', 'now')) return 'reads the clock';
    if (isMethod(node, 'Math', 'random')) return 'asks for chance';
    if (ts.isNewExpression(node) && isNamed(node.expression, 'Date') && (node.arguments ?? []).length === 0) {
      return 'reads the clock';
    }
    if (ts.isCallExpression(node) && isNamed(node.expression, 'Date')) return 'reads the clock';
    if (isGlobal(node, [...worldly, 'globalThis', 'global'])) return `reaches the world through ${node.getText()}`;
    return undefined;
  });
}

function printing(source: Source): readonly string[] {
  if (isIn(source, mayPrint)) return [];
  return findings(source, (node) => {
    if (isGlobal(node, ['console'])) return 'prints';
    return isMethod(node, 'process', 'stdout') || isMethod(node, 'process', 'stderr') ? 'prints' : undefined;
  });
}

function codeFromData(source: Source): readonly string[] {
  const allowed = mayRunPrograms[source.path] ?? [];
  const imported = importsOf(source)
    .filter((one) => one.specifier === undefined || (runsCode.test(one.specifier) && !allowed.includes(one.specifier)))
    .map((one) => `${source.path}:${one.line} imports ${one.specifier ?? 'what it computes'}`);
  const evaluated = findings(source, (node) => {
    if (isGlobal(node, ['eval', 'Function'])) return `uses ${node.getText()}`;
    if (isMethod(node, 'process', 'binding') || isMethod(node, 'process', 'dlopen')) return 'loads native code';
    return isConstructorCall(node) ? 'calls a constructor found on a value' : undefined;
  });
  return [...imported, ...evaluated];
}

function findings(source: Source, look: (node: ts.Node) => string | undefined): readonly string[] {
  const found: string[] = [];
  walk(parse(source), (node) => {
    const what = look(node);
    if (what !== undefined) found.push(`${source.path}:${lineOf(node)} ${what}`);
  });
  return found;
}

function isIn(source: Source, folders: readonly string[]): boolean {
  return folders.some((folder) => source.path.startsWith(`src/${folder}/`));
}

function isNamed(node: ts.Node, name: string): boolean {
  return ts.isIdentifier(node) && node.text === name;
}

function isMethod(node: ts.Node, owner: string, name: string): boolean {
  return ts.isPropertyAccessExpression(node) && isNamed(node.expression, owner) && node.name.text === name;
}

/** `(…).constructor('code')()` is `Function` by another name. */
function isConstructorCall(node: ts.Node): boolean {
  if (!ts.isCallExpression(node) && !ts.isNewExpression(node)) return false;
  return ts.isPropertyAccessExpression(node.expression) && node.expression.name.text === 'constructor';
}

/** A use of the global of that name: not a property, a key, a type, or something declared under it. */
function isGlobal(node: ts.Node, names: readonly string[]): boolean {
  if (!ts.isIdentifier(node) || !names.includes(node.text)) return false;
  const { parent } = node;
  if (ts.isShorthandPropertyAssignment(parent)) return true;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (ts.isTypeNode(parent) || ts.isQualifiedName(parent)) return false;
  return !isRole(parent, 'name', node) && !isRole(parent, 'propertyName', node);
}

function isRole(parent: ts.Node, role: string, node: ts.Node): boolean {
  return Reflect.get(parent, role) === node;
}
