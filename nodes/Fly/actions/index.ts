import type { Resource } from '../../shared/operation/operation';
import { app } from './app';
import { machine } from './machine';
import { release } from './release';
import { secret } from './secret';
import { usage } from './usage';

export const resources: readonly Resource[] = [release, machine, app, secret, usage];
