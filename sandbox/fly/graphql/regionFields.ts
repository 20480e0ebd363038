import type { regions } from '../regions';

export const regionFields = (region: (typeof regions)[number]): Record<string, unknown> => ({
	...region,
	deprecated: false,
	gatewayAvailable: true,
	requiresPaidPlan: false,
});
