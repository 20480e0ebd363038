import { dryRunProperty } from '../../../shared/fields/sharedProperties';
import type { Operation } from '../../../shared/operation/operation';
import { cloudflareFailoverClient } from '../../api/client';
import { planOrigin, setOrigin } from '../../changes/setOrigin';
import { accountField, originField, poolField } from '../../fields/locators';
import { poolJson } from '../../output/poolJson';

export const enableOrigin = setOriginOperation(true, {
	value: 'enableOrigin',
	name: 'Enable Origin',
	action: 'Enable an origin of a pool',
	description: 'Send visitors to an origin again',
});

export const disableOrigin = setOriginOperation(false, {
	value: 'disableOrigin',
	name: 'Disable Origin',
	action: 'Disable an origin of a pool',
	description: 'Take an origin out of a pool; the last one that is enabled stays',
});

function setOriginOperation(
	enabled: boolean,
	entry: Pick<Operation, 'value' | 'name' | 'action' | 'description'>,
): Operation {
	return {
		...entry,
		properties: [accountField, poolField, originField, dryRunProperty],
		async execute(context) {
			const client = cloudflareFailoverClient(context);
			const change = {
				accountId: accountField.read(context),
				poolId: poolField.read(context),
				originName: originField.read(context),
				enabled,
			};
			const plan = await planOrigin(client, change);
			if (dryRunProperty.read(context)) {
				return { dryRun: true, ...poolJson(plan.pool), origin: change.originName, changed: plan.isNeeded };
			}
			const pool = await setOrigin(client, change, plan);
			return { ...poolJson(pool), origin: change.originName, changed: plan.isNeeded };
		},
	};
}
