const RATE = 8000;
const SECONDS = 2;

/** A short tone as a WAV file (8 kHz, 16 bit, mono): what is heard of a recording here. The number of the call decides the pitch. */
export function toneOf(call: number): Uint8Array<ArrayBuffer> {
  const samples = RATE * SECONDS;
  const bytes = new Uint8Array(44 + samples * 2);
  const view = new DataView(bytes.buffer);
  bytes.set(new TextEncoder().encode('RIFF____WAVEfmt '), 0);
  view.setUint32(4, bytes.length - 8, true);
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, RATE, true);
  view.setUint32(28, RATE * 2, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  bytes.set(new TextEncoder().encode('data'), 36);
  view.setUint32(40, samples * 2, true);
  const hertz = 220 + (call % 12) * 40;
  for (let index = 0; index < samples; index += 1) {
    const fade = Math.min(1, index / 400, (samples - index) / 400);
    view.setInt16(44 + index * 2, Math.round(Math.sin((2 * Math.PI * hertz * index) / RATE) * 9000 * fade), true);
  }
  return bytes;
}
