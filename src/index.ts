export { type Account, type AccountReader, AccountUnreadable, type AccountWriter } from './account/ports.js';
export { type SandboxAccountOptions, sandboxAccount } from './account/sandbox/index.js';
export { type ApplyOptions, applyPlan, type StepEvent } from './apply/apply-plan.js';
export type { AccountFile, AccountFiles } from './config/account-files.js';
export { type Config, type Locate, readConfig } from './config/read-config.js';
export * from './model/index.js';
export { makePlan, type PlanOptions } from './plan/make-plan.js';
export { readAccountFiles } from './run/account-files.js';
