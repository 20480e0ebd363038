import { arnOf, epochSeconds, epochSecondsOfDay } from '../../account';
import type { JsonObject } from '../../protocol/jsonInput';
import { compact, readFlag, readInteger, readObjects, readText, readTexts } from '../../protocol/jsonInput';
import type { AwsOperations } from '../../protocol/operation';
import { matchesFilters, pageOfSecrets } from './listing';
import type { Secret, SecretTag } from '../model';
import { readPayload, readRequestToken, requireSecretId } from './payload';
import { invalidSecretParameter, invalidSecretRequest, invalidSecretValue } from '../secretError';
import type { SecretStore } from '../world';

const DAY_MS = 24 * 60 * 60 * 1000;

function readTags(input: JsonObject): SecretTag[] {
	return readObjects(input, 'Tags').map((tag) => ({
		Key: readText(tag, 'Key') ?? '',
		Value: readText(tag, 'Value') ?? '',
	}));
}

function mergeTags(existing: readonly SecretTag[], added: readonly SecretTag[]): SecretTag[] {
	return [...new Map([...existing, ...added].map((tag) => [tag.Key, tag])).values()];
}

function presentSecret(secret: Secret, stagesMember: string): JsonObject {
	const stages = [...secret.versions.values()]
		.filter((version) => version.stages.size > 0)
		.map((version) => [version.id, [...version.stages]]);
	return compact({
		ARN: secret.arn,
		Name: secret.name,
		Description: secret.description,
		KmsKeyId: secret.kmsKeyId,
		LastChangedDate: epochSeconds(secret.lastChangedAtMs),
		LastAccessedDate: secret.lastAccessedAtMs === undefined ? undefined : epochSecondsOfDay(secret.lastAccessedAtMs),
		DeletedDate: secret.deletedAtMs === undefined ? undefined : epochSeconds(secret.deletedAtMs),
		Tags: secret.tags.length > 0 ? secret.tags : undefined,
		[stagesMember]: stages.length > 0 ? Object.fromEntries(stages) : undefined,
		CreatedDate: epochSeconds(secret.createdAtMs),
	});
}

const sortKeys: Readonly<Record<string, (secret: Secret) => string | number>> = {
	'created-date': (secret) => secret.createdAtMs,
	'last-accessed-date': (secret) => secret.lastAccessedAtMs ?? 0,
	'last-changed-date': (secret) => secret.lastChangedAtMs,
	name: (secret) => secret.name,
};

/** Making, describing, listing, changing, deleting and restoring secrets. */
export function secretOperations(store: SecretStore): AwsOperations {
	return {
		CreateSecret: (input) => createSecret(store, input),
		UpdateSecret: (input) => updateSecret(store, input),
		DescribeSecret: (input) => presentSecret(store.get(requireSecretId(input)), 'VersionIdsToStages'),
		ListSecrets: (input) => listSecrets(store, input),
		DeleteSecret: (input) => deleteSecret(store, input),
		RestoreSecret: (input) => restoreSecret(store, input),
		TagResource: (input) => tagResource(store, input),
		UntagResource: (input) => untagResource(store, input),
	};
}

function createSecret(store: SecretStore, input: JsonObject): JsonObject {
	const name = readText(input, 'Name') ?? '';
	if (!/^[\w/+=.@-]{1,512}$/.test(name)) {
		throw invalidSecretValue(
			'Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!',
		);
	}
	const payload = readPayload(input);
	const token = readRequestToken(input);
	const existing = store.find(name);
	// A repeated call with the same token and payload is the same call.
	const isRepeated = existing?.deletedAtMs === undefined && existing?.versions.has(token);
	const secret = existing && isRepeated ? existing : store.create(name);
	if (!isRepeated) {
		secret.description = readText(input, 'Description');
		secret.kmsKeyId = readText(input, 'KmsKeyId');
		secret.tags = readTags(input);
	}
	const version = payload && store.addVersion(secret, payload, token);
	return compact({ ARN: secret.arn, Name: secret.name, VersionId: version?.id });
}

