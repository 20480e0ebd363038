import type { IDataObject } from 'n8n-workflow';

import { nameInArn } from '../../../shared/aws/arn';
import { readServiceDeployment } from '../../api/serviceDeployments';
import { requestRollback } from '../../changes/requestRollback';
import { deploymentJson } from '../../output/deploymentJson';
import { planJson } from '../../output/planJson';
import type { PastDeployment } from '../../state/history';
import { primaryDeploymentOf } from '../../state/primaryDeployment';
import { concludeRollback } from '../concludeRollback';
import type { DeployTarget } from './deployTarget';

/** Has ECS roll a deployment in flight back to what was live before it and, where asked to wait, verifies it. */
export async function rollBackInFlight(
	{ ecs, reference, service, dryRun, choices }: DeployTarget,
	rolling: PastDeployment,
	source: PastDeployment | undefined,
): Promise<IDataObject> {
	const rolledBack = nameInArn(rolling.taskDefinitionArn);
	if (dryRun) {
		return planJson(ecs, service, {
			action: 'stopServiceDeployment',
			rollsBack: rolledBack,
			target: nameInArn(source?.taskDefinitionArn) || null,
		});
	}
	const record = await readServiceDeployment(ecs, rolling.arn);
	await requestRollback(ecs, record);
	if (choices.timeoutMs !== null) {
		return await concludeRollback(ecs, reference, { service, record }, choices, choices.timeoutMs);
	}
	const started = {
		deployment: primaryDeploymentOf(service) ?? {},
		record: undefined,
		state: 'rolling',
		reason: `ECS is rolling back ${rolledBack}`,
		images: new Map(),
		previous: rolling.arn,
		verified: false,
	} as const;
	return deploymentJson(ecs, service, started, choices.raw);
}
