import type { SandboxRequest, SandboxResponse, SandboxRoute } from '../../kernel/platform';
import type { Fly } from '../fly';
import { isJsonObject, jsonBody, pathParameter, readText } from '../json';
import type { App, AppSecret } from '../model';
import { presentSecret } from '../present/present';
import { badRequest, notFound } from '../errors';
import { changeSecrets, requireSecretsVersion } from '../world/secrets';

/** An app's secrets: names and digests, and a version that each change moves on. */
export function secretRoutes(fly: Fly): SandboxRoute[] {
	return [
		fly.apiRoute('GET', '/apps/:appName/secrets', 'list secrets', listSecrets),
		fly.apiRoute('POST', '/apps/:appName/secrets', 'update secrets', updateSecrets),
		fly.apiRoute('GET', '/apps/:appName/secrets/:name', 'get secret', getSecret),
		fly.apiRoute('POST', '/apps/:appName/secrets/:name', 'set secret', setSecret),
		fly.apiRoute('DELETE', '/apps/:appName/secrets/:name', 'delete secret', deleteSecret),
	];
}

function read(fly: Fly, request: SandboxRequest): App {
	const app = fly.world.app(pathParameter(request, 'appName'));
	requireSecretsVersion(app, Number(request.query.get('min_version') ?? 0));
	return app;
}

function showsValues(request: SandboxRequest): boolean {
	return request.query.get('show_secrets') === 'true';
}

function find(app: App, request: SandboxRequest): AppSecret {
	const secret = app.secrets.get(pathParameter(request, 'name'));
	if (!secret) throw notFound('secret not found');
	return secret;
}

function listSecrets(fly: Fly, request: SandboxRequest): SandboxResponse {
	return {
		status: 200,
		body: {
			secrets: [...read(fly, request).secrets.values()].map((secret) => presentSecret(secret, showsValues(request))),
		},
	};
}

function updateSecrets(fly: Fly, request: SandboxRequest): SandboxResponse {
	const app = fly.world.app(pathParameter(request, 'appName'));
	const { values } = jsonBody(request);
	if (!isJsonObject(values)) throw badRequest('missing values');
	const changes = new Map<string, string | null>();
	for (const [name, value] of Object.entries(values)) {
		if (typeof value !== 'string' && value !== null) {
			throw badRequest(`the value of secret ${name} must be a string or null`);
		}
		changes.set(name, value);
	}
	const version = changeSecrets(fly.world, app, changes);
	const secrets = [...app.secrets.values()].map((secret) => presentSecret(secret, false));
	return { status: 200, body: { secrets, version, Version: version } };
}

function getSecret(fly: Fly, request: SandboxRequest): SandboxResponse {
	return {
		status: 200,
		body: presentSecret(find(read(fly, request), request), showsValues(request)),
	};
}

function setSecret(fly: Fly, request: SandboxRequest): SandboxResponse {
	const app = fly.world.app(pathParameter(request, 'appName'));
	const value = readText(jsonBody(request), 'value');
	if (value === undefined) throw badRequest('missing value');
	const name = pathParameter(request, 'name');
	const version = changeSecrets(fly.world, app, new Map([[name, value]]));
	return {
		status: 201,
		body: { ...presentSecret(find(app, request), false), version, Version: version },
	};
}

function deleteSecret(fly: Fly, request: SandboxRequest): SandboxResponse {
	const app = fly.world.app(pathParameter(request, 'appName'));
	const { name } = find(app, request);
	const version = changeSecrets(fly.world, app, new Map([[name, null]]));
	return { status: 200, body: { version, Version: version } };
}
