import type { CloudflarePoolHealth } from '../api/types';

/** What Cloudflare's monitors say of a pool. */
export interface PoolHealth {
	/** By more than half of the data centers; null while none has looked. */
	readonly isHealthy: boolean | null;
	readonly dataCenters: number;
	readonly healthyDataCenters: number;
	readonly origins: readonly OriginHealth[];
}

export interface OriginHealth {
	readonly address: string;
	readonly isHealthy: boolean;
	readonly healthyDataCenters: number;
	readonly dataCenters: number;
	/** Of those that say it is down; empty where none does. */
	readonly reasons: readonly string[];
}

/** Sums up what each data center saw. One that does not say is not counted. */
export function poolHealthOf({ pop_health: byDataCenter = {} }: CloudflarePoolHealth): PoolHealth {
	const looks = Object.values(byDataCenter);
	const told = looks.filter(({ healthy }) => typeof healthy === 'boolean');
	const healthy = told.filter((look) => look.healthy === true).length;
	const byAddress = new Map<string, { healthy: number; all: number; reasons: Set<string> }>();
	for (const [address, health] of looks.flatMap(({ origins = [] }) =>
		origins.flatMap((entry) => Object.entries(entry)),
	)) {
		const sum = byAddress.get(address) ?? { healthy: 0, all: 0, reasons: new Set<string>() };
		sum.all += 1;
		if (health.healthy === true) sum.healthy += 1;
		else if (health.failure_reason !== undefined) sum.reasons.add(health.failure_reason);
		byAddress.set(address, sum);
	}
	return {
		isHealthy: told.length === 0 ? null : healthy * 2 > told.length,
		dataCenters: told.length,
		healthyDataCenters: healthy,
		origins: [...byAddress].map(([address, sum]) => ({
			address,
			isHealthy: sum.healthy * 2 > sum.all,
			healthyDataCenters: sum.healthy,
			dataCenters: sum.all,
			reasons: [...sum.reasons],
		})),
	};
}
