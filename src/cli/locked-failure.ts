import type { LockInfo } from '../ledger/index.js';
import { inert, moment } from '../render/index.js';
import { Failure } from './failure.js';

/** Who holds the lock, since when, and what can be done about it. */
export function lockedFailure({ id, holder, since, until }: LockInfo): Failure {
  const { by, host, pid, runUrl } = holder;
  const who = `${inert(by)} on ${inert(host)}, process ${pid}${runUrl === undefined ? '' : `, ${inert(runUrl)}`}`;
  return new Failure(`The account is locked by ${who}, since ${moment(since)}.`, {
    code: 7,
    hint: `It is free by ${moment(until)} if nothing is heard of that run. If it surely ended: ringctl unlock ${id}.`,
  });
}
