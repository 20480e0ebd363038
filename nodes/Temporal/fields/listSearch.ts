import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { chosenInPicker, matching } from '../../shared/fields/pickers';
import { temporalClientForPicker, temporalCloudClientForPicker } from '../api/client';
import { listNamespaces } from '../api/cloud/namespaces';
import { listServerNamespaces } from '../api/server';
import { listDeployments, readDeployment } from '../api/workerDeployments';
import { listWorkflows } from '../api/workflows';
import { routingOf } from '../state/routing';
import { statusWord } from '../state/versionState';
import { workflowWord } from '../state/workflowEnd';

const longest = 200;

/** Namespaces of the server by name, without its own. */
export async function searchNamespaces(this: ILoadOptionsFunctions, filter?: string): Promise<INodeListSearchResult> {
	const names = await listServerNamespaces(await temporalClientForPicker(this), longest);
	return matching(
		filter,
		names.filter((name) => name !== 'temporal-system').map((name) => ({ name, value: name })),
	);
}

/** Worker deployments of the chosen namespace, with what is current. */
export async function searchWorkerDeployments(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const namespace = chosenInPicker(this, 'namespace');
	if (namespace === null) return { results: [] };
	const found = await listDeployments(await temporalClientForPicker(this), namespace, longest);
	return matching(
		filter,
		found.map(({ name = '', routingConfig = {} }) => {
			const { current } = routingOf({ routingConfig });
			return { name: current === null ? `${name} (nothing current)` : `${name} (${shortened(current)})`, value: name };
		}),
	);
}

/** Versions of the chosen deployment, newest first, with what becomes of each. */
export async function searchVersions(this: ILoadOptionsFunctions, filter?: string): Promise<INodeListSearchResult> {
	const [namespace, deployment] = [chosenInPicker(this, 'namespace'), chosenInPicker(this, 'workerDeployment')];
	if (namespace === null || deployment === null) return { results: [] };
	const sight = await readDeployment(await temporalClientForPicker(this), { namespace, deployment });
	return matching(
		filter,
		(sight?.info.versionSummaries ?? []).map((version) => {
			const buildId = version.deploymentVersion?.buildId ?? '';
			return { name: `${shortened(buildId)} · ${statusWord(version)}`, value: buildId };
		}),
	);
}

/** Workflows of the chosen namespace, newest first. */
export async function searchWorkflows(this: ILoadOptionsFunctions, filter?: string): Promise<INodeListSearchResult> {
	const namespace = chosenInPicker(this, 'namespace');
	if (namespace === null) return { results: [] };
	const runs = await listWorkflows(await temporalClientForPicker(this), namespace, longest);
	return matching(
		filter,
		runs.map((run) => {
			const id = run.execution?.workflowId ?? '';
			return { name: `${id} · ${run.type?.name ?? ''} · ${workflowWord(run)}`, value: id };
		}),
	);
}

/** Namespaces at Temporal Cloud, with the region that is active. */
export async function searchCloudNamespaces(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const found = await listNamespaces(temporalCloudClientForPicker(this), longest);
	return matching(
		filter,
		found.map(({ namespace = '', activeRegion = '' }) => ({
			name: activeRegion === '' ? namespace : `${namespace} (${activeRegion})`,
			value: namespace,
		})),
	);
}

function shortened(buildId: string): string {
	return /^[0-9a-f]{40}$/.test(buildId) ? buildId.slice(0, 7) : buildId;
}
