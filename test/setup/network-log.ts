// Around the whole run: every process of it, also those that tests start, carries the guard and notes what it refused.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export function setup(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'ringctl-network-'));
  const guard = fileURLToPath(new URL('network-guard.cjs', import.meta.url));
  process.env.NETWORK_GUARD_FOLDER = folder;
  process.env.NETWORK_GUARD_LOG = join(folder, 'run.log');
  process.env.NODE_OPTIONS = `${process.env.NODE_OPTIONS ?? ''} --require=${JSON.stringify(guard)}`.trim();
  return () => {
    const attempts = readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8'));
    rmSync(folder, { recursive: true, force: true });
    if (attempts.join('') !== '') throw new Error(`Something reached out of this machine:\n${attempts.join('')}`);
  };
}
