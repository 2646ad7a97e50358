import type { FlagSpec } from './flags.js';

export const DIR = { name: '[DIR]', summary: 'account directory (default: here)' };
export const DIRS = { name: '[DIR...]', summary: 'account directories (default: here)' };

export const TARGETS: readonly FlagSpec[] = [
  {
    name: 'target',
    value: 'KEY',
    isMany: true,
    summary: 'only this resource, and what it needs, such as user:ada@acme.example (may be repeated)',
  },
  { name: 'exclude', value: 'KEY', isMany: true, summary: 'without this resource (may be repeated)' },
];
export const ALLOW_DELETE: FlagSpec = {
  name: 'allow-delete',
  summary: 'people with ensure: absent are deleted, with their recordings, not archived',
  isTypedOnly: true,
};
