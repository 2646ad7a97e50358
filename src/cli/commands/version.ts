import { type ExitCode, formatOf, type Invocation, print, TOOL } from '../invocation.js';

export async function version(invocation: Invocation): Promise<ExitCode> {
  const isJson = formatOf(invocation) === 'json';
  print(
    invocation,
    isJson ? `${JSON.stringify({ ...TOOL, platform: invocation.io.platform })}\n` : `${TOOL.name} ${TOOL.version}\n`,
  );
  return 0;
}
