import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isLong } from '../support/scale.js';
import { openStage, type Stage } from './stage.js';

/** A page on another port of this machine is of the same site, so that the browser sends it our cookie: only the origin tells it apart. */
describe.runIf(isLong)('a page of another origin', () => {
  let stage: Stage;
  let server: Server;
  let foreign: string;
  beforeAll(async () => {
    stage = await openStage();
    server = createServer((_, response) => response.setHeader('content-type', 'text/html').end('<h1>Elsewhere</h1>'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    foreign = typeof address === 'object' && address !== null ? `http://127.0.0.1:${address.port}` : '';
  });
  afterAll(async () => {
    await new Promise((resolve) => server.close(resolve).closeAllConnections());
    await stage.close();
  });

  const profiles = async (): Promise<string> => {
    const headers = { authorization: stage.sandbox.keyFor() };
    return (await stage.sandbox.fetch(new Request('http://127.0.0.1/full/v1/profiles', { headers }))).text();
  };

  test('changes nothing by a form, not even with the token of the person who is signed in', async () => {
    const before = await profiles();
    const page = await stage.signIn('ada.byron');
    const token = (await page.locator('input[name=token]').first().getAttribute('value')) ?? '';
    await page.goto(foreign);
    const fields = { token, name: 'Forged' };
    await page.evaluate(
      `const form = document.createElement('form');
       form.method = 'post';
       form.action = ${JSON.stringify(`${stage.url}/profiles/new`)};
       for (const [name, value] of Object.entries(${JSON.stringify(fields)})) {
         const input = document.createElement('input');
         [input.name, input.value] = [name, value];
         form.append(input);
       }
       document.body.append(form);
       form.submit();`,
    );
    await page.getByRole('heading', { name: 'Not accepted' }).waitFor();
    expect(await profiles()).toBe(before);
    await page.context().close();
  });

  test('neither reads nor writes by fetch, and shows no page in a frame', async () => {
    const before = await profiles();
    const page = await (await stage.signIn('ada.byron')).context().newPage();
    await page.goto(foreign);
    const outcome = await page.evaluate(
      `(async () => {
         const url = ${JSON.stringify(stage.url)};
         const read = await fetch(url + '/users', { credentials: 'include' }).then(() => 'read', () => 'refused');
         const body = new URLSearchParams({ name: 'Forged' });
         await fetch(url + '/profiles/new', { method: 'POST', mode: 'no-cors', credentials: 'include', body }).catch(() => undefined);
         return read;
       })()`,
    );
    expect([outcome, await profiles()]).toEqual(['refused', before]);
    await page.setContent(`<iframe src="${stage.url}/users"></iframe>`);
    expect(await page.frameLocator('iframe').getByRole('heading', { name: 'Users' }).count()).toBe(0);
    await page.context().close();
  });
});
