import type { World } from './world.js';

/**
 * Settings by which git sends the token of the job to the server of this repository and to no other, so that the checkout need not keep it in a
 * file. Nothing where git was told otherwise already.
 */
export function gitCredentials(env: World['env']): Readonly<Record<string, string>> {
  const token = (env['INPUT_GITHUB-TOKEN'] ?? '').trim();
  const server = env.GITHUB_SERVER_URL ?? 'https://github.com';
  if (token === '' || env.GIT_CONFIG_COUNT !== undefined || !/^https:\/\/[\w.:-]+$/.test(server)) return {};
  const basic = Buffer.from(`x-access-token:${token}`).toString('base64');
  return {
    GIT_CONFIG_COUNT: '2',
    // A checkout may have left a header of its own: two are refused.
    GIT_CONFIG_KEY_0: `http.${server}/.extraheader`,
    GIT_CONFIG_VALUE_0: '',
    GIT_CONFIG_KEY_1: `http.${server}/.extraheader`,
    GIT_CONFIG_VALUE_1: `AUTHORIZATION: basic ${basic}`,
  };
}
