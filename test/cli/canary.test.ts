import { expect, it } from 'vitest';
import { CANARY_ENV, expectNoKey, filesWithKeys, keysOf } from './canary.js';
import { emptyDirectory, run, write } from './world.js';

const KEY = CANARY_ENV.RINGOVER_API_KEY_CANARY;

it('every run of the command has a key in its environment, and all that it is given are looked for', () => {
  const cwd = write(emptyDirectory(), { 'key.txt': 'another-key-0123\n' });
  const env = { ...CANARY_ENV, RINGOVER_API_KEY_ACME_FILE: 'key.txt', RINGOVER_API_KEY: 'short', HOME: '/ada' };
  expect(keysOf(env, cwd)).toEqual([KEY, 'another-key-0123']);
});

it.each([
  ['as it is', KEY],
  ['cut off', KEY.slice(0, 20)],
  ['in an address', encodeURIComponent(KEY)],
  ['in Base64', Buffer.from(KEY).toString('base64')],
  ['in Base64 for addresses', Buffer.from(KEY).toString('base64url')],
  ['in hexadecimal', Buffer.from(KEY).toString('hex')],
])('a key is found %s, in what is printed and in a file', (_how, form) => {
  const cwd = emptyDirectory();
  const told = (text: string) => ({ texts: ['nothing', text], folder: cwd, before: new Set<string>() });
  expect(() => expectNoKey([KEY], told(`error: ${form}.`))).toThrow();
  expect(() => expectNoKey([KEY], told('error: [key].'))).not.toThrow();
  write(cwd, { 'below/run.log': `"${form}"` });
  expect(() => expectNoKey([KEY], told(''))).toThrow();
});

it('what a test puts into a file itself is no leak, and neither is what the embedded account keeps', async () => {
  const cwd = write(emptyDirectory(), { 'key.txt': `${KEY}\n`, '.ringctl/sandbox.db': `x${KEY}` });
  expect([...filesWithKeys([KEY], cwd)]).toEqual(['key.txt']);
  expect((await run(['version'], { cwd })).code).toBe(0);
});

it('a run that leaves its key behind fails its test', async () => {
  const cwd = emptyDirectory();
  const leaves = () => void write(cwd, { 'notes.txt': `key: ${KEY}` });
  await expect(run(['version'], { cwd, onStart: leaves })).rejects.toThrow();
});
