/** What the reference of all output says of the story, word for word but for the number, which is one that is reserved for fiction. */

export const TERMINAL_TARGET = `acme · embedded account · 11 files · 60 people read, complete
▲ 21 people gain access · ▼ 3 people lose access · ! 3 gains are privileged
Refused: 1 limit is exceeded, see the end.

Privileged gains
  ! ▲ Dana Kowalski <dana.kowalski@acme.example>       users/support.yaml:41
      can create, change and archive the 18 people of group support, own
      account included, and so give them rights
  ! ▲ Claire Fontaine <claire@compta-plus.example>     users/finance.yaml:22
      new, external: can add credits and download invoices
  ! ▲ Priya Shah <priya.shah@acme.example>             users/field.yaml:31
      can play and download the recordings of Jonas Weber
Other gains
  ▲ 14 people with profile sales-agent                 profiles/sales.yaml:9
      can download their own recordings
      Amira Haddad, Ben Okafor, Chloé Petit, Diego Ruiz and 10 more
  ▲ Iris Lindqvist, Marco Bianchi                      users/field.yaml:12, 20
      now field-engineer, was support-agent: can connect a SIP phone; forward
      calls, also to outside numbers; take calls of group field
  ▲ Jonas Weber                                        users/field.yaml:31
      can take calls of group sales; is heard by Priya Shah from now on
  ▲ Léa Moreau                                         users/support.yaml:58
      new: can sign in with profile support-agent; take calls of group support
Losses
  ▼ Tom Becker                                         users/support.yaml:63
      leaves: can no longer sign in (archived, recordings are kept)
  ▼ Iris Lindqvist, Marco Bianchi                      users/field.yaml:12, 20
      can no longer see the waiting list; take calls of group support

Changes
  + user     lea.moreau@acme.example       number +33199000061, plan Business
  + user     claire@compta-plus.example    external, dashboard billing
  + members  field: 2, sales: 1, support: 1
  ~ profile  sales-agent                   showDownloadButton: off → on
  ~ user     dana.kowalski@acme.example    dashboard.pages.users: none → write
  ~ user     iris.lindqvist@acme.example   profile: → field-engineer
  ~ user     marco.bianchi@acme.example    profile: → field-engineer
  - members  support: 2
  - user     tom.becker@acme.example       archive
Warning  ANSWER_WITHOUT_LIST, profiles/field.yaml:12 (ringctl validate shows it)
Not managed: 3 users, left alone. Unreadable: none.

Plan: 6 to add, 4 to change, 3 to destroy.
12 requests, about 1 s. Digest 7c1e93ab40d2f658.

Refused: 1 limit is exceeded. Nothing was changed.
  privilegedGains      3 people, the limit is 2        ringctl.yaml:9
    Dana Kowalski, Claire Fontaine, Priya Shah
To allow exactly this plan, once (recorded with your name):
  ringctl apply --digest 7c1e93ab40d2f658 --accept privilegedGains=3 \\
    --reason "…"
`;

