// How long files and functions are: in every large project the one function that outgrew the rest is the orchestrating one.
import ts from 'typescript';
import type { Source } from './files.js';
import { lineOf, parse, walk } from './sources.js';

export function longFiles(sources: readonly Source[], limit: number): readonly string[] {
  return sources
    .map((source) => ({ path: source.path, lines: source.text.replace(/\n$/, '').split('\n').length }))
    .filter((file) => file.lines > limit)
    .map((file) => `${file.path} has ${file.lines} lines`);
}

/** Counted from the function's first word to its closing brace, with the functions inside it. */
export function longFunctions(sources: readonly Source[], limit: number): readonly string[] {
  return sources.flatMap((source) => {
    const found: string[] = [];
    walk(parse(source), (node) => {
      const lines = ts.isFunctionLike(node) ? linesOf(node) : 0;
      if (lines > limit) found.push(`${source.path}:${lineOf(node)} is a function of ${lines} lines`);
    });
    return found;
  });
}

function linesOf(node: ts.Node): number {
  const file = node.getSourceFile();
  return file.getLineAndCharacterOfPosition(node.getEnd()).line + 2 - lineOf(node);
}
