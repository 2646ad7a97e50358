// Loaded into a process before anything else: its clock is ahead by so many milliseconds, and what it only waits for has passed.
'use strict';
const timers = require('node:timers/promises');

const aheadMs = Number(process.env.CAMPAIGN_AHEAD_MS ?? 0);
const RealDate = Date;
globalThis.Date = class extends RealDate {
  constructor(...given) {
    if (given.length === 0) super(RealDate.now() + aheadMs);
    else super(...given);
  }
  static now() {
    return RealDate.now() + aheadMs;
  }
};

/** Whoever can be woken waits as long as it says: the heartbeat of the lock. */
const forMs = timers.setTimeout;
timers.setTimeout = (ms, value, options) => forMs(options?.signal ? ms : Math.min(ms, 5), value, options);
