import pico from 'picocolors';
import { type Face, faceWidth, type Paint } from '../render/index.js';
import type { Flags } from './flags.js';
import type { Io, Stream } from './io.js';

/** How text for this stream has to look. */
export function faceOf(stream: Stream, { env }: Pick<Io, 'env'>, flags: Flags): Face {
  const isColoured = stream.isTerminal && !flags.has('no-color') && !env.NO_COLOR && env.TERM !== 'dumb';
  return {
    width: faceWidth(stream.columns),
    ascii: flags.has('ascii') || (stream.isTerminal && !showsUnicode(env)),
    verbose: flags.has('verbose'),
    colours: isColoured ? colours() : undefined,
  };
}

/** A terminal that says nothing of its characters is taken to know UTF-8. */
function showsUnicode(env: Io['env']): boolean {
  const locale = env.LC_ALL || env.LC_CTYPE || env.LANG || '';
  return locale === '' || /utf-?8/i.test(locale);
}

function colours(): Paint {
  const { bold, dim, red, green, yellow, cyan, blue } = pico.createColors(true);
  return {
    bold,
    dim,
    red,
    green,
    yellow,
    cyan,
    blue,
    boldRed: (text) => bold(red(text)),
    boldYellow: (text) => bold(yellow(text)),
  };
}
