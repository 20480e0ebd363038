import type { JsonObject } from '../json';
import { durationMs, isJsonObject, objectIn, objectsIn } from '../json';
import type { CheckStatus, Machine } from '../model';

export interface Check {
	readonly name: string;
	readonly status: CheckStatus;
	readonly output: string;
	readonly updatedAtMs: number;
	/** Checks of a service decide whether the proxy sends requests; top-level ones do not. */
	readonly ofService: boolean;
}

interface ConfiguredCheck {
	readonly name: string;
	readonly ofService: boolean;
	readonly target: string;
	readonly graceMs: number;
	readonly intervalMs: number;
}

function readCheck(name: string, ofService: boolean, source: JsonObject, port: unknown): ConfiguredCheck {
	const isHttp = source['type'] === 'http';
	const at = `172.19.0.2:${String(source['port'] ?? port ?? 8080)}`;
	const path = typeof source['path'] === 'string' ? source['path'] : '/';
	return {
		name,
		ofService,
		target: isHttp ? `http://${at}${path}` : `tcp ${at}`,
		graceMs: durationMs(source['grace_period']) ?? 1000,
		intervalMs: durationMs(source['interval']) ?? 15_000,
	};
}

function configuredChecks(config: JsonObject): ConfiguredCheck[] {
	const named = Object.entries(objectIn(config, 'checks')).flatMap(([name, check]) =>
		isJsonObject(check) ? [readCheck(name, false, check, undefined)] : [],
	);
	const ofServices = objectsIn(config, 'services').flatMap((service, serviceIndex) =>
		objectsIn(service, 'checks').map((check) => {
			const port = service['internal_port'];
			const type = check['type'] === 'http' ? 'http' : 'tcp';
			const number = String(serviceIndex).padStart(2, '0');
			return readCheck(`servicecheck-${number}-${type}-${String(port)}`, true, check, port);
		}),
	);
	return [...named, ...ofServices];
}

const slowChecksMs = 90_000;
const flapAfterMs = 8000;

/** The machine's checks at `nowMs`, computed from when it started: no timer is needed for them. */
export function checksOf(machine: Machine, nowMs: number): Check[] {
	const running = machine.running;
	const behaviours = machine.version.image.behaviours;
	if (behaviours.has('no-checks')) return [];
	const configured = configuredChecks(machine.version.config);
	return configured.map((check, index) => {
		const result = (status: CheckStatus, output: string, updatedAtMs: number): Check => ({
			name: check.name,
			ofService: check.ofService,
			status,
			output,
			updatedAtMs,
		});
		if (machine.forcedChecks) return result(machine.forcedChecks, 'forced by the sandbox', nowMs);
		if (!running || running.version !== machine.version) {
			return result('warning', "the machine hasn't started", machine.updatedAtMs);
		}
		const does = running.version.image.behaviours;
		const firstAtMs =
			running.startedAtMs + Math.max(check.graceMs, 1000) + (does.has('slow-checks') ? slowChecksMs : 0);
		if (nowMs < firstAtMs || does.has('warning')) {
			return result('warning', 'waiting for status update', running.startedAtMs);
		}
		const ranAtMs = firstAtMs + Math.floor((nowMs - firstAtMs) / check.intervalMs) * check.intervalMs;
		const fails =
			does.has('unhealthy') ||
			(does.has('flapping') && nowMs >= firstAtMs + flapAfterMs) ||
			(does.has('one-failing') && index === configured.length - 1);
		return fails
			? result('critical', `${check.target}: connect: connection refused`, ranAtMs)
			: result('passing', `${check.target}: 200 OK`, ranAtMs);
	});
}

/**
 * The checks as the API reports them. Those of services come twice where a client of before may look for them, as flyctl
 * did in a bluegreen deploy (superfly/fly-go, `RemoveCompatChecks`).
 */
export function reportedChecks(machine: Machine, nowMs: number, withCompat: boolean): Check[] {
	const checks = checksOf(machine, nowMs);
	if (!withCompat && !machine.cordoned) return checks;
	const compat = checks
		.filter(({ ofService }) => ofService)
		.map((check) => ({ ...check, name: check.name.replace(/^servicecheck-/, 'bg_deployments_compat-') }));
	return [...checks, ...compat];
}

/** Whether Fly's proxy sends requests to it: started, in a service, not cordoned, and its services' checks pass. */
export function isRouted(machine: Machine, nowMs: number): boolean {
	if (machine.running === undefined || machine.cordoned || machine.host === 'unreachable') return false;
	if (objectsIn(machine.running.version.config, 'services').length === 0) return false;
	// While a newer version is pulled, the old one serves on, its checks passed long ago.
	if (machine.running.version !== machine.version) {
		return !machine.running.version.image.behaviours.has('unhealthy');
	}
	return checksOf(machine, nowMs).every((check) => !check.ofService || check.status === 'passing');
}
