const INTEGER = /^(?:[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+)$/;
const FRACTION = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;
const NOT_FINITE = /^(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;

const WORDS: ReadonlyMap<string, boolean | null> = new Map([
  ...['', '~', 'null', 'Null', 'NULL'].map((word) => [word, null] as const),
  ...['true', 'True', 'TRUE'].map((word) => [word, true] as const),
  ...['false', 'False', 'FALSE'].map((word) => [word, false] as const),
]);

export type Scalar = null | boolean | number | string;
export type NumberFault = 'too-large' | 'not-finite';

/** What text without quotes stands for, by the core schema of YAML 1.2. A number that JavaScript cannot hold is a fault, not a rounded value. */
export function plainScalar(text: string): { readonly value: Scalar } | { readonly fault: NumberFault } {
  const word = WORDS.get(text);
  if (word !== undefined) return { value: word };
  if (!startsLikeNumber(text)) return { value: text };
  if (INTEGER.test(text)) {
    const value = Number(text);
    return Number.isSafeInteger(value) ? { value } : { fault: 'too-large' };
  }
  if (FRACTION.test(text)) {
    const value = Number(text);
    return Number.isFinite(value) ? { value } : { fault: 'not-finite' };
  }
  return NOT_FINITE.test(text) ? { fault: 'not-finite' } : { value: text };
}

/** A digit, a sign or a dot. */
function startsLikeNumber(text: string): boolean {
  const first = text.charCodeAt(0);
  return (first >= 0x30 && first <= 0x39) || first === 0x2b || first === 0x2d || first === 0x2e;
}
