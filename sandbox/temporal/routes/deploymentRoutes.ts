import type { SandboxHandler, SandboxRequest, SandboxRoute } from '../../kernel/platform';
import { setCurrent, setRamp, settleWrite } from '../lifecycle/routing';
import { hasLiveWorker, newVersion } from '../lifecycle/workers';
import type { StoredDeployment, StoredNamespace } from '../model';
import { deploymentBody, deploymentSummary } from '../present/deployment';
import { invalid, missing, precondition } from '../present/errors';
import { versionNames } from '../present/version';
import type { TemporalWorld } from '../world/world';
import { answered, type Body, bodyOf, pageOf, textIn } from './answers';

const writeFields = {
	namespace: 'string',
	deploymentName: 'string',
	version: 'string',
	buildId: 'string',
	conflictToken: 'string',
	identity: 'string',
	ignoreMissingTaskQueues: 'boolean',
	allowNoPollers: 'boolean',
} as const;

/** Worker deployments: what runs which version, and who takes the new workflows. */
export function deploymentRoutes(world: TemporalWorld): SandboxRoute[] {
	const base = '/api/v1/namespaces/:namespace/worker-deployments';
	const list: SandboxHandler = ({ params, query }) => {
		const all = [...world.namespace(params.namespace ?? '').deployments.values()].reverse();
		const { page, nextPageToken } = pageOf(all, query);
		return answered(
			{
				...(nextPageToken !== '' && { nextPageToken }),
				...(page.length > 0 && { workerDeployments: page.map(deploymentSummary) }),
			},
			world,
		);
	};
	const describe: SandboxHandler = ({ params }) => {
		const namespace = world.namespace(params.namespace ?? '');
		return answered(deploymentBody(deploymentOf(namespace, params.name), world.now()), world);
	};
	return [
		{ method: 'GET', pattern: base, handle: list },
		{ method: 'GET', pattern: `${base}/:name`, handle: describe },
		{
			method: 'POST',
			pattern: `${base}/:name/set-current-version`,
			handle: (request) => setCurrentVersion(world, request),
		},
		{
			method: 'POST',
			pattern: `${base}/:name/set-ramping-version`,
			handle: (request) => setRampingVersion(world, request),
		},
		{ method: 'POST', pattern: `${base}/:name/set-manager`, handle: (request) => setManager(world, request) },
	];
}

function deploymentOf({ deployments }: StoredNamespace, name = ''): StoredDeployment {
	const found = deployments.get(name);
	if (found) return found;
	throw missing(`no Worker Deployment found with name '${name}'; does your Worker Deployment have pollers?`);
}

/** The deployment and its version, made where the caller allows for a version that nobody ever ran. */
function written(world: TemporalWorld, { params }: SandboxRequest, body: Body): StoredDeployment {
	const namespace = world.namespace(params.namespace ?? '');
	const buildId = textIn(body, 'buildId');
	if (buildId.startsWith('__')) throw invalid("BuildID cannot start with '__'");
	if (buildId.length > 1_000) throw invalid('size of BuildID larger than the maximum allowed');
	const name = params.name ?? '';
	if (body.allowNoPollers === true && !namespace.deployments.has(name)) {
		namespace.deployments.set(name, world.newDeployment(name, world.now()));
	}
	const deployment = deploymentOf(namespace, name);
	if (buildId !== '' && body.allowNoPollers === true && !hasVersion(deployment, buildId)) {
		deployment.versions.unshift(newVersion(buildId, world.now()));
	}
	return deployment;
}

const hasVersion = ({ versions }: StoredDeployment, buildId: string): boolean =>
	versions.some((version) => version.buildId === buildId);

/** After the check for "no change", which comes first: so a write may be repeated with its old token. */
function assertWritable(deployment: StoredDeployment, body: Body): void {
	const { manager, conflictToken, name } = deployment;
	const [identity, token, buildId] = [textIn(body, 'identity'), textIn(body, 'conflictToken'), textIn(body, 'buildId')];
	if (manager !== '' && manager !== identity) {
		throw precondition(
			`ManagerIdentity '${manager}' is set and does not match user identity '${identity}'; to proceed, set your own identity as the ManagerIdentity, remove the ManagerIdentity, or wait for the other client to do so`,
		);
	}
	if (token !== '' && token !== conflictToken) throw precondition('conflict token mismatch');
	if (buildId !== '' && !hasVersion(deployment, buildId)) {
		throw missing(`build ID '${buildId}' not found in Worker Deployment '${name}'`);
	}
}

