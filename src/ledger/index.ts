export * from './errors.js';
export * from './ledger.js';
export { type LedgerOptions, openLedger, REQUEST_TIMEOUT_MS } from './open-ledger.js';
export { DEFAULT_LEDGER, type LedgerSpec, parseLedgerSpec } from './spec.js';
