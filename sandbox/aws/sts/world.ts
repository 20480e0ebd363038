import type { IdSource } from '../../kernel/platform';
import { ACCESS_KEY_ID, ACCOUNT_ID, SECRET_ACCESS_KEY, USER_ARN } from '../account';
import type { Caller } from '../protocol/operation';

export interface Session {
	readonly accessKeyId: string;
	readonly secretAccessKey: string;
	readonly sessionToken: string;
	/** Wall milliseconds: a client compares it with its own clock before it signs. */
	expiresAtMs: number;
	readonly caller: Caller;
}

export interface Credential {
	readonly secretAccessKey: string;
	readonly sessionToken: string | undefined;
	readonly caller: Caller;
	readonly expiresAtMs: number;
}

const longTerm: Credential = {
	secretAccessKey: SECRET_ACCESS_KEY,
	sessionToken: undefined,
	expiresAtMs: Number.POSITIVE_INFINITY,
	caller: { arn: USER_ARN, userId: 'AIDASANDBOX0000000000', readOnly: false },
};

/** The one user's key and the temporary ones that AssumeRole gave out. */
export class Sessions {
	private readonly sessions = new Map<string, Session>();

	constructor(private readonly ids: IdSource) {}

	/** A role whose name contains `read-only` may look and not touch. */
	create(roleName: string, sessionName: string, durationSeconds: number): Session {
		const roleId = `AROASANDBOX${this.ids.hex(10).toUpperCase()}`;
		const session: Session = {
			accessKeyId: `ASIASANDBOX${this.ids.hex(9).toUpperCase()}`,
			secretAccessKey: `sandbox-session-${this.ids.hex(24)}`,
			sessionToken: `sandbox-session-token-${this.ids.hex(64)}`,
			expiresAtMs: Date.now() + durationSeconds * 1000,
			caller: {
				arn: `arn:aws:sts::${ACCOUNT_ID}:assumed-role/${roleName}/${sessionName}`,
				userId: `${roleId}:${sessionName}`,
				readOnly: /read-?only/i.test(roleName),
			},
		};
		this.sessions.set(session.accessKeyId, session);
		return session;
	}

	find(accessKeyId: string): Credential | undefined {
		return accessKeyId === ACCESS_KEY_ID ? longTerm : this.sessions.get(accessKeyId);
	}

	/** Ends every session now. Returns how many there were. */
	expireAll(): number {
		for (const session of this.sessions.values()) session.expiresAtMs = 0;
		return this.sessions.size;
	}

	/** Without keys and tokens. */
	describe(): unknown[] {
		return [...this.sessions.values()].map(({ caller, expiresAtMs }) => ({
			arn: caller.arn,
			expires_at: expiresAtMs,
		}));
	}
}
