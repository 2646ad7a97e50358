import type { GitHub, Issue, IssueText, Posted } from './github/client.js';
import { isGitHubTrouble } from './github/client.js';

/** Puts a text in the place of the one with the same first line, or adds it where there is none. */
export async function keepComment(github: GitHub, number: number, body: string): Promise<Posted> {
  const own = async () => (await github.ownComments(number)).find((one) => firstLine(one.body) === firstLine(body));
  const found = await own();
  if (found) return found.body === body ? found : github.editComment(found.id, body);
  try {
    return await github.comment(number, body);
  } catch (error) {
    if (!isGitHubTrouble(error)) throw error;
    // Nobody knows whether it is there: looking tells.
    const made = await own();
    return made ?? github.comment(number, body);
  }
}

const firstLine = (text: string): string => text.split(/\r?\n/, 1)[0] ?? '';

/** All issues of ours carry it. */
export const ISSUE_LABEL = 'ringctl';

export const issueMarker = (about: string, account: string): string => `<!-- ringctl ${about} ${account} -->`;

/** The open issue of ours that begins with this line. */
export const findIssue = async (github: GitHub, marker: string): Promise<Issue | undefined> =>
  (await github.ownIssues(ISSUE_LABEL)).find(({ body }) => firstLine(body) === marker);

/** One issue about one thing: opened, brought up to date, and closed when there is nothing more to say. `body` is without its first line. */
export async function keepIssue(
  github: GitHub,
  marker: string,
  text: IssueText | undefined,
): Promise<number | undefined> {
  const found = await findIssue(github, marker);
  if (!text) {
    if (found) await github.editIssue(found.number, { state: 'closed' });
    return undefined;
  }
  const whole = { title: text.title, body: `${marker}\n${text.body}`, labels: [ISSUE_LABEL, ...text.labels] };
  if (!found) return (await openOnce(github, marker, whole)).number;
  const isSame =
    found.title === whole.title && found.body === whole.body && sorted(found.labels) === sorted(whole.labels);
  if (!isSame) await github.editIssue(found.number, whole);
  return found.number;
}

async function openOnce(github: GitHub, marker: string, text: IssueText): Promise<Issue> {
  try {
    return await github.openIssue(text);
  } catch (error) {
    if (!isGitHubTrouble(error)) throw error;
    return (await findIssue(github, marker)) ?? github.openIssue(text);
  }
}

const sorted = (labels: readonly string[]): string => labels.toSorted().join('\n');

/** Adds and removes labels of ours, and leaves all others. */
export async function keepLabels(
  github: GitHub,
  number: number,
  { own, wanted }: { readonly own: readonly string[]; readonly wanted: readonly string[] },
): Promise<void> {
  const there = await github.labels(number);
  const missing = wanted.filter((label) => !there.includes(label));
  if (missing.length > 0) await github.addLabels(number, missing);
  for (const label of own)
    if (there.includes(label) && !wanted.includes(label)) await github.removeLabel(number, label);
}
