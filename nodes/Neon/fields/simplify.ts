import type { IDataObject } from 'n8n-workflow';

import { simplifyProperty } from '../../shared/fields/sharedProperties';
import type { OperationContext } from '../../shared/operation/operation';

/** One of Neon's objects as the node gives it: in our shape or, without Simplify, as Neon gave it. */
export function shaped<Value extends object>(
	context: OperationContext,
	value: Value,
	simplify: (value: Value) => IDataObject,
): IDataObject {
	return simplifyProperty.read(context) ? simplify(value) : ({ ...value } as IDataObject);
}
