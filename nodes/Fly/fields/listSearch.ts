import type { ILoadOptionsFunctions, INodeListSearchItems, INodeListSearchResult } from 'n8n-workflow';

import { chosenInPicker, matching } from '../../shared/fields/pickers';
import { listApps } from '../api/apps';
import { flyClientForPicker, type FlyClient } from '../api/client';
import { listMachines } from '../api/machines';
import { historyLength, listReleases } from '../api/releases';
import type { FlyRelease } from '../api/types';
import { machineReport } from '../state/machineReport';
import { isGone } from '../state/machineRest';
import { recordOf } from '../state/releaseRecord';

/** Apps of the credential's organization. */
export async function searchApps(this: ILoadOptionsFunctions, filter?: string): Promise<INodeListSearchResult> {
	const client = flyClientForPicker(this);
	const apps = await listApps(client, await client.organization());
	return matching(
		filter,
		apps.flatMap(({ name, status, machine_count: count }) =>
			name
				? [
						{
							name: [name, status, `${count ?? 0} machines`].filter(Boolean).join(' · '),
							value: name,
							url: `https://fly.io/apps/${name}`,
						},
					]
				: [],
		),
	);
}

/** Machines of the chosen app: name, process group, region, state and image. */
export async function searchMachines(this: ILoadOptionsFunctions, filter?: string): Promise<INodeListSearchResult> {
	return await searchInApp(this, filter, async (client, app) => {
		const machines = await listMachines(client, app);
		return machines
			.filter((machine) => !isGone(machine))
			.map((machine) => {
				const { name, processGroup, region, state, image } = machineReport(machine);
				const parts = [name ?? machine.id, processGroup ?? 'unmanaged', region, state, image?.replace(/@.*$/, '')];
				return { name: parts.filter(Boolean).join(' · '), value: machine.id };
			});
	});
}

/** Releases of the chosen app, the newest first. */
export async function searchReleases(this: ILoadOptionsFunctions, filter?: string): Promise<INodeListSearchResult> {
	return await searchInApp(this, filter, async (client, app) => {
		const releases = await listReleases(client, app, historyLength);
		return releases.map((release) => ({ name: releaseLabel(release), value: release.id }));
	});
}

/** Images of the chosen app's past releases, each once. */
export async function searchImages(this: ILoadOptionsFunctions, filter?: string): Promise<INodeListSearchResult> {
	return await searchInApp(this, filter, async (client, app) => {
		const images = new Map<string, INodeListSearchItems>();
		for (const release of await listReleases(client, app, historyLength)) {
			const image = imageOf(release);
			if (image === '' || images.has(image)) continue;
			const name = `${image.replace(/@sha256:(.{12}).*$/, ' ($1)')} · ${['v' + release.version, release.status].filter(Boolean).join(' · ')}`;
			images.set(image, { name, value: image });
		}
		return [...images.values()];
	});
}

/** What can be chosen in the chosen app; nothing while none is chosen. */
async function searchInApp(
	functions: ILoadOptionsFunctions,
	filter: string | undefined,
	list: (client: FlyClient, app: string) => Promise<INodeListSearchItems[]>,
): Promise<INodeListSearchResult> {
	const app = chosenInPicker(functions, 'app');
	return app === null ? { results: [] } : matching(filter, await list(flyClientForPicker(functions), app));
}

function imageOf(release: FlyRelease): string {
	return recordOf(release)?.image || release.imageRef || '';
}

/** `v12 · complete · paintbox-api:4f1c2d3 · 2026-11-23 14:05` */
export function releaseLabel(release: FlyRelease): string {
	const image = imageOf(release).replace(/@.*$/, '').replace(/^.*\//, '');
	return [
		`v${release.version}`,
		release.status ?? '',
		recordOf(release)?.kind === 'rollback' ? 'roll back' : '',
		image,
		(release.createdAt ?? '').slice(0, 16).replace('T', ' '),
	]
		.filter(Boolean)
		.join(' · ');
}
