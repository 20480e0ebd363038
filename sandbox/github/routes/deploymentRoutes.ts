import type { SandboxRequest, SandboxResponse, SandboxRoute } from '../../kernel/platform';
import type { GitHubContext } from '../context';
import { numberParameter } from '../context';
import { apiError, conflict, notFound, validationFailed } from '../http/errors';
import { listResponse } from '../http/pagination';
import { repositoryRoutes, type Visit } from '../http/routeTable';
import { readBody, readBoolean, readRequiredString, readString, readStringList } from '../http/requestBody';
import { mergeDefaultBranch } from '../lifecycle/mergeDefaultBranch';
import type { DeploymentRecord, JsonObject, RepositoryRecord } from '../model';
import { representDeployment } from '../present/deployment';
import { deploymentPayload } from '../present/payloads/deployment';
import { combinedContexts } from '../world/commitChecks';
import { ensureEnvironment } from '../world/environments';

/** The deployment that `:deploymentId` names, or GitHub's 404. */
export function requestedDeployment(record: RepositoryRecord, request: SandboxRequest): DeploymentRecord {
	const id = numberParameter(request, 'deploymentId');
	const deployment = record.deployments.find((candidate) => candidate.id === id);
	if (!deployment) throw notFound();
	return deployment;
}

function readPayload(body: JsonObject): unknown {
	const payload = body['payload'];
	if (payload === undefined || payload === null || payload === '') return {};
	if (typeof payload !== 'string') return payload;
	try {
		const parsed: unknown = JSON.parse(payload);
		return typeof parsed === 'object' && parsed !== null ? parsed : payload;
	} catch {
		return payload;
	}
}

/** Refuses with 409 unless every wanted context of the commit is green; by default all it has. */
function requireGreenContexts(
	record: RepositoryRecord,
	deployed: { readonly ref: string; readonly sha: string },
	required: readonly string[] | undefined,
): void {
	const contexts = combinedContexts(record, deployed.sha);
	const wanted = required ?? [...contexts.keys()];
	const states = wanted.map((context) => ({ context, state: contexts.get(context) ?? 'missing' }));
	if (states.every(({ state }) => state === 'success')) return;
	throw conflict(`Conflict: Commit status checks failed for ${deployed.ref}.`, [
		{ resource: 'Deployment', field: 'required_contexts', code: 'invalid', contexts: states },
	]);
}

function createDeployment({ context, request, record }: Visit): SandboxResponse {
	const body = readBody(request);
	const ref = readRequiredString(body, 'ref');
	const environment = readString(body, 'environment') ?? 'production';
	const commit = context.git.resolve(record, ref);
	if (!commit) throw apiError(422, `No ref found for: ${ref}`);
	if (readBoolean(body, 'auto_merge') !== false) {
		const merged = mergeDefaultBranch(context, record, ref);
		if (merged) {
			const { defaultBranch } = context.services.repositories;
			return {
				status: 202,
				body: { message: `Auto-merged ${defaultBranch} into ${ref} on deployment.` },
			};
		}
	}
	// Before the deployment: its name may be refused.
	ensureEnvironment(context, record, environment);
	requireGreenContexts(record, { ref, sha: commit.sha }, readStringList(body, 'required_contexts'));
	const nowMs = context.services.clock.now();
	const deployment: DeploymentRecord = {
		id: context.services.ids.integer(),
		sha: commit.sha,
		ref,
		task: readString(body, 'task') ?? 'deploy',
		payload: readPayload(body),
		originalEnvironment: environment,
		environment,
		description: readString(body, 'description') ?? null,
		transientEnvironment: readBoolean(body, 'transient_environment') ?? false,
		productionEnvironment: readBoolean(body, 'production_environment') ?? environment === 'production',
		createdAtMs: nowMs,
		updatedAtMs: nowMs,
		statuses: [],
	};
	record.deployments.push(deployment);
	context.webhooks.emitLater(record, 'deployment', deploymentPayload(context, record, deployment));
	return { status: 201, body: representDeployment(context, record, deployment) };
}

/** https://docs.github.com/rest/deployments/deployments */
export function deploymentRoutes(context: GitHubContext): SandboxRoute[] {
	return repositoryRoutes(context, [
		['GET', '/deployments', listDeployments],
		['POST', '/deployments', createDeployment],
		['GET', '/deployments/:deploymentId', getDeployment],
		['DELETE', '/deployments/:deploymentId', deleteDeployment],
	]);
}

function listDeployments({ context, request, record }: Visit): SandboxResponse {
	const wanted = (name: string, value: string) => {
		const asked = request.query.get(name);
		return asked === null || asked === '' || asked === 'none' || asked === value;
	};
	const found = record.deployments
		.filter(
			(deployment) =>
				wanted('sha', deployment.sha) &&
				wanted('ref', deployment.ref) &&
				wanted('task', deployment.task) &&
				wanted('environment', deployment.environment),
		)
		.reverse();
	return listResponse(request, found, (deployment) => representDeployment(context, record, deployment));
}

function getDeployment({ context, request, record }: Visit): SandboxResponse {
	return {
		status: 200,
		body: representDeployment(context, record, requestedDeployment(record, request)),
	};
}

function deleteDeployment({ request, record }: Visit): SandboxResponse {
	const deployment = requestedDeployment(record, request);
	const isInactive = deployment.statuses.at(-1)?.state === 'inactive';
	if (record.deployments.length > 1 && !isInactive) {
		throw validationFailed({
			resource: 'Deployment',
			code: 'custom',
			message: 'We cannot delete an active deployment unless it is the only deployment.',
		});
	}
	record.deployments.splice(record.deployments.indexOf(deployment), 1);
	return { status: 204 };
}
