import type { Ledger } from '../../ledger/index.js';
import type { PingReport, Settings } from '../../model/index.js';
import { jsonText } from '../../render/index.js';
import { isEnoughToPlan, type PingFacts, renderPing, renderShapes } from '../../render/ping.js';
import { settingsAlone } from '../../run/settings-alone.js';
import { type Directory, directoryOf } from '../directories.js';
import { faceOf } from '../face-of.js';
import { Failure } from '../failure.js';
import { type ExitCode, formatOf, type Invocation, print } from '../invocation.js';
import { openAccount, openRingover } from '../open-account.js';
import { openLedgerIfAny } from '../open-ledger.js';
import { invalidSection } from './validate.js';

/** What the key of an account is shown. Reads only, and needs nothing of the files but ringctl.yaml. */
export async function ping(invocation: Invocation): Promise<ExitCode> {
  const directory = directoryOf(invocation, invocation.args[0] ?? '.');
  const checked = await settingsAlone(directory.path);
  if (!checked.ok) return (await invalidSection(invocation, directory, checked.diagnostics)).code;
  const asked = { invocation, directory, settings: checked.value };
  return invocation.flags.has('shapes') ? tellShapes(asked) : tellPing(asked);
}

interface Asked {
  readonly invocation: Invocation;
  readonly directory: Directory;
  readonly settings: Settings;
}

async function tellPing(asked: Asked): Promise<ExitCode> {
  const { invocation, settings } = asked;
  const { provider, account } = settings;
  const report = await pinged(asked);
  const isEnough = isEnoughToPlan(report);
  if (formatOf(invocation) === 'json')
    print(
      invocation,
      jsonText({
        formatVersion: 1,
        account,
        provider: provider.kind,
        isEnoughToPlan: isEnough,
        ...shown(report, invocation),
      }),
    );
  else
    print(
      invocation,
      renderPing(report, await factsOf(asked), faceOf(invocation.io.stdout, invocation.io, invocation.flags)),
    );
  return isEnough ? 0 : 8;
}

async function pinged({ invocation, directory, settings }: Asked): Promise<PingReport> {
  const { provider, account } = settings;
  if (provider.kind === 'ringover') return (await openRingover(account, provider, invocation)).ping();
  const opened = await openAccount(invocation)(settings, directory.path);
  try {
    const { teamId, teamName, actingAs, superAdmin } = await opened.account.identity();
    return { of: 'embedded', url: provider.url, team: { id: teamId, name: teamName }, actingAs, superAdmin };
  } finally {
    opened.close();
  }
}

const isMasked = ({ flags }: Invocation): boolean => flags.has('mask-personal-data');

/** Whoever owns the key is the only person in it. */
function shown(report: PingReport, invocation: Invocation): PingReport {
  if (!isMasked(invocation)) return report;
  return report.of === 'embedded' ? { ...report, actingAs: undefined } : { ...report, owner: undefined };
}

async function factsOf({ invocation, directory, settings }: Asked): Promise<PingFacts> {
  const { provider } = settings;
  const ledger = await openLedgerIfAny(invocation)(settings, directory.path);
  const lastGood = await peopleIn(ledger).finally(() => ledger?.close());
  const { team, verified } = provider.kind === 'ringover' ? provider : { team: undefined, verified: undefined };
  return { team, verified, lastGood, personName: isMasked(invocation) ? undefined : (name) => name };
}

const peopleIn = async (ledger: Ledger | undefined): Promise<number | undefined> => (await ledger?.lastGood())?.users;

async function tellShapes({ invocation, settings }: Asked): Promise<ExitCode> {
  const { provider, account } = settings;
  if (provider.kind !== 'ringover')
    throw new Failure('The embedded account speaks the API of ringctl itself: its shapes are known.', {
      hint: '--shapes compares the real service with what ringctl expects of it.',
    });
  const routes = await (await openRingover(account, provider, invocation)).shapes();
  if (formatOf(invocation) === 'json') print(invocation, jsonText({ formatVersion: 1, account, routes }));
  else print(invocation, renderShapes(routes, faceOf(invocation.io.stdout, invocation.io, invocation.flags)));
  // A key that is refused everywhere was told nothing.
  return routes.some(({ fields }) => Object.keys(fields).length > 0) ? 0 : 8;
}
