/** The command itself, and the only file that runs on import. */
import { main } from './command-line.js';
import { nodeIo } from './node-io.js';

void main(process.argv.slice(2), nodeIo(process)).then((code) => {
  process.exitCode = code;
});
