import type { SandboxRequest, SandboxResponse, SandboxRoute } from '../../kernel/platform';
import type { GitHubContext } from '../context';
import { apiError, notFound } from '../http/errors';
import { countedResponse } from '../http/pagination';
import { readBody, readRequiredString } from '../http/requestBody';
import { repositoryRoutes, type Visit } from '../http/routeTable';
import type { JsonObject, SecretRecord } from '../model';
import { isoTime } from '../present/urls';

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{4})$/;
/** An X25519 public key and a Poly1305 tag come before the text. */
const SEALED_BOX_OVERHEAD_BYTES = 48;

/** Actions secrets of a repository and of an environment: sealed to the public key, never given back. */
export function secretRoutes(context: GitHubContext): SandboxRoute[] {
	return ['/actions/secrets', '/environments/:environment/secrets'].flatMap((prefix) =>
		repositoryRoutes(context, [
			['GET', prefix, listSecrets],
			['GET', `${prefix}/public-key`, getPublicKey],
			['GET', `${prefix}/:secretName`, getSecret],
			['PUT', `${prefix}/:secretName`, putSecret],
			['DELETE', `${prefix}/:secretName`, deleteSecret],
		]),
	);
}

function listSecrets(visit: Visit): SandboxResponse {
	return countedResponse(visit.request, 'secrets', [...requestedStore(visit).values()], representSecret);
}

function getPublicKey(visit: Visit): SandboxResponse {
	requestedStore(visit);
	const key = visit.context.world.secretKeyOf(visit.record);
	return { status: 200, body: { key_id: key.keyId, key: key.publicKey } };
}

function getSecret(visit: Visit): SandboxResponse {
	const secret = requestedStore(visit).get(requestedName(visit.request));
	if (!secret) throw notFound();
	return { status: 200, body: representSecret(secret) };
}

function putSecret(visit: Visit): SandboxResponse {
	const secrets = requestedStore(visit);
	const encryptedValue = readSealedValue(visit);
	const name = requestedName(visit.request);
	if (!/^(?!GITHUB_)[A-Z_][A-Z0-9_]*$/.test(name)) {
		throw apiError(
			422,
			'Secret names can only contain alphanumeric characters ([a-z], [A-Z], [0-9]) or underscores (_). Spaces are not allowed. Must start with a letter ([a-z], [A-Z]) or underscores (_).',
		);
	}
	const nowMs = visit.context.services.clock.now();
	const known = secrets.get(name);
	if (known) {
		known.encryptedValue = encryptedValue;
		known.updatedAtMs = nowMs;
		return { status: 204 };
	}
	secrets.set(name, { name, encryptedValue, createdAtMs: nowMs, updatedAtMs: nowMs });
	return { status: 201, body: {} };
}

function deleteSecret(visit: Visit): SandboxResponse {
	if (!requestedStore(visit).delete(requestedName(visit.request))) throw notFound();
	return { status: 204 };
}

/** The secrets of the repository, or of the environment that the path names. */
function requestedStore({ request, record }: Visit): Map<string, SecretRecord> {
	const name = request.params['environment'];
	if (name === undefined) return record.secrets;
	if (!record.environments.has(name)) throw notFound();
	const known = record.environmentSecrets.get(name) ?? new Map<string, SecretRecord>();
	record.environmentSecrets.set(name, known);
	return known;
}

/** Names have no case: GitHub keeps them in capitals. */
function requestedName(request: SandboxRequest): string {
	return (request.params['secretName'] ?? '').toUpperCase();
}

function representSecret(secret: SecretRecord): JsonObject {
	return {
		name: secret.name,
		created_at: isoTime(secret.createdAtMs),
		updated_at: isoTime(secret.updatedAtMs),
	};
}

function readSealedValue({ context, request, record }: Visit): string {
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
