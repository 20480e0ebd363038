import { limitParameter } from '../../../shared/fields/parameters';
import { listProperties } from '../../../shared/fields/sharedProperties';
import type { Operation } from '../../../shared/operation/operation';
import { apolloClient } from '../../api/client';
import { listVariants } from '../../api/variants';

export const getMany: Operation = {
	value: 'getMany',
	name: 'Get Many',
	action: 'Get many variants',
	description: 'List the variants of the graphs that the key may see',
	properties: [...listProperties],
	async execute(context) {
		const variants = await listVariants(apolloClient(context));
		return variants.slice(0, limitParameter(context)).map((variant) => ({ ...variant }));
	},
};
