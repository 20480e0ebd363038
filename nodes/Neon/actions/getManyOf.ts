import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { limitParameter } from '../../shared/fields/parameters';
import { listProperties, simplifyProperty } from '../../shared/fields/sharedProperties';
import type { Operation, OperationContext } from '../../shared/operation/operation';
import { shaped } from '../fields/simplify';

/** What a list holds, and one of it in our shape. */
export interface Listing<Element extends object> {
	readonly elements: readonly Element[];
	readonly json: (element: Element) => IDataObject;
}

/** A Get Many operation; `read` may give more than `limit`. */
export function getManyOf<Element extends object>(
	plural: string,
	description: string,
	place: readonly INodeProperties[],
	filters: readonly INodeProperties[],
	read: (context: OperationContext, limit: number) => Promise<Listing<Element>>,
): Operation {
	return {
		value: 'getMany',
		name: 'Get Many',
		action: `Get many ${plural}`,
		description,
		properties: [...place, ...listProperties, ...filters, simplifyProperty],
		async execute(context) {
			const limit = limitParameter(context);
			const { elements, json } = await read(context, limit);
			return elements.slice(0, limit).map((element) => shaped(context, element, json));
		},
	};
}
