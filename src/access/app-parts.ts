import type { PermissionId } from '../model/index.js';

/** What a switch does to its part: `shows` it or hides it, or makes it `clickable` or frozen. */
export interface PartRule {
  readonly permission: PermissionId;
  readonly part: string;
  readonly does: 'shows' | 'clickable';
}

const shows = (permission: PermissionId, part: string): PartRule => ({ permission, part, does: 'shows' });
const clickable = (permission: PermissionId, part: string): PartRule => ({ permission, part, does: 'clickable' });

/**
 * Parts of the phone application as the vendor's guide to permissions describes them (seed), in its order and under the names that the
 * application shows, which differ from the labels of the permissions in six places.
 */
export const APP_PARTS: readonly PartRule[] = [
  shows('businessHours', 'Schedule block'),
  shows('snooze', 'Snooze icon'),
  shows('editCallForwarding', 'call-forwarding block'),
  shows('joinOpenGroups', 'Groups section'),
  shows('chatTab', 'Chat tab'),
  shows('videoCallsTab', 'Video tab'),
  shows('analyticsTab', 'Statistics tab'),
  shows('powerDialerTab', 'Power Dialer field'),
  shows('contactsTab', 'Contacts tab'),
  shows('oneWayTexting', 'SMS Notifications'),
  shows('showWaitingList', 'waiting list'),
  shows('pickUpWaitingListCalls', 'Answer button on waiting calls'),
  shows('tagCalls', 'Tag field'),
  clickable('editCallerId', '"Call with" field'),
  shows('useLocalPresence', 'Localized Number field'),
  shows('voicemailDrop', 'voicemail-drop field'),
  shows('displayAutoAnswerMode', 'auto-answer option'),
  shows('showDownloadButton', 'Download button'),
  clickable('startStopRecording', 'Record button'),
];

/** Permissions that decide what a person does or what happens to their calls, and show no part of their own. */
export const APP_FACTS: readonly PermissionId[] = [
  'playRecordings',
  'sipAccount',
  'editSettings',
  'afterCallWorkDuration',
  'tagsRequired',
  'noteRequired',
  'outOfPlanDestinations',
  'frenchSpecialNumbers',
  'maxChannels',
  'autoAnswerMode',
  'onlyMyMissedCallsOnIvr',
  'anonymisePhoneNumbers',
  'canBeListenedTo',
  'allowToRecord',
  'notifyWhenRecording',
  'callRecordingVolume',
];
