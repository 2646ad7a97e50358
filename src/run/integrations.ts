import { accessOf } from '../access/effective.js';
import { pagesOf } from '../access/person-report.js';
import type { IntegrationsAnswer, RoleView } from '../model/answers.js';
import { byText, isSame, knownValue, profileKey, type ResourceKey, type UserState } from '../model/index.js';
import { headOf, holdersOf } from './answers.js';
import type { Asked } from './question.js';

/** The three checks that the vendor's guide names for accounts with integrations (seed): settings, what roles may, who sees which logs. */
export function integrationsAnswer(asked: Asked): IntegrationsAnswer {
  const who = (name: string) => holdersOf(asked, { name, argument: undefined });
  return {
    ...headOf(asked),
    question: 'integrations',
    settings: who('page.integrations.write'),
    roles: rolesOf(asked),
    logs: who('page.logs.read'),
    contacts: who('page.contacts.read'),
    contactsInApp: who('app.contactsTab'),
  };
}

type Role = { -readonly [field in keyof RoleView]: RoleView[field] };
type DashboardView = {
  -readonly [field in keyof RoleView['dashboards'][number]]: RoleView['dashboards'][number][field];
};

/** Profile by profile; people without one are each other's role. */
function rolesOf({ state }: Asked): RoleView[] {
  const roles = new Map<ResourceKey | null, Role & { people: ResourceKey[]; dashboards: DashboardView[] }>();
  for (const user of state.users.values()) {
    if (user.status !== 'active') continue;
    const access = accessOf(state, user);
    const profile = linkedTo(user);
    const { contactsTab = null, analyticsTab = null } = access.permissions;
    const role = roles.get(profile) ?? {
      profile,
      people: [],
      contactsTab,
      statisticsTab: analyticsTab,
      dashboards: [],
    };
    roles.set(profile, role);
    role.people.push(user.key);
    if (role.contactsTab !== contactsTab) role.contactsTab = null;
    if (role.statisticsTab !== analyticsTab) role.statisticsTab = null;
    if (access.level !== 'none')
      addDashboard(role.dashboards, {
        level: access.level ?? null,
        people: 1,
        pages: pagesOf(access),
        scope: access.scope,
      });
  }
  return [...roles.values()].sort(
    (one, other) => other.people.length - one.people.length || byText(one.profile ?? '', other.profile ?? ''),
  );
}

function addDashboard(views: DashboardView[], view: DashboardView): void {
  const same = views.find(
    (one) => one.level === view.level && isSame(one.pages, view.pages) && isSame(one.scope, view.scope),
  );
  if (same) same.people += 1;
  else views.push(view);
}

function linkedTo(user: UserState): ResourceKey | null {
  const profile = knownValue(user.profile);
  return typeof profile === 'string' ? profileKey(profile) : null;
}
