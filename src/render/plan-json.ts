import type { AccessCause, AccessChange, Change, PersonAccess, Plan, Released, Source } from '../model/index.js';

/** The place alone: the line itself stands in the diagnostics only. */
const placeOnly = ({ file, line, column }: Source) => ({ file, line, column });

function plainSource<T extends Change | Released>({ source, ...rest }: T) {
  return source ? { ...rest, source: placeOnly(source) } : rest;
}

/** The plan as `schemas/plan.schema.json` describes it. */
export function planJson(plan: Plan): unknown {
  const { access, ...rest } = plan;
  return {
    ...rest,
    changes: plan.changes.map(plainSource),
    released: plan.released.map(plainSource),
    ...(access && { access: access.map(personJson) }),
  };
}

function personJson({ user, gains, losses, uncertain }: PersonAccess) {
  const json = (changes: readonly AccessChange[]) =>
    changes.map(({ cause, ...rest }) => ({ ...rest, cause: causeJson(cause) }));
  return { user, gains: json(gains), losses: json(losses), uncertain: json(uncertain) };
}

/** A line of a file where there is one, else the resource whose change it is. */
function causeJson({ change, source }: AccessCause) {
  return source ? { file: source.file, line: source.line } : { change };
}
