import { AwsError } from '../protocol/awsError';
import { isObject } from '../protocol/jsonInput';
import type { SecretStore } from './world';
import { selectVersion } from './routes/valueOperations';

/** What a task got for one `secrets[].valueFrom`, without the value. */
export type ResolvedSecret = { readonly versionId: string } | { readonly failure: string };

const referencePattern = /^(arn:aws:secretsmanager:[\w-]+:\d{12}:secret:[^:]+)(?::([^:]*))?(?::([^:]*))?(?::([^:]*))?$/;

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch (error) {
		if (error instanceof SyntaxError) return undefined;
		throw error;
	}
}

/**
 * Reads `arn:aws:secretsmanager:...:secret:name-AbCdEf[:json-key:version-stage:version-id]` as the ECS agent does.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html
 */
export function resolveSecretReference(store: SecretStore, valueFrom: string): ResolvedSecret {
	const match = referencePattern.exec(valueFrom);
	const arn = match?.[1];
	if (!match || arn === undefined) {
		return { failure: `invalid secret reference ${valueFrom}` };
	}
	const [jsonKey, stage, versionId] = match.slice(2).map((part) => part || undefined);
	try {
		const secret = store.getActive(arn);
		const version = selectVersion(store, secret, versionId, stage);
		if (jsonKey !== undefined) {
			const value = parseJson(version.payload.text ?? '');
			if (!isObject(value) || !(jsonKey in value)) {
				return { failure: `retrieved secret from Secrets Manager did not contain json key ${jsonKey}` };
			}
		}
		return { versionId: version.id };
	} catch (error) {
		if (!(error instanceof AwsError)) throw error;
		return { failure: `failed to fetch secret ${arn} from secrets manager: ${error.code}: ${error.message}` };
	}
}

/** The value that a container gets for it; undefined when it cannot be read. */
export function secretValueOf(store: SecretStore, valueFrom: string): string | undefined {
	const [, arn, jsonKey = '', stage, versionId] = referencePattern.exec(valueFrom) ?? [];
	if (arn === undefined || 'failure' in resolveSecretReference(store, valueFrom)) return undefined;
	const { payload } = selectVersion(store, store.getActive(arn), versionId || undefined, stage || undefined);
	if (jsonKey === '') return payload.text;
	const value = parseJson(payload.text ?? '');
	return isObject(value) ? String(value[jsonKey] ?? '') : undefined;
}
