import type { AccountFile } from '../config/account-files.js';
import { readDocument } from '../config/document.js';
import { didYouMean, inOrder, makeReport, type Report } from '../config/report.js';
import { CATALOGUE, type Checked, type HandRow, type Plan } from '../model/index.js';

/** By permission id: how the service prints it in the language of whoever works on the dashboard. */
export type Labels = ReadonlyMap<string, string>;

export const NO_LABELS: Labels = new Map();

const IDS = CATALOGUE.filter(({ kind }) => kind !== 'action').map(({ id }) => id);
const LONGEST = 200;

/** `labels.yaml`, which says nothing of the account: it only changes what people read. An empty one has no labels. */
export function readLabels(file: AccountFile | undefined): Checked<Labels> {
  if (!file) return { ok: true, value: NO_LABELS, warnings: [] };
  const document = readDocument(file);
  const report = makeReport(new Map([[file.path, document]]));
  report.addFindings(document);
  const labels = document.findings.length > 0 ? NO_LABELS : labelsIn(document.value, file.path, report);
  if (report.diagnostics.length > 0) return { ok: false, diagnostics: inOrder(report.diagnostics) };
  return { ok: true, value: labels, warnings: [] };
}

function labelsIn(value: unknown, file: string, report: Report): Labels {
  if (value === undefined || value === null) return NO_LABELS;
  if (typeof value !== 'object' || Array.isArray(value)) {
    report.add(
      'WRONG_TYPE',
      { file, path: [] },
      { message: `${file} has to be a mapping from permissions to labels.` },
    );
    return NO_LABELS;
  }
  const labels = new Map<string, string>();
  for (const [id, label] of Object.entries(value)) {
    const place = { file, path: [id] };
    if (!IDS.includes(id))
      report.add('UNKNOWN_KEY', place, {
        message: `There is no permission "${id}".`,
        hint: didYouMean(report.nearest(id, IDS)),
      });
    else if (typeof label !== 'string' || label.trim() === '' || label.length > LONGEST)
      report.add('WRONG_TYPE', place, {
        message: `The label of "${id}" has to be a text of at most ${LONGEST} characters.`,
        part: 'value',
      });
    else labels.set(id, label);
  }
  return labels;
}

/** The plan with the labels of the user in its steps by hand. What is to be done stays the same, and so do their digests. */
export function withLabels<P extends Pick<Plan, 'byHand'>>(plan: P, labels: Labels = NO_LABELS): P {
  if (!plan.byHand || labels.size === 0) return plan;
  return {
    ...plan,
    byHand: plan.byHand.map((step) => ({ ...step, rows: step.rows.map((row) => labelled(row, labels)) })),
  };
}

function labelled(row: HandRow, labels: Labels): HandRow {
  const label = row.path.startsWith('permissions.') ? labels.get(row.path.slice('permissions.'.length)) : undefined;
  return label === undefined ? row : { ...row, label };
}
