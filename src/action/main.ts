/** The step of a workflow itself, and the only file of the Action that runs on import. */
import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { setTimeout as forMs } from 'node:timers/promises';
import { action } from './action.js';
import { gitCredentials } from './git-credentials.js';

// Git is run as a program of its own, and gets the token of the job by its environment alone.
Object.assign(process.env, gitCredentials(process.env));

void action({
  env: process.env,
  cwd: process.cwd(),
  fetch: (request) => fetch(request),
  now: () => new Date(),
  sleep: (ms, signal) => forMs(ms, undefined, { signal, ref: signal === undefined }).catch(() => {}),
  write: (text) => void process.stdout.write(text),
  token: () => randomBytes(16).toString('hex'),
  host: hostname(),
  pid: process.pid,
}).then((code) => {
  process.exitCode = code;
});
