/** Whether the tests run on the oldest Node that greenc is for: what snapshots and pages have in the words of Node and its engine is of that. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from './root.js';

const { engines } = JSON.parse(readFileSync(join(projectRoot(), 'package.json'), 'utf8'));
const own = process.versions.node.split('.')[0];

export const isOldestNode = /\d+/.exec(engines.node)?.[0] === own;
