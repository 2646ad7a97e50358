import { type Api, orNothing } from './api.js';
import { bodyOf, titleOf } from './lengths.js';
import { type Issue, type IssueText, issueOf, type Posted } from './values.js';

export function comments({ rest, paginate, here }: Api) {
  const posted = ({ id, body, html_url }: { id: number; body?: string | undefined; html_url: string }): Posted => ({
    id,
    body: body ?? '',
    url: html_url,
  });
  return {
    /** What programs wrote: of a person nobody knows what it will say tomorrow. */
    ownComments: async (number: number): Promise<readonly Posted[]> => {
      const all = await paginate(rest.issues.listComments, { ...here, issue_number: number });
      return all.filter(({ user }) => user?.type === 'Bot').map(posted);
    },
    comment: async (number: number, body: string): Promise<Posted> =>
      posted((await rest.issues.createComment({ ...here, issue_number: number, body: bodyOf(body) })).data),
    editComment: async (id: number, body: string): Promise<Posted> =>
      posted((await rest.issues.updateComment({ ...here, comment_id: id, body: bodyOf(body) })).data),
  };
}

export function issues({ rest, paginate, here }: Api) {
  return {
    /** Open ones that programs opened, with this label. */
    ownIssues: async (label: string): Promise<readonly Issue[]> => {
      const all = await paginate(rest.issues.listForRepo, { ...here, labels: label, state: 'open' });
      return all.filter(({ user, pull_request }) => user?.type === 'Bot' && !pull_request).map(issueOf);
    },
    ownIssue: async (number: number): Promise<Issue | undefined> => {
      const { data } = await rest.issues.get({ ...here, issue_number: number });
      return data.user?.type === 'Bot' && !data.pull_request ? issueOf(data) : undefined;
    },
    openIssue: async ({ title, body, labels }: IssueText): Promise<Issue> =>
      issueOf(
        (await rest.issues.create({ ...here, title: titleOf(title), body: bodyOf(body), labels: [...labels] })).data,
      ),
    editIssue: async (
      number: number,
      text: Partial<IssueText> & { readonly state?: 'open' | 'closed' },
    ): Promise<void> => {
      const { labels, title, body, state } = text;
      await rest.issues.update({
        ...{ ...here, issue_number: number },
        ...(title !== undefined && { title: titleOf(title) }),
        ...(body !== undefined && { body: bodyOf(body) }),
        ...(state && { state }),
        ...(labels && { labels: [...labels] }),
      });
    },
  };
}

export function labels({ rest, paginate, here }: Api) {
  return {
    labels: async (number: number): Promise<readonly string[]> => {
      const all = await paginate(rest.issues.listLabelsOnIssue, { ...here, issue_number: number });
      return all.map(({ name }) => name);
    },
    addLabels: async (number: number, labels: readonly string[]): Promise<void> => {
      await rest.issues.addLabels({ ...here, issue_number: number, labels: [...labels] });
    },
    removeLabel: async (number: number, label: string): Promise<void> => {
      await orNothing(rest.issues.removeLabel({ ...here, issue_number: number, name: label }));
    },
  };
}
