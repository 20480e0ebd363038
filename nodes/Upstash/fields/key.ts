import type { INodeProperties } from 'n8n-workflow';

import type { OperationContext } from '../../shared/operation/operation';
import { requiredText } from '../../shared/fields/parameters';

export const keyProperty: INodeProperties = {
	displayName: 'Key',
	name: 'key',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'deploys:paintbox',
};

export function keyParameter(context: OperationContext): string {
	return requiredText(context, 'key', 'Key');
}
