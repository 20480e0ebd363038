import { numberField } from '../../../shared/fields/fields';
import { limitParameter } from '../../../shared/fields/parameters';
import { listProperties } from '../../../shared/fields/sharedProperties';
import type { Operation } from '../../../shared/operation/operation';
import { clock } from '../../../shared/waiting/clock';
import { temporalCloudClient } from '../../api/client';
import { listApiKeys } from '../../api/cloud/account';
import { apiKeyJson } from '../../output/cloudJson';
import { daysUntil } from '../../state/cloudState';

const withinField = numberField(
	'Expires Within (Days)',
	'expiresWithinDays',
	0,
	{ minimum: 0, maximum: 3_650 },
	{ description: 'Only keys that are in use and end within so many days, or have ended; 0 for all keys' },
);

export const getMany: Operation = {
	value: 'getMany',
	name: 'Get Many',
	action: 'Get many API keys at temporal cloud',
	description: 'List the API keys of the account, with how long each is still good for. No key itself is shown.',
	properties: [...listProperties, withinField],
	async execute(context) {
		const days = withinField.read(context);
		const keys = await listApiKeys(temporalCloudClient(context), days > 0 ? Infinity : limitParameter(context));
		const nowMs = clock.now();
		const wanted = keys.filter(({ spec }) => {
			const daysLeft = daysUntil(spec?.expiryTime, nowMs);
			return days === 0 || (spec?.disabled !== true && daysLeft !== null && daysLeft <= days);
		});
		return wanted.slice(0, limitParameter(context)).map((key) => apiKeyJson(key, nowMs));
	},
};
