import { appendFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Diagnostic } from '../model/index.js';
import { inert, inertSentence, jsonText, renderWorkflowCommands, workflowData } from '../render/index.js';
import { ActionFailure, type World } from './world.js';

/** What a job leaves behind: lines of its log, outputs for later steps, a summary and files. */
export interface Outputs {
  /** A line of ours; what others wrote in it has been made inert, or is made so here. */
  readonly say: (sentence: string) => void;
  readonly warn: (sentence: string) => void;
  readonly fail: (sentence: string, hint?: string) => void;
  /** Beside the lines of the files, where no check can be written. */
  readonly annotate: (diagnostics: readonly Diagnostic[], prefix: string) => void;
  readonly hide: (secret: string) => void;
  readonly set: (name: string, value: string) => Promise<void>;
  readonly summarise: (markdown: string) => Promise<void>;
  /** A file outside of the checkout. Answers its path. */
  readonly keep: (name: string, document: unknown) => Promise<string>;
}

/** GitHub takes 1 MiB of one step and shows nothing of more. */
const LONGEST_SUMMARY = 1_000_000;
const NO_ROOM = '**The rest does not fit into this summary.** The comments and the log have it.\n';

export function outputsOf({ env, write, token }: Pick<World, 'env' | 'write' | 'token'>): Outputs {
  const line = (text: string) => write(`${text}\n`);
  return {
    say: (sentence) => line(shown(sentence)),
    warn: (sentence) => line(`::warning::${workflowData(shown(sentence))}`),
    fail: (sentence, hint) =>
      line(`::error::${workflowData([sentence, ...(hint === undefined ? [] : [hint])].map(shown).join('\n'))}`),
    annotate: (diagnostics, prefix) => write(renderWorkflowCommands(diagnostics, prefix)),
    hide: (secret) => line(`::add-mask::${workflowData(secret)}`),
    set: async (name, value) => {
      if (!/^[a-z][a-z-]*$/.test(name)) throw new RangeError('An output has a name of ours.');
      // Nobody can end a value early who cannot foresee how it ends.
      const end = `ringctl-${token()}`;
      if (value.includes(end)) throw new ActionFailure('A value holds the mark that ends it.');
      if (env.GITHUB_OUTPUT) await appendFile(env.GITHUB_OUTPUT, `${name}<<${end}\n${value}\n${end}\n`);
    },
    summarise: async (markdown) => {
      const file = env.GITHUB_STEP_SUMMARY;
      if (!file) return;
      const there = await readFile(file, 'utf8').catch(() => '');
      const isFull = there.endsWith(NO_ROOM);
      const hasRoom = Buffer.byteLength(there) + Buffer.byteLength(markdown) < LONGEST_SUMMARY;
      if (!isFull) await appendFile(file, hasRoom ? `${markdown}\n` : NO_ROOM);
    },
    keep: async (name, document) => {
      const folder = join(env.RUNNER_TEMP ?? '.', 'ringctl');
      await mkdir(folder, { recursive: true });
      const path = join(folder, name);
      await writeFile(path, jsonText(document), { mode: 0o600 });
      return path;
    },
  };
}

/** Never a command, whatever stands in it and wherever it begins. */
const shown = (sentence: string): string => inertSentence(sentence).replace(/^::/, (colons) => inert(colons));
