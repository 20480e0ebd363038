import { type SandboxHandler, SandboxHttpError, type SandboxRequest, type SandboxRoute } from '../kernel/platform';
import { setCurrent, setRamp } from './lifecycle/routing';
import { NAMESPACE } from './seed';
import type { TemporalWorld } from './world/world';

interface Meant {
	readonly namespace: string;
	readonly deployment: string;
	readonly buildId: string;
	readonly taskQueue: string;
}

/**
 * What a test or the demo may do behind the API's back. `POST /_sandbox/temporal/workers` starts a worker
 * (`{deployment, buildId, taskQueue}`), `/workers/stop` stops those of a version, `/workers/hold` has builds start none, `/current` and `/ramps` set what takes
 * new workflows without a token, `/namespaces` adds a namespace.
 */
export function controlRoutes(world: TemporalWorld): SandboxRoute[] {
	const start: SandboxHandler = (request) => {
		const { namespace, deployment, buildId, taskQueue } = meant(request);
		const version = buildId === '' ? null : { deployment, buildId };
		return { status: 201, body: world.startWorker(namespace, version, taskQueue || deployment) };
	};
	const stop: SandboxHandler = (request) => {
		const { namespace, deployment, buildId, taskQueue } = meant(request);
		const stopped = world.stopWorkers(
			namespace,
			(worker) =>
				worker.version?.deployment === deployment &&
				(buildId === '' || worker.version.buildId === buildId) &&
				(taskQueue === '' || worker.taskQueue === taskQueue),
		);
		return { status: 200, body: { stopped } };
	};
	const ramp: SandboxHandler = (request) => {
		const { namespace, deployment, buildId } = meant(request);
		const found = world.namespace(namespace).deployments.get(deployment);
		if (!found) throw new SandboxHttpError(404, { message: `There is no deployment ${deployment}` });
		const percentage = Number(fields(request).percentage ?? 0);
		setRamp(found, buildId === '' ? null : { buildId, percentage }, world.change('somebody'));
		return { status: 200, body: {} };
	};
	const current: SandboxHandler = (request) => {
		const { namespace, deployment, buildId } = meant(request);
		const found = world.namespace(namespace).deployments.get(deployment);
		if (!found) throw new SandboxHttpError(404, { message: `There is no deployment ${deployment}` });
		setCurrent(found, buildId || null, world.change('somebody'));
		return { status: 200, body: {} };
	};
	const hold: SandboxHandler = (request) => {
		world.areWorkersHeld = fields(request).held === true;
		return { status: 200, body: { held: world.areWorkersHeld } };
	};
	const addNamespace: SandboxHandler = (request) => {
		world.addNamespace(String(fields(request).name ?? ''));
		return { status: 201, body: {} };
	};
	return [
		{ method: 'POST', pattern: '/workers', handle: start },
		{ method: 'POST', pattern: '/workers/stop', handle: stop },
		{ method: 'POST', pattern: '/workers/hold', handle: hold },
		{ method: 'POST', pattern: '/current', handle: current },
		{ method: 'POST', pattern: '/ramps', handle: ramp },
		{ method: 'POST', pattern: '/namespaces', handle: addNamespace },
	];
}

function fields(request: SandboxRequest): Readonly<Record<string, unknown>> {
	const body = request.json();
	if (typeof body === 'object' && body !== null) return { ...body };
	throw new SandboxHttpError(400, { message: 'Send an object' });
}

function meant(request: SandboxRequest): Meant {
	const body = fields(request);
	const text = (name: string): string => (typeof body[name] === 'string' ? body[name] : '');
	return {
		namespace: text('namespace') || NAMESPACE,
		deployment: text('deployment'),
		buildId: text('buildId'),
		taskQueue: text('taskQueue'),
	};
}
