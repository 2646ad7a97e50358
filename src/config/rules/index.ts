import { addressesAreComparable, addressesDoNotLookAlike } from './addresses.js';
import { requiredAdministratorsStay } from './administrators.js';
import { levelsHavePages } from './dashboards.js';
import { accountNamesAreUnique, earlierNamesAreClaimedOnce, earlierNamesAreFree, idsAreNotReserved } from './names.js';
import {
  daysAreInOrder,
  daysExist,
  externalUsersHaveNoLicence,
  numbersAreInvitedOnce,
  profilesComeAlone,
  superAdminIsOnlyChecked,
} from './people.js';
import { everythingIsStated, permissionsMakeSenseTogether } from './permissions.js';
import { capabilitiesExist, policiesHaveOneForm, policiesNameWhatExists, testsSaySomething } from './policies.js';
import {
  groupsExist,
  listsExist,
  parentsEndSomewhere,
  parentsExist,
  profilesExist,
  rightsNameWhatExists,
  templatesAreNotLinked,
} from './references.js';
import type { Rule } from './rule.js';
import { filesStateWhatTheyMay, timeZoneExists, versionIsWanted } from './settings.js';
import { superAdminIsStatedWhereUnseen } from './superadministrators.js';

/** All that must be true of the files of an account, beyond the shape of each file. */
export const RULES: readonly Rule[] = [
  versionIsWanted,
  timeZoneExists,
  filesStateWhatTheyMay,
  rightsNameWhatExists,
  idsAreNotReserved,
  accountNamesAreUnique,
  earlierNamesAreFree,
  earlierNamesAreClaimedOnce,
  addressesAreComparable,
  addressesDoNotLookAlike,
  profilesExist,
  parentsExist,
  parentsEndSomewhere,
  groupsExist,
  listsExist,
  templatesAreNotLinked,
  profilesComeAlone,
  externalUsersHaveNoLicence,
  superAdminIsOnlyChecked,
  superAdminIsStatedWhereUnseen,
  requiredAdministratorsStay,
  numbersAreInvitedOnce,
  daysExist,
  daysAreInOrder,
  levelsHavePages,
  permissionsMakeSenseTogether,
  everythingIsStated,
  policiesHaveOneForm,
  testsSaySomething,
  capabilitiesExist,
  policiesNameWhatExists,
];
