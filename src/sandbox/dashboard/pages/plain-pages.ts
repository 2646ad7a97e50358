import type { PageRoute } from '../page.js';
import { type PlainList, plainListRoutes } from './plain-list.js';

/** Events that a webhook may be sent for. The names are ours: no source lists them. */
export const WEBHOOKS: PlainList = {
  page: 'developer',
  path: '/developer/webhooks',
  table: 'webhooks',
  noun: 'webhook',
  kind: 'webhook',
  columns: [
    { name: 'event', label: 'Event', kind: 'text' },
    { name: 'url', label: 'Address (https)', kind: 'url' },
  ],
};

const LISTS: readonly PlainList[] = [
  {
    page: 'callTags',
    table: 'tags',
    noun: 'call tag',
    kind: 'callTag',
    columns: [
      { name: 'name', label: 'Name', kind: 'text', isUnique: true },
      { name: 'color', label: 'Colour', kind: 'color' },
      { name: 'description', label: 'Description', kind: 'optional' },
    ],
  },
  {
    page: 'snoozes',
    table: 'snooze_reasons',
    noun: 'reason for a snooze',
    kind: 'snoozeReason',
    columns: [{ name: 'name', label: 'Reason', kind: 'text', isUnique: true }],
  },
  {
    page: 'blockedNumbers',
    table: 'blocked_numbers',
    noun: 'blocked number',
    kind: 'blockedNumber',
    columns: [
      { name: 'number', label: 'Number', kind: 'tel', isUnique: true },
      { name: 'comment', label: 'Comment', kind: 'optional' },
    ],
  },
  {
    page: 'brands',
    table: 'brands',
    noun: 'brand',
    kind: 'brand',
    columns: [{ name: 'name', label: 'Name', kind: 'text', isUnique: true }],
  },
  {
    page: 'audioConferences',
    table: 'conferences',
    noun: 'audio conference',
    kind: 'conference',
    columns: [
      { name: 'name', label: 'Name', kind: 'text', isUnique: true },
      { name: 'pincode', label: 'PIN code (digits)', kind: 'pin' },
    ],
  },
];

export const PLAIN_PAGES: readonly PageRoute[] = [...LISTS, WEBHOOKS].flatMap(plainListRoutes);
