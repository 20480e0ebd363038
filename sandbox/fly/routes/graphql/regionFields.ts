import type { regions } from '../../world/regions';

export const regionFields = (region: (typeof regions)[number]): Record<string, unknown> => ({
	...region,
	deprecated: false,
	gatewayAvailable: true,
	requiresPaidPlan: false,
});
