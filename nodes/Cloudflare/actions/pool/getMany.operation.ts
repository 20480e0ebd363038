import { limitParameter } from '../../../shared/fields/parameters';
import { listProperties, simplifyProperty } from '../../../shared/fields/sharedProperties';
import type { Operation } from '../../../shared/operation/operation';
import { cloudflareClient } from '../../api/client';
import { listPools } from '../../api/pools';
import { accountField } from '../../fields/locators';
import { poolJson } from '../../output/poolJson';

export const getMany: Operation = {
	value: 'getMany',
	name: 'Get Many',
	action: 'Get many pools',
	description: 'List the load balancer pools of an account with their origins',
	properties: [accountField, ...listProperties, simplifyProperty],
	async execute(context) {
		const limit = limitParameter(context);
		const pools = await listPools(cloudflareClient(context), accountField.read(context));
		const isSimple = simplifyProperty.read(context);
		return pools.slice(0, limit).map((pool) => (isSimple ? poolJson(pool) : { ...pool }));
	},
};
