import { asciiLower, nameOf } from '../../model/index.js';
import { renderBaseline } from '../../render/baseline.js';
import { count, inert, jsonText, listed, moment } from '../../render/index.js';
import { type Baseline, type BaselineResult, type Confirmed, baseline as run } from '../../run/baseline.js';
import { directoryOf } from '../directories.js';
import { faceOf } from '../face-of.js';
import { Failure } from '../failure.js';
import { interruptsOf } from '../interrupt.js';
import { type ExitCode, formatOf, type Invocation, print } from '../invocation.js';
import { lockedFailure } from '../locked-failure.js';
import { lockRequest, openLedger } from '../open-ledger.js';
import { maskOf } from '../people.js';
import { shownPlan } from '../plan-output.js';
import { planRequest } from '../plan-request.js';
import { refused } from './pull.js';
import { peopleGiven } from './pull-table.js';

/** The files state what is already so. */
export async function baseline(invocation: Invocation): Promise<ExitCode> {
  const { args, flags, io } = invocation;
  mustBeNamed(invocation);
  const directory = directoryOf(invocation, args[0] ?? '.');
  const interrupts = interruptsOf(invocation);
  try {
    const result = await run({
      ...planRequest(invocation, directory),
      ...lockRequest(invocation),
      openLedger: openLedger(invocation),
      clock: io.now,
      signal: interrupts.signal,
      onStep: () => {},
      people: await peopleGiven(invocation),
      profiles: flags.list('profile'),
      users: flags.list('user'),
      confirm: (found) => confirm(invocation, found),
    });
    if (result.kind === 'invalid') return refused(invocation, directory, result.diagnostics);
    return tell(invocation, result, interrupts.signal.aborted);
  } finally {
    interrupts.end();
  }
}

/** Where nobody can be asked, everything that would be asked has to be said. */
function mustBeNamed({ flags, io }: Invocation): void {
  const as = flags.text('confirm-as');
  if (as !== undefined && !/^[^\s@]+@[^\s@]+$/.test(as))
    throw new Failure(`--confirm-as is "${as}", and that is no address.`, { hint: 'Name the person who looked.' });
  if (flags.has('auto-approve') && (as === undefined || flags.text('how') === undefined))
    throw new Failure('baseline --auto-approve needs --confirm-as and --how.', {
      hint: 'ringctl baseline --confirm-as EMAIL --how seen --auto-approve',
    });
  if (flags.has('auto-approve') || (io.ask && flags.text('format') !== 'json')) return;
  throw new Failure('Nobody is there to confirm it.', {
    hint: 'ringctl baseline --confirm-as EMAIL --how seen --auto-approve',
  });
}

async function confirm(invocation: Invocation, found: Baseline): Promise<Confirmed | undefined> {
  const { flags, io, log } = invocation;
  log.settle();
  const how = flags.text('how') === 'trusted' ? 'trusted' : 'seen';
  const as = flags.text('confirm-as');
  const confirmed: Confirmed = { by: as === undefined ? lockRequest(invocation).holder.by : asciiLower(as), how };
  show(invocation, found);
  if (flags.has('auto-approve')) return confirmed;
  const said =
    how === 'seen'
      ? 'I looked at each of these on the dashboard, and it is so'
      : 'I did not look at all of these, and take them for right';
  const answer = await io.ask?.(`${said}, ${inert(confirmed.by)}. Type yes: `);
  return answer?.trim() === 'yes' ? confirmed : undefined;
}

function show(invocation: Invocation, { planned, sheets, listed: people, told, labels, fields }: Baseline): void {
  const { flags, io } = invocation;
  if (formatOf(invocation) === 'json') return;
  const { facts } = shownPlan(invocation, planned);
  const names = {
    account: planned.plan.account,
    fields,
    labels,
    listed: people,
    told,
    personName: facts.personName ?? String,
  };
  const text = renderBaseline(sheets, names, faceOf(io.stdout, io, flags));
  const { desired } = planned.config;
  const mask = maskOf(invocation, planned.plan.account, { desired, live: planned.live });
  print(invocation, `${mask ? mask.text(text) : text}\n`);
}

function tell(
  invocation: Invocation,
  result: Exclude<BaselineResult, { kind: 'invalid' }>,
  isAborted: boolean,
): ExitCode {
  const isJson = formatOf(invocation) === 'json';
  switch (result.kind) {
    case 'locked':
      throw lockedFailure(result.by);
    case 'unknown':
      throw new Failure(`Nothing is left to confirm of ${listed(result.names.map(inert))}.`, {
        hint: 'The account does not have it, the files state nothing of it, or the service shows it. Profiles are named as in the account.',
      });
    case 'nothing':
      if (isJson) print(invocation, jsonText({ formatVersion: 1, result: 'nothing', fields: 0 }));
      else print(invocation, 'Nothing to confirm: the service shows all that the files state.\n');
      return 0;
    case 'declined':
      if (!isJson) print(invocation, 'Nothing was recorded.\n');
      return isAborted ? 130 : 1;
    case 'recorded':
      return tellRecorded(invocation, result);
    default:
      return result satisfies never;
  }
}

function tellRecorded(invocation: Invocation, result: Extract<BaselineResult, { kind: 'recorded' }>): ExitCode {
  const { run: id, confirmed, fields, sheets, listed: people, told, planned } = result;
  const mask = maskOf(invocation, planned.plan.account, { desired: planned.config.desired, live: planned.live });
  const by = mask ? mask.text(confirmed.by) : confirmed.by;
  if (formatOf(invocation) === 'json') {
    const keysOf = (all: Baseline['sheets']) => all.map(({ key }) => (mask ? mask.text(key) : key));
    const [pages, inList] = [keysOf(sheets), keysOf(people)];
    print(
      invocation,
      jsonText({
        formatVersion: 1,
        result: 'recorded',
        run: id,
        fields,
        pages,
        listed: inList,
        ...(told && { told: { profiles: told.profiles.length, dashboards: told.dashboards.length } }),
        by,
        how: confirmed.how,
      }),
    );
    return 0;
  }
  const profiles = sheets.filter(({ key }) => key.startsWith('profile:')).map(({ key }) => inert(nameOf(key)));
  const keys = [...sheets, ...people].flatMap(({ key, linked }) => [key, ...linked]);
  const persons = new Set(
    [...keys, ...(told?.profiles ?? []), ...(told?.dashboards ?? [])].filter((key) => key.startsWith('user:')),
  ).size;
  const what = listed([
    ...(profiles.length === 0 ? [] : [count(profiles.length, 'profile')]),
    ...(persons === 0 ? [] : [count(persons, 'person', 'people')]),
  ]);
  const at = moment(invocation.io.now().toISOString());
  print(
    invocation,
    `Recorded: ${count(fields, 'field')} of ${what}, ${confirmed.how} by ${inert(by)}, ${at}, run ${id}. Nothing was sent.\n`,
  );
  return 0;
}
