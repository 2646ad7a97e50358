import type { World } from './world.js';

/**
 * Settings for every git of the job, in its environment: the token goes to the server of this repository and to no other, so that the checkout
 * need not keep it in a file. A folder of a change that looks like a repository is none: its settings could name programs, and its objects could
 * be whatever somebody wants.
 */
export function gitCredentials(env: World['env']): Readonly<Record<string, string>> {
  const first = Number(env.GIT_CONFIG_COUNT ?? '0');
  const settings = [['safe.bareRepository', 'explicit'], ...(first === 0 ? tokenFor(env) : [])];
  const numbered = settings.flatMap(([key = '', value = ''], index) => [
    [`GIT_CONFIG_KEY_${first + index}`, key] as const,
    [`GIT_CONFIG_VALUE_${first + index}`, value] as const,
  ]);
  return { ...Object.fromEntries(numbered), GIT_CONFIG_COUNT: String(first + settings.length) };
}

/** Nothing where git was told otherwise already. */
function tokenFor(env: World['env']): readonly (readonly [key: string, value: string])[] {
  const token = (env['INPUT_GITHUB-TOKEN'] ?? '').trim();
  const server = env.GITHUB_SERVER_URL ?? 'https://github.com';
  if (token === '' || !/^https:\/\/[\w.:-]+$/.test(server)) return [];
  const basic = Buffer.from(`x-access-token:${token}`).toString('base64');
  const key = `http.${server}/.extraheader`;
  // A checkout may have left a header of its own: two are refused.
  return [
    [key, ''],
    [key, `AUTHORIZATION: basic ${basic}`],
  ];
}
