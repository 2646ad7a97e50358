/**
 * A client of the public API as somebody would write it who knows what is publicly known of it, and nothing of the embedded account.
 * It takes whatever side the service is on where the sources contradict each other.
 */
export interface StrangerOptions {
  readonly fetch: (request: Request) => Promise<Response>;
  readonly key: string;
}

type Json = Readonly<Record<string, unknown>>;

const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null;
const object = (value: unknown): Json => (isJson(value) ? value : {});
const array = (value: unknown): readonly Json[] => (Array.isArray(value) ? value.map(object) : []);
const number = (...values: readonly unknown[]): number => Number(values.find((value) => typeof value === 'number'));
const text = (value: unknown): string => (typeof value === 'string' ? value : '');

export interface StrangerUser {
  readonly id: number;
  readonly email: string;
  readonly name: string;
  readonly numbers: readonly number[];
}

export interface StrangerGroup {
  readonly id: number;
  readonly name: string;
  readonly isOpen: boolean;
  readonly members: readonly number[];
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
  /** The path or the method is no route at all, which is not the same as nobody of this id. */
  readonly isNoRoute: boolean;
}

export function strangerClient({ fetch, key }: StrangerOptions) {
  async function ask(method: string, path: string, body?: unknown): Promise<Answer> {
    const response = await fetch(
      new Request(`https://public-api.acme.example/v2${path}`, {
        method,
        headers: { authorization: key },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    );
    const said = await response.text();
    const isNoRoute = response.status === 404 && said.startsWith('404 page not found');
    return { status: response.status, isNoRoute, body: said === '' || isNoRoute ? undefined : JSON.parse(said) };
  }

  async function done(method: string, path: string, body?: unknown): Promise<unknown> {
    const answer = await ask(method, path, body);
    if (![200, 204, 304].includes(answer.status)) throw new Error(`${method} ${path}: ${answer.status}`);
    return answer.body;
  }

  /** Some lists are bare, some are in `list`, some have no body at all when they are empty. */
  const list = async (path: string): Promise<readonly Json[]> => {
    const body = await done('GET', path);
    return array(Array.isArray(body) ? body : object(body).list);
  };

  /** Until a page brings nobody new: lists without pages are given whole each time. */
  async function pages(of: (page: string) => Promise<readonly Json[]>, id: string): Promise<readonly Json[]> {
    const known = new Map<unknown, Json>();
    for (;;) {
      const before = known.size;
      for (const one of await of(`?limit_count=1000&limit_offset=${before}`)) known.set(one[id], one);
      if (known.size === before) return [...known.values()];
    }
  }

  const usersOf = (rows: readonly Json[]): readonly StrangerUser[] =>
    rows.map((row) => ({
      id: number(row.user_id, row.id),
      email: text(row.email),
      name: `${text(row.firstname)} ${text(row.lastname)}`,
      numbers: array(row.numbers).map((one) => number(one.number)),
    }));

  async function group(row: Json): Promise<StrangerGroup> {
    const id = number(row.group_id);
    const members = await pages(
      async (page) => array(object(await done('GET', `/groups/${id}${page}`)).users),
      'user_id',
    );
    return {
      id,
      name: text(row.name),
      isOpen: row.is_jumper === true,
      members: members.map(({ user_id }) => number(user_id)),
    };
  }

  return {
    async team() {
      const body = object(await done('GET', '/teams'));
      return { id: number(body.team_id, body.id), name: text(body.name), users: usersOf(array(body.users)) };
    },
    plans: async () => array(await done('GET', '/teams/plans_data')),
    users: async () => usersOf(await pages((page) => list(`/users${page}`), 'user_id')),
    profiles: async () =>
      (await list('/profiles')).map(({ profile_id, id, name }) => ({ id: number(profile_id, id), name: text(name) })),
    groups: async () => Promise.all((await pages((page) => list(`/groups${page}`), 'group_id')).map(group)),
    /** All of them, whatever the default is. */
    numbers: async () =>
      (await list('/numbers?is_user=true&is_ivr=true&is_fax=true&is_conference=true&is_available=true')).map((row) => ({
        number: number(row.number),
        userId: row.user_id,
        ivrId: row.ivr_id,
      })),
    ivrs: async () =>
      (await list('/ivrs')).map((row) => ({
        id: number(row.ivr_id),
        name: text(row.name),
        numbers: array(row.numbers).map((one) => number(one.number)),
        scenarios: array(row.scenarios ?? row.scenario).length,
      })),
    tags: () => list('/tags'),
    conferences: async () =>
      (await list('/conferences')).map((row) => ({ id: number(row.conference_id, row.id), name: text(row.name) })),
    async presence(user: number) {
      const body = object(await done('GET', `/users/${user}/presences`));
      return { calls: number(body.in_call), isSnoozed: (body.is_snoozed ?? body.is_snooze) === true };
    },
    async invite(by: number, person: Json) {
      const [invited] = array(await done('POST', '/users/invite', { invited_by: by, users: [person] }));
      return number(invited?.id, invited?.user_id);
    },
    /** The method is not certain: the other one is tried only when this one is no route. */
    async assignProfile(user: number, profile: number) {
      const path = `/users/${user}/profile/${profile}`;
      const answer = await ask('PATCH', path);
      if (answer.isNoRoute) await done('POST', path);
      else if (answer.status !== 200) throw new Error(`PATCH ${path}: ${answer.status}`);
    },
    addToGroup: (id: number, users: readonly number[]) => done('POST', `/groups/${id}/users`, users),
    removeFromGroup: (id: number, users: readonly number[]) => done('DELETE', `/groups/${id}/users`, users),
    /** A toggle: read first. */
    async openGroup(id: number, isOpen: boolean) {
      const isNow = object(await done('GET', `/groups/${id}`)).is_jumper === true;
      if (isNow !== isOpen) await done('PATCH', `/groups/${id}/isjumper/toggle`);
    },
    setRingDuration: (id: number, user: number, seconds: number) =>
      done('PATCH', `/groups/${id}/users/${user}/ring_duration/${seconds}`),
    archive: (user: number) => done('DELETE', `/users/${user}?type=ARCHIVED`),
  };
}
