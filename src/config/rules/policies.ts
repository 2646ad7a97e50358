import { TEXT_CODES } from '../../model/file-codes.js';
import type { AccessTest, Selector } from '../../model/generated/files.js';
import {
  CAPABILITY_WORDS,
  type CapabilityFault,
  isFault,
  type Place,
  POLICY_FORMS,
  readCapability,
  userKey,
} from '../../model/index.js';
import { comparable } from '../address.js';
import { quoted } from '../finding.js';
import { capabilityNames, listOf, writtenAsks } from '../policies.js';
import { didYouMean, type Report } from '../report.js';
import { sentenceSubject } from '../subject.js';
import { below, type Given, meant, type Rule } from './rule.js';

export const policiesHaveOneForm: Rule = ({ declared, report }) => {
  for (const { input, place } of declared.policies.values()) {
    const forms = POLICY_FORMS.filter((form) => input[form] !== undefined);
    const owner = sentenceSubject(place.path);
    const refuse = (at: Place, says: string, hint: string) =>
      report.add('POLICY_FORM', at, { message: `${owner} ${says}.`, hint });
    if (forms.length === 0 && !isCut(report, place))
      refuse(place, 'says nothing', `Add one of ${POLICY_FORMS.join(', ')}.`);
    if (forms.length > 1) refuse(place, `says ${forms.join(' and ')}`, 'Keep one, and make a policy of each other.');
    if (input['require-approval'] !== undefined && !input.from)
      refuse(place, 'does not say who must approve', 'Add from, such as from: ["@acme/security"].');
    if (input['require-approval'] === undefined && input.from)
      refuse(below(place, 'from'), 'has from, but asks for no approval', 'Delete from, or use require-approval.');
  }
};

/** What is wrong in a file is taken out before the rules see it: what is missing then may have stood there. */
const isCut = ({ diagnostics }: Report, { file }: Place): boolean =>
  diagnostics.some(({ code, source }) => Object.hasOwn(TEXT_CODES, code) && source?.file === file);

const SUBJECTS = ['nobody', 'everybody', 'user', 'group', 'profile'] as const;

export const testsSaySomething: Rule = ({ declared, report }) => {
  for (const { input, place } of declared.tests) {
    const fault = faultOf(input);
    if (fault && !isCut(report, place))
      report.add('TEST_FORM', place, { message: `This test ${fault[0]}.`, hint: fault[1] });
  }
};

/** What is wrong with a test, after "this test", and what to do. */
function faultOf(input: AccessTest): readonly [says: string, hint: string] | undefined {
  const subjects = SUBJECTS.filter((subject) => input[subject] !== undefined);
  if (subjects.length !== 1) {
    const names = subjects.length === 0 ? 'does not say of whom it speaks' : `speaks of ${subjects.join(' and ')}`;
    return [names, `Keep one of ${SUBJECTS.join(', ')}.`];
  }
  const isOfAll = input.nobody !== undefined || input.everybody !== undefined;
  const says = input.can !== undefined || input.cannot !== undefined;
  if (isOfAll && says) return [`has can or cannot beside ${subjects[0]}`, `Write the capability after ${subjects[0]}.`];
  if (!isOfAll && !says) return ['says nothing', 'Add can, or cannot.'];
  if (input.atLeast !== undefined && (input.can === undefined || input.user !== undefined))
    return ['has atLeast without many who can', 'Use it with group or profile, and can.'];
  if (input.outside && !isOfAll) return ['has outside beside named people', 'Use outside with nobody or everybody.'];
  return undefined;
}

export const capabilitiesExist: Rule = (given) => {
  const names = capabilityNames(given.declared);
  for (const { text, place } of writtenCapabilities(given)) {
    const read = readCapability(text, names);
    if (isFault(read)) reportFault(given, read, place);
  }
};

interface Written {
  readonly text: string;
  readonly place: Place;
}

