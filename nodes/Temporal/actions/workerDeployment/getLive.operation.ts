import type { Operation } from '../../../shared/operation/operation';
import { temporalClient } from '../../api/client';
import { readDeployment } from '../../api/workerDeployments';
import { seeWorkers } from '../../changes/seeWorkers';
import { namespaceField, targetOf, workerDeploymentField } from '../../fields/locators';
import { liveVersionOf } from '../../state/liveVersion';
import { routingOf } from '../../state/routing';
import { commitOf } from '../../state/versionState';

export const getLive: Operation = {
	value: 'getLive',
	name: 'Get Live',
	action: 'Get what is live of a worker deployment',
	description:
		'See which version takes the new workflows, whether workers run it, and what ramps, in the shape of every platform',
	properties: [namespaceField, workerDeploymentField],
	itemsAtOnce: 5,
	async execute(context) {
		const target = targetOf(context);
		const client = await temporalClient(context);
		const sight = await readDeployment(client, target);
		const current = sight === null ? null : routingOf(sight.info).current;
		if (current === null) return { ...liveVersionOf(target, sight, null) };
		const { version, workers } = await seeWorkers(client, target, current);
		return { ...liveVersionOf(target, sight, { commit: commitOf(current, version ?? {}), workers }) };
	},
};
