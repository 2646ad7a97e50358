import { readAddress } from '../../config/address.js';
import { userKey } from '../../model/index.js';
import { inert } from '../../render/index.js';
import { additionTo, filesForUser, type NewUser } from '../../run/user-addition.js';
import { type EditedAccount, leaveUser, moveUser, renameUser, spot } from '../../run/user-edits.js';
import { Failure } from '../failure.js';
import type { ExitCode, Invocation } from '../invocation.js';
import { editing, personTyped } from './user-editing.js';

export function userAdd(invocation: Invocation): Promise<ExitCode> {
  const { flags, args } = invocation;
  const user: NewUser = {
    email: newAddress(args[0] ?? ''),
    firstName: flags.text('first-name'),
    lastName: flags.text('last-name'),
    profile: flags.text('profile'),
    groups: flags.list('group'),
    invite: invitation(invocation),
  };
  const remains = user.invite
    ? []
    : [
        'Who is not in the account yet needs an invitation: state invite with number and plan, or add them with --number and --plan.',
      ];
  return editing(invocation, (account) => {
    mustBeNew(account, user.email);
    const file = flags.text('file');
    const files = file === undefined ? filesForUser(account, user) : [fileTyped(file)];
    if (files.length === 0)
      throw new Failure('No file may hold people.', { hint: 'See files in ringctl.yaml, or name one with --file.' });
    return files.map((path) => ({ edits: additionTo(path, user), remains }));
  });
}

function newAddress(text: string): string {
  const address = readAddress(text);
  if (!address.ok) throw new Failure(`The address "${inert(text)}" cannot be compared safely: ${address.why}.`);
  return text;
}

function mustBeNew(account: EditedAccount, email: string): void {
  const { users } = account.compiled.value.desired;
  const address = readAddress(email);
  const known = users.get(userKey(address.ok ? address.email : email));
  if (known) throw new Failure(`${inert(email)} is in the files already: ${spot(account, known.at)}.`);
}

function invitation({ flags }: Invocation): NewUser['invite'] {
  const number = flags.text('number');
  const plan = flags.text('plan');
  if (number === undefined && plan === undefined) return undefined;
  if (number === undefined || plan === undefined)
    throw new Failure('--number and --plan go together: an invitation needs both.');
  return { number, plan };
}

function fileTyped(file: string): string {
  const path = file.replaceAll('\\', '/').replace(/^\.\//, '');
  if (
    /\.ya?ml$/.test(path) &&
    path !== 'ringctl.yaml' &&
    !path.split('/').some((step) => step === '' || step.startsWith('.'))
  )
    return path;
  throw new Failure(
    `--file is "${inert(file)}", and it takes a .yaml file below the account directory, not ringctl.yaml.`,
  );
}

export function userMove(invocation: Invocation): Promise<ExitCode> {
  const { flags, args } = invocation;
  const profile = flags.text('profile');
  if (profile === undefined) throw new Failure('--profile is missing: it says where to.');
  return editing(invocation, (account) => [
    moveUser({ ...account, user: personTyped(account, args[0] ?? '') }, { profile, groups: flags.list('group') }),
  ]);
}

export function userLeave(invocation: Invocation): Promise<ExitCode> {
  const { flags, args } = invocation;
  const on = flags.text('on');
  const absent = flags.has('absent');
  if (on !== undefined && absent)
    throw new Failure('--on and --absent exclude each other: after their last day people are archived.');
  if (on !== undefined && !/^\d{4}-\d{2}-\d{2}$/.test(on))
    throw new Failure(`--on is "${inert(on)}", and it takes a day such as 2026-12-01.`);
  return editing(invocation, (account) => [
    leaveUser({ ...account, user: personTyped(account, args[0] ?? '') }, { on, absent }),
  ]);
}

export function userRename(invocation: Invocation): Promise<ExitCode> {
  const [before = '', after = ''] = invocation.args;
  const email = newAddress(after);
  return editing(invocation, (account) => {
    const user = personTyped(account, before);
    mustBeNew(account, email);
    return [renameUser({ ...account, user }, email)];
  });
}
