/**
 * Where the sources on the public API contradict each other, the embedded account plays either side, so that a client can be tried on both.
 * This folder may not know the full API: what people may do is asked of the same operations and rules.
 */
export interface Mode {
  /** Body of the list of profiles: an array with `profile_id`, or an object with a list of `id`. */
  readonly profiles: 'bare' | 'listed';
  /** Status of a person who was archived or deleted. */
  readonly deleteStatus: 200 | 204;
  /** Status of a list without entries; neither has a body. */
  readonly emptyList: 200 | 204;
  readonly unauthorizedBody: 'empty' | 'json';
  /** Fields before or after they were renamed: `is_snooze` or `is_snoozed`, `Day` or `day`, `photo` or `picture`, and so on. */
  readonly names: 'before' | 'after';
  /** How a person is given a profile. The other method is no route. */
  readonly assignMethod: 'POST' | 'PATCH';
  /** Which numbers are meant when no filter is given. */
  readonly numbersDefault: 'available' | 'team';
  /** Whether a single group says how many members it has. */
  readonly groupTotal: boolean;
  /** Whether the list of people is given whole, whatever page is asked for. */
  readonly userPages: 'whole' | 'asked';
}

/** What the vendor's portal documented, as clients of 2020 read it. */
export const PORTAL: Mode = {
  profiles: 'listed',
  deleteStatus: 200,
  emptyList: 204,
  unauthorizedBody: 'empty',
  names: 'before',
  assignMethod: 'POST',
  numbersDefault: 'team',
  groupTotal: true,
  userPages: 'asked',
};

/** What clients saw of the running service, the last of them in 2026. */
export const LIVE: Mode = {
  profiles: 'bare',
  deleteStatus: 204,
  emptyList: 200,
  unauthorizedBody: 'json',
  names: 'after',
  assignMethod: 'PATCH',
  numbersDefault: 'available',
  groupTotal: false,
  userPages: 'whole',
};
