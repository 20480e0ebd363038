import { simplifyProperty } from '../../../shared/fields/sharedProperties';
import type { Operation } from '../../../shared/operation/operation';
import { cloudflareClient } from '../../api/client';
import { readPoolHealth } from '../../api/pools';
import { accountField, poolField } from '../../fields/locators';
import { poolHealthJson } from '../../output/poolJson';
import { poolHealthOf } from '../../state/poolHealth';

export const health: Operation = {
	value: 'health',
	name: 'Health',
	action: 'Get the health of a pool',
	description: "Read what Cloudflare's own monitors say of a pool and its origins, by data center",
	properties: [accountField, poolField, simplifyProperty],
	async execute(context) {
		const id = poolField.read(context);
		const answer = await readPoolHealth(cloudflareClient(context), accountField.read(context), id);
		return simplifyProperty.read(context) ? poolHealthJson(id, poolHealthOf(answer)) : { ...answer };
	},
};
