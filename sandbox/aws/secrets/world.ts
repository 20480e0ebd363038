import type { SandboxServices } from '../../kernel/platform';
import { arnOf } from '../account';
import { invalidSecretRequest, secretError, secretNotFound } from './secretError';
import type { Secret, SecretPayload, SecretVersion } from './model';
import { CURRENT, PREVIOUS } from './model';

const SCHEDULED = "You can't perform this operation on the secret because it was marked for deletion.";
const suffixAlphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** All secrets of the account, and how their staging labels move. */
export class SecretStore {
	private readonly secrets = new Map<string, Secret>();

	private sequence = 0;

	constructor(private readonly services: SandboxServices) {}

	now(): number {
		return this.services.clock.now();
	}

	/** By creation; those whose recovery window has passed are gone. */
	all(): Secret[] {
		const nowMs = this.now();
		for (const [name, secret] of this.secrets) {
			if (secret.deletionAtMs !== undefined && secret.deletionAtMs <= nowMs) this.secrets.delete(name);
		}
		return [...this.secrets.values()];
	}

	/**
	 * By name, ARN, or ARN without its random suffix. One whose name itself ends as a suffix does, with a
	 * hyphen and six characters, is not found by an ARN without it: what it ends with is taken for that
	 * (docs.aws.amazon.com/secretsmanager/latest/userguide/troubleshoot.html, "Can't retrieve a secret by a partial ARN").
	 */
	find(id: string): Secret | undefined {
		const isComplete = /-[A-Za-z0-9]{6}$/.test(id);
		return this.all().find(
			(secret) => secret.name === id || secret.arn === id || (!isComplete && secret.arn.slice(0, -7) === id),
		);
	}

	/** Raises ResourceNotFoundException. */
	get(id: string): Secret {
		const secret = this.find(id);
		if (!secret) throw secretNotFound();
		return secret;
	}

	/** Raises ResourceNotFoundException, and InvalidRequestException when it is scheduled for deletion. */
	getActive(id: string): Secret {
		const secret = this.get(id);
		if (secret.deletedAtMs !== undefined) throw invalidSecretRequest(SCHEDULED);
		return secret;
	}

	/** Raises ResourceExistsException, and InvalidRequestException when the name is still held by a deleted one. */
	create(name: string): Secret {
		const existing = this.find(name);
		if (existing?.deletedAtMs !== undefined) {
			throw invalidSecretRequest(
				"You can't create this secret because a secret with this name is already scheduled for deletion.",
			);
		}
		if (existing) {
			throw secretError('ResourceExistsException', `The operation failed because the secret ${name} already exists.`);
		}
		const nowMs = this.now();
		const secret: Secret = {
			name,
			arn: arnOf('secretsmanager', `secret:${name}-${this.randomSuffix()}`),
			description: undefined,
			kmsKeyId: undefined,
			tags: [],
			createdAtMs: nowMs,
			lastChangedAtMs: nowMs,
			lastAccessedAtMs: undefined,
			deletedAtMs: undefined,
			deletionAtMs: undefined,
			versions: new Map(),
		};
		this.secrets.set(name, secret);
		return secret;
	}

	remove(secret: Secret): void {
		this.secrets.delete(secret.name);
	}

	/**
	 * Adds a version with these stages. A request token that was used before gives that version back when the
	 * payload is the same, and raises ResourceExistsException when it is not.
	 */
	addVersion(
		secret: Secret,
		payload: SecretPayload,
		token: string | undefined,
		stages: readonly string[] = [CURRENT],
	): SecretVersion {
		const id = token ?? this.services.ids.uuid();
		const existing = secret.versions.get(id);
		if (existing) {
			if (existing.payload.text === payload.text && existing.payload.base64 === payload.base64) {
				return existing;
			}
			throw secretError(
				'ResourceExistsException',
				`You can't use ClientRequestToken ${id} because that value is already in use for a version of secret ${secret.arn}.`,
			);
		}
		const version: SecretVersion = {
			id,
			payload,
			createdAtMs: this.now(),
			sequence: ++this.sequence,
			stages: new Set(),
			lastAccessedAtMs: undefined,
		};
		secret.versions.set(id, version);
		const isFirst = secret.versions.size === 1;
		for (const stage of isFirst ? new Set([CURRENT, ...stages]) : stages) {
			this.moveStage(secret, stage, version);
		}
		secret.lastChangedAtMs = this.now();
		return version;
	}

	/** A stage is on one version only; where AWSCURRENT leaves, AWSPREVIOUS comes. */
	moveStage(secret: Secret, stage: string, to: SecretVersion): void {
		const from = this.versionAt(secret, stage);
		if (from === to) return;
		from?.stages.delete(stage);
		to.stages.add(stage);
		if (stage === CURRENT && from) this.moveStage(secret, PREVIOUS, from);
		if (stage === CURRENT) to.stages.delete(PREVIOUS);
		secret.lastChangedAtMs = this.now();
	}

	versionAt(secret: Secret, stage: string): SecretVersion | undefined {
		return [...secret.versions.values()].find(({ stages }) => stages.has(stage));
	}

	private randomSuffix(): string {
		const digits = this.services.ids.hex(12);
		return Array.from({ length: 6 }, (_, index) => {
			const value = Number.parseInt(digits.slice(index * 2, index * 2 + 2), 16);
			return suffixAlphabet.charAt(value % suffixAlphabet.length);
		}).join('');
	}
}
