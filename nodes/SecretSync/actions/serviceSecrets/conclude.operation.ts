import { concludeSecretSyncs } from '../../../deployment/secrets/concludeSecretSyncs';
import { rowsField } from '../../../shared/fields/tableRows';
import type { Operation } from '../../../shared/operation/operation';
import { clock } from '../../../shared/waiting/clock';

const syncs = rowsField('Syncs', 'syncs', 'The items of List, with what Sync put into "synced"', {
	default: '={{ $input.all() }}',
});

export const conclude: Operation = {
	value: 'conclude',
	name: 'Conclude',
	action: "Conclude the syncs of services' secrets",
	description: 'Say how each sync ended, for its row in the table, and what a deployment takes from all of them',
	properties: [syncs],
	async execute(context) {
		const { ends, result } = concludeSecretSyncs(syncs.read(context), new Date(clock.now()).toISOString());
		if (ends.length === 0) return { id: 0, result };
		return ends.map((end) => ({ ...end, row: { ...end.row }, result }));
	},
};
