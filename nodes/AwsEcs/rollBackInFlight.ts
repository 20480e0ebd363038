import type { Service, ServiceDeployment } from '@aws-sdk/client-ecs';
import type { IDataObject } from 'n8n-workflow';

import { cancelSignalOf } from '../shared/waiting/cancelSignal';
import type { OperationContext } from '../shared/operation/operation';
import { switchParameter, timeoutMsParameter } from '../shared/fields/parameters';
import { imagesOf } from './deployRevision';
import { primaryDeploymentOf } from './followDeployment';
import { followRollback } from './followRollback';
import { outcomeJson } from './outcome';
import { planJson } from './plan';
import { releaseJson } from './release';
import type { PastDeployment } from './rollbackHistory';
import { readServiceDeployments, readServiceRevisions } from './serviceDeployments';
import type { ServiceReference } from './services';
import { readServiceDeployment, requestRollback } from './stopServiceDeployment';
import { readTaskDefinition, revisionNameOf } from './taskDefinitions';
import type { Ecs } from './transport';

/** What was live when a deployment in flight began. */
export async function sourceOf(ecs: Ecs, rolling: PastDeployment): Promise<PastDeployment | undefined> {
	const [record] = await readServiceDeployments(ecs, [rolling.arn]);
	const arn = record?.sourceServiceRevisions?.[0]?.arn;
	const revision = arn ? (await readServiceRevisions(ecs, [arn])).get(arn) : undefined;
	return revision && {
		arn: '',
		createdAt: revision.createdAt?.toISOString() ?? '',
		status: 'SUCCESSFUL',
		taskDefinitionArn: revision.taskDefinition ?? '',
		revision,
	};
}

/** Has ECS roll a deployment in flight back to what was live before it and, where asked to wait, proves it. */
export async function rollBackInFlight(
	context: OperationContext,
	ecs: Ecs,
	reference: ServiceReference,
	service: Service,
	rolling: PastDeployment,
	source: PastDeployment | undefined,
): Promise<IDataObject> {
	if (switchParameter(context, 'dryRun')) {
		return planJson(ecs, service, {
			action: 'stopServiceDeployment',
			rollsBack: revisionNameOf(rolling.taskDefinitionArn),
			target: revisionNameOf(source?.taskDefinitionArn) || null,
		});
	}
	const record = await readServiceDeployment(ecs, rolling.arn);
	await requestRollback(ecs, record);
	return await rollbackJson(context, ecs, reference, { service, record }, rolling);
}

/** Follows a roll back that ECS does, where asked to wait. */
export async function rollbackJson(
	context: OperationContext,
	ecs: Ecs,
	reference: ServiceReference,
	before: { readonly service: Service; readonly record: ServiceDeployment },
	rolling: PastDeployment,
): Promise<IDataObject> {
	if (!switchParameter(context, 'waitForCompletion')) {
		const deployment = primaryDeploymentOf(before.service) ?? {};
		return releaseJson(
			ecs,
			before.service,
			{
				deployment,
				record: undefined,
				state: 'rolling',
				reason: `ECS is rolling back ${revisionNameOf(rolling.taskDefinitionArn)}`,
				images: new Map(),
				previous: rolling.arn,
				verified: false,
			},
			!switchParameter(context, 'simplify'),
		);
	}
	const outcome = await followRollback(ecs, reference, before, {
		timeoutMs: timeoutMsParameter(context),
		cancelSignal: cancelSignalOf(context),
	});
	const live = outcome.deployment.taskDefinition;
	const images = live ? imagesOf((await readTaskDefinition(ecs, live)).definition) : new Map<string, string>();
	// The record is of the bad release; what is live now goes by its own deployment id.
	return await outcomeJson(context, ecs, reference, outcome.verified ? { ...outcome, record: undefined } : outcome, {
		images,
		previous: rolling.arn,
	});
}
