import type { SandboxResponse, SandboxRoute } from '../../kernel/platform';
import type { GitHubContext } from '../context';
import { numberParameter } from '../context';
import { notFound, validationFailed } from '../http/errors';
import { listResponse } from '../http/pagination';
import { repositoryRoutes, type Visit } from '../http/routeTable';
import { readBody, readBoolean, readRequiredWord, readString } from '../http/requestBody';
import { refuseFourBytes, requireLength } from '../http/textLimits';
import type { DeploymentRecord, DeploymentStatusRecord, RepositoryRecord } from '../model';
import { representDeploymentStatus } from '../present/deployment';
import { deploymentStatusPayload } from '../present/payloads/deployment';
import { ensureEnvironment } from '../world/environments';
import { requestedDeployment } from './deploymentRoutes';

const STATES = ['error', 'failure', 'inactive', 'in_progress', 'queued', 'pending', 'success'];
const MAX_DESCRIPTION_LENGTH = 140;

function requireAddress(field: string, value: string): string {
	if (value !== '' && !/^https?:\/\/\S+$/.test(value)) {
		throw validationFailed({
			resource: 'DeploymentStatus',
			code: 'custom',
			field,
			message: `${field} must use http(s) scheme`,
		});
	}
	return value;
}

/**
 * Earlier successful deployments of the environment, which GitHub makes inactive: none where users work, and
 * none of an environment that is called production, whatever else was said of it.
 */
function supersededBy(record: RepositoryRecord, deployment: DeploymentRecord): DeploymentRecord[] {
	return record.deployments.filter(
		(other) =>
			other !== deployment &&
			other.createdAtMs <= deployment.createdAtMs &&
			other.environment === deployment.environment &&
			!other.transientEnvironment &&
			!other.productionEnvironment &&
			other.environment !== 'production' &&
			other.statuses.at(-1)?.state === 'success',
	);
}

function createStatus({ context, request, record }: Visit): SandboxResponse {
	const deployment = requestedDeployment(record, request);
	const body = readBody(request);
	const state = readRequiredWord(body, 'state', STATES);
	const description = readString(body, 'description') ?? '';
	const place = { resource: 'DeploymentStatus', field: 'description' };
	requireLength(place, description, MAX_DESCRIPTION_LENGTH);
	refuseFourBytes(place, description);
	const nowMs = context.services.clock.now();
	const add = (target: DeploymentRecord, status: Omit<DeploymentStatusRecord, 'id' | 'createdAtMs'>) => {
		const added = { ...status, id: context.services.ids.integer(), createdAtMs: nowMs };
		target.statuses.push(added);
		target.updatedAtMs = nowMs;
		context.webhooks.emitLater(record, 'deployment_status', deploymentStatusPayload(context, record, target, added));
		return added;
	};
	const environment = readString(body, 'environment') ?? deployment.environment;
	const status = {
		state,
		description,
		environment,
		environmentUrl: requireAddress('environment_url', readString(body, 'environment_url') ?? ''),
		logUrl: requireAddress('log_url', readString(body, 'log_url') ?? readString(body, 'target_url') ?? ''),
	};
	deployment.environment = environment;
	ensureEnvironment(context, record, environment);
	const added = add(deployment, status);
	if (state === 'success' && readBoolean(body, 'auto_inactive') !== false) {
		for (const other of supersededBy(record, deployment)) {
			const last = other.statuses.at(-1);
			add(other, {
				state: 'inactive',
				description: '',
				environment: other.environment,
				environmentUrl: last?.environmentUrl ?? '',
				logUrl: last?.logUrl ?? '',
			});
		}
	}
	return {
		status: 201,
		body: representDeploymentStatus(context, record, deployment, added),
	};
}

/** https://docs.github.com/rest/deployments/statuses */
export function deploymentStatusRoutes(context: GitHubContext): SandboxRoute[] {
	const pattern = '/deployments/:deploymentId/statuses';
	return repositoryRoutes(context, [
		['GET', pattern, listStatuses],
		['POST', pattern, createStatus],
		['GET', `${pattern}/:statusId`, getStatus],
	]);
}

function listStatuses({ context, request, record }: Visit): SandboxResponse {
	const deployment = requestedDeployment(record, request);
	return listResponse(request, [...deployment.statuses].reverse(), (status) =>
		representDeploymentStatus(context, record, deployment, status),
	);
}

function getStatus({ context, request, record }: Visit): SandboxResponse {
	const deployment = requestedDeployment(record, request);
	const id = numberParameter(request, 'statusId');
	const status = deployment.statuses.find((candidate) => candidate.id === id);
	if (!status) throw notFound();
	return {
		status: 200,
		body: representDeploymentStatus(context, record, deployment, status),
	};
}
