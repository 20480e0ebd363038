import type { IDataObject, JsonObject } from 'n8n-workflow';

import type { DeploymentState } from '../../deployment/state/deploymentState';
import type { Launch, LaunchSummary } from '../api/types';
import { launchPage } from './schemaJson';

/** A launch as an item's JSON. */
export function launchJson(reference: string, launch: LaunchSummary, state: DeploymentState): IDataObject {
	return {
		id: launch.id,
		variant: reference,
		state,
		createdAt: launch.createdAt,
		completedAt: launch.completedAt,
		servedAt: launch.approvedAt,
		changes: [...launch.changes],
		subgraphs: launch.subgraphs.map((subgraph) => ({ ...subgraph })),
		launchUrl: launchPage(reference, launch.id),
	};
}

/** With what only a single launch tells. */
export function wholeLaunchJson(reference: string, launch: Launch, state: DeploymentState): IDataObject {
	return {
		...launchJson(reference, launch, state),
		supersededAt: launch.supersededAt,
		supersededBy: launch.supersededBy,
		errors: launch.errors.map(errorJson),
		contractLaunches: launch.downstream.map(({ id, variant, status, supersededAt, errors }) => ({
			id,
			variant,
			status,
			supersededAt,
			errors: errors.map(errorJson),
		})),
	};
}

/** An error of composition with its places in the schema. */
export function errorJson({ message, code, locations }: Launch['errors'][number]): JsonObject {
	return { message, code, locations: locations.map(({ line, column }) => ({ line, column })) };
}
