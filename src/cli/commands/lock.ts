import { inert, jsonText, moment } from '../../render/index.js';
import { Failure } from '../failure.js';
import { type ExitCode, formatOf, type Invocation, isQuiet, print } from '../invocation.js';
import { withLedger } from '../with-ledger.js';

/** Who holds the lock. Takes nothing. */
export function lock(invocation: Invocation): Promise<ExitCode> {
  return withLedger(invocation, async ({ ledger }) => {
    const held = await ledger?.lockInfo();
    if (formatOf(invocation) === 'json') print(invocation, jsonText({ formatVersion: 1, lock: held ?? null }));
    else if (!held) print(invocation, 'The account is not locked.\n');
    else {
      const { id, holder, since, until } = held;
      const url = holder.runUrl === undefined ? '' : `\n  ${inert(holder.runUrl)}`;
      print(
        invocation,
        `Locked by ${inert(holder.by)} on ${inert(holder.host)}, process ${holder.pid}, since ${moment(since)}.${url}\nIt is free by ${moment(until)} if nothing is heard of that run. If it surely ended: ringctl unlock ${id}\n`,
      );
    }
    return 0;
  });
}

/** Takes the lock away from whoever holds it: what that run would still write is refused. */
export function unlock(invocation: Invocation): Promise<ExitCode> {
  const [id = ''] = invocation.args;
  return withLedger(invocation, async ({ ledger }) => {
    if (!(await ledger?.unlock(id, invocation.io.user)))
      throw new Failure(`There is no lock "${inert(id)}".`, { hint: 'ringctl lock shows the one that there is.' });
    if (!isQuiet(invocation)) print(invocation, 'The lock is free. A run that still held it can send nothing more.\n');
    return 0;
  });
}
