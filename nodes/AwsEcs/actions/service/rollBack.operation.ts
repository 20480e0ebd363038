import type { Service } from '@aws-sdk/client-ecs';
import type { IDataObject } from 'n8n-workflow';

import { switchField, textField } from '../../../shared/fields/fields';
import { dryRunProperty, simplifyProperty, waitProperties } from '../../../shared/fields/sharedProperties';
import { verifiedVersionsParameter, verifiedVersionsProperty } from '../../../shared/fields/verifiedVersions';
import type { Operation, OperationContext } from '../../../shared/operation/operation';
import { ecsClient } from '../../api/client';
import { readService } from '../../api/services';
import { readHistory } from '../../changes/readHistory';
import { stopUnderWay } from '../../changes/stopUnderWay';
import { deploymentChoices, onFailureWhenWaiting, whenPausedField } from '../../fields/deploymentChoices';
import { serviceFields, serviceReference } from '../../fields/locators';
import { inFlightOf, type PastDeployment } from '../../state/history';
import { isInFlight } from '../../state/recordStatus';
import { isNamedIn } from '../../state/namedDeployment';
import type { DeployTarget } from './deployTarget';
import { requireDeployable } from './requirements';
import { namedDeployment, rollBackRolling, rollBackService, rollBackTo, type RollbackRequest } from './rollBackService';

/** How many service deployments back a good one is looked for. */
const historyLength = 200;

/** How long ECS may take to bring back what a stopped deployment had begun to replace. */
const stopTimeoutMs = 120_000;

const onlyIfLive = textField('Only If Live', 'badRelease', {
	placeholder: '={{ $json.version }}',
	description:
		'Version (family:revision), ID or deployment ID of the bad deployment. If another one is live by now, nothing is changed; if it was rolled back already, that is the answer. Makes it safe to run this twice.',
});

const rollBackToField = textField('Roll Back To', 'rollBackTo', {
	placeholder: 'nanda-workers:12',
	description:
		'Version, or ID of the deployment, to put in place again. Leave empty for the last good one before what is live.',
});

const stopsField = switchField(
	'Stop What Is Under Way',
	'stopUnderWay',
	'Whether a deployment that is under way is rolled back by ECS first, also where Only If Live names another one',
);

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
		...serviceFields,
		rollBackToField,
		onlyIfLive,
		verifiedVersions,
		stopsField,
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
		const target = await readTarget(context);
		const to = rollBackToField.read(context);
		const history = await readHistory(target.ecs, target.reference, historyLength);
		const rolling = inFlightOf(history);
		const request = { bad, verified, history };
		const stops = stopsField.read(context) && !target.dryRun;
		// Where what is under way is itself what is bad, rolling it back is all that is asked for.
		if (rolling && stops && (to !== '' || isOther(target.service, bad, rolling))) {
			return await stopFirst(target, request, to, rolling);
		}
		return await rollBackNow(target, request, to);
	},
};

async function readTarget(context: OperationContext): Promise<DeployTarget> {
	const reference = serviceReference(context);
	const choices = deploymentChoices(context);
	const dryRun = dryRunProperty.read(context);
	const ecs = await ecsClient(context);
	const service = await readService(ecs, reference);
	requireDeployable(service);
	return { ecs, reference, service, dryRun, choices };
}

/** Whether Only If Live names another deployment than the one that is under way. */
function isOther(service: Service, bad: string, rolling: PastDeployment): boolean {
	return bad !== '' && !isNamedIn(service, bad, rolling);
}

/** Stops what is under way and looks anew: what is live then is rolled back, if it is still the bad one. */
async function stopFirst(
	target: DeployTarget,
	request: RollbackRequest,
	to: string,
	rolling: PastDeployment,
): Promise<IDataObject> {
	const { ecs, reference, service, choices } = target;
	const { cancelSignal } = choices;
	await stopUnderWay(ecs, reference, service, rolling, { timeoutMs: stopTimeoutMs, cancelSignal });
	const now = { ...target, service: await readService(ecs, reference) };
	const history = await readHistory(ecs, reference, historyLength);
	// That ECS brought back what ran is this roll back's own doing, and no earlier one.
	const before = history.filter(({ arn, status }) => arn !== rolling.arn || isInFlight(status));
	return await rollBackNow(now, { ...request, history: before }, to, rolling);
}

async function rollBackNow(
	target: DeployTarget,
	request: RollbackRequest,
	to: string,
	stopped?: PastDeployment,
): Promise<IDataObject> {
	if (to !== '') return await rollBackTo(target, request, await namedDeployment(target, to, request.history), stopped);
	const rolling = inFlightOf(request.history);
	return rolling ? await rollBackRolling(target, request, rolling) : await rollBackService(target, request);
}
