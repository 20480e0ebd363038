import type { SecondView } from '../../deployment/failover/healthSignal';
import type { PoolHealth } from './poolHealth';

/** What Cloudflare's monitors say of the primary: of its origin, else of the whole pool. */
export function secondViewOf(health: PoolHealth, primary: string): SecondView {
	const wanted = primary.toLowerCase().replace(/\.$/, '');
	const origin = health.origins.find(({ address }) => address.toLowerCase() === wanted);
	const isHealthy = origin ? origin.isHealthy : health.isHealthy;
	if (isHealthy === null) return 'unknown';
	return isHealthy ? 'good' : 'bad';
}
