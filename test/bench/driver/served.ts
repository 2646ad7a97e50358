// Arguments: number of people, requests a second or `none`. Serves an account in memory until its parent goes away, and tells it where and how
// many requests were refused so far, whenever asked.
import { bigAccount, memorySandbox } from '../../../src/sandbox/index.js';
import { serveSandbox } from '../../../src/sandbox/server/serve.js';

async function main(people: number, rate: string): Promise<void> {
  const clock = () => new Date();
  const sandbox = await memorySandbox(bigAccount(people), { clock });
  const { url } = await serveSandbox({ sandbox, port: 0, rate: rate === 'none' ? undefined : Number(rate), clock });
  process.on('disconnect', () => process.exit());
  process.send?.({ url, key: sandbox.keyFor() });
}

void main(Number(process.argv[2]), process.argv[3] ?? 'none');
