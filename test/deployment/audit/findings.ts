import type { AuditFinding } from '../../../nodes/deployment/audit/auditFinding';

export const nowMs = Date.parse('2026-11-30T06:00:00Z');

export const daysFromNow = (days: number): string => new Date(nowMs + days * 86_400_000).toISOString();

/** `tls redirect: failed severe`. */
export const short = ({ line, check, verdict, isSevere }: AuditFinding): string =>
	`${line} ${check}: ${verdict}${isSevere ? ' severe' : ''}`;

/** A look that failed, as *Put Result in Field* has it. */
export const failed = { ok: false, error: { message: 'refused', advice: 'Look at it' } } as const;
