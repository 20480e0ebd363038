import type { SandboxRequest, SandboxResponse, SandboxRoute } from '../../kernel/platform';
import type { Fly } from '../fly';
import { isJsonObject, jsonBody, objectIn, pathParameter, readText } from '../json';
import type { Machine } from '../model';
import { badRequest, failedPrecondition, notFound } from '../errors';
import { machineOf } from './machineRequest';

const base = '/apps/:appName/machines/:machineId/metadata';

/** Metadata is changed in place: no new version, no restart, no lease asked for. */
export function metadataRoutes(fly: Fly): SandboxRoute[] {
	return [
		fly.apiRoute('GET', base, 'get metadata', getMetadata),
		fly.apiRoute('PUT', base, 'update metadata', replaceMetadata),
		fly.apiRoute('PATCH', base, 'update metadata', mergeMetadata),
		fly.apiRoute('GET', `${base}/:key`, 'get metadata', getMetadataValue),
		fly.apiRoute('POST', `${base}/:key`, 'set metadata', setMetadataValue),
		fly.apiRoute('DELETE', `${base}/:key`, 'delete metadata', deleteMetadataValue),
	];
}

function getMetadata(fly: Fly, request: SandboxRequest): SandboxResponse {
	return {
		status: 200,
		body: metadataOf(machineOf(fly, request)),
	};
}

function getMetadataValue(fly: Fly, request: SandboxRequest): SandboxResponse {
	const value = metadataOf(machineOf(fly, request))[pathParameter(request, 'key')];
	if (value === undefined) throw notFound('metadata key not found');
	return { status: 200, body: { value } };
}

function setMetadataValue(fly: Fly, request: SandboxRequest): SandboxResponse {
	const machine = machineOf(fly, request);
	const value = readText(jsonBody(request), 'value');
	if (value === undefined) throw badRequest('missing value');
	keepMetadata(machine, { ...metadataOf(machine), [pathParameter(request, 'key')]: value });
	return { status: 204 };
}

function deleteMetadataValue(fly: Fly, request: SandboxRequest): SandboxResponse {
	const machine = machineOf(fly, request);
	const metadata = metadataOf(machine);
	delete metadata[pathParameter(request, 'key')];
	keepMetadata(machine, metadata);
	return { status: 204 };
}

function replaceMetadata(fly: Fly, request: SandboxRequest): SandboxResponse {
	return updateMetadata(fly, request, {});
}

function mergeMetadata(fly: Fly, request: SandboxRequest): SandboxResponse {
	return updateMetadata(fly, request, metadataOf(machineOf(fly, request)));
}

/** @param metadata what is kept of before. */
function updateMetadata(fly: Fly, request: SandboxRequest, metadata: Record<string, unknown>): SandboxResponse {
	const machine = machineOf(fly, request);
	const body = jsonBody(request);
	const expected = readText(body, 'machine_version');
	if (expected && expected !== machine.version.instanceId) {
		throw failedPrecondition(`machine version is ${machine.version.instanceId}, not ${expected}`);
	}
	const { metadata: changes } = body;
	if (!isJsonObject(changes)) throw badRequest('missing metadata');
	const changed = { ...metadata };
	for (const [key, value] of Object.entries(changes)) {
		if (value === null || value === '') delete changed[key];
		else if (typeof value === 'string') changed[key] = value;
		else throw badRequest(`metadata ${key} must be a string`);
	}
	keepMetadata(machine, changed);
	return { status: 204 };
}

const metadataOf = (machine: Machine): Record<string, unknown> => ({
	...objectIn(machine.version.config, 'metadata'),
});

function keepMetadata(machine: Machine, metadata: Record<string, unknown>): void {
	machine.version.config = { ...machine.version.config, metadata };
}