export const COMMENT_TARGET = `<!-- ringctl plan acme -->
### \`acme\`: ▲&nbsp;21 people gain access, ▼&nbsp;3 people lose access

> [!CAUTION]
> **Not ready to merge: 3 gains are privileged (!), the limit is 2.** How to allow it: below the tables.

| Who | Can now |
| :-- | :-- |
| ▲ \`Dana Kowalski\`<br>**! privileged** | create, change and archive the 18 people of group \`support\`, own account included, and so give them rights<br>\`users/support.yaml:41\` |
| ▲ \`Claire Fontaine\`<br>**! privileged**, new, external | add credits and download invoices<br>\`users/finance.yaml:22\` |
| ▲ \`Priya Shah\`<br>**! privileged** | play and download the recordings of \`Jonas Weber\`<br>\`users/field.yaml:31\` |
| ▲ **14 people** with profile \`sales-agent\` | download their own recordings<br>\`profiles/sales.yaml:9\` |
| ▲ \`Iris Lindqvist\`<br>▲ \`Marco Bianchi\`<br>now \`field-engineer\`,<br>was \`support-agent\` | connect a SIP phone; forward calls, also to outside numbers; take calls of group \`field\`<br>\`users/field.yaml:12, 20\` |
| ▲ \`Jonas Weber\` | take calls of group \`sales\`; is heard by \`Priya Shah\` from now on<br>\`users/field.yaml:31\` |
| ▲ \`Léa Moreau\`<br>new | sign in with profile \`support-agent\`; take calls of group \`support\`<br>\`users/support.yaml:58\` |

| Who | Can no longer |
| :-- | :-- |
| ▼ \`Tom Becker\`<br>leaves | sign in (archived, recordings are kept)<br>\`users/support.yaml:63\` |
| ▼ \`Iris Lindqvist\`<br>▼ \`Marco Bianchi\` | see the waiting list; take calls of group \`support\`<br>\`users/field.yaml:12, 20\` |

**To allow it:** take out one privileged gain, or let someone of \`acme/security\`, who is not the author and gains nothing here, approve commit \`4f1c2aa\` with this line in the review:
\`\`\`text
ringctl accept privilegedGains=3 b20f6e8dd3174a95
\`\`\`
- Limit: \`privilegedGains: 2\`, \`ringctl.yaml:9\` on \`main\`. All other limits and policies pass.
- Author \`nina-roth\` gains nothing.
- Warning: profile \`field-engineer\` lets people answer waiting calls, but hides the list (\`profiles/field.yaml:12\`).

<details><summary><b>3 steps by hand</b> after merging, 9 requests are automatic</summary>

1. Profile \`Sales agent\`: **Configuration › Users › User profiles**, section Recording and Supervision, switch **Show download button** on.
2. \`Dana Kowalski\`: **Configuration › Users**, dashboard access, page **Users** to **write**, group \`support\`.
3. \`Claire Fontaine\`: **Configuration › Users**, create an external user \`claire@compta-plus.example\`, **Accounting**. No mail is sent: hand over link and password.
</details>
<details><summary><b>14 names</b> of the row with 14 people</summary>

\`Amira Haddad\`, \`Ben Okafor\`, \`Chloé Petit\`, \`Diego Ruiz\`, \`Elif Kaya\`, \`Farid Benali\`, \`Giulia Rossi\`, \`Hugo Lambert\`, \`Inês Duarte\`, \`Julia Novak\`, \`Kenji Mori\`, \`Lucas Meyer\`, \`Nadia Sahli\`, \`Pauline Martin\`
</details>
<details><summary><b>13 changes</b>: 6 to add, 4 to change, 3 to destroy</summary>

\`\`\`diff
! profile sales-agent                     profiles/sales.yaml:9
-   showDownloadButton: off
+   showDownloadButton: on
! user dana.kowalski@acme.example         users/support.yaml:41
-   dashboard.pages.users: none
+   dashboard.pages.users: write
! user iris.lindqvist@acme.example        users/field.yaml:12
-   profile: support-agent
+   profile: field-engineer
! user marco.bianchi@acme.example         users/field.yaml:20
-   profile: support-agent
+   profile: field-engineer
+ user lea.moreau@acme.example            users/support.yaml:58
+   number: +33199000061, plan: Business, profile: support-agent
+ user claire@compta-plus.example         users/finance.yaml:22
+   external, dashboard: billing
- user tom.becker@acme.example            users/support.yaml:63
-   archived
+ members of field: Iris Lindqvist, Marco Bianchi
+ members of sales: Jonas Weber
+ members of support: Léa Moreau
- members of support: Iris Lindqvist, Marco Bianchi
\`\`\`
</details>

<sub>Account read 2026-11-22 09:12 UTC: 60 people, complete · files at 4f1c2aa against main 9be01d7 · 3 users not managed, left alone · profile contents, profile links and dashboard access recorded 12 days ago, not read · digest b20f6e8dd3174a95, good for 24 h · [run](https://github.com/acme/telephony/actions/runs/1)</sub>
`;
