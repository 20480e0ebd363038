import type { Resource } from '../../shared/operation';
import { claim } from './claim';
import { command } from './command';
import { key } from './key';
import { lock } from './lock';

export const resources: readonly Resource[] = [lock, claim, key, command];
