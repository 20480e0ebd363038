import { switchField, textField } from '../../../shared/fields/fields';
import { waitMsParameter } from '../../../shared/fields/parameters';
import { dryRunProperty, waitProperties } from '../../../shared/fields/sharedProperties';
import { verifiedVersionsParameter, verifiedVersionsProperty } from '../../../shared/fields/verifiedVersions';
import type { Operation } from '../../../shared/operation/operation';
import { cancelSignalOf } from '../../../shared/waiting/cancelSignal';
import { clock } from '../../../shared/waiting/clock';
import { temporalClientForDeploying } from '../../api/client';
import { planRollBack, rollBackVersion } from '../../changes/rollBack/rollBackVersion';
import { identityField, onFailure, readIdentity } from '../../fields/deployFields';
import { namespaceField, optionalVersionField, targetOf, workerDeploymentField } from '../../fields/locators';
import { planJson } from '../../output/planJson';
import { conclude } from './conclude';

const rollBackToField = optionalVersionField(
	'Roll Back To',
	'rollBackTo',
	'The version to make current again. Leave it empty for the last good one before what is current.',
);

const onlyIfLiveField = textField('Only If Live', 'badBuildId', {
	placeholder: '={{ $json.id }}',
	description:
		'Build ID of the bad version. If another one is current by now, nothing is changed; if it was rolled back already, that is the answer. Makes it safe to run this twice.',
});

const endsRampField = switchField(
	'End the Ramp',
	'endRamp',
	'Whether a version that ramps loses its share first, also where Only If Live names another one',
);

const forcedField = switchField(
	'Even Without Workers',
	'evenWithoutWorkers',
	'Whether it goes back also to a version that no worker runs any more: its workflows wait until workers come',
);

export const rollBack: Operation = {
	value: 'rollBack',
	name: 'Roll Back',
	action: 'Roll back a worker deployment',
	description: 'Give all new workflows to the last good version again, or to a chosen one, and see that it has them',
	properties: [
		namespaceField,
		workerDeploymentField,
		rollBackToField,
		onlyIfLiveField,
		verifiedVersionsProperty('Build IDs', '={{ $json.verifiedDeployments }}'),
		endsRampField,
		forcedField,
		identityField,
		...waitProperties(120),
		onFailure,
		dryRunProperty,
	],
	async execute(context) {
		const target = targetOf(context);
		const wish = {
			badBuildId: onlyIfLiveField.read(context),
			toBuildId: rollBackToField.read(context),
			verified: verifiedVersionsParameter(context, 'Give build IDs, such as {{ $json.verifiedDeployments }}'),
		};
		const timeoutMs = waitMsParameter(context);
		const client = await temporalClientForDeploying(context);
		if (dryRunProperty.read(context)) {
			const { routing, buildId } = await planRollBack(client, { ...wish, target });
			const action = buildId === routing.current && routing.ramp === null ? 'none' : 'rollBack';
			return planJson(target, { action, buildId }, routing);
		}
		const result = await rollBackVersion(client, {
			...wish,
			target,
			identity: readIdentity(context),
			endsRamp: endsRampField.read(context),
			isForced: forcedField.read(context),
			deadlineMs: clock.now() + (timeoutMs ?? 0),
			cancelSignal: cancelSignalOf(context),
		});
		return conclude(context, result);
	},
};
