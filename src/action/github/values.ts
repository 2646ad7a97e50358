/** What GitHub says, in the few words that the Action has a use for. */
export interface Pull {
  readonly number: number;
  readonly author: string;
  readonly head: string;
  readonly branch: string;
  readonly base: { readonly branch: string; readonly commit: string };
  /** Whether the change comes from another repository. */
  readonly isFork: boolean;
  readonly isOpen: boolean;
  readonly mergedAt: string | undefined;
}

export interface Review {
  readonly login: string;
  readonly isPerson: boolean;
  readonly state: string;
  readonly commit: string;
  readonly body: string;
}

export interface Posted {
  readonly id: number;
  readonly body: string;
  readonly url: string;
}

export interface Issue {
  readonly number: number;
  readonly title: string;
  readonly body: string;
  readonly isOpen: boolean;
  readonly labels: readonly string[];
}

export interface IssueText {
  readonly title: string;
  readonly body: string;
  readonly labels: readonly string[];
}

export interface Annotation {
  readonly path: string;
  readonly start_line: number;
  readonly end_line: number;
  readonly annotation_level: 'failure' | 'warning' | 'notice';
  readonly title: string;
  readonly message: string;
}

export type Conclusion = 'success' | 'failure' | 'neutral' | 'action_required';

export interface CheckText {
  readonly name: string;
  readonly head: string;
  readonly externalId: string;
  readonly conclusion: Conclusion;
  readonly title: string;
  readonly summary: string;
  readonly text: string;
  readonly annotations: readonly Annotation[];
}

export interface CheckRun {
  readonly id: number;
  readonly externalId: string;
  readonly conclusion: string | undefined;
  readonly text: string;
}

interface PullData {
  readonly number: number;
  readonly state: string;
  readonly merged_at: string | null;
  readonly user: { readonly login: string } | null;
  readonly head: { readonly sha: string; readonly ref: string; readonly repo: { readonly full_name: string } | null };
  readonly base: { readonly sha: string; readonly ref: string; readonly repo: { readonly full_name: string } };
}

export const pullOf = ({ number, state, merged_at, user, head, base }: PullData): Pull => ({
  number,
  author: user?.login ?? '',
  head: head.sha,
  branch: head.ref,
  base: { branch: base.ref, commit: base.sha },
  isFork: head.repo?.full_name !== base.repo.full_name,
  isOpen: state === 'open',
  mergedAt: merged_at ?? undefined,
});

interface IssueData {
  readonly number: number;
  readonly title: string;
  readonly body?: string | null | undefined;
  readonly state: string;
  readonly labels: readonly (string | { readonly name?: string | undefined })[];
}

export const issueOf = ({ number, title, body, state, labels }: IssueData): Issue => ({
  number,
  title,
  body: body ?? '',
  isOpen: state === 'open',
  labels: labels.flatMap((label) => (typeof label === 'string' ? label : (label.name ?? []))),
});

export function loginOf(person: unknown): string | undefined {
  const login = typeof person === 'object' && person !== null ? Reflect.get(person, 'login') : undefined;
  return typeof login === 'string' ? login : undefined;
}
