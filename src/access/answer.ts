/** Unknown is a value of its own: it is never counted as no. */
export type Answer = 'yes' | 'no' | 'unknown';

/** Undefined is unknown. */
export function answerOf(isSo: boolean | undefined): Answer {
  if (isSo === undefined) return 'unknown';
  return isSo ? 'yes' : 'no';
}

export function allOf(...answers: readonly Answer[]): Answer {
  if (answers.includes('no')) return 'no';
  return answers.includes('unknown') ? 'unknown' : 'yes';
}

export function anyOf(...answers: readonly Answer[]): Answer {
  if (answers.includes('yes')) return 'yes';
  return answers.includes('unknown') ? 'unknown' : 'no';
}
