import { switchField } from '../../../shared/fields/fields';
import { waitMsParameter } from '../../../shared/fields/parameters';
import { dryRunProperty, waitProperties } from '../../../shared/fields/sharedProperties';
import type { Operation } from '../../../shared/operation/operation';
import { cancelSignalOf } from '../../../shared/waiting/cancelSignal';
import { clock } from '../../../shared/waiting/clock';
import { temporalClientForDeploying } from '../../api/client';
import { readDeployment } from '../../api/workerDeployments';
import { deployVersion } from '../../changes/deploy/deployVersion';
import { seeWorkers } from '../../changes/seeWorkers';
import {
	checkFields,
	identityField,
	ignoreMissingField,
	onFailure,
	rampField,
	readCheck,
	readIdentity,
	readWorkersDueMs,
	taskQueuesField,
	workersFields,
} from '../../fields/deployFields';
import { namespaceField, targetOf, versionField, workerDeploymentField } from '../../fields/locators';
import { planJson } from '../../output/planJson';
import { routingOf } from '../../state/routing';
import { workersProblem } from '../../state/workers';
import { conclude } from './conclude';

const followField = switchField(
	'Only Follow',
	'onlyFollow',
	'Whether a version that took new workflows before, and was replaced, stays replaced: for a deployment that an earlier run began',
);

export const deploy: Operation = {
	value: 'deploy',
	name: 'Deploy',
	action: 'Deploy a version of a worker deployment',
	description:
		'Wait for the workers of a version, check it, give it its share of the new workflows, then all of them, and see that it has them',
	properties: [
		namespaceField,
		workerDeploymentField,
		versionField,
		rampField,
		...checkFields,
		taskQueuesField,
		ignoreMissingField,
		...workersFields,
		followField,
		identityField,
		...waitProperties(900),
		onFailure,
		dryRunProperty,
	],
	async execute(context) {
		const target = targetOf(context);
		const buildId = versionField.read(context);
		const [steps, check, taskQueues] = [rampField.read(context), readCheck(context), taskQueuesField.read(context)];
		const nowMs = clock.now();
		const workersDueMs = readWorkersDueMs(context, nowMs);
		const timeoutMs = waitMsParameter(context);
		const client = await temporalClientForDeploying(context);
		if (dryRunProperty.read(context)) {
			const sight = await readDeployment(client, target);
			const { workers } = await seeWorkers(client, target, buildId, taskQueues);
			const problem = workersProblem(workers);
			const plan = {
				action: 'deploy',
				buildId,
				ramp: steps.map(({ percentage }) => percentage),
				check: check?.type ?? null,
			};
			return planJson(target, plan, sight && routingOf(sight.info), problem === '' ? [] : [problem]);
		}
		const result = await deployVersion(client, {
			target,
			buildId,
			identity: readIdentity(context),
			taskQueues,
			ignoreMissingTaskQueues: ignoreMissingField.read(context),
			check,
			steps,
			isFollowed: followField.read(context),
			workersDueMs,
			// Without waiting it goes as far as it can at once.
			deadlineMs: nowMs + (timeoutMs ?? 0),
			cancelSignal: cancelSignalOf(context),
		});
		return conclude(context, result);
	},
};
