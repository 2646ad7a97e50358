// Refuses every connection that leaves this machine, and notes the attempt in the file that NETWORK_GUARD_LOG names.
// Plain CommonJS, so that the processes which tests start load it too (`node --require`).
'use strict';
const dgram = require('node:dgram');
const dns = require('node:dns');
const { appendFileSync } = require('node:fs');
const net = require('node:net');

const loopback = new net.BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

/** @type {(host: unknown) => boolean} */
function isLoopback(host) {
  if (host === undefined || host === null || host === '' || host === 'localhost') return true;
  const family = net.isIP(String(host));
  return family !== 0 && loopback.check(String(host), family === 4 ? 'ipv4' : 'ipv6');
}

/** @type {(host: unknown, how: string) => Error | undefined} */
function refusal(host, how) {
  if (isLoopback(host)) return undefined;
  const log = process.env.NETWORK_GUARD_LOG;
  if (log !== undefined) appendFileSync(log, `${how} ${String(host)}\n`);
  return Object.assign(new Error(`Tests reach this machine only, not ${String(host)} (${how}).`), {
    code: 'ERR_OUTSIDE_LOOPBACK',
    host,
  });
}

guardConnections();
guardNames();
guardDatagrams();

/** Everything over TCP ends here: http, https, tls, http2, fetch. A path is a socket of this machine. */
function guardConnections() {
  const { connect } = net.Socket.prototype;
  net.Socket.prototype.connect = function guarded(...args) {
    const first = Array.isArray(args[0]) ? args[0][0] : args[0];
    const isOptions = typeof first === 'object' && first !== null;
    const isPath = isOptions ? Boolean(first.path) : typeof first === 'string' && Number.isNaN(Number(first));
    const error = isPath ? undefined : refusal(isOptions ? first.host : hostAfterPort(args), 'connect');
    if (error === undefined) return connect.apply(this, args);
    process.nextTick(() => this.destroy(error));
    return this;
  };
}

function hostAfterPort(args) {
  return typeof args[1] === 'string' ? args[1] : undefined;
}

function guardNames() {
  for (const owner of [dns, dns.Resolver.prototype]) {
    guardEach(
      owner,
      (original, name) =>
        function guarded(host, ...rest) {
          const error = refusal(host, `dns.${name}`);
          if (error === undefined) return original.call(this, host, ...rest);
          process.nextTick(rest.at(-1), error);
          return undefined;
        },
    );
  }
  for (const owner of [dns.promises, dns.promises.Resolver.prototype]) {
    guardEach(
      owner,
      (original, name) =>
        async function guarded(host, ...rest) {
          const error = refusal(host, `dns.promises.${name}`);
          if (error !== undefined) throw error;
          return original.call(this, host, ...rest);
        },
    );
  }
}

function guardEach(owner, guardOf) {
  for (const name of Object.getOwnPropertyNames(owner)) {
    if (/^(lookup|resolve|reverse)/.test(name)) owner[name] = guardOf(owner[name], name);
  }
}

/** The address stands in the last string before the callback, for `send` and `connect` alike; without one it is this machine. */
function guardDatagrams() {
  for (const name of ['send', 'connect']) {
    const original = dgram.Socket.prototype[name];
    dgram.Socket.prototype[name] = function guarded(...args) {
      const address = args.slice(1).findLast((one) => typeof one === 'string');
      const error = refusal(address, `dgram.${name}`);
      if (error !== undefined) throw error;
      return original.apply(this, args);
    };
  }
}
