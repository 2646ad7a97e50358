import type { PermissionSet } from '../../model/index.js';
import type { SeedProfile } from './account-seed.js';
import { configures, NO_DASHBOARD, permissionsWith, supervises } from './values.js';

/** What people of acme have in common who are on the telephone all day. */
const AGENT: PermissionSet = {
  playRecordings: 'own',
  editSettings: true,
  snooze: true,
  chatTab: true,
  videoCallsTab: true,
  analyticsTab: true,
  contactsTab: true,
  tagCalls: true,
  afterCallWorkDuration: 30,
  noteRequired: false,
  maxChannels: 2,
  anonymisePhoneNumbers: false,
  canBeListenedTo: true,
  startStopRecording: true,
  allowToRecord: true,
  notifyWhenRecording: true,
  callRecordingVolume: 100,
};

const SUPPORT_AGENT: PermissionSet = { ...AGENT, showWaitingList: true, pickUpWaitingListCalls: true };

const OFFICE: PermissionSet = {
  editSettings: true,
  businessHours: true,
  snooze: true,
  editCallForwarding: true,
  chatTab: true,
  videoCallsTab: true,
  contactsTab: true,
  tagsRequired: false,
  noteRequired: false,
  maxChannels: 2,
  onlyMyMissedCallsOnIvr: false,
  anonymisePhoneNumbers: false,
};

export const ACME_PROFILES: readonly SeedProfile[] = [
  {
    name: 'Sales agent',
    permissions: permissionsWith({
      ...AGENT,
      powerDialerTab: true,
      useLocalPresence: true,
      voicemailDrop: true,
      editCallerId: ['+33199000080', '+33199000081'],
    }),
    dashboard: NO_DASHBOARD,
    groups: ['Sales'],
  },
  {
    name: 'Sales lead',
    permissions: permissionsWith({
      ...AGENT,
      playRecordings: 'allIvr',
      editCallForwarding: true,
      powerDialerTab: true,
      oneWayTexting: true,
      tagsRequired: false,
      outOfPlanDestinations: true,
      maxChannels: 4,
      editCallerId: ['allIvr'],
      useLocalPresence: true,
      voicemailDrop: true,
      onlyMyMissedCallsOnIvr: false,
      canBeListenedTo: false,
      showDownloadButton: true,
    }),
    dashboard: supervises(['Sales'], {
      activity: 'write',
      logs: 'write',
      analytics: 'write',
      campaigns: 'write',
      tasks: 'write',
    }),
    groups: ['Sales'],
  },
  { name: 'Support agent', permissions: permissionsWith(SUPPORT_AGENT), dashboard: NO_DASHBOARD, groups: ['Support'] },
  {
    name: 'Support lead',
    permissions: permissionsWith({ ...SUPPORT_AGENT, maxChannels: 3 }),
    dashboard: supervises(['Support'], { logs: 'read', analytics: 'read' }),
    groups: ['Support'],
  },
  {
    name: 'Field engineer',
    permissions: permissionsWith({
      ...SUPPORT_AGENT,
      sipAccount: true,
      editCallForwarding: true,
      showWaitingList: false,
    }),
    dashboard: NO_DASHBOARD,
    groups: ['Field'],
  },
  {
    name: 'Finance clerk',
    permissions: permissionsWith({ ...OFFICE, editCallForwarding: false, maxChannels: 1, anonymisePhoneNumbers: true }),
    dashboard: NO_DASHBOARD,
    groups: ['Finance'],
  },
  {
    name: 'IT technician',
    permissions: permissionsWith({
      ...OFFICE,
      sipAccount: true,
      joinOpenGroups: true,
      maxChannels: 5,
      editCallerId: ['assignedIvr'],
      displayAutoAnswerMode: true,
      autoAnswerMode: true,
    }),
    dashboard: configures({
      numbers: 'write',
      ivrs: 'write',
      audioConferences: 'write',
      callTags: 'write',
      snoozes: 'write',
      blockedNumbers: 'write',
    }),
    groups: ['IT'],
  },
  {
    name: 'Manager',
    permissions: permissionsWith({
      ...OFFICE,
      playRecordings: 'own',
      analyticsTab: true,
      outOfPlanDestinations: true,
      frenchSpecialNumbers: true,
      maxChannels: 4,
      editCallerId: ['assignedIvr', '+33199000080'].sort(),
      allowToRecord: true,
      callRecordingVolume: 20,
    }),
    dashboard: supervises('all', { logs: 'read', analytics: 'read' }, 'direct'),
    groups: ['Management'],
  },
];
