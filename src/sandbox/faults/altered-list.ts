import { isObject } from '../rules/values.js';
import type { Effect } from './fault.js';

type RowFault = Extract<Effect, { kind: 'row' }>;

/** The answer with another list in it: `{list: […]}`, or a bare array. Whatever is no list stays as it is. */
export async function withList(
  answer: Response,
  change: (rows: readonly unknown[]) => readonly unknown[],
): Promise<Response> {
  const text = await answer.text();
  const altered = alteredText(text, change);
  const headers = new Headers(answer.headers);
  headers.delete('content-length');
  return new Response(answer.status === 204 ? null : altered, { status: answer.status, headers });
}

function alteredText(text: string, change: (rows: readonly unknown[]) => readonly unknown[]): string {
  const value = parsed(text);
  if (Array.isArray(value)) return JSON.stringify(change(value));
  if (!isObject(value) || !Array.isArray(value.list)) return text;
  return JSON.stringify({ ...value, list: change(value.list) });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function alterRow({ change, at }: RowFault): (rows: readonly unknown[]) => readonly unknown[] {
  return (rows) => {
    const place = Math.min(at, rows.length - 1);
    if (place < 0) return rows;
    const row = rows[place];
    const others = rows.toSpliced(place, 1);
    if (change === 'drop') return others;
    return change === 'repeat' ? rows.toSpliced(place, 0, row) : [...others, row];
  };
}
