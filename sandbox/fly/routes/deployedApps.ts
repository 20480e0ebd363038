import type { SandboxRequest, SandboxResponse, SandboxRoute } from '../../kernel/platform';
import { isRouted } from '../lifecycle/checks';
import type { Fly } from '../fly';
import { objectIn, pathParameter } from '../json';
import { tablesOf } from '../lifecycle/migration';
import type { App, Machine, RunningVersion } from '../model';
import { revisionLabel } from '../world/images';

/**
 * The deployed apps at `/apps/<app>/`, one machine per request in turn, as Fly's proxy does it. A request with
 * `fly-force-instance-id` goes to that machine alone. `/tables` lists those of the app's own database.
 */
export function deployedAppRoutes(fly: Fly): SandboxRoute[] {
	const turns = new Map<string, number>();
	const handle = async (request: SandboxRequest): Promise<SandboxResponse> => {
		const app = fly.world.apps.get(pathParameter(request, 'appName'));
		if (!app) return plain(404, 'App not found\n');
		const machines = fly.world.machinesOf(app);
		const forced = request.headers['fly-force-instance-id'];
		const candidates = machines.filter(
			(machine) => isRouted(machine, fly.world.now()) && (forced === undefined || machine.id === forced),
		);
		const turn = turns.get(app.name) ?? 0;
		turns.set(app.name, turn + 1);
		const machine = candidates[turn % Math.max(1, candidates.length)];
		if (!machine?.running) return plain(503, 'no healthy machine\n');
		const path = request.params['rest'] ?? '';
		if (path === 'tables') return await serveTables(app, machine);
		return serve(machines, machine, machine.running, path);
	};
	return [{ method: 'GET', pattern: '/apps/:appName/*rest', handle }];
}

/** By the secrets that the machine was booted with. */
async function serveTables(app: App, machine: Machine): Promise<SandboxResponse> {
	const headers = { 'Cache-Control': 'no-store', server: 'Fly', 'x-machine-id': machine.id };
	try {
		const tables = await tablesOf(app, machine);
		return tables === undefined
			? { status: 404, headers, body: { error: 'DATABASE_URL is not set' } }
			: { status: 200, headers, body: { tables } };
	} catch {
		return { status: 503, headers, body: { error: 'the database does not answer' } };
	}
}

const plain = (status: number, body: string): SandboxResponse => ({
	status,
	headers: { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store', server: 'Fly' },
	body,
});

const describeRunning = (machine: Machine, { version }: RunningVersion) => ({
	id: machine.id,
	region: machine.region,
	image: version.image.written,
	digest: version.image.digest,
	version: version.image.tag ?? null,
});

function serve(machines: readonly Machine[], machine: Machine, running: RunningVersion, path: string): SandboxResponse {
	const { version, secretsVersion } = running;
	const release = objectIn(version.config, 'metadata')['fly_release_version'];
	const headers = {
		'Cache-Control': 'no-store',
		server: 'Fly',
		'x-release': typeof release === 'string' ? release : '',
		'x-machine-id': machine.id,
	};
	if (path === 'version.json') {
		return {
			status: 200,
			headers,
			body: {
				app: machine.appName,
				machine: machine.id,
				region: machine.region,
				image: version.image.written,
				digest: version.image.digest,
				version: version.image.tag ?? null,
				commit: version.image.labels[revisionLabel] ?? null,
				...(version.containers.length > 0 && {
					containers: Object.fromEntries(version.containers.map(({ name, image }) => [name, image.written])),
				}),
				secretsVersion,
				machines: machines.flatMap((other) => (other.running ? [describeRunning(other, other.running)] : [])),
			},
		};
	}
	const { behaviours } = version.image;
	if (behaviours.has('broken')) return { status: 503, headers, body: { status: 'error' } };
	const unhealthy = behaviours.has('unhealthy');
	if (path === 'health') {
		return {
			status: unhealthy ? 503 : 200,
			headers,
			body: { status: unhealthy ? 'error' : 'ok', version: version.image.tag ?? null },
		};
	}
	if (path === '') return { ...plain(200, `${machine.appName} ${version.image.tag ?? ''}\n`), headers };
	return { status: 404, headers, body: { error: 'not found' } };
}
