import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AccountSeed, Sandbox } from '../../../src/sandbox/index.js';
import { SEEDS } from '../../../src/sandbox/seed/index.js';
import { caller, listOf } from '../requests.js';
import { MODES, publicSandbox } from './public-requests.js';
import { strangerClient } from './stranger-client.js';

const acme: AccountSeed = SEEDS.acme;
const content = acme.content ?? {};
const people = acme.users.filter(({ status, external }) => status === 'active' && !external);
const digits = (number: string) => Number(number.slice(1));
const isBy = (email: string) => (person: { readonly email: string }) => person.email === email;

describe.each(MODES)("a stranger's client in the mode %s", (_name, mode) => {
  let sandbox: Sandbox;
  let client: ReturnType<typeof strangerClient>;
  beforeEach(async () => {
    sandbox = await publicSandbox(mode, 'acme');
    client = strangerClient({ fetch: sandbox.fetch, key: sandbox.keyFor() });
  });
  afterEach(() => sandbox.close());

  it('reads the people of the account with their numbers', async () => {
    const users = await client.users();
    const wanted = people.map((one) => [one.email, `${one.firstName} ${one.lastName}`, one.numbers.map(digits)]);
    expect(users.map(({ email, name, numbers }) => [email, name, numbers])).toEqual(wanted);
    expect(people).toHaveLength(59);
    expect((await client.team()).users).toEqual(users);
    for (const { id } of users.slice(0, 3)) expect(typeof (await client.presence(id)).isSnoozed).toBe('boolean');
  });

  it('reads groups with their members, and profiles by name', async () => {
    const users = await client.users();
    const emailOf = (id: number) => users.find((user) => user.id === id)?.email;
    const groups = (await client.groups()).map(({ name, isOpen, members }) => [
      name,
      isOpen,
      members.map(emailOf).sort(),
    ]);
    const wanted = acme.groups.map(({ name, openAccess }) => {
      const members = people.filter(({ groups: named }) => named.includes(name)).map(({ email }) => email);
      return [name, openAccess, members.sort()];
    });
    expect(groups).toEqual(wanted);
    expect((await client.profiles()).map(({ name }) => name)).toEqual(acme.profiles.map(({ name }) => name));
  });

  it('reads the team, its plans, numbers, IVRs, tags and conferences', async () => {
    expect(await client.team()).toMatchObject({ id: Number(acme.team.id), name: acme.team.name });
    const licensed = acme.users.filter(({ plan }) => plan === 'Business').length;
    expect((await client.plans()).map((plan) => [plan.plan_name, plan.nb_licences, plan.nb_licences_used])).toEqual([
      ['Business', 60, licensed],
      ['Advanced', 10, acme.users.filter(({ plan }) => plan === 'Advanced').length],
    ]);
    const numbers = await client.numbers();
    expect((await caller(sandbox)('GET /numbers?limit=1')).body).toMatchObject({ total: numbers.length });
    expect(
      numbers.filter(({ userId, ivrId }) => userId === null && ivrId === null).map(({ number }) => number),
    ).toEqual(expect.arrayContaining(acme.freeNumbers.map(digits)));
    expect((await client.ivrs()).map((ivr) => [ivr.name, ivr.numbers])).toEqual(
      acme.ivrs.map((ivr) => [ivr.name, ivr.numbers.map(digits)]),
    );
    const { tags = [], conferences = [], scenarios = [] } = content;
    expect((await client.tags()).map(({ name }) => name)).toEqual(tags.map(({ name }) => name));
    expect((await client.conferences()).map(({ name }) => name)).toEqual(conferences.map(({ name }) => name));
    expect((await client.ivrs()).reduce((sum, ivr) => sum + ivr.scenarios, 0)).toBe(scenarios.length);
  });

  it('invites, gives a profile, adds to a group, opens it, and archives', async () => {
    const [owner] = (await client.users()).filter(isBy('sam.ortega@acme.example'));
    const profile = (await client.profiles()).find(({ name }) => name === 'Sales agent');
    const finance = (await client.groups()).find(({ name }) => name === 'Finance');
    const [plan] = await client.plans();
    const id = await client.invite(owner?.id ?? 0, {
      number: digits(acme.freeNumbers[0] ?? ''),
      email: 'lea.moreau@acme.example',
      firstname: 'Léa',
      lastname: 'Moreau',
      plan_id: plan?.plan_id,
    });
    expect((await client.users()).find((user) => user.id === id)).toMatchObject({ name: 'Léa Moreau' });
    await client.assignProfile(id, profile?.id ?? 0);
    await client.addToGroup(finance?.id ?? 0, [id]);
    await client.setRingDuration(finance?.id ?? 0, id, 25);
    await client.openGroup(finance?.id ?? 0, true);
    await client.openGroup(finance?.id ?? 0, true);
    const state = async () => (await client.groups()).filter(({ members }) => members.includes(id));
    expect((await state()).map(({ name, isOpen }) => [name, isOpen])).toEqual([
      ['Sales', false],
      ['Finance', true],
    ]);
    expect((await caller(sandbox)(`GET /users/${id}`)).body).toMatchObject({
      profile: 'Sales agent',
      status: 'active',
    });
    await client.removeFromGroup(finance?.id ?? 0, [id]);
    await client.archive(id);
    expect([await state(), (await client.users()).some((user) => user.id === id)]).toEqual([[], false]);
    await expect(client.assignProfile(id, profile?.id ?? 0)).rejects.toThrow('404');
    const actions = listOf(await caller(sandbox)('GET /action-log')).map(({ by, action }) => `${by} ${action}`);
    expect(actions).toEqual(
      ['createUser', 'link', 'addMember', 'setRingDuration', 'setOpenAccess', 'removeMember', 'archive'].map(
        (action) => `sam.ortega@acme.example ${action}`,
      ),
    );
  });
});
