import type { Resource } from '../../../shared/operation/operation';
import { report } from './report.operation';

export const cost: Resource = {
	value: 'cost',
	name: 'Cost',
	description: 'What the platforms cost, against their budgets',
	operations: [report],
};
