/** What is checked: the guide's eight lines of security, then what else it says, compared with what is. */
export const auditLines = {
	secrets: 'Secrets are kept in a secret store, and are not old',
	twoFactor: 'Two factors are asked of everybody',
	tls: 'TLS everywhere, with certificates that last',
	headers: 'Security headers',
	cors: 'CORS lets in nobody by mistake',
	rateLimits: 'Public addresses limit how often they may be asked',
	dependencies: 'Code and dependencies have no known weakness',
	containers: 'Images have no known weakness',
	database: 'Neon: pooling, auto-pause, history',
	redis: 'Upstash: replication, no eviction where locks live',
	secretVersions: 'Secrets can go back to an earlier version',
	codeBackup: 'Code cannot be lost',
	staging: 'What is in production has a staging',
} as const;

export type AuditLine = keyof typeof auditLines;

export const auditLineNames = Object.keys(auditLines).filter((name): name is AuditLine =>
	Object.hasOwn(auditLines, name),
);

/** One thing that was checked, with what shows it. Its texts hold no secret. */
export interface AuditFinding {
	readonly line: AuditLine;
	/** What was looked at: an address, a repository, a secret's name. */
	readonly subject: string;
	/** Which check it was, the same in each audit, so that what is new can be told from what is known. */
	readonly check: string;
	/** Unknown is no pass: it could not be seen. */
	readonly verdict: 'passed' | 'failed' | 'unknown';
	/** Whether somebody is woken for it. */
	readonly isSevere: boolean;
	/** What was seen. */
	readonly what: string;
	/** What to do; empty where there is nothing to do. */
	readonly advice: string;
}

/** The findings of one line about one subject. */
export interface FindingMaker {
	passed(check: string, what: string): AuditFinding;
	failed(check: string, what: string, advice: string, options?: { readonly isSevere: boolean }): AuditFinding;
	unknown(check: string, what: string, advice?: string): AuditFinding;
}

export function findingsOf(line: AuditLine, subject: string): FindingMaker {
	const common = { line, subject, isSevere: false, advice: '' } as const;
	return {
		passed: (check, what) => ({ ...common, check, verdict: 'passed', what }),
		failed: (check, what, advice, { isSevere } = { isSevere: false }) => ({
			...common,
			check,
			verdict: 'failed',
			what,
			advice,
			isSevere,
		}),
		unknown: (check, what, advice = '') => ({ ...common, check, verdict: 'unknown', what, advice }),
	};
}

/** What tells a finding from all others, in this audit and in the next. */
export function findingKey({ line, subject, check }: AuditFinding): string {
	return `${line}/${subject}/${check}`;
}
