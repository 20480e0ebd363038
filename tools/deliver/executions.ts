import { executionError, hasEnded } from '../executionOutcome';
import type { PublicApi } from '../n8n/publicApi';
import { N8nApiError } from '../../nodes/SlipwayBundle/api/types';
import type { RemoteExecution } from '../n8n/publicApiShapes';

export interface ExecutionLog {
	/** Reads n8n once: returns a line for each execution that started or ended since the last read. */
	read(): Promise<string[]>;
	/** Executions that have not ended; waiting ones count. */
	runningCount(): number;
	startedCount(): number;
	/** Every execution seen, oldest first. */
	all(): readonly RemoteExecution[];
	nameOf(execution: RemoteExecution): string;
}

/** Follows what n8n runs from now on, over its public API. */
export async function followExecutions(api: PublicApi): Promise<ExecutionLog> {
	const names = new Map((await api.listWorkflows()).map(({ id, name }) => [id, name]));
	const earlier = new Set((await readAll(api)).map(({ id }) => id));
	const seen = new Map<string, RemoteExecution>();
	const nameOf = (execution: RemoteExecution): string => names.get(execution.workflowId) ?? execution.workflowId;
	return {
		nameOf,
		all: () => [...seen.values()].sort((left, right) => Number(left.id) - Number(right.id)),
		startedCount: () => seen.size,
		runningCount: () => [...seen.values()].filter((execution) => !hasEnded(execution)).length,
		async read() {
			const lines: string[] = [];
			const listed = await readAll(api);
			// One that ran long may end when a hundred newer ones hide it from the list.
			const hidden = [...seen.values()].filter(
				(execution) => !hasEnded(execution) && !listed.some(({ id }) => id === execution.id),
			);
			const found = [
				...listed.filter(({ id }) => !earlier.has(id)),
				...(await Promise.all(hidden.map(async (execution) => await lookUp(api, execution)))),
			];
			for (const one of found.sort((left, right) => Number(left.id) - Number(right.id))) {
				const known = seen.get(one.id);
				if (known?.status === one.status) continue;
				if (!known) lines.push(`n8n: "${nameOf(one)}" started (execution ${one.id})`);
				if (!hasEnded(one)) {
					seen.set(one.id, one);
					continue;
				}
				const execution = await lookUp(api, one);
				seen.set(one.id, execution);
				const error = executionError(execution);
				const took =
					execution.startedAt && execution.stoppedAt
						? ` after ${((Date.parse(execution.stoppedAt) - Date.parse(execution.startedAt)) / 1000).toFixed(1)} s`
						: '';
				lines.push(
					`n8n: "${nameOf(execution)}" ended with ${execution.status}${took}${error === undefined ? '' : `: ${error}`}`,
				);
			}
			return lines;
		},
	};
}

/**
 * n8n keeps no execution of a workflow that says so once it has succeeded: one that is not there any more has ended well.
 * One that failed is always kept.
 */
async function lookUp(api: PublicApi, known: RemoteExecution): Promise<RemoteExecution> {
	try {
		return await api.getExecution(known.id);
	} catch (error) {
		if (error instanceof N8nApiError && error.status === 404) return { ...known, status: 'success' };
		throw error;
	}
}

/** n8n leaves running executions out unless they are asked for. */
async function readAll(api: PublicApi): Promise<RemoteExecution[]> {
	const [running, rest] = await Promise.all([
		api.listExecutions({ status: 'running', limit: 100 }),
		api.listExecutions({ limit: 100 }),
	]);
	// The one that ended between the two reads is in both: its later state counts.
	return [...new Map([...running, ...rest].map((execution) => [execution.id, execution])).values()];
}
