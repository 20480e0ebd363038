import { concludeRelease, type ConcludedDeployment } from '../../../deployment/ledger/concludeRelease';
import { ledgerStateOf } from '../../../deployment/ledger/ledgerState';
import { stringAt } from '../../../deployment/ledger/record';
import { readRelease, toReleaseRow, withResult } from '../../../deployment/ledger/release';
import { isTrueAt, textAt } from '../../../deployment/values/jsonFields';
import { jsonField, numberField } from '../../../shared/fields/fields';
import { ConfigurationError } from '../../../shared/operation/errors';
import type { Operation } from '../../../shared/operation/operation';
import { clock } from '../../../shared/waiting/clock';
import { rowsField } from '../../fields/ledgerRows';

const release = jsonField('Release', 'release', '={{ $json }}', {
	required: true,
	description: 'What Service Release: Begin gave',
});
const deployments = rowsField('Deployments', 'deployments', 'The concluded deployments, in their order');
const planned = numberField(
	'Planned',
	'planned',
	0,
	{ minimum: 0 },
	{
		description: 'How many deployments were due. One that was never begun makes the release a failed one.',
	},
);

export const conclude: Operation = {
	value: 'conclude',
	name: 'Conclude',
	action: 'Conclude a release',
	description: 'Decide by its deployments how a release ended, and whether somebody was told of what failed',
	properties: [release, deployments, planned],
	async execute(context) {
		const begun = readRelease(release.read(context));
		if (!begun)
			throw new ConfigurationError(
				'Release holds no record of a release',
				'Hand over what Service Release: Begin gave',
			);
		const concluded = deployments.read(context).map(concludedDeployment);
		const ended = withResult(begun, concludeRelease(concluded, planned.read(context)));
		const services = concluded.map(({ service }) => service);
		return { ...ended, row: toReleaseRow(ended, services, new Date(clock.now()).toISOString()) };
	},
};

/** One whose run died left an error in the place of its state. */
function concludedDeployment(item: unknown): ConcludedDeployment {
	const died = textAt(item, 'error') ?? textAt(item, 'error', 'message');
	return {
		service: stringAt(item, 'service'),
		environment: stringAt(item, 'environment'),
		state: died === null ? ledgerStateOf(textAt(item, 'state')) : 'failed',
		reason: died ?? stringAt(item, 'reason'),
		told: isTrueAt(item, 'told'),
		problems: stringAt(item, 'problems'),
	};
}
