/** A version as three numbers. */
type Version = readonly [major: number, minor: number, patch: number];

interface Comparator {
  readonly operator: string;
  readonly version: Version;
  /** How many of the three numbers were written. */
  readonly precision: number;
}

const COMPARATOR = /^(>=|<=|>|<|=|\^|~)?v?([0-9]{1,9})(?:\.([0-9]{1,9}))?(?:\.([0-9]{1,9}))?$/;

/** Ranges such as `>=1.0 <2`, `^1.2` or `1.4`: comparators between spaces, all of which must hold. Undefined when it is none. */
export function versionRange(text: string): ((version: string) => boolean) | undefined {
  const comparators = text.trim().split(/\s+/).map(comparator);
  const whole = comparators.filter((each) => each !== undefined);
  if (whole.length < comparators.length) return undefined;
  return (version) => {
    const parsed = comparator(version.replace(/[-+].*$/, ''));
    return parsed !== undefined && whole.every((each) => holds(each, parsed.version));
  };
}

function comparator(text: string): Comparator | undefined {
  const match = COMPARATOR.exec(text);
  if (!match) return undefined;
  const numbers = match.slice(2).filter((number) => number !== undefined);
  const [major = 0, minor = 0, patch = 0] = numbers.map(Number);
  return { operator: match[1] ?? '=', version: [major, minor, patch], precision: numbers.length };
}

function holds({ operator, version, precision }: Comparator, have: Version): boolean {
  const difference = compare(have, version);
  switch (operator) {
    case '>=':
      return difference >= 0;
    case '<':
      return difference < 0;
    case '>':
      return compare(have, after(version, precision)) >= 0;
    case '<=':
      return compare(have, after(version, precision)) < 0;
    case '^':
      return difference >= 0 && compare(have, after(version, firstNumber(version, precision))) < 0;
    case '~':
      return difference >= 0 && compare(have, after(version, Math.min(precision, 2))) < 0;
    default:
      return difference >= 0 && compare(have, after(version, precision)) < 0;
  }
}

function compare(before: Version, after: Version): number {
  return before[0] - after[0] || before[1] - after[1] || before[2] - after[2];
}

/** The first version that no longer begins with the written numbers: 1.2 and after it 1.3.0. */
function after([major, minor, patch]: Version, precision: number): Version {
  if (precision === 1) return [major + 1, 0, 0];
  return precision === 2 ? [major, minor + 1, 0] : [major, minor, patch + 1];
}

/** The caret keeps the first number that is not 0. */
function firstNumber([major, minor]: Version, precision: number): number {
  if (major > 0 || precision === 1) return 1;
  return minor > 0 || precision === 2 ? 2 : 3;
}