function* writtenCapabilities({ declared }: Given): Iterable<Written> {
  for (const { input, place } of declared.policies.values()) {
    for (const { asked, at } of writtenAsks(input, place))
      if (typeof asked === 'string') yield { text: asked, place: at };
  }
  for (const { input, place } of declared.tests) {
    for (const key of ['nobody', 'everybody', 'can', 'cannot'] as const) {
      const written = input[key];
      for (const [index, text] of listOf(written).entries())
        yield { text, place: below(place, key, ...(typeof written === 'string' ? [] : [index])) };
    }
  }
}

function reportFault(given: Given, fault: CapabilityFault, place: Place): void {
  const { word } = fault;
  const isWhole = given.declared.isWhole;
  if (fault.fault === 'user' && isWhole) unknownUser(given, word, place);
  if (fault.fault === 'group' && isWhole) unknownGroup(given, word, place);
  if (fault.fault === 'name') {
    const nearest = didYouMean(given.report.nearest(word, CAPABILITY_WORDS));
    const hint = nearest ?? 'Names are such as billing.see or app.snooze.';
    given.report.add('UNKNOWN_CAPABILITY', place, {
      message: `There is no capability ${quoted(word)}.`,
      hint,
      part: 'value',
    });
  }
  if (fault.fault === 'argument') {
    const message = `${quoted(word)} cannot stand in the brackets: this capability takes ${fault.takes}.`;
    given.report.add('UNKNOWN_CAPABILITY', place, { message, part: 'value' });
  }
}

function unknownGroup({ report, declared }: Given, id: string, place: Place): void {
  const message = `${quoted(id)} is no group that a file defines, and no IVR that a file names.`;
  const hint = `${meant(report, id, declared.groups)} An IVR can be written as ivr:${id}.`;
  report.add('UNKNOWN_GROUP', place, { message, hint, part: 'value' });
}

function unknownUser({ report, declared }: Given, email: string, place: Place): void {
  const nearest = report.nearest(
    email,
    [...declared.users.values()].map(({ id }) => id),
  );
  const message = `${quoted(email)} is nobody whom a file defines.`;
  const hint = didYouMean(nearest) ?? 'Define the person, or correct the address.';
  report.add('UNKNOWN_USER', place, { message, hint, part: 'value' });
}

export const policiesNameWhatExists: Rule = (given) => {
  const { declared } = given;
  if (!declared.isWhole) return;
  for (const { input, place } of declared.policies.values()) {
    checkSelector(given, input.for, below(place, 'for'));
    checkSelector(given, input.outside, below(place, 'outside'));
  }
  for (const { input, place } of declared.tests) {
    checkSelector(given, input.outside, below(place, 'outside'));
    if (input.group !== undefined) checkSelector(given, { groups: [input.group] }, place, 'group');
    if (input.profile !== undefined) checkSelector(given, { profiles: [input.profile] }, place, 'profile');
    if (input.user !== undefined) checkSelector(given, { users: [input.user] }, place, 'user');
  }
};

/** `only` is the key under which the one name stands. */
function checkSelector(given: Given, selector: Selector | undefined, place: Place, only?: string): void {
  const { declared, report } = given;
  const at = (key: string, index: number) => (only === undefined ? below(place, key, index) : below(place, only));
  for (const [index, id] of (selector?.groups ?? []).entries()) {
    if (declared.groups.has(id)) continue;
    const message = `There is no group ${quoted(id)} in the files.`;
    const hint = meant(report, id, declared.groups);
    report.add('UNKNOWN_GROUP', at('groups', index), { message, hint, part: 'value' });
  }
  for (const [index, id] of (selector?.profiles ?? []).entries()) {
    if (declared.profiles.has(id)) continue;
    const message = `There is no profile ${quoted(id)} in the files.`;
    const hint = meant(report, id, declared.profiles);
    report.add('UNKNOWN_PROFILE', at('profiles', index), { message, hint, part: 'value' });
  }
  for (const [index, email] of (selector?.users ?? []).entries()) {
    if (!declared.users.has(userKey(comparable(email)))) unknownUser(given, email, at('users', index));
  }
}
