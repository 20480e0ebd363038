import type { ILoadOptionsFunctions, INodeListSearchItems, INodeListSearchResult } from 'n8n-workflow';

import { chosenInPicker, matching } from '../../shared/fields/pickers';
import { listApps } from '../api/apps';
import { flyClientForPicker } from '../api/client';
import { listMachines } from '../api/machines';
import { historyLength, listReleases } from '../api/releases';
import type { FlyRelease } from '../api/types';
import { machineReport } from '../state/machineReport';
import { isGone } from '../state/machineRest';
import { recordOf } from '../state/releaseRecord';

/** Apps of the credential's organization. */
export async function searchApps(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const apps = await listApps(flyClientForPicker(this));
	return matching(
		filter,
		apps.flatMap(({ name, status, machine_count: count }) =>
			name
				? [{
						name: [name, status, `${count ?? 0} machines`].filter(Boolean).join(' · '),
						value: name,
						url: `https://fly.io/apps/${name}`,
					}]
				: [],
		),
	);
}

/** Machines of the chosen app: name, process group, region, state and image. */
export async function searchMachines(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const app = chosenInPicker(this, 'app');
	if (app === null) return { results: [] };
	const machines = await listMachines(flyClientForPicker(this), app);
	return matching(
		filter,
		machines.filter((machine) => !isGone(machine)).map((machine) => {
			const { name, processGroup, region, state, image } = machineReport(machine);
			const parts = [name ?? machine.id, processGroup ?? 'unmanaged', region, state, image?.replace(/@.*$/, '')];
			return { name: parts.filter(Boolean).join(' · '), value: machine.id };
		}),
	);
}

/** Releases of the chosen app, the newest first. */
export async function searchReleases(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const app = chosenInPicker(this, 'app');
	if (app === null) return { results: [] };
	const releases = await listReleases(flyClientForPicker(this), app, historyLength);
	return matching(
		filter,
		releases.map((release) => ({ name: releaseLabel(release), value: release.id })),
	);
}

/** Images of the chosen app's past releases, each once. */
export async function searchImages(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const app = chosenInPicker(this, 'app');
	if (app === null) return { results: [] };
	const releases = await listReleases(flyClientForPicker(this), app, historyLength);
	const images = new Map<string, INodeListSearchItems>();
	for (const release of releases) {
		const image = recordOf(release)?.image || release.imageRef || '';
		if (image !== '' && !images.has(image)) {
			images.set(image, { name: `${image.replace(/@sha256:(.{12}).*$/, ' ($1)')} · ${['v' + release.version, release.status].filter(Boolean).join(' · ')}`, value: image });
		}
	}
	return matching(filter, [...images.values()]);
}

/** `v12 · complete · paintbox-api:4f1c2d3 · 2026-11-23 14:05` */
export function releaseLabel(release: FlyRelease): string {
	const record = recordOf(release);
	const image = (record?.image || release.imageRef || '').replace(/@.*$/, '').replace(/^.*\//, '');
	return [
		`v${release.version}`,
		release.status ?? '',
		record?.kind === 'rollback' ? 'roll back' : '',
		image,
		(release.createdAt ?? '').slice(0, 16).replace('T', ' '),
	]
		.filter(Boolean)
		.join(' · ');
}
