import { textField } from '../../../shared/fields/fields';
import { dryRunProperty, simplifyProperty, waitProperties } from '../../../shared/fields/sharedProperties';
import { verifiedVersionsParameter, verifiedVersionsProperty } from '../../../shared/fields/verifiedVersions';
import type { Operation } from '../../../shared/operation/operation';
import { ecsClient } from '../../api/client';
import { readService } from '../../api/services';
import { readHistory } from '../../changes/readHistory';
import { deploymentChoices, onFailureWhenWaiting, whenPausedField } from '../../fields/deploymentChoices';
import { clusterField, serviceField, serviceReference } from '../../fields/locators';
import { inFlightOf } from '../../state/history';
import { requireDeployable } from './requirements';
import { rollBackRolling, rollBackService } from './rollBackService';

/** How many service deployments back a good one is looked for. */
const historyLength = 200;

const onlyIfLive = textField('Only If Live', 'badRelease', {
	placeholder: '={{ $json.version }}',
	description:
		'Version (family:revision), ID or deployment ID of the bad deployment. If another one is live by now, nothing is changed; if it was rolled back already, that is the answer. Makes it safe to run this twice.',
});

const verifiedVersions = {
	...verifiedVersionsProperty('Versions', '={{ $json.verifiedVersions }}'),
	description:
		'Versions which are known to be good, from the ledger: family:revision, commit, ID or image digest, as a list or a string with commas. When given, only these are rolled back to: an expression that finds none leaves nothing to roll back to.',
};

export const rollBack: Operation = {
	value: 'rollBack',
	name: 'Roll Back',
	action: 'Roll back a service',
	description:
		'Stop the deployment that is under way, or put the last good revision before the live one in place again',
	properties: [
		clusterField,
		serviceField,
		onlyIfLive,
		verifiedVersions,
		...waitProperties(1800),
		whenPausedField({ waitForCompletion: [true] }),
		onFailureWhenWaiting,
		dryRunProperty,
		simplifyProperty,
	],
	async execute(context) {
		const bad = onlyIfLive.read(context);
		const verified = verifiedVersionsParameter(
			context,
			'Give versions such as nanda-workers:12, for example {{ $json.rows.map(row => row.version) }}',
		);
		const reference = serviceReference(context);
		const choices = deploymentChoices(context);
		const dryRun = dryRunProperty.read(context);
		const ecs = await ecsClient(context);
		const service = await readService(ecs, reference);
		requireDeployable(service);
		const history = await readHistory(ecs, reference, historyLength);
		const target = { ecs, reference, service, dryRun, choices };
		const rolling = inFlightOf(history);
		return rolling
			? await rollBackRolling(target, { bad, verified, history }, rolling)
			: await rollBackService(target, { bad, verified, history });
	},
};
