import { limitParameter } from '../../../shared/fields/parameters';
import { listProperties } from '../../../shared/fields/sharedProperties';
import type { Operation } from '../../../shared/operation/operation';
import { flyClient } from '../../api/client';
import { listSecrets } from '../../api/secrets';
import { appField } from '../../fields/locators';

export const getMany: Operation = {
	value: 'getMany',
	name: 'Get Many',
	action: 'Get many secrets',
	description: "List the names and digests of an app's secrets; Fly.io does not show their values",
	properties: [appField, ...listProperties],
	async execute(context) {
		const limit = limitParameter(context);
		const secrets = await listSecrets(flyClient(context), appField.read(context));
		return secrets.slice(0, limit).map((secret) => ({
			name: secret.name ?? null,
			digest: secret.digest ?? null,
			createdAt: secret.created_at ?? null,
			updatedAt: secret.updated_at ?? null,
		}));
	},
};
