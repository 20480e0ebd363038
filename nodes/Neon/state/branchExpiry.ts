import type { NeonBranch } from '../api/types';

/** How much sooner than asked a branch may expire before its expiry is moved. */
const slackMs = 120_000;

export function isExpired({ expires_at: expiresAt }: NeonBranch, nowMs: number): boolean {
	return typeof expiresAt === 'string' && Date.parse(expiresAt) <= nowMs;
}

/** Whether a branch needs the expiry that was asked for: it has none, or a sooner one. Null asks for none. */
export function lacksExpiry({ expires_at: current }: NeonBranch, askedFor: string | null): boolean {
	if (askedFor === null) return false;
	const currentMs = current ? Date.parse(current) : -Infinity;
	return currentMs < Date.parse(askedFor) - slackMs;
}
