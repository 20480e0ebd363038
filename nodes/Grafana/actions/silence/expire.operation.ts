import { dryRunProperty } from '../../../shared/fields/sharedProperties';
import type { Operation } from '../../../shared/operation/operation';
import { grafanaClient } from '../../api/client';
import { readSilence } from '../../api/silences';
import { expireSilence } from '../../changes/silences';
import { silenceField } from '../../fields/locators';

export const expire: Operation = {
	value: 'expire',
	name: 'Expire',
	action: 'Expire a silence',
	description: 'End a silence now; one that is over already is fine',
	properties: [silenceField, dryRunProperty],
	async execute(context) {
		const client = grafanaClient(context);
		const id = silenceField.read(context);
		if (!dryRunProperty.read(context)) return { id, expired: await expireSilence(client, id) };
		return { dryRun: true, id, state: (await readSilence(client, id))?.status?.state ?? 'gone' };
	},
};
