import { epochSeconds, epochSecondsOfDay } from '../../account';
import { AwsError } from '../../protocol/awsError';
import type { JsonObject } from '../../protocol/jsonInput';
import { compact, readInteger, readObjects, readText, readTexts } from '../../protocol/jsonInput';
import type { AwsOperations } from '../../protocol/operation';
import { matchesFilters, pageOfSecrets } from './listing';
import type { Secret, SecretVersion } from '../model';
import { CURRENT } from '../model';
import { presentPayload, readPayload, readRequestToken, requireSecretId } from './payload';
import { invalidSecretParameter, invalidSecretRequest, secretError } from '../secretError';
import type { SecretStore } from '../world';

function presentValue(secret: Secret, version: SecretVersion): JsonObject {
	return compact({
		ARN: secret.arn,
		Name: secret.name,
		VersionId: version.id,
		...presentPayload(version.payload),
		VersionStages: presentStages(version),
		CreatedDate: epochSeconds(version.createdAtMs),
	});
}

/** A version that has lost its labels has no list of them either. */
function presentStages({ stages }: SecretVersion): string[] | undefined {
	return stages.size > 0 ? [...stages] : undefined;
}

/** The version asked for; AWSCURRENT unless told. Raises when there is none, or id and stage disagree. */
export function selectVersion(
	store: SecretStore,
	secret: Secret,
	versionId: string | undefined,
	stage: string | undefined,
): SecretVersion {
	const wantedStage = stage ?? (versionId === undefined ? CURRENT : undefined);
	const version =
		versionId === undefined ? store.versionAt(secret, wantedStage ?? CURRENT) : secret.versions.get(versionId);
	if (!version) {
		const what = versionId === undefined ? `staging label: ${wantedStage ?? ''}` : `VersionId: ${versionId}`;
		throw secretError('ResourceNotFoundException', `Secrets Manager can't find the specified secret value for ${what}`);
	}
	if (wantedStage !== undefined && !version.stages.has(wantedStage)) {
		throw invalidSecretRequest('You provided a VersionStage that is not associated to the provided VersionId.');
	}
	return version;
}

/** Reading and writing values, and moving staging labels. */
export function valueOperations(store: SecretStore): AwsOperations {
	return {
		GetSecretValue: (input) =>
			readValue(
				store,
				store.getActive(requireSecretId(input)),
				readText(input, 'VersionId'),
				readText(input, 'VersionStage'),
			),
		BatchGetSecretValue: (input) => batchGetSecretValue(store, input),
		PutSecretValue: (input) => putSecretValue(store, input),
		UpdateSecretVersionStage: (input) => updateSecretVersionStage(store, input),
		ListSecretVersionIds: (input) => listSecretVersionIds(store, input),
	};
}

function batchGetSecretValue(store: SecretStore, input: JsonObject): JsonObject {
	const ids = readTexts(input, 'SecretIdList');
	const filters = readObjects(input, 'Filters');
	if (ids.length > 0 && filters.length > 0) {
		throw invalidSecretParameter('Either SecretIdList or Filters must be provided, but not both.');
	}
	if (ids.length === 0 && filters.length === 0) {
		throw invalidSecretParameter('Either SecretIdList or Filters must be provided.');
	}
	if (ids.length > 20) throw invalidSecretParameter('SecretIdList may have up to 20 entries.');
	const values: JsonObject[] = [];
	const errors: JsonObject[] = [];
	const add = (id: string): void => {
		try {
			values.push(readValue(store, store.getActive(id)));
		} catch (error) {
			if (!(error instanceof AwsError)) throw error;
			errors.push({ SecretId: id, ErrorCode: error.code, Message: error.message });
		}
	};
	if (ids.length > 0) {
		for (const id of ids) add(id);
		return { SecretValues: values, Errors: errors };
	}
	const found = store.all().filter((secret) => secret.deletedAtMs === undefined && matchesFilters(secret, filters));
	const page = pageOfSecrets(found, readInteger(input, 'MaxResults') ?? 20, input);
	for (const secret of page.items) add(secret.arn);
	return compact({ SecretValues: values, Errors: errors, NextToken: page.nextToken });
}

function putSecretValue(store: SecretStore, input: JsonObject): JsonObject {
	const secret = store.getActive(requireSecretId(input));
	const payload = readPayload(input);
	if (!payload) throw invalidSecretRequest('You must provide either SecretString or SecretBinary.');
	const stages = readTexts(input, 'VersionStages');
	const version = store.addVersion(secret, payload, readRequestToken(input), stages.length > 0 ? stages : undefined);
	return compact({
		ARN: secret.arn,
		Name: secret.name,
		VersionId: version.id,
		VersionStages: presentStages(version),
	});
}

function updateSecretVersionStage(store: SecretStore, input: JsonObject): JsonObject {
	const secret = store.getActive(requireSecretId(input));
	const stage = readText(input, 'VersionStage') ?? '';
	if (stage === '') throw invalidSecretParameter('You must provide a value for VersionStage.');
	const removeFrom = readText(input, 'RemoveFromVersionId');
	const moveTo = readText(input, 'MoveToVersionId');
	const holder = store.versionAt(secret, stage);
	if (holder && holder.id !== removeFrom && holder.id !== moveTo) {
		throw invalidSecretParameter(
			`The parameter RemoveFromVersionId can't be empty. Staging label ${stage} is currently attached to version ${holder.id}, so you must explicitly reference that version in RemoveFromVersionId.`,
		);
	}
	if (removeFrom !== undefined && removeFrom !== moveTo && holder?.id !== removeFrom) {
		throw invalidSecretParameter(
			`Staging label ${stage} is not attached to version ${removeFrom} that RemoveFromVersionId names.`,
		);
	}
	if (moveTo === undefined) {
		if (stage === CURRENT) {
			throw invalidSecretParameter(`You can't remove ${CURRENT} without moving it to another version.`);
		}
		holder?.stages.delete(stage);
	} else {
		const target = secret.versions.get(moveTo);
		if (!target) {
			throw secretError(
				'ResourceNotFoundException',
				`Secrets Manager can't find the specified secret value for VersionId: ${moveTo}`,
			);
		}
		store.moveStage(secret, stage, target);
	}
	return { ARN: secret.arn, Name: secret.name };
}

function listSecretVersionIds(store: SecretStore, input: JsonObject): JsonObject {
	const secret = store.get(requireSecretId(input));
	const includeDeprecated = input['IncludeDeprecated'] === true;
	const versions = [...secret.versions.values()]
		.filter(({ stages }) => includeDeprecated || stages.size > 0)
		.sort((left, right) => right.sequence - left.sequence);
	const page = pageOfSecrets(versions, readInteger(input, 'MaxResults') ?? 100, input);
	return compact({
		ARN: secret.arn,
		Name: secret.name,
		NextToken: page.nextToken,
		Versions: page.items.map((version) =>
			compact({
				VersionId: version.id,
				VersionStages: presentStages(version),
				CreatedDate: epochSeconds(version.createdAtMs),
				LastAccessedDate:
					version.lastAccessedAtMs === undefined ? undefined : epochSecondsOfDay(version.lastAccessedAtMs),
				KmsKeyIds: ['DefaultEncryptionKey'],
			}),
		),
	});
}

function readValue(store: SecretStore, secret: Secret, versionId?: string, stage?: string): JsonObject {
	const version = selectVersion(store, secret, versionId, stage);
	version.lastAccessedAtMs = store.now();
	secret.lastAccessedAtMs = store.now();
	return presentValue(secret, version);
}
