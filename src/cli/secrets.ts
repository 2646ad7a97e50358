import type { Io, Stream } from './io.js';

/** Keys that this run knows, and texts without them. */
export interface Secrets {
  readonly add: (secret: string) => void;
  readonly redact: (text: string) => string;
}

/** Shorter than a key can be: a value like this would take ordinary words out of the output. */
const SHORTEST = 8;

export function secretsOf(env: Io['env']): Secrets {
  const known = new Set<string>();
  const add = (secret: string) => {
    if (secret.length < SHORTEST) return;
    for (const form of [
      secret,
      encodeURIComponent(secret),
      Buffer.from(secret).toString('base64'),
      JSON.stringify(secret).slice(1, -1),
    ])
      known.add(form);
  };
  for (const [name, value] of Object.entries(env)) if (isKeyName(name) && value !== undefined) add(value.trim());
  const redact = (text: string) => [...known].reduce((clean, secret) => clean.replaceAll(secret, '[key]'), text);
  return { add, redact };
}

const isKeyName = (name: string): boolean => name.startsWith('RINGOVER_API_KEY') && !name.endsWith('_FILE');

/** The same world, in which nothing that is printed holds a key. */
export function withoutSecrets(io: Io, secrets: Secrets): Io {
  const clean = (stream: Stream): Stream => ({ ...stream, write: (text) => stream.write(secrets.redact(text)) });
  return { ...io, stdout: clean(io.stdout), stderr: clean(io.stderr) };
}
