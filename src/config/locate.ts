import type { Json, Place, ResourceKey, Source } from '../model/index.js';

/** A part of the text that a value stands for. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** `part` says whether the key or the value at the end of a path is meant; the key, unless said otherwise. */
export type Locate = (place: Place, part?: 'key' | 'value', span?: Span) => Source | undefined;

/** One line of the files that says something about a field. */
export interface Statement {
  readonly place: Place;
  readonly holder: { readonly kind: 'user' | 'profile' | 'template' | 'group'; readonly id: string };
  /** In the form of the model. */
  readonly value: Json;
}

/** Everything that is said about a field, the line that decides first, then what it overrides: parents, and the profile one is linked to. */
export type ChainOf = (key: ResourceKey, path: string) => readonly Statement[];
