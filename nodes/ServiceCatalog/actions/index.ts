import type { OperationEntry, Resource } from '../../shared/operation/operation';
import { board } from './board';
import { service } from './service';

export const resources: ReadonlyArray<Resource<OperationEntry>> = [service, board];

export { board, service };
