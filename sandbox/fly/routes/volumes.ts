import type { SandboxRequest, SandboxResponse, SandboxRoute } from '../../kernel/platform';
import type { Fly } from '../fly';
import { jsonBody, pathParameter, readFlag, readText, readWholeNumber } from '../json';
import type { App } from '../model';
import { badRequest, notSimulated } from '../errors';
import type { Volume } from '../world/volumes';
import {
	addVolume,
	extendVolume,
	presentSnapshot,
	presentVolume,
	removeVolume,
	snapshotVolume,
	volumeOf,
} from '../world/volumes';
import { organizationOf } from '../world/organizations';

const volumes = '/apps/:appName/volumes';

/** An app's volumes. A machine that mounts one by its id is attached to it. */
export function volumeRoutes(fly: Fly): SandboxRoute[] {
	return [
		fly.apiRoute('GET', volumes, 'list volumes', listVolumes),
		fly.apiRoute('POST', volumes, 'create volume', createVolume),
		fly.apiRoute('GET', `${volumes}/:volumeId`, 'get volume', getVolume),
		fly.apiRoute('PUT', `${volumes}/:volumeId`, 'update volume', updateVolume),
		fly.apiRoute('DELETE', `${volumes}/:volumeId`, 'delete volume', deleteVolume),
		fly.apiRoute('PUT', `${volumes}/:volumeId/extend`, 'extend volume', growVolume),
		fly.apiRoute('GET', `${volumes}/:volumeId/snapshots`, 'list snapshots', listSnapshots),
		fly.apiRoute('POST', `${volumes}/:volumeId/snapshots`, 'create snapshot', createSnapshot),
		fly.apiRoute('GET', '/orgs/:slug/volumes', 'list volumes of organization', listOrganizationVolumes),
	];
}

function appOf(fly: Fly, request: SandboxRequest): App {
	return fly.world.app(pathParameter(request, 'appName'));
}

function find(fly: Fly, request: SandboxRequest): Volume {
	return volumeOf(fly.world, appOf(fly, request), pathParameter(request, 'volumeId'));
}

function listVolumes(fly: Fly, request: SandboxRequest): SandboxResponse {
	return {
		status: 200,
		body: fly.world.volumesOf(appOf(fly, request)).map((volume) => presentVolume(fly.world, volume)),
	};
}

function createVolume(fly: Fly, request: SandboxRequest): SandboxResponse {
	const body = jsonBody(request);
	// A fork or a restored volume would hold data, and no volume here does.
	if (readText(body, 'snapshot_id')) throw notSimulated('volumes that are restored from a snapshot');
	if (readText(body, 'source_volume_id')) throw notSimulated('forked volumes');
	const volume = addVolume(fly.world, appOf(fly, request), {
		name: readText(body, 'name') ?? '',
		region: readText(body, 'region'),
		sizeGb: readWholeNumber(body, 'size_gb'),
		encrypted: readFlag(body, 'encrypted'),
		snapshotRetentionDays: readWholeNumber(body, 'snapshot_retention'),
		autoBackup: readFlag(body, 'auto_backup_enabled'),
	});
	return { status: 200, body: presentVolume(fly.world, volume) };
}

function getVolume(fly: Fly, request: SandboxRequest): SandboxResponse {
	return {
		status: 200,
		body: presentVolume(fly.world, find(fly, request)),
	};
}

function updateVolume(fly: Fly, request: SandboxRequest): SandboxResponse {
	const volume = find(fly, request);
	const body = jsonBody(request);
	volume.snapshotRetentionDays = readWholeNumber(body, 'snapshot_retention') ?? volume.snapshotRetentionDays;
	volume.autoBackup = readFlag(body, 'auto_backup_enabled') ?? volume.autoBackup;
	return { status: 200, body: presentVolume(fly.world, volume) };
}

function deleteVolume(fly: Fly, request: SandboxRequest): SandboxResponse {
	const volume = find(fly, request);
	removeVolume(fly.world, volume);
	return { status: 200, body: presentVolume(fly.world, volume, 'pending_destroy') };
}

function growVolume(fly: Fly, request: SandboxRequest): SandboxResponse {
	const volume = find(fly, request);
	const sizeGb = readWholeNumber(jsonBody(request), 'size_gb');
	if (sizeGb === undefined) throw badRequest('missing size_gb');
	const needsRestart = extendVolume(fly.world, volume, sizeGb);
	return { status: 200, body: { needs_restart: needsRestart, volume: presentVolume(fly.world, volume) } };
}

function listSnapshots(fly: Fly, request: SandboxRequest): SandboxResponse {
	const volume = find(fly, request);
	return { status: 200, body: volume.snapshots.map((snapshot) => presentSnapshot(volume, snapshot)) };
}

function createSnapshot(fly: Fly, request: SandboxRequest): SandboxResponse {
	const volume = find(fly, request);
	return { status: 200, body: presentSnapshot(volume, snapshotVolume(fly.world, volume)) };
}

function listOrganizationVolumes(fly: Fly, request: SandboxRequest): SandboxResponse {
	const organization = organizationOf(pathParameter(request, 'slug'));
	const { appName } = fly.requireCaller(request);
	const region = request.query.get('region');
	const found = [...fly.world.volumes.values()].filter(
		(volume) =>
			fly.world.apps.get(volume.appName)?.organization === organization &&
			(appName === undefined || volume.appName === appName) &&
			(!region || volume.region === region),
	);
	return {
		status: 200,
		body: {
			volumes: found.map((volume) => ({ ...presentVolume(fly.world, volume), app_name: volume.appName })),
			next_cursor: '',
		},
	};
}
