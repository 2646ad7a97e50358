import { realpath } from 'node:fs/promises';
import { resolve } from 'node:path';
import { gitIn } from '../ledger/git-commands.js';
import type { Event, Place } from './event.js';
import { ActionFailure } from './world.js';

/** The place of a job whose files are checked out in a folder of the workspace. Throws ActionFailure for one that is not there, or leads out. */
export async function placeAt(place: Place, path: string): Promise<Place> {
  const whole = await realpath(place.workspace);
  const workspace = resolve(whole, path);
  if ((await realpath(workspace).catch(() => undefined)) === workspace) return { ...place, workspace };
  throw new ActionFailure('The input path is no folder of the workspace, or is reached through a link.', {
    hint: 'Give actions/checkout the same path.',
  });
}

/** What is told of a change must come from its own files. Throws ActionFailure where another commit is checked out. */
export async function provenChange(place: Place, event: Event): Promise<void> {
  const known = commitsOf(event, place);
  if (known.length === 0) return;
  const answer = await gitIn({ dir: place.workspace, place: 'git' })(['rev-parse', '--show-toplevel', 'HEAD']);
  const [top, head = ''] = Buffer.isBuffer(answer) ? answer.toString().split(/\r?\n/) : [];
  if (top === place.workspace && known.includes(head)) return;
  throw new ActionFailure('The files that were checked out are not those of the change.', {
    hint: 'Check out the commit of the event, and give its folder as the input path.',
  });
}

/** A pull request is checked out as it is, or as it would be merged; after a check it is not merged any more. Nothing for what is no change. */
function commitsOf(event: Event, { commit }: Place): readonly string[] {
  switch (event.kind) {
    case 'pull-request':
    case 'merge-group':
      return [event.head, commit];
    case 'after-check':
      return [event.head];
    case 'push':
    case 'schedule':
    case 'by-hand':
    case 'issue':
      return [];
    default:
      return event satisfies never;
  }
}
