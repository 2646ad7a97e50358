export type { Edit, EditResult } from './edit.js';
export { editYaml } from './edit-yaml.js';
export { formatYaml, type Style } from './format.js';
export { writeYaml } from './write.js';