/** Queues that the current version polls and the new one never did, where somebody waits for work in them. */
function assertQueues(world: TemporalWorld, request: SandboxRequest, deployment: StoredDeployment, body: Body): void {
	if (body.ignoreMissingTaskQueues === true) return;
	const namespace = world.namespace(request.params.namespace ?? '');
	const buildId = textIn(body, 'buildId');
	const queuesOf = (wanted: string | null) =>
		deployment.versions.find((version) => version.buildId === wanted)?.taskQueues ?? new Set<string>();
	const lacking = [...queuesOf(deployment.current)].filter((queue) => !queuesOf(buildId).has(queue));
	const current = { deployment: deployment.name, buildId: deployment.current ?? '' };
	const isBusy = (queue: string): boolean =>
		namespace.runs.some(({ status, taskQueue }) => status === 'RUNNING' && taskQueue === queue) ||
		!hasLiveWorker(namespace, current, queue, world.now());
	if (buildId !== '' && lacking.some(isBusy)) {
		throw precondition(
			`proposed current version '${deployment.name}:${buildId}' is missing active task queues from the current version; these would become unversioned if it is set as the current version`,
		);
	}
}

function previous(deployment: StoredDeployment, buildId: string | null): Body {
	return buildId === null ? { previousVersion: '__unversioned__' } : versionNames(deployment.name, buildId, 'previous');
}

function setCurrentVersion(world: TemporalWorld, request: SandboxRequest) {
	const body = bodyOf(request, writeFields);
	const deployment = written(world, request, body);
	// An empty body unsets the current version, and answers 200.
	const buildId = textIn(body, 'buildId') || null;
	const before = deployment.current;
	const isSame = before === buildId && deployment.lastModifier === textIn(body, 'identity');
	if (!isSame) {
		assertWritable(deployment, body);
		assertQueues(world, request, deployment, body);
		const change = world.change(textIn(body, 'identity'));
		if (before === buildId) settleWrite(deployment, change, false);
		else setCurrent(deployment, buildId, change);
	}
	return answered({ conflictToken: deployment.conflictToken, ...previous(deployment, before) }, world);
}

function setRampingVersion(world: TemporalWorld, request: SandboxRequest) {
	const body = bodyOf(request, { ...writeFields, percentage: 'number' });
	const percentage = Number(body.percentage ?? 0);
	if (percentage < 0 || percentage > 100) throw invalid('Percentage must be between 0 and 100 (inclusive)');
	const deployment = written(world, request, body);
	const { ramp: before, lastModifier, name, current } = deployment;
	const buildId = textIn(body, 'buildId');
	const ramp = buildId === '' && percentage === 0 ? null : { buildId, percentage };
	const isSame =
		lastModifier === textIn(body, 'identity') &&
		before?.buildId === ramp?.buildId &&
		before?.percentage === ramp?.percentage;
	if (!isSame) {
		if (buildId !== '' && buildId === current) {
			throw precondition(`requested ramping version ${name}.${buildId} is already current`);
		}
		assertWritable(deployment, body);
		setRamp(deployment, ramp, world.change(textIn(body, 'identity')));
	}
	return answered(
		{
			conflictToken: deployment.conflictToken,
			...(before !== null && before.buildId !== '' && previous(deployment, before.buildId)),
			...(before !== null && before.percentage > 0 && { previousPercentage: before.percentage }),
		},
		world,
	);
}

function setManager(world: TemporalWorld, request: SandboxRequest) {
	const body = bodyOf(request, { ...writeFields, managerIdentity: 'string', self: 'boolean' });
	const deployment = deploymentOf(world.namespace(request.params.namespace ?? ''), request.params.name);
	const token = textIn(body, 'conflictToken');
	if (token !== '' && token !== deployment.conflictToken) throw precondition('conflict token mismatch');
	deployment.manager = body.self === true ? textIn(body, 'identity') : textIn(body, 'managerIdentity');
	settleWrite(deployment, world.change(textIn(body, 'identity')), false);
	return answered({ conflictToken: deployment.conflictToken }, world);
}
