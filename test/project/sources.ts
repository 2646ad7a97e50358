// The text of the project as the compiler sees it.
import { posix } from 'node:path';
import ts from 'typescript';
import type { Source } from './files.js';

export type Import = {
  readonly from: string;
  /** Where in `from` it stands, for messages. */
  readonly line: number;
  /** `undefined` when the name of the module is computed. */
  readonly specifier: string | undefined;
  /** The names taken from it; `*` for all of them. */
  readonly names: readonly string[];
  /** `type` is gone after compiling, `lazy` is `import()`, `eager` runs when the file is loaded. */
  readonly when: 'type' | 'lazy' | 'eager';
};

const parsed = new WeakMap<Source, ts.SourceFile>();

export function parse(source: Source): ts.SourceFile {
  const known = parsed.get(source);
  if (known !== undefined) return known;
  const file = ts.createSourceFile(source.path, source.text, ts.ScriptTarget.Latest, true);
  parsed.set(source, file);
  return file;
}

/** Calls `visit` for every node of the file, parents first. */
export function walk(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node);
  node.forEachChild((child) => walk(child, visit));
}

export function lineOf(node: ts.Node): number {
  const file = node.getSourceFile();
  return file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1;
}

export function importsOf(source: Source): readonly Import[] {
  const found: Import[] = [];
  walk(parse(source), (node) => {
    const one = importAt(node);
    if (one !== undefined) found.push({ from: source.path, line: lineOf(node), ...one });
  });
  return found;
}

/** The path of the project's file that a relative import means, or `undefined` for a package or a builtin. */
export function targetOf(one: Import): string | undefined {
  if (one.specifier === undefined || !one.specifier.startsWith('.')) return undefined;
  return posix.join(posix.dirname(one.from), one.specifier);
}

/** `../plan/diff.js` means `diff.ts` in TypeScript: paths are compared without their ending. */
export function withoutEnding(path: string): string {
  return path.replace(/\.(c|m)?[jt]s$/, '');
}

type Found = Omit<Import, 'from' | 'line'>;

function importAt(node: ts.Node): Found | undefined {
  if (ts.isImportDeclaration(node))
    return declared(node.moduleSpecifier, namesOfImport(node.importClause), isTypeOnly(node));
  if (ts.isExportDeclaration(node) && node.moduleSpecifier !== undefined) {
    return declared(node.moduleSpecifier, ['*'], node.isTypeOnly);
  }
  if (ts.isImportTypeNode(node)) return declared(literalOf(node.argument), ['*'], true);
  if (!ts.isCallExpression(node)) return undefined;
  const isRequire = ts.isIdentifier(node.expression) && node.expression.text === 'require';
  if (!isRequire && node.expression.kind !== ts.SyntaxKind.ImportKeyword) return undefined;
  return { specifier: textOf(node.arguments[0]), names: ['*'], when: isRequire ? 'eager' : 'lazy' };
}

function declared(module: ts.Node | undefined, names: readonly string[], typeOnly: boolean): Found {
  return { specifier: textOf(module), names, when: typeOnly ? 'type' : 'eager' };
}

function textOf(node: ts.Node | undefined): string | undefined {
  return node !== undefined && ts.isStringLiteralLike(node) ? node.text : undefined;
}

function literalOf(node: ts.TypeNode): ts.Node | undefined {
  return ts.isLiteralTypeNode(node) ? node.literal : undefined;
}

/** Also `import { type A, type B }`: with verbatimModuleSyntax it leaves a bare import, but nothing is taken from it. */
function isTypeOnly(node: ts.ImportDeclaration): boolean {
  const clause = node.importClause;
  return clause?.phaseModifier === ts.SyntaxKind.TypeKeyword;
}

function namesOfImport(clause: ts.ImportClause | undefined): readonly string[] {
  if (clause === undefined) return [];
  const { name, namedBindings } = clause;
  const bindings =
    namedBindings === undefined
      ? []
      : ts.isNamespaceImport(namedBindings)
        ? ['*']
        : namedBindings.elements.map((element) => (element.propertyName ?? element.name).text);
  return name === undefined ? bindings : ['default', ...bindings];
}
