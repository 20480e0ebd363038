import type { SandboxRequest, SandboxRoute } from '../../kernel/platform';
import type { Fly } from '../fly';
import { jsonBody, pathParameter, readFlag, readText, readWholeNumber } from '../json';
import type { App } from '../model';
import { badRequest, notFound, notSimulated } from '../respond';
import type { Volume } from '../volumes';
import {
	addVolume,
	extendVolume,
	presentSnapshot,
	presentVolume,
	removeVolume,
	snapshotVolume,
	volumeOf,
} from '../volumes';
import { ORGANIZATION } from '../world';

/** An app's volumes. A machine that mounts one by its id is attached to it. */
export function volumeRoutes(fly: Fly): SandboxRoute[] {
	const appOf = (request: SandboxRequest): App => fly.world.app(pathParameter(request, 'appName'));
	const find = (request: SandboxRequest): Volume =>
		volumeOf(fly.world, appOf(request), pathParameter(request, 'volumeId'));
	const volumes = '/apps/:appName/volumes';
	return [
		fly.apiRoute('GET', volumes, 'list volumes', (request) => ({
			status: 200,
			body: fly.world.volumesOf(appOf(request)).map((volume) => presentVolume(fly.world, volume)),
		})),
		fly.apiRoute('POST', volumes, 'create volume', (request) => {
			const body = jsonBody(request);
			// A fork or a restored volume would hold data, and no volume here does.
			if (readText(body, 'snapshot_id')) throw notSimulated('volumes that are restored from a snapshot');
			if (readText(body, 'source_volume_id')) throw notSimulated('forked volumes');
			const volume = addVolume(fly.world, appOf(request), {
				name: readText(body, 'name') ?? '',
				region: readText(body, 'region'),
				sizeGb: readWholeNumber(body, 'size_gb'),
				encrypted: readFlag(body, 'encrypted'),
				snapshotRetentionDays: readWholeNumber(body, 'snapshot_retention'),
				autoBackup: readFlag(body, 'auto_backup_enabled'),
			});
			return { status: 200, body: presentVolume(fly.world, volume) };
		}),
		fly.apiRoute('GET', `${volumes}/:volumeId`, 'get volume', (request) => ({
			status: 200,
			body: presentVolume(fly.world, find(request)),
		})),
		fly.apiRoute('PUT', `${volumes}/:volumeId`, 'update volume', (request) => {
			const volume = find(request);
			const body = jsonBody(request);
			volume.snapshotRetentionDays = readWholeNumber(body, 'snapshot_retention') ?? volume.snapshotRetentionDays;
			volume.autoBackup = readFlag(body, 'auto_backup_enabled') ?? volume.autoBackup;
			return { status: 200, body: presentVolume(fly.world, volume) };
		}),
		fly.apiRoute('DELETE', `${volumes}/:volumeId`, 'delete volume', (request) => {
			const volume = find(request);
			removeVolume(fly.world, volume);
			return { status: 200, body: presentVolume(fly.world, volume, 'pending_destroy') };
		}),
		fly.apiRoute('PUT', `${volumes}/:volumeId/extend`, 'extend volume', (request) => {
			const volume = find(request);
			const sizeGb = readWholeNumber(jsonBody(request), 'size_gb');
			if (sizeGb === undefined) throw badRequest('missing size_gb');
			const needsRestart = extendVolume(fly.world, volume, sizeGb);
			return { status: 200, body: { needs_restart: needsRestart, volume: presentVolume(fly.world, volume) } };
		}),
		fly.apiRoute('GET', `${volumes}/:volumeId/snapshots`, 'list snapshots', (request) => {
			const volume = find(request);
			return { status: 200, body: volume.snapshots.map((snapshot) => presentSnapshot(volume, snapshot)) };
		}),
		fly.apiRoute('POST', `${volumes}/:volumeId/snapshots`, 'create snapshot', (request) => {
			const volume = find(request);
			return { status: 200, body: presentSnapshot(volume, snapshotVolume(fly.world, volume)) };
		}),
		fly.apiRoute('GET', '/orgs/:slug/volumes', 'list volumes of organization', (request) => {
			if (pathParameter(request, 'slug') !== ORGANIZATION.slug) throw notFound('organization not found');
			const { appName } = fly.requireCaller(request);
			const region = request.query.get('region');
			const found = [...fly.world.volumes.values()].filter(
				(volume) =>
					(appName === undefined || volume.appName === appName) && (!region || volume.region === region),
			);
			return {
				status: 200,
				body: {
					volumes: found.map((volume) => ({ ...presentVolume(fly.world, volume), app_name: volume.appName })),
					next_cursor: '',
				},
			};
		}),
	];
}
