import { timeoutProperty } from '../../../shared/fields/sharedProperties';
import { OperationFailure } from '../../../shared/operation/errors';
import type { Operation } from '../../../shared/operation/operation';
import { cancelSignalOf } from '../../../shared/waiting/cancelSignal';
import { temporalClient } from '../../api/client';
import { waitForWorkers } from '../../changes/waitForWorkers';
import { taskQueuesField } from '../../fields/deployFields';
import { namespaceField, targetOf, versionField, workerDeploymentField } from '../../fields/locators';
import { commitOf, statusWord } from '../../state/versionState';

const timeout = timeoutProperty(600);

export const waitForPollers: Operation = {
	value: 'waitForPollers',
	name: 'Wait For Pollers',
	action: 'Wait for the pollers of a worker deployment version',
	description: 'Wait until live workers of a version poll each of its task queues',
	properties: [namespaceField, workerDeploymentField, versionField, taskQueuesField, timeout],
	async execute(context) {
		const target = targetOf(context);
		const buildId = versionField.read(context);
		const waited = await waitForWorkers(await temporalClient(context), {
			target,
			buildId,
			taskQueues: taskQueuesField.read(context),
			timeoutMs: timeout.read(context),
			cancelSignal: cancelSignalOf(context),
		});
		if (waited.outcome !== 'succeeded') {
			const seen = waited.outcome === 'timeout' ? waited.seen : '';
			throw new OperationFailure(
				`Build ${buildId} of worker deployment ${target.deployment} has no workers after ${Math.round(waited.waitedMs / 1000)} s: ${seen}`,
				'Start its workers, with this deployment name and build ID, and look at their logs',
			);
		}
		const { version, workers } = waited.value;
		return {
			namespace: target.namespace,
			workerDeployment: target.deployment,
			buildId,
			commit: commitOf(buildId, version ?? {}) || null,
			status: statusWord(version ?? {}),
			taskQueues: [...new Set((version?.taskQueueInfos ?? []).map(({ name = '' }) => name))],
			workers: [...workers.live],
			waitedMs: waited.waitedMs,
		};
	},
};
