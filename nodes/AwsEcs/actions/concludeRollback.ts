import type { Service, ServiceDeployment } from '@aws-sdk/client-ecs';
import type { IDataObject } from 'n8n-workflow';

import { readTaskDefinition } from '../api/taskDefinitions';
import type { Ecs, ServiceReference } from '../api/types';
import { waitForRollback } from '../changes/waitForRollback';
import type { DeploymentChoices } from '../fields/deploymentChoices';
import { imagesOf } from '../state/images';
import { conclude } from './conclude';

/** Waits for a roll back that ECS does, and gives the output of the operation that asked for it. */
export async function concludeRollback(
	ecs: Ecs,
	reference: ServiceReference,
	before: { readonly service: Service; readonly record: ServiceDeployment },
	choices: DeploymentChoices,
	timeoutMs: number,
): Promise<IDataObject> {
	const result = await waitForRollback(ecs, reference, before, { timeoutMs, cancelSignal: choices.cancelSignal });
	const live = result.deployment.taskDefinition;
	const images = live ? imagesOf((await readTaskDefinition(ecs, live)).definition) : new Map<string, string>();
	// The record is of the bad deployment; what is live now goes by its own deployment id.
	const shown = result.verified ? { ...result, record: undefined } : result;
	return await conclude(
		ecs,
		reference,
		shown,
		{ images, previous: before.record.serviceDeploymentArn ?? null },
		choices,
	);
}
