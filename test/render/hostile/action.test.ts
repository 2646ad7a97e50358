// The Action from end to end, in a repository whose files and folders are named by somebody who means harm.
import { expect, test } from 'vitest';
import { hasForbidden } from '../../../src/config/text.js';
import { type Done, newStory, type Story } from '../../action/story.js';
import { isLong } from '../../support/scale.js';
import { CORPUS } from './corpus.js';
import { nodesOf, treeOf } from './markdown.js';
import { commandsIn, parsedCommand } from './runner.js';

/** Stands in every name, so that a name outside of code is found. */
const CANARY = 'zq';

/** What a file may name something. */
const NAMES = CORPUS.filter((text) => text.length < 50 && !hasForbidden(text))
  .map((text) => `${text} ${CANARY}`.trim().normalize('NFC'))
  .filter((text, index, all) => all.findIndex((one) => one.toLowerCase() === text.toLowerCase()) === index);

const PEOPLE = ['petra.wolf', 'nora.lind', 'omar.said'].map((name) => `${name}@smallteam.example`);

/** Groups with these names, people of whom each has one for a first and one for a last name, and who belong to all groups. */
function teamWith(names: readonly string[], first: number): string {
  const groups = Object.fromEntries(names.map((name, index) => [`group-${index}`, { name }]));
  const at = (index: number) => names[(first + index) % names.length] ?? '';
  const users = PEOPLE.map((email, index) => [
    email,
    { firstName: at(2 * index), lastName: at(2 * index + 1), groups: Object.keys(groups).slice(index, index + 3) },
  ]);
  return JSON.stringify({ groups, users: Object.fromEntries(users) });
}

const OURS = /^(?:<br>|<\/?(?:sub|b|details|summary)>|<!-- ringctl [a-z]+ acme -->)+$/;

/** Nodes that only a name can have made. */
function foreignIn(markdown: string): readonly string[] {
  return nodesOf(treeOf(markdown)).flatMap((node) => {
    switch (node.type) {
      case 'text':
        return node.value.includes(CANARY) ? [node.value] : [];
      case 'html':
        return OURS.test(node.value.replaceAll('\n', '').replace(/<summary>.*?<\/summary>/g, '')) ? [] : [node.value];
      case 'link':
        return node.url.startsWith('https://github.example/acme/telephony/') ? [] : [node.url];
      case 'heading':
        return node.depth === 3 ? [] : ['heading'];
      case 'image':
      case 'imageReference':
      case 'linkReference':
      case 'definition':
      case 'footnoteReference':
      case 'footnoteDefinition':
        return [node.type];
      default:
        return [];
    }
  });
}

/** All that stands on GitHub afterwards. */
const textsOf = ({ github: { state } }: Story, { summary }: Done): readonly string[] => [
  summary,
  ...state.comments.map(({ body }) => body),
  ...state.issues.flatMap(({ title, body }) => [title, body]),
  ...state.checks.flatMap(({ title, text }) => [title, text]),
];

const OPEN = { inputs: { mask: 'never', approvals: '@acme/security' } };

test('a change with hostile names is planned, merged and watched, and none of them acts', async () => {
  expect(NAMES.length).toBeGreaterThan(200);
  const story = await newStory({ more: 'limits: { minAdmins: 1 }\n' });
  const pull = story.pull({ author: 'nina', files: { 'team.yaml': teamWith(NAMES.slice(0, 40), 0) } });
  const jobs = [await story.plan(pull, OPEN)];
  expect(story.comment(pull)).toContain(CANARY);
  if (isLong) {
    jobs.push(await story.apply(story.merge(pull), OPEN));
    jobs.push(await story.job('drift', 'schedule', OPEN));
  }
  for (const done of jobs) {
    expect(commandsIn(done.log).map((line) => parsedCommand(line).name)).toEqual(['add-mask']);
    expect(textsOf(story, done).flatMap(foreignIn)).toEqual([]);
    expect(Object.keys(done.outputs).toSorted()).toEqual(['digest', 'exit-code', 'plan-file', 'result', 'results']);
  }
});

test('mistakes in files, each with a name that tries to act, are told in code', async () => {
  const story = await newStory();
  const users = Object.fromEntries(
    NAMES.slice(0, 60).map((name, index) => [`user${index}@acme.example`, { profile: name }]),
  );
  const pull = story.pull({ author: 'nina', files: { 'team.yaml': JSON.stringify({ users }) } });
  const planned = await story.plan(pull, OPEN);
  expect([planned.code, planned.outputs.result]).toEqual([3, 'invalid']);
  expect(commandsIn(planned.log)).toEqual([]);
  expect(textsOf(story, planned).flatMap(foreignIn)).toEqual([]);
  expect(story.comment(pull)).toContain(CANARY);
});

test('a folder whose name tries to act is told in code', async () => {
  const folder = `![x](https:evil.example) @acme ${CANARY}`;
  const story = await newStory({ files: { [`${folder}/ringctl.yaml`]: 'version: 1\n' } });
  const done = await story.job('validate', 'push', {
    inputs: { directories: folder },
    payload: { before: '0'.repeat(40), after: 'a'.repeat(40) },
  });
  expect(done.code).toBe(3);
  expect(textsOf(story, done).flatMap(foreignIn)).toEqual([]);
});
