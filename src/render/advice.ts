import { type Face, finish, sentenceFor } from './face.js';
import { styled, wrap } from './layout.js';
import { count } from './words.js';

/** One finding on the settings of a repository. */
export interface ShownAdvice {
  readonly state: 'good' | 'weak' | 'unknown';
  readonly message: string;
  readonly remedy?: string;
}

/** What is weak first, with what to do; what is not known next; what is good as a number, or all of it when asked. */
export function renderAdvice(repository: string, advice: readonly ShownAdvice[], face: Face): string {
  const of = (state: ShownAdvice['state']) => advice.filter((one) => one.state === state);
  const [weak, unknown, good] = [of('weak'), of('unknown'), of('good')];
  const head =
    weak.length === 0
      ? 'nothing is weaker than recommended'
      : `${count(weak.length, 'thing is', 'things are')} weaker than recommended`;
  return finish(
    [
      styled('bold', `${sentenceFor(face)(repository)}: ${head}.`),
      ...section('weak', weak, face),
      ...section('not known', unknown, face),
      ...(face.verbose ? section('good', good, face) : []),
      '',
      ...wrap(
        `${count(good.length, 'thing is', 'things are')} as recommended.${unknown.length > 0 ? ' What is not known can be read with a token of an administrator.' : ''}`,
        { width: face.width, indent: 0 },
      ),
    ],
    face,
  );
}

function section(word: string, advice: readonly ShownAdvice[], face: Face): readonly string[] {
  const show = sentenceFor(face);
  return advice.flatMap(({ message, remedy }) => [
    '',
    ...wrap(`${word}: ${show(message)}`, { width: face.width, indent: 2 }),
    ...(remedy && word !== 'good' ? wrap(`  ${show(remedy)}`, { width: face.width, indent: 2 }) : []),
  ]);
}
