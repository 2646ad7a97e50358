/** The command itself, and the only file that runs on import. */
import { main } from './command-line.js';
import { optimiseLate } from './engine.js';
import { nodeIo } from './node-io.js';

optimiseLate();

void main(process.argv.slice(2), nodeIo(process)).then((code) => {
  process.exitCode = code;
});
