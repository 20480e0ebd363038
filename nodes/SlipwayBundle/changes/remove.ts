import type { Clock } from '../../shared/waiting/clock';
import type { N8nApi } from '../api/n8nApi';
import { outcomeOf } from '../api/refusal';
import type { RemoteWorkflow } from '../api/types';
import type { Advice } from '../state/advice';
import type { Bundle } from '../state/bundle';
import { inDependencyOrder } from '../state/dependencyOrder';
import type { RemovedThing } from '../state/removal';
import { compareBundle } from './compare';
import { placeholdersMade } from './ensurePlaceholders';
import { findAll } from './findAll';
import { LAST_PUSHES_TABLE, openLastPushes } from './lastPushes';

export interface RemoveOptions {
	readonly api: N8nApi;
	readonly bundle: Bundle;
	/** Removes also what a person edited; else nothing is removed when there is such a one. */
	readonly edited: boolean;
	/** With all that the Data Tables hold: catalog, ledger, approvals. */
	readonly tables: boolean;
	/** Those that installing made, filled in or not. Others are a person's. */
	readonly credentials: boolean;
	readonly advice: Advice;
	readonly clock: Pick<Clock, 'now' | 'sleep'>;
	readonly onEvent?: (text: string) => void;
}

const UNPUBLISHING_TIMEOUT_MS = 40_000;

/**
 * Takes the bundle out of an n8n, callers first. Data Tables and credentials stay unless told. Nothing is removed while
 * one of its workflows runs, or when a person edited one, unless told. Safe to repeat.
 */
export async function removeBundle(options: RemoveOptions): Promise<RemovedThing[]> {
	const { api, bundle } = options;
	const say = options.onEvent ?? (() => undefined);
	const lastPushes = await openLastPushes(api);
	const { remotes, archived } = findAll(bundle, await api.listWorkflows(), lastPushes);
	const all = new Map([...archived, ...remotes]);
	const obstacles = await obstaclesTo(options, all);
	if (obstacles.length > 0) return obstacles;

	const removed: RemovedThing[] = [];
	const ordered = inDependencyOrder(bundle.workflows, new Set(bundle.workflows.map(({ id }) => id))).reverse();
	for (const workflow of ordered) {
		const remote = all.get(workflow.id);
		if (remote === undefined) continue;
		const problem = await removeWorkflow(options, remote);
		removed.push({ kind: 'workflow', name: remote.name, change: problem === undefined ? 'removed' : 'kept', problem });
		say(`${remote.name}: ${problem ?? 'removed'}`);
	}
	const hasFailed = removed.some(({ change }) => change === 'kept');
	const credentials = placeholdersMade(bundle, lastPushes, await api.listCredentials());
	for (const { id, name } of credentials) {
		if (options.credentials && !hasFailed) await api.deleteCredential(id);
		removed.push({ kind: 'credential', name, change: options.credentials && !hasFailed ? 'removed' : 'kept' });
	}
	// The notes last: they say which credentials are ours.
	const names = [...bundle.dataTables.keys(), LAST_PUSHES_TABLE];
	for (const { id, name } of (await api.listDataTables()).filter((table) => names.includes(table.name))) {
		if (options.tables && !hasFailed) await api.deleteDataTable(id);
		removed.push({ kind: 'dataTable', name, change: options.tables && !hasFailed ? 'removed' : 'kept' });
	}
	return removed;
}

/** Why nothing is removed, a line for each workflow that is in the way. */
async function obstaclesTo(
	{ api, bundle, edited, advice }: RemoveOptions,
	all: ReadonlyMap<string, RemoteWorkflow>,
): Promise<RemovedThing[]> {
	const running = new Set(await api.listRunning());
	const busy = [...all.values()]
		.filter(({ id }) => running.has(id))
		.map(({ name }) => ({
			name,
			problem: 'runs at this moment, so nothing was removed. Wait for its end, or stop it',
		}));
	const compared = edited ? [] : await compareBundle(api, bundle, advice);
	const changed = compared
		.filter(
			({ state, differences }) =>
				state === 'edited' || state === 'both' || (state === 'unknown' && differences.length > 0),
		)
		.map(({ name }) => ({ name, problem: `was edited by a person, so nothing was removed. ${advice.removeEdited}` }));
	return [...busy, ...changed].map((each) => ({ kind: 'workflow', change: 'kept', ...each }));
}

/** Gives why n8n did not remove it. Unpublishing goes on after its answer, and until its end n8n refuses to delete. */
async function removeWorkflow({ api, clock }: RemoveOptions, remote: RemoteWorkflow): Promise<string | undefined> {
	if (remote.active) {
		const unpublished = await outcomeOf(api.unpublishWorkflow(remote.id));
		if ('refusal' in unpublished) return `not unpublished: ${unpublished.refusal.message}`;
	}
	const deadlineMs = clock.now() + UNPUBLISHING_TIMEOUT_MS;
	for (;;) {
		const deleted = await outcomeOf(api.deleteWorkflow(remote.id));
		if ('answer' in deleted || deleted.refusal.status === 404) return undefined;
		if (deleted.refusal.status !== 409 || clock.now() > deadlineMs) return `not removed: ${deleted.refusal.message}`;
		await clock.sleep(200);
	}
}
