import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { OperationFailure } from '../shared/operation/errors';
import { path } from '../shared/http/path';
import type { PlatformClient } from '../shared/http/platformClient';
import { inCamelCase, listUnder, optionalFieldIn } from './answers';
import { projectFields, projectName } from './projects';
import type { NeonBranch, NeonEndpoint, NeonProject } from './types';

/** Options of a collection for a compute's size and sleep. */
export const computeOptions: INodeProperties[] = [
	{
		displayName: 'Maximum Compute Units',
		name: 'maximumComputeUnits',
		type: 'number',
		typeOptions: { minValue: 0.25, numberPrecision: 2 },
		default: 2,
		description: 'The largest size autoscaling may choose',
	},
	{
		displayName: 'Minimum Compute Units',
		name: 'minimumComputeUnits',
		type: 'number',
		typeOptions: { minValue: 0.25, numberPrecision: 2 },
		default: 0.25,
		description: 'The smallest size autoscaling may choose',
	},
	{
		displayName: 'Suspend After (Seconds)',
		name: 'suspendAfterSeconds',
		type: 'number',
		typeOptions: { minValue: -1, maxValue: 604800 },
		default: 300,
		description: 'Inactivity after which it is suspended: at least 60, 0 for Neon\'s default of 5 minutes, -1 for never',
	},
];

/** Those options as Neon's fields. @throws OperationFailure for values that Neon would refuse. */
export function computeBody(options: IDataObject): IDataObject {
	const minimum = numberIn(options, 'minimumComputeUnits', 'Minimum Compute Units', 0.25);
	const maximum = numberIn(options, 'maximumComputeUnits', 'Maximum Compute Units', 0.25);
	if (minimum !== undefined && maximum !== undefined && minimum > maximum) {
		throw new OperationFailure(
			`Minimum Compute Units ${minimum} is above Maximum Compute Units ${maximum}`,
			'Raise the maximum, or lower the minimum',
		);
	}
	const suspend = numberIn(options, 'suspendAfterSeconds', 'Suspend After', -1);
	if (suspend !== undefined && ((suspend > 0 && suspend < 60) || suspend > 604_800)) {
		throw new OperationFailure(
			`Suspend After must be -1, 0, or from 60 to 604800 seconds, not ${suspend}`,
			'Give -1 for never, 0 for Neon\'s default, or a number of seconds',
		);
	}
	return {
		...(minimum !== undefined && { autoscaling_limit_min_cu: minimum }),
		...(maximum !== undefined && { autoscaling_limit_max_cu: maximum }),
		...(suspend !== undefined && { suspend_timeout_seconds: suspend }),
	};
}

function numberIn(
	options: IDataObject,
	name: string,
	label: string,
	minimum: number,
): number | undefined {
	const value = options[name];
	if (value === undefined || value === '' || value === null) return undefined;
	const number = Number(value);
	if (Number.isFinite(number) && number >= minimum) return number;
	throw new OperationFailure(
		`${label} must be a number of at least ${minimum}, not ${JSON.stringify(value)}`,
		`Correct ${label}`,
	);
}

export async function listEndpoints(
	client: PlatformClient,
	projectId: string,
): Promise<NeonEndpoint[]> {
	return await listUnder<NeonEndpoint>(
		client,
		'endpoints',
		path`/projects/${projectId}/endpoints`,
	);
}

export async function listBranchEndpoints(
	client: PlatformClient,
	projectId: string,
	branchId: string,
): Promise<NeonEndpoint[]> {
	return await listUnder<NeonEndpoint>(
		client,
		'endpoints',
		path`/projects/${projectId}/branches/${branchId}/endpoints`,
	);
}

/** The compute that writes: a branch has one at most. */
export function readWriteOf(endpoints: readonly NeonEndpoint[]): NeonEndpoint | null {
	return endpoints.find(({ type }) => type === 'read_write') ?? null;
}

/** @throws OperationFailure when there is none. */
export async function findEndpoint(
	client: PlatformClient,
	project: NeonProject,
	endpointId: string,
): Promise<NeonEndpoint> {
	const found = await optionalFieldIn<NeonEndpoint>(
		client,
		'endpoint',
		path`/projects/${project.id}/endpoints/${endpointId}`,
	);
	if (found) return found;
	throw new OperationFailure(
		`Neon project ${projectName(project)} has no compute "${endpointId}"`,
		'Choose the compute from the list, or give its id, such as ep-quiet-hill-a1b2c3d4',
	);
}

/** A compute in our shape. */
export function endpointJson(
	project: NeonProject,
	endpoint: NeonEndpoint,
	branch?: NeonBranch | null,
): IDataObject {
	return {
		...inCamelCase(endpoint, [
			'id',
			'name',
			'host',
			'branch_id',
			'type',
			'created_at',
		]),
		...projectFields(project),
		branch: branch?.name ?? null,
		state: endpoint.current_state ?? null,
		disabled: endpoint.disabled === true,
		minimumComputeUnits: endpoint.autoscaling_limit_min_cu ?? null,
		maximumComputeUnits: endpoint.autoscaling_limit_max_cu ?? null,
		suspendAfterSeconds: endpoint.suspend_timeout_seconds ?? null,
		lastActiveAt: endpoint.last_active ?? null,
	};
}
