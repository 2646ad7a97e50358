import { scalarText } from '../edit/scalar.js';

const modeline = (schema: string): string => `# yaml-language-server: $schema=schemas/${schema}.schema.json\n`;

export const configFile = (account: string): string => `${modeline('config')}version: 1
account: ${scalarText(account)}
timeZone: UTC
provider: { kind: sandbox }   # the embedded account: ringctl sandbox seed

# What is in the account and not in these files is left alone. "authoritative"
# makes the files complete for a kind of thing.
authority: { users: additive, profiles: additive, groups: additive, memberships: additive }
`;

/** Everything is commented out: a plan of a fresh directory changes nothing. */
export const ACCOUNT_FILES: Readonly<Record<string, string>> = Object.freeze({
  'profiles.yaml': `${modeline('account')}# Named sets of permissions that users are linked to. A key that is left out is
# left as it is in the account.
profiles: {}
#  sales-agent:
#    name: Sales agent
#    permissions:
#      playRecordings: own
#      showDownloadButton: false
#      afterCallWorkDuration: 30s
#    dashboard: none            # none, billing, technical, supervisor or admin
#    groups: [sales]
`,
  'groups.yaml': `${modeline('account')}groups: {}
#  sales: { name: Sales, openAccess: false }
`,
  'users.yaml': `${modeline('account')}# People by address. "profile" links; "permissions" without a profile are the
# person's own.
users: {}
#  ada@acme.example:
#    firstName: Ada
#    lastName: Byron
#    profile: sales-agent
#    invite: { number: "+33199000001", plan: Business }
`,
});
