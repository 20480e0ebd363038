import type { SandboxRequest, SandboxRoute } from '../../kernel/platform';
import type { GitHubContext } from '../context';
import { requestedRepository } from '../context';
import { apiError, notFound } from '../http/errors';
import { countedResponse } from '../http/pagination';
import { readBody, readRequiredString } from '../http/requestBody';
import { isoTime } from '../present/urls';
import type { JsonObject, RepositoryRecord, SecretRecord } from '../model';

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{4})$/;
/** An X25519 public key and a Poly1305 tag come before the text. */
const SEALED_BOX_OVERHEAD_BYTES = 48;

type SecretStore = (record: RepositoryRecord, request: SandboxRequest) => Map<string, SecretRecord>;

/** Actions secrets of a repository and of an environment: sealed to the public key, never given back. */
export function secretRoutes(context: GitHubContext): SandboxRoute[] {
	const ofRepository: SecretStore = (record) => record.secrets;
	const ofEnvironment: SecretStore = (record, request) => {
		const name = request.params['environment'] ?? '';
		if (!record.environments.has(name)) throw notFound();
		const known = record.environmentSecrets.get(name) ?? new Map<string, SecretRecord>();
		record.environmentSecrets.set(name, known);
		return known;
	};
	return [
		...routesUnder('/repos/:owner/:repo/actions/secrets', ofRepository),
		...routesUnder('/repos/:owner/:repo/environments/:environment/secrets', ofEnvironment),
	];

	function routesUnder(prefix: string, storeOf: SecretStore): SandboxRoute[] {
		return [
			{
				method: 'GET',
				pattern: prefix,
				handle: (request) => {
					const record = requestedRepository(context, request);
					const secrets = [...storeOf(record, request).values()];
					return countedResponse(request, 'secrets', secrets, represent);
				},
			},
			{
				method: 'GET',
				pattern: `${prefix}/public-key`,
				handle: (request) => {
					const record = requestedRepository(context, request);
					storeOf(record, request);
					const key = context.world.secretKeyOf(record);
					return { status: 200, body: { key_id: key.keyId, key: key.publicKey } };
				},
			},
			{
				method: 'GET',
				pattern: `${prefix}/:secretName`,
				handle: (request) => {
					const record = requestedRepository(context, request);
					const secret = storeOf(record, request).get(nameOf(request));
					if (!secret) throw notFound();
					return { status: 200, body: represent(secret) };
				},
			},
			{
				method: 'PUT',
				pattern: `${prefix}/:secretName`,
				handle: (request) => {
					const record = requestedRepository(context, request);
					const secrets = storeOf(record, request);
					const encryptedValue = readSealedValue(context, record, request);
					const name = nameOf(request);
					if (!/^(?!GITHUB_)[A-Z_][A-Z0-9_]*$/.test(name)) {
						throw apiError(
							422,
							'Secret names can only contain alphanumeric characters ([a-z], [A-Z], [0-9]) or underscores (_). Spaces are not allowed. Must start with a letter ([a-z], [A-Z]) or underscores (_).',
						);
					}
					const nowMs = context.services.clock.now();
					const known = secrets.get(name);
					if (known) {
						known.encryptedValue = encryptedValue;
						known.updatedAtMs = nowMs;
						return { status: 204 };
					}
					secrets.set(name, {
						name,
						encryptedValue,
						createdAtMs: nowMs,
						updatedAtMs: nowMs,
					});
					return { status: 201, body: {} };
				},
			},
			{
				method: 'DELETE',
				pattern: `${prefix}/:secretName`,
				handle: (request) => {
					const record = requestedRepository(context, request);
					if (!storeOf(record, request).delete(nameOf(request))) throw notFound();
					return { status: 204 };
				},
			},
		];
	}
}

/** Names have no case: GitHub keeps them in capitals. */
function nameOf(request: SandboxRequest): string {
	return (request.params['secretName'] ?? '').toUpperCase();
}

function represent(secret: SecretRecord): JsonObject {
	return {
		name: secret.name,
		created_at: isoTime(secret.createdAtMs),
		updated_at: isoTime(secret.updatedAtMs),
	};
}

function readSealedValue(
	context: GitHubContext,
	record: RepositoryRecord,
	request: SandboxRequest,
): string {
	const body = readBody(request);
	const encryptedValue = readRequiredString(body, 'encrypted_value');
	const keyId = readRequiredString(body, 'key_id');
	if (!BASE64.test(encryptedValue)) {
		throw apiError(422, "Invalid request.\n\nFor 'properties/encrypted_value', it is not base64.");
	}
	if (keyId !== context.world.secretKeyOf(record).keyId) {
		throw apiError(422, 'Key ID is not the public key of this repository');
	}
	if (Buffer.from(encryptedValue, 'base64').length < SEALED_BOX_OVERHEAD_BYTES) {
		throw apiError(422, 'Bad request - Encrypted value is not a sealed box');
	}
	return encryptedValue;
}
