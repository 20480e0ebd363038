export const CURRENT = 'AWSCURRENT';
export const PREVIOUS = 'AWSPREVIOUS';
export const PENDING = 'AWSPENDING';

/** Text or bytes (as base64, which is how they travel); never both. */
export interface SecretPayload {
	readonly text?: string;
	readonly base64?: string;
}

export interface SecretVersion {
	readonly id: string;
	readonly payload: SecretPayload;
	readonly createdAtMs: number;
	readonly sequence: number;
	readonly stages: Set<string>;
	lastAccessedAtMs: number | undefined;
}

export interface SecretTag {
	readonly Key: string;
	readonly Value: string;
}

export interface Secret {
	readonly name: string;
	/** Ends with a hyphen and six random characters, so that a secret made anew has another ARN. */
	readonly arn: string;
	description: string | undefined;
	kmsKeyId: string | undefined;
	tags: SecretTag[];
	readonly createdAtMs: number;
	lastChangedAtMs: number;
	lastAccessedAtMs: number | undefined;
	/** When the call to delete came; the secret goes for good at `deletionAtMs`. */
	deletedAtMs: number | undefined;
	deletionAtMs: number | undefined;
	readonly versions: Map<string, SecretVersion>;
}
