import type { Json } from '../model/index.js';

/** YAML text and changes to YAML text. This folder may not know files, a network, a clock or the shapes of the product. */

/** Path of keys from the top of the file: `['users', 'ada@acme.example', 'profile']`. A number is an item of a list; the one after the last adds one. */
export type Edit =
  | { readonly kind: 'set'; readonly path: Path; readonly value: Json }
  | { readonly kind: 'remove'; readonly path: Path }
  | { readonly kind: 'rename-key'; readonly path: Path; readonly key: string };

type Path = readonly (string | number)[];

export type EditResult =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly why: string; readonly path: Path };
