import type { AccountFile } from '../config/account-files.js';
import type { Config } from '../config/read-config.js';
import type { Diagnostic, Live, Plan } from '../model/index.js';
import { readAccountFiles } from './account-files.js';
import { compile } from './compile.js';
import type { Remember } from './memory.js';
import { readPeopleTable, type TableText } from './people-table.js';
import type { OpenAccount } from './plan.js';
import { deskOf, type FileChange } from './pull-desk.js';
import { withPeople } from './pull-people.js';
import { type PullOptions, type PullReport, pullInto } from './pull-rounds.js';
import { withRecorded } from './recorded.js';

export interface PullRequest extends PullOptions {
  readonly dir: string;
  readonly tool: Plan['tool'];
  readonly open: OpenAccount;
  /** Default: nothing. */
  readonly remember?: Remember;
  readonly onProgress?: (done: number, total: number) => void;
  /** What a person states of people that the account does not show. */
  readonly people: TableText | undefined;
  /** Files that are there although the directory does not have them yet, such as its first ringctl.yaml. */
  readonly start: readonly AccountFile[];
}

export type Pulled = { readonly ok: false; readonly diagnostics: readonly Diagnostic[] } | PulledFiles;

export interface PulledFiles {
  readonly ok: true;
  /** Not written yet. */
  readonly files: readonly FileChange[];
  readonly live: Live;
  /** Of the files as they are afterwards. */
  readonly config: Config;
  readonly report: PullReport;
  readonly warnings: readonly Diagnostic[];
}

/** Reads the account and works out files that say what it has. Throws AccountUnreadable where it cannot be read whole; writes nothing. */
export async function pull(request: PullRequest): Promise<Pulled> {
  const found = await readAccountFiles(request.dir);
  const there = { ...found, files: [...found.files, ...request.start] };
  const before = await compile(there, { version: request.tool.version });
  if (!before.ok) return before;
  const table = request.people && (await readPeopleTable(request.people));
  if (table?.ok === false) return table;
  const { desired } = before.value;
  const memory = await request.remember?.(desired.settings, request.dir);
  const read = await readLive(request, before.value);
  const stated = table ? withPeople(read, table.value, desired) : undefined;
  if (stated?.ok === false) return stated;
  const desk = deskOf(there);
  const live = stated?.value ?? read;
  const known = withRecorded(live, memory?.facts ?? [], desired);
  const report = pullInto({ desk, live, known, read: stated && read, options: request, config: before.value });
  const isSame = desk.changes().length === 0;
  const after = isSame ? before : await compile(desk.files(), { version: request.tool.version });
  if (!after.ok) return after;
  const files = [...request.start.map(startChange), ...desk.changes()];
  return { ok: true, files, live, config: after.value, report, warnings: stated?.warnings ?? [] };
}

const startChange = ({ path, bytes }: AccountFile): FileChange => ({
  path,
  before: undefined,
  after: new TextDecoder().decode(bytes),
});

async function readLive({ open, dir, onProgress }: PullRequest, { desired }: Config): Promise<Live> {
  const { account, close } = await open(desired.settings, dir);
  try {
    return await account.read(onProgress);
  } finally {
    close();
  }
}
