import type { SandboxResponse } from '../kernel/platform';

export const refuse = (status: number, name: string, message: string, errors: readonly string[]): SandboxResponse => ({
	status,
	body: { status: name, message, errors },
});

/** Without Retry-After: "back off for a few minutes" is all that PagerDuty says. */
export const throttled = (): SandboxResponse => ({
	status: 429,
	body: {
		status: 'throttle exceeded',
		message: 'Requests for this service are arriving too quickly. Please retry later.',
	},
});

export const accepted = (message: string, more: Readonly<Record<string, unknown>> = {}): SandboxResponse => ({
	status: 202,
	body: { status: 'success', message, ...more },
});
