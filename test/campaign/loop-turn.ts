/** Lets the event loop turn. Weak references and native objects are let go only between its turns, and work that only ever awaits what is there already never ends one. */
export const loopTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
