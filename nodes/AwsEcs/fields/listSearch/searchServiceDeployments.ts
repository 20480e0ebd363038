import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { nameInArn } from '../../../shared/aws/arn';
import { chosenInPicker, matching } from '../../../shared/fields/pickers';
import { ecsClientForPicker } from '../../api/client';
import { listServiceDeployments, readServiceRevisions } from '../../api/serviceDeployments';
import { stateOfRecord } from '../../state/recordStatus';

/** Deployments of the chosen service: revision, state and time. */
export async function searchServiceDeployments(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const cluster = chosenInPicker(this, 'cluster');
	const service = chosenInPicker(this, 'service');
	if (cluster === null || service === null) return { results: [] };
	const ecs = await ecsClientForPicker(this);
	const briefs = await listServiceDeployments(ecs, { cluster, service }, 100);
	const revisions = await readServiceRevisions(
		ecs,
		briefs.map(({ targetServiceRevisionArn }) => targetServiceRevisionArn),
	);
	const choices = briefs.map(({ serviceDeploymentArn = '', targetServiceRevisionArn = '', status, createdAt }) => ({
		name: [
			nameInArn(revisions.get(targetServiceRevisionArn)?.taskDefinition),
			stateOfRecord(status),
			createdAt?.toISOString().slice(0, 16).replace('T', ' ') ?? '',
		]
			.filter(Boolean)
			.join(' · '),
		value: serviceDeploymentArn,
	}));
	return matching(filter, choices);
}
