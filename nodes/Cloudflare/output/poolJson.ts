import type { IDataObject } from 'n8n-workflow';

import type { CloudflarePool } from '../api/types';
import type { PoolHealth } from '../state/poolHealth';

/** A pool in our shape. */
export function poolJson({
	id,
	name,
	enabled,
	minimum_origins: minimumOrigins,
	origins = [],
}: CloudflarePool): IDataObject {
	return {
		id,
		name: name ?? id,
		enabled: enabled !== false,
		minimumOrigins: minimumOrigins ?? 1,
		origins: origins.map((origin) => ({
			name: origin.name ?? '',
			address: origin.address ?? '',
			enabled: origin.enabled !== false,
			weight: origin.weight ?? 1,
		})),
	};
}

/** What Cloudflare's monitors say of a pool, in our shape. */
export function poolHealthJson(poolId: string, health: PoolHealth): IDataObject {
	return {
		poolId,
		// Null: no monitor has looked yet, so nobody knows.
		healthy: health.isHealthy,
		dataCenters: health.dataCenters,
		healthyDataCenters: health.healthyDataCenters,
		origins: health.origins.map((origin) => ({
			address: origin.address,
			healthy: origin.isHealthy,
			healthyDataCenters: origin.healthyDataCenters,
			dataCenters: origin.dataCenters,
			reasons: [...origin.reasons],
		})),
	};
}
