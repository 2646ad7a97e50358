import { existsSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ServedAccount, servedAccount } from '../sandbox/server/served-account.js';
import { isLong } from '../support/scale.js';

const CHROMIUM = '/usr/bin/chromium';

/** What the page tries, with the port of the account in the place of PORT; it answers how each attempt ended. */
const ATTACK = `(async () => {
  const outcomes = {};
  const hosts = ['127.0.0.1:PORT', 'localhost:PORT', 'rebound.example:PORT'];
  const json = { 'content-type': 'application/json' };
  const send = (url, init) => fetch(url, init).then((answer) => answer.type + ' ' + answer.status, () => 'refused');
  for (const host of hosts) {
    const url = 'http://' + host;
    outcomes[host + ' read'] = await send(url + '/full/v1/team', { credentials: 'include' });
    outcomes[host + ' simple'] = await send(url + '/full/v1/groups', { method: 'POST', mode: 'no-cors', credentials: 'include', body: '{"name":"Forged","openAccess":true}' });
    outcomes[host + ' json'] = await send(url + '/full/v1/groups', { method: 'POST', headers: { ...json, authorization: 'KEY' }, body: '{"name":"Forged","openAccess":true}' });
    outcomes[host + ' public'] = await send(url + '/v2/tags', { method: 'POST', headers: { ...json, authorization: 'KEY' }, body: '{"name":"Forged","color":"#ff0000"}' });
    outcomes[host + ' faults'] = await send(url + '/admin/faults', { method: 'PUT', headers: { ...json, authorization: 'ADMIN' }, body: '[]' });
    outcomes[host + ' form'] = await send(url + '/profiles/new', { method: 'POST', mode: 'no-cors', credentials: 'include', body: new URLSearchParams({ name: 'Forged', token: 'TOKEN' }) });
    outcomes[host + ' beacon'] = String(navigator.sendBeacon(url + '/profiles/new', new URLSearchParams({ name: 'Forged', token: 'TOKEN' })));
    outcomes[host + ' socket'] = await new Promise((resolve) => {
      const socket = new WebSocket('ws://' + host + '/full/v1/team');
      socket.onopen = () => resolve('open');
      socket.onerror = () => resolve('refused');
    });
    const frame = document.createElement('iframe');
    frame.name = 'target' + host;
    const form = document.createElement('form');
    Object.assign(form, { method: 'post', action: url + '/profiles/new', target: frame.name, enctype: 'text/plain' });
    form.append(Object.assign(document.createElement('input'), { name: 'name', value: 'Forged' }));
    document.body.append(frame, form);
    form.submit();
    await new Promise((resolve) => { frame.onload = resolve; });
  }
  return outcomes;
})()`;

/** Served names that lead here: another port of this machine, and a name that somebody else has made point here. */
describe.runIf(isLong && existsSync(CHROMIUM))('a page of another origin in a browser', () => {
  let account: ServedAccount;
  let server: Server;
  let port = 0;
  beforeAll(async () => {
    account = await servedAccount();
    server = createServer((_, answer) => answer.setHeader('content-type', 'text/html').end('<body>Elsewhere'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    port = typeof address === 'object' && address !== null ? address.port : 0;
  });
  afterAll(async () => {
    await new Promise((resolve) => server.close(resolve).closeAllConnections());
    await account.close();
  });

  test('that knows every secret and is rebound to this machine changes nothing and reads nothing', async () => {
    const browser = await chromium.launch({
      executablePath: CHROMIUM,
      args: ['--headless', '--no-sandbox', '--disable-gpu', '--host-resolver-rules=MAP *.example 127.0.0.1'],
    });
    try {
      const context = await browser.newContext();
      const signIn = await context.newPage();
      await signIn.goto(`${account.served.url}/sign-in`);
      await signIn
        .getByRole('button', { name: /^Sign in/ })
        .first()
        .click();
      await signIn.getByRole('heading', { level: 1, name: /^Welcome/ }).waitFor();
      const token = (await signIn.locator('input[name=token]').first().getAttribute('value')) ?? '';
      const before = account.state();
      const script = ATTACK.replaceAll('PORT', String(account.served.port))
        .replaceAll('KEY', account.key)
        .replaceAll('ADMIN', account.served.adminToken)
        .replaceAll('TOKEN', token);
      for (const origin of [`http://127.0.0.1:${port}`, `http://attacker.example:${port}`]) {
        const page = await context.newPage();
        await page.goto(origin);
        const outcomes: Record<string, string> = await page.evaluate(script);
        expect(Object.keys(outcomes)).toHaveLength(24);
        // Opaque is what a page hears of a request that it may send and not read.
        const odd = Object.entries(outcomes).filter(
          ([name, outcome]) => !(name.endsWith('beacon') || outcome === 'refused' || outcome === 'opaque 0'),
        );
        expect(odd).toEqual([]);
        expect(account.state()).toBe(before);
        await page.close();
      }
      // Rebound: the page comes from the name and the port that lead to the account itself.
      const rebound = await context.newPage();
      const answer = await rebound.goto(`http://rebound.example:${account.served.port}/sign-in`);
      expect(answer?.status()).toBe(421);
      expect(account.state()).toBe(before);
    } finally {
      await browser.close();
    }
  });
});
