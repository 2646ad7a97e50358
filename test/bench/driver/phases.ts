// Arguments: an account directory, and how far to go: parse, schema or all. Prints the CPU milliseconds of each phase of a plan, in a process
// that has done nothing before, and those of the headline, which are in the plan and in rendering it. Parsing and schema are parts of what readConfig does, so they are measured by themselves.

import { join } from 'node:path';
import { NO_CONDITIONS } from '../../../src/access/condition.js';
import { sandboxAccount } from '../../../src/account/sandbox/index.js';
import { personNames } from '../../../src/cli/people.js';
import type { AccountFiles } from '../../../src/config/account-files.js';
import { readDocument } from '../../../src/config/document.js';
import { accountFile } from '../../../src/config/generated/validators.js';
import { readConfig } from '../../../src/config/read-config.js';
import { PLAIN, renderPlan } from '../../../src/render/index.js';
import { readAccountFiles } from '../../../src/run/account-files.js';
import { planned } from '../../../src/run/plan.js';
import { openSandbox } from '../../../src/sandbox/index.js';
import { cpuMs, spentInTimed } from './timed.js';

const spent: Record<string, number> = {};

async function phase<T>(name: string, work: () => T | Promise<T>): Promise<T> {
  const before = cpuMs();
  const result = await work();
  spent[name] = cpuMs() - before;
  return result;
}

async function main(dir: string, until: string): Promise<void> {
  spent.start = cpuMs();
  const files = await phase('files', () => readAccountFiles(dir));
  if (until === 'all') await planPhases(dir, files);
  else {
    const documents = await phase('parse', () => files.files.map(readDocument));
    if (until === 'schema') await phase('schema', () => documents.map(({ value }) => accountFile(value)));
  }
  console.log(JSON.stringify(spent));
}

async function planPhases(dir: string, files: AccountFiles): Promise<void> {
  const now = () => new Date('2026-06-01T12:00:00Z');
  const config = await phase('config', () => readConfig(files));
  if (!config.ok) throw new Error(`the files are not valid: ${JSON.stringify(config.diagnostics.slice(0, 3))}`);
  const sandbox = await phase('open', () => openSandbox(join(dir, '.ringctl', 'sandbox.db')));
  const live = await phase('read', () =>
    sandboxAccount({ fetch: sandbox.fetch, baseUrl: 'http://embedded.account', key: sandbox.keyFor(), now }).read(),
  );
  const request = {
    dir,
    now: now(),
    tool: { name: 'bench', version: '1' },
    at: undefined,
    targets: [],
    excludes: [],
    allowDelete: false,
  };
  const { plan } = await phase('plan', () =>
    planned({ files: { ...config, conditions: NO_CONDITIONS }, live, request }),
  );
  const { desired } = config.value;
  const facts = {
    files: files.files.length,
    people: live.state.users.size,
    personName: personNames({ desired, live }),
  };
  await phase('render', () => renderPlan(plan, facts, PLAIN));
  spent.headline = spentInTimed.ms;
  sandbox.close();
}

void main(process.argv[2] ?? '', process.argv[3] ?? 'all');