function updateSecret(store: SecretStore, input: JsonObject): JsonObject {
	const secret = store.getActive(requireSecretId(input));
	const payload = readPayload(input);
	const token = readRequestToken(input);
	const version = payload && store.addVersion(secret, payload, token);
	secret.description = readText(input, 'Description') ?? secret.description;
	secret.kmsKeyId = readText(input, 'KmsKeyId') ?? secret.kmsKeyId;
	secret.lastChangedAtMs = store.now();
	return compact({ ARN: secret.arn, Name: secret.name, VersionId: version?.id });
}

function listSecrets(store: SecretStore, input: JsonObject): JsonObject {
	const filters = readObjects(input, 'Filters');
	const includeDeleted = readFlag(input, 'IncludePlannedDeletion');
	const sortKey = sortKeys[readText(input, 'SortBy') ?? 'created-date'] ?? sortKeys['name'];
	const direction = readText(input, 'SortOrder') === 'asc' ? 1 : -1;
	const found = store
		.all()
		.filter((secret) => includeDeleted || secret.deletedAtMs === undefined)
		.filter((secret) => matchesFilters(secret, filters))
		.sort((left, right) => {
			const a = sortKey?.(left) ?? 0;
			const b = sortKey?.(right) ?? 0;
			return (a < b ? -1 : a > b ? 1 : 0) * direction;
		});
	const page = pageOfSecrets(found, readInteger(input, 'MaxResults') ?? 100, input);
	return compact({
		SecretList: page.items.map((secret) => presentSecret(secret, 'SecretVersionsToStages')),
		NextToken: page.nextToken,
	});
}

function deleteSecret(store: SecretStore, input: JsonObject): JsonObject {
	const id = requireSecretId(input);
	const windowDays = readInteger(input, 'RecoveryWindowInDays');
	const isForced = readFlag(input, 'ForceDeleteWithoutRecovery');
	if (windowDays !== undefined && isForced) {
		throw invalidSecretParameter("You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.");
	}
	if (windowDays !== undefined && (windowDays < 7 || windowDays > 30)) {
		throw invalidSecretParameter('RecoveryWindowInDays value must be between 7 and 30 days (inclusive).');
	}
	const nowMs = store.now();
	if (isForced && !store.find(id)) {
		// Documented: forcing the deletion of what is not there is no error.
		const arn = id.startsWith('arn:') ? id : arnOf('secretsmanager', `secret:${id}`);
		return { ARN: arn, Name: id, DeletionDate: epochSeconds(nowMs) };
	}
	const secret = isForced ? store.get(id) : store.getActive(id);
	secret.deletedAtMs = nowMs;
	secret.deletionAtMs = isForced ? nowMs : nowMs + (windowDays ?? 30) * DAY_MS;
	if (isForced) store.remove(secret);
	return {
		ARN: secret.arn,
		Name: secret.name,
		DeletionDate: epochSeconds(secret.deletionAtMs),
	};
}

function restoreSecret(store: SecretStore, input: JsonObject): JsonObject {
	const secret = store.get(requireSecretId(input));
	secret.deletedAtMs = undefined;
	secret.deletionAtMs = undefined;
	return { ARN: secret.arn, Name: secret.name };
}

function tagResource(store: SecretStore, input: JsonObject): JsonObject {
	const secret = store.getActive(requireSecretId(input));
	secret.tags = mergeTags(secret.tags, readTags(input));
	if (secret.tags.length > 50) throw invalidSecretRequest('A secret can have up to 50 tags.');
	return {};
}

function untagResource(store: SecretStore, input: JsonObject): JsonObject {
	const secret = store.getActive(requireSecretId(input));
	const keys = new Set(readTexts(input, 'TagKeys'));
	secret.tags = secret.tags.filter(({ Key }) => !keys.has(Key));
	return {};
}
