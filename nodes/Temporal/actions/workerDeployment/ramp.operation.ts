import { numberField } from '../../../shared/fields/fields';
import { dryRunProperty } from '../../../shared/fields/sharedProperties';
import { OperationFailure } from '../../../shared/operation/errors';
import type { Operation } from '../../../shared/operation/operation';
import { temporalClientForDeploying } from '../../api/client';
import { readDeployment } from '../../api/workerDeployments';
import { changeRouting, noDeployment } from '../../changes/changeRouting';
import { seeWorkers } from '../../changes/seeWorkers';
import { identityField, readIdentity } from '../../fields/deployFields';
import { namespaceField, targetOf, versionField, workerDeploymentField } from '../../fields/locators';
import { planJson } from '../../output/planJson';
import { workerDeploymentJson } from '../../output/workerDeploymentJson';
import { routingOf } from '../../state/routing';
import { workersProblem } from '../../state/workers';

const percentageField = numberField(
	'Percentage',
	'percentage',
	10,
	{ minimum: 0, maximum: 100 },
	{ description: 'Share of the new workflows; 0 ends the ramp of that version' },
);

export const ramp: Operation = {
	value: 'ramp',
	name: 'Ramp',
	action: 'Ramp a version of a worker deployment',
	description: 'Give a version a share of the new workflows, or take it away again',
	properties: [namespaceField, workerDeploymentField, versionField, percentageField, identityField, dryRunProperty],
	async execute(context) {
		const target = targetOf(context);
		const buildId = versionField.read(context);
		const percentage = percentageField.read(context);
		const client = await temporalClientForDeploying(context);
		const sight = await readDeployment(client, target);
		if (sight === null) throw noDeployment(target);
		if (dryRunProperty.read(context)) {
			return planJson(target, { action: 'ramp', buildId, percentage }, routingOf(sight.info));
		}
		if (percentage > 0) {
			const { workers } = await seeWorkers(client, target, buildId);
			const problem = workersProblem(workers);
			if (problem !== '') {
				throw new OperationFailure(
					`Build ${buildId} of ${target.deployment} was not ramped: ${problem}`,
					'Start its workers, with this deployment name and build ID, then run this again',
				);
			}
		}
		await changeRouting(client, {
			target,
			identity: readIdentity(context),
			decide: (routing) => {
				const share = routing.ramp?.buildId === buildId ? routing.ramp.percentage : null;
				if (percentage === 0) return share === null ? null : { kind: 'endRamp' };
				return share === percentage ? null : { kind: 'ramp', buildId, percentage };
			},
		});
		const after = await readDeployment(client, target);
		const share = after && routingOf(after.info).ramp;
		const isDone =
			percentage === 0 ? share?.buildId !== buildId : share?.buildId === buildId && share.percentage === percentage;
		if (after === null || !isDone) {
			throw new OperationFailure(
				`Build ${buildId} of ${target.deployment} does not take ${percentage} % of the new workflows: somebody else changed it meanwhile`,
				'Look at who changes this deployment besides Slipway',
			);
		}
		return workerDeploymentJson(after.info, target.namespace);
	},
};
