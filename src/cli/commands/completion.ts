import { COMMANDS } from '../commands.js';
import { completionScript } from '../completion-script.js';
import { COMMON_FLAGS } from '../flags.js';
import { type ExitCode, type Invocation, print } from '../invocation.js';

export async function completion(invocation: Invocation): Promise<ExitCode> {
  print(invocation, completionScript(invocation.args[0] ?? '', COMMANDS, COMMON_FLAGS));
  return 0;
}
