import { readPagePart } from '../kernel/page';
import type { SandboxPlatform, SandboxRoute, SandboxServices } from '../kernel/platform';
import { controlRoutes } from './control';
import { statusOf } from './present/version';
import { guarded } from './routes/answers';
import { deploymentRoutes } from './routes/deploymentRoutes';
import { serverRoutes } from './routes/serverRoutes';
import { versionRoutes } from './routes/versionRoutes';
import { workflowRoutes } from './routes/workflowRoutes';
import { TEMPORAL_API_KEY } from './seed';
import { TemporalWorld } from './world/world';

export { createTemporalCloudPlatform } from './cloud/index';

/** A Temporal server's HTTP API at `/temporal`, behind a gateway that asks for a key. */
export function createTemporalPlatform(services: SandboxServices): SandboxPlatform {
	const world = new TemporalWorld(services);
	const routes: SandboxRoute[] = [
		...serverRoutes(world),
		...deploymentRoutes(world),
		...versionRoutes(world),
		...workflowRoutes(world),
	].map((route) => ({ ...route, handle: guarded(route.handle) }));
	const isKnown = (path: string): boolean =>
		routes.some(({ pattern }) => {
			const [parts, given] = [pattern.split('/'), path.split('/')];
			return parts.length === given.length && parts.every((part, at) => part.startsWith(':') || part === given[at]);
		});
	return {
		name: 'temporal',
		secrets: [TEMPORAL_API_KEY],
		page: readPagePart(__dirname),
		routes,
		controlRoutes: controlRoutes(world),
		notFound: ({ path }) => ({
			status: isKnown(path) ? 501 : 404,
			headers: { 'content-type': '*' },
			body: JSON.stringify(
				isKnown(path) ? { code: 12, message: 'Method Not Allowed', details: [] } : { code: 5, message: 'Not Found' },
			),
		}),
		state: () => ({ namespaces: world.list().map((namespace) => describeNamespace(namespace)) }),
		reset: () => world.reset(),
	};
}

function describeNamespace({ name, deployments, workers, runs }: ReturnType<TemporalWorld['namespace']>) {
	return {
		name,
		deployments: [...deployments.values()].map((deployment) => ({
			name: deployment.name,
			current: deployment.current,
			ramp: deployment.ramp,
			versions: deployment.versions.map((version) => ({
				buildId: version.buildId,
				status: statusOf(deployment, version)
					.replace(/^WORKER_DEPLOYMENT_VERSION_STATUS_/, '')
					.toLowerCase(),
				workers: workers.filter(
					(worker) =>
						worker.stoppedAtMs === null &&
						worker.version?.deployment === deployment.name &&
						worker.version.buildId === version.buildId,
				).length,
				lastCurrentAtMs: version.lastCurrentAtMs,
			})),
		})),
		workflows: runs.map(({ workflowId, runId, type, status, ranOn }) => ({
			workflowId,
			runId,
			type,
			status,
			buildId: ranOn?.buildId ?? null,
		})),
	};
}
