import { beginRelease, toReleaseRow } from '../../../deployment/ledger/release';
import { jsonField } from '../../../shared/fields/fields';
import { ConfigurationError } from '../../../shared/operation/errors';
import type { Operation } from '../../../shared/operation/operation';
import { clock } from '../../../shared/waiting/clock';

const event = jsonField('Event', 'event', '={{ $json }}', {
	required: true,
	description: 'What the GitHub Deploy Trigger gave',
});

export const begin: Operation = {
	value: 'begin',
	name: 'Begin',
	action: 'Begin a release',
	description: 'Make the record of a release from the event that asks for it, and its row for the ledger',
	properties: [event],
	async execute(context) {
		const release = beginRelease(
			event.read(context),
			context.functions.getExecutionId(),
			new Date(clock.now()).toISOString(),
		);
		if (release) return { ...release, row: toReleaseRow(release, [], null) };
		throw new ConfigurationError("Event is none of the GitHub Deploy Trigger's", 'Hand over the item of the trigger');
	},
};
