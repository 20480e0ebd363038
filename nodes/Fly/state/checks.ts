import { isRecord, listAt, valueAt } from '../../deployment/values/jsonFields';
import type { FlyCheck, FlyConfig, FlyMachine } from '../api/types';

/**
 * Fly answers every check of a service a second time under this name, for flyctl versions of before
 * (superfly/fly-go, `RemoveCompatChecks`). They prove nothing of their own.
 */
const compatPrefix = 'bg_deployments_compat';

/** How many health checks a configuration asks for: its own and its services'. */
export function configuredChecks(config: FlyConfig | null | undefined): number {
	const own = valueAt(config, 'checks');
	const ofServices = listAt(config, 'services').map((service) => listAt(service, 'checks').length);
	return ofServices.reduce((sum, count) => sum + count, isRecord(own) ? Object.keys(own).length : 0);
}

/** The checks that Fly reports for a machine, each once. */
export function reportedChecks({ checks }: FlyMachine): FlyCheck[] {
	return (checks ?? []).filter(({ name }) => name?.startsWith(compatPrefix) !== true);
}

/** How many of its checks pass: `1 of 2`. */
export interface CheckSummary {
	readonly configured: number;
	readonly reported: number;
	readonly passing: number;
	readonly critical: FlyCheck | null;
	/** Whether every configured check is reported, and every reported one passes. */
	readonly isHealthy: boolean;
}

export function checkSummary(machine: FlyMachine): CheckSummary {
	const configured = configuredChecks(machine.config);
	const checks = reportedChecks(machine);
	const passing = checks.filter(({ status }) => status === 'passing').length;
	const own = valueAt(machine.config, 'checks');
	const missing = isRecord(own) && Object.keys(own).some((wanted) => !checks.some(({ name }) => name === wanted));
	return {
		configured,
		reported: checks.length,
		passing,
		critical: checks.find(({ status }) => status === 'critical') ?? null,
		isHealthy: !missing && checks.length >= configured && passing === checks.length,
	};
}
