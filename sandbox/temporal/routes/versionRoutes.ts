import type { SandboxHandler, SandboxRoute } from '../../kernel/platform';
import type { StoredDeployment, StoredVersion } from '../model';
import { invalid, missing } from '../present/errors';
import { taskQueueBody } from '../present/taskQueue';
import { versionBody } from '../present/version';
import type { TemporalWorld } from '../world/world';
import { answered, bodyOf, recordIn } from './answers';

/** Versions of worker deployments, and the task queues that they poll. */
export function versionRoutes(world: TemporalWorld): SandboxRoute[] {
	const found = (
		params: Readonly<Record<string, string>>,
	): { deployment: StoredDeployment; version: StoredVersion } => {
		const { namespace = '', name = '', buildId } = params;
		const deployment = world.namespace(namespace).deployments.get(name);
		const version = deployment?.versions.find((candidate) => candidate.buildId === buildId);
		if (deployment && version) return { deployment, version };
		throw missing('Worker Deployment Version not found');
	};
	const describe: SandboxHandler = ({ params }) => {
		const { deployment, version } = found(params);
		return answered(versionBody(deployment, version), world);
	};
	const updateMetadata: SandboxHandler = (request) => {
		const body = bodyOf(request, {
			namespace: 'string',
			deploymentVersion: 'object',
			version: 'string',
			upsertEntries: 'object',
			removeEntries: 'list',
			identity: 'string',
		});
		const { version } = found(request.params);
		const removed = Array.isArray(body.removeEntries) ? body.removeEntries : [];
		const entries = Object.entries(recordIn(body, 'upsertEntries'));
		if (entries.length === 0 && removed.length === 0) throw invalid('no entries to upsert or remove');
		for (const [name, value] of entries) version.metadata.set(name, value);
		for (const name of removed) version.metadata.delete(String(name));
		return answered({ metadata: { entries: Object.fromEntries(version.metadata) } }, world);
	};
	const describeQueue: SandboxHandler = ({ params, query }) => {
		const kind = query.get('taskQueueType') ?? 'TASK_QUEUE_TYPE_WORKFLOW';
		if (kind !== 'TASK_QUEUE_TYPE_WORKFLOW' && kind !== 'TASK_QUEUE_TYPE_ACTIVITY') {
			throw invalid(`parsing field "taskQueueType": ${kind} is not a valid value`);
		}
		const namespace = world.namespace(params.namespace ?? '');
		return answered(taskQueueBody(namespace, params.queue ?? '', world.now()), world);
	};
	const version = '/api/v1/namespaces/:namespace/worker-deployment-versions/:name/:buildId';
	return [
		{ method: 'GET', pattern: version, handle: describe },
		{ method: 'POST', pattern: `${version}/update-metadata`, handle: updateMetadata },
		{ method: 'GET', pattern: '/api/v1/namespaces/:namespace/task-queues/:queue', handle: describeQueue },
	];
}
