import type { IDataObject } from 'n8n-workflow';

import type { OperationContext } from './operation';

/** The item that an operation is run for, as it came in. */
export function incomingItem({ functions, itemIndex }: OperationContext): IDataObject {
	return functions.getInputData()[itemIndex]?.json ?? {};
}
