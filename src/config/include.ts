import type { AccountFile as AccountContent, Profile } from '../model/generated/files.js';
import { quoted } from './finding.js';
import type { Report } from './report.js';

/** An account file never lies above its directory, and an included one always does. */
export const isIncluded = (file: string): boolean => file.startsWith('../');

/** What an included file may hold whole: it takes access from nobody's files, and gives none. */
const RULES: ReadonlySet<string> = new Set(['policies', 'tests']);

/** Of an included file templates, policies and tests count: nobody gains access because a shared folder says so. */
export function keepTemplates(file: string, content: AccountContent, report: Report): AccountContent {
  if (!isIncluded(file)) return content;
  for (const section of Object.keys(content)) {
    if (section === 'profiles' || RULES.has(section)) continue;
    const message = `${quoted(section)} stands in an included file, which may hold only templates, policies and tests.`;
    report.add('INCLUDE_CONTENT', { file, path: [section] }, { message, hint: 'Move it to a file of the account.' });
  }
  const templates: [string, Profile][] = [];
  for (const [id, profile] of Object.entries(content.profiles ?? {})) {
    if (profile.template) templates.push([id, profile]);
    else {
      const message = `Profile ${quoted(id)} stands in an included file, but is not a template.`;
      const hint = 'Add template: true, or move it to a file of the account.';
      report.add('INCLUDE_CONTENT', { file, path: ['profiles', id] }, { message, hint });
    }
  }
  const { policies, tests } = content;
  return { profiles: Object.fromEntries(templates), ...(policies && { policies }), ...(tests && { tests }) };
}
