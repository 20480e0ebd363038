import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { matching } from '../../shared/fields/pickers';
import { listAnnotations } from '../api/annotations';
import { grafanaClientForPicker } from '../api/client';
import { searchIn } from '../api/dashboards';
import { listDataSources } from '../api/prometheus';
import { listSilences } from '../api/silences';
import { isOver, matcherText } from '../state/silence';

/** Those that speak Prometheus, the standard one first. */
export async function searchDataSources(this: ILoadOptionsFunctions, filter?: string): Promise<INodeListSearchResult> {
	const sources = await listDataSources(grafanaClientForPicker(this));
	return matching(
		filter,
		sources
			.filter(({ type }) => type === 'prometheus' || type?.endsWith('-prometheus-datasource') === true)
			.sort((left, right) => Number(right.isDefault === true) - Number(left.isDefault === true))
			.map(({ uid, name }) => ({ name: name ?? uid, value: uid })),
	);
}

/** The newest hundred. */
export async function searchAnnotations(this: ILoadOptionsFunctions, filter?: string): Promise<INodeListSearchResult> {
	const annotations = await listAnnotations(grafanaClientForPicker(this), { tags: [] }, 100);
	return matching(
		filter,
		annotations.map(({ id, text, time }) => ({
			name: `${text ?? ''} (${new Date(time ?? 0).toISOString().slice(0, 16)})`,
			value: String(id),
		})),
	);
}

export async function searchSilences(this: ILoadOptionsFunctions, filter?: string): Promise<INodeListSearchResult> {
	const silences = await listSilences(grafanaClientForPicker(this));
	return matching(
		filter,
		silences
			.filter((silence) => !isOver(silence))
			.map(({ id, comment, matchers }) => ({
				name: `${comment ?? ''} (${(matchers ?? []).map(matcherText).join(', ')})`,
				value: id,
			})),
	);
}

export async function searchDashboards(this: ILoadOptionsFunctions, filter?: string): Promise<INodeListSearchResult> {
	return await hits(this, 'dash-db', filter);
}

export async function searchFolders(this: ILoadOptionsFunctions, filter?: string): Promise<INodeListSearchResult> {
	return await hits(this, 'dash-folder', filter);
}

async function hits(
	functions: ILoadOptionsFunctions,
	type: 'dash-db' | 'dash-folder',
	filter: string | undefined,
): Promise<INodeListSearchResult> {
	const found = await searchIn(grafanaClientForPicker(functions), type, filter?.trim() ?? '');
	return { results: found.map(({ uid, title }) => ({ name: title ?? uid, value: uid })) };
}
