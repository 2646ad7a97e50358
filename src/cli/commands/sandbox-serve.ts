import { resolve } from 'node:path';
import { inert, jsonText } from '../../render/index.js';
import { openSandbox, type Sandbox, seedSandbox } from '../../sandbox/index.js';
import { type Served, serveSandbox } from '../../sandbox/server/serve.js';
import { directoryOf } from '../directories.js';
import { Failure } from '../failure.js';
import { type ExitCode, formatOf, type Invocation, print } from '../invocation.js';
import { prepareStore } from '../open-account.js';
import { rateOf } from '../rate.js';
import { embedded, seedName, storePath } from './sandbox.js';

const DEFAULT_PORT = 8080;

/** Until it is interrupted, which is how it ends well. */
export async function serve(invocation: Invocation): Promise<ExitCode> {
  const { flags, io } = invocation;
  const directory = directoryOf(invocation, invocation.args[0] ?? '.');
  const port = portGiven(flags.text('port'));
  const rate = rateOf(flags.text('rate') ?? 'none');
  const given = flags.text('store');
  const store = given === undefined ? await storePath(invocation, directory) : resolve(invocation.base, given);
  if (store === undefined) return 3;
  if (flags.has('seed')) {
    await prepareStore(store, directory.path);
    await embedded(() => seedSandbox(store, seedName(flags.text('seed'))));
  }
  const sandbox = await embedded(() => openSandbox(store, { clock: io.now }));
  try {
    const keys = await embedded(async () => keysOf(sandbox));
    const served = await serveSandbox({ sandbox, port, rate, clock: io.now }).catch(taken(port));
    const interrupted = new Promise<void>((stop) => io.onInterrupt(stop));
    const access = accessOf(keys, served);
    print(invocation, formatOf(invocation) === 'json' ? jsonText(access) : told(access, rate));
    await interrupted;
    await served.stop();
    return 0;
  } finally {
    sandbox.close();
  }
}

function portGiven(text: string | undefined): number {
  if (text === undefined) return DEFAULT_PORT;
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw new Failure(`--port is "${text}", and that is no port.`, {
    hint: 'Write a number up to 65535; 0 takes a free one.',
  });
}

const taken =
  (port: number) =>
  (cause: unknown): never => {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
    if (code !== 'EADDRINUSE' && code !== 'EACCES') throw cause;
    throw new Failure(
      `Port ${port} cannot be used: ${code === 'EACCES' ? 'it is reserved' : 'something listens on it'}.`,
      {
        hint: 'Choose another one with --port; 0 takes a free one.',
        cause,
      },
    );
  };

interface Access {
  readonly url: string;
  readonly dashboard: string;
  readonly publicApi: string;
  readonly fullApi: string;
  readonly keys: { readonly [kind in 'all rights' | 'read-only' | 'monitoring off']: string };
  readonly adminToken: string;
}

const keysOf = (sandbox: Sandbox): Access['keys'] => ({
  'all rights': sandbox.keyFor(),
  'read-only': sandbox.keyFor(undefined, 'read-only'),
  'monitoring off': sandbox.keyFor(undefined, 'monitoring off'),
});

function accessOf(keys: Access['keys'], { url, adminToken }: Served): Access {
  return {
    url,
    dashboard: `${url}/`,
    publicApi: `${url}/v2`,
    fullApi: `${url}/full/v1`,
    keys,
    adminToken,
  };
}

function told({ url, dashboard, publicApi, fullApi, keys, adminToken }: Access, rate: number | undefined): string {
  const lines = [
    `The embedded account is served on this machine until Ctrl-C${rate === undefined ? '' : `, ${rate} requests a second for each key`}.`,
    '',
    `  dashboard       ${dashboard}`,
    `  public API v2   ${publicApi}`,
    `  full API        ${fullApi}`,
    '',
    'API keys of the superadministrator, in the header Authorization:',
    ...Object.entries(keys).map(([kind, key]) => `  ${kind.padEnd(15)} ${key}`),
    '',
    'To point ringctl at it, in ringctl.yaml:',
    `  provider: { kind: sandbox, url: "${inert(url)}" }`,
    'and in the environment:',
    `  RINGOVER_API_KEY=${keys['all rights']}`,
    '',
    `Faults for tests: PUT ${url}/admin/faults, with the token ${adminToken}`,
  ];
  return `${lines.join('\n')}\n`;
}
