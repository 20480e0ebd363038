import type { SandboxHandler, SandboxRoute } from '../../kernel/platform';
import type { Fly } from '../fly';
import { isJsonObject, jsonBody, objectIn, pathParameter, readText } from '../json';
import type { Machine } from '../model';
import { badRequest, failedPrecondition, notFound } from '../respond';
import { machineOf } from './machines';

const base = '/apps/:appName/machines/:machineId/metadata';

/** Metadata is changed in place: no new version, no restart, no lease asked for. */
export function metadataRoutes(fly: Fly): SandboxRoute[] {
	return [
		fly.apiRoute('GET', base, 'get metadata', (request) => ({
			status: 200,
			body: metadataOf(machineOf(fly, request)),
		})),
		fly.apiRoute('PUT', base, 'update metadata', updateMetadata(fly, false)),
		fly.apiRoute('PATCH', base, 'update metadata', updateMetadata(fly, true)),
		fly.apiRoute('GET', `${base}/:key`, 'get metadata', (request) => {
			const value = metadataOf(machineOf(fly, request))[pathParameter(request, 'key')];
			if (value === undefined) throw notFound('metadata key not found');
			return { status: 200, body: { value } };
		}),
		fly.apiRoute('POST', `${base}/:key`, 'set metadata', (request) => {
			const machine = machineOf(fly, request);
			const value = readText(jsonBody(request), 'value');
			if (value === undefined) throw badRequest('missing value');
			setMetadata(machine, { ...metadataOf(machine), [pathParameter(request, 'key')]: value });
			return { status: 204 };
		}),
		fly.apiRoute('DELETE', `${base}/:key`, 'delete metadata', (request) => {
			const machine = machineOf(fly, request);
			const metadata = metadataOf(machine);
			delete metadata[pathParameter(request, 'key')];
			setMetadata(machine, metadata);
			return { status: 204 };
		}),
	];
}

function updateMetadata(fly: Fly, keepOthers: boolean): SandboxHandler {
	return (request) => {
		const machine = machineOf(fly, request);
		const body = jsonBody(request);
		const expected = readText(body, 'machine_version');
		if (expected && expected !== machine.version.instanceId) {
			throw failedPrecondition(`machine version is ${machine.version.instanceId}, not ${expected}`);
		}
		const { metadata: changes } = body;
		if (!isJsonObject(changes)) throw badRequest('missing metadata');
		const metadata = keepOthers ? metadataOf(machine) : {};
		for (const [key, value] of Object.entries(changes)) {
			if (value === null || value === '') delete metadata[key];
			else if (typeof value === 'string') metadata[key] = value;
			else throw badRequest(`metadata ${key} must be a string`);
		}
		setMetadata(machine, metadata);
		return { status: 204 };
	};
}

const metadataOf = (machine: Machine): Record<string, unknown> => ({
	...objectIn(machine.version.config, 'metadata'),
});

function setMetadata(machine: Machine, metadata: Record<string, unknown>): void {
	machine.version.config = { ...machine.version.config, metadata };
}
