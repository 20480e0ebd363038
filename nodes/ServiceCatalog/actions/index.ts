import type { OperationEntry, Resource } from '../../shared/operation/operation';
import { audit } from './audit';
import { board } from './board';
import { cost } from './cost';
import { service } from './service';

export const resources: ReadonlyArray<Resource<OperationEntry>> = [service, board, cost, audit];

export { audit, board, cost, service };
