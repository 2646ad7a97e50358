// GitHub's API as @simulacrum/github-api-simulator has it, in a process of its own: it does not load where Object.prototype is frozen.
import { simulation } from '@simulacrum/github-api-simulator';

const initialState = {
  users: [],
  organizations: [{ login: 'acme' }],
  repositories: [{ owner: 'acme', name: 'telephony' }],
  branches: [],
  blobs: [],
};
const { port } = await simulation({ initialState }).listen(0);
process.stdout.write(`port ${port}\n`);
