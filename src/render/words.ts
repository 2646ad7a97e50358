/** `1 person`, `14 people`, `1,204 people`. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${digits(number)} ${number === 1 ? one : many}`;
}

export const digits = (number: number): string => String(number).replace(/\B(?=(?:\d{3})+$)/g, ',');

/** `a`, `a and b`, `a, b and c`. */
export function listed(items: readonly string[], word = 'and'): string {
  const last = items.at(-1) ?? '';
  return items.length < 2 ? last : `${items.slice(0, -1).join(', ')} ${word} ${last}`;
}

/** `2026-11-22 09:12 UTC`, from an instant. */
export const moment = (instant: string): string => `${instant.slice(0, 10)} ${instant.slice(11, 16)} UTC`;

/** `less than 0.1 s`, `0.9 s`, `12 s`, `4 min`, `2 h`, `3 days`. */
export function duration(milliseconds: number): string {
  if (milliseconds < 100) return 'less than 0.1 s';
  const seconds = milliseconds / 1000;
  if (seconds < 10) return `${(Math.round(seconds * 10) / 10).toFixed(1)} s`;
  if (seconds < 90) return `${Math.round(seconds)} s`;
  const minutes = seconds / 60;
  if (minutes < 90) return `${Math.round(minutes)} min`;
  const hours = minutes / 60;
  return hours < 36 ? `${Math.round(hours)} h` : `${Math.round(hours / 24)} days`;
}

/** `less than 1 s`, `about 5 s`. */
export const about = (milliseconds: number): string =>
  milliseconds < 1000 ? 'less than 1 s' : `about ${duration(Math.round(milliseconds / 1000) * 1000).replace('.0', '')}`;

/** The 16 digits that people compare and type. */
export const shortDigest = (digest: string): string => digest.replace(/^sha256:/, '').slice(0, 16);

export const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
