import { setTimeout as delay } from 'node:timers/promises';

import { N8nApiError } from '../../../nodes/SlipwayBundle/api/types';
import { hasEnded } from '../../../tools/executionOutcome';
import { isRecord, readPath, readString } from '../../../tools/json';
import type { RemoteExecution } from '../../../tools/n8n/publicApiShapes';
import type { TestStack } from '../../n8n/realN8n';
import type { SeenRun } from '../sweptWorld';

/** As many as n8n lists at once. */
const MOST_RUNS = 250;
const POLL_MS = 300;
/** Between two runs of one chain nothing runs for less than that. */
const QUIET_POLLS = 4;
/** What is waited for in the longest of the bundle's steps, and some. */
const LONGEST_MS = 300_000;
const STOPPING_MS = 30_000;

/** The executions of a real n8n, from a moment on. */
export interface N8nRuns {
	/** As they were when they were last read, oldest first. */
	readonly seen: readonly SeenRun[];
	read(): Promise<void>;
	/** From here on. */
	forget(): Promise<void>;
	/** Until nothing runs any more, nor `isBusy` says so. Raises with what was last seen to run. */
	settled(isBusy?: () => Promise<boolean>): Promise<void>;
	/** Stops what runs. */
	stop(): Promise<void>;
}

/** `isForeign`: whose runs nobody looks at. */
export async function createN8nRuns(
	{ api, bundle }: TestStack,
	isForeign: (workflowId: string) => boolean,
): Promise<N8nRuns> {
	const names = new Map((await api.listWorkflows()).map(({ id, name }) => [id, name]));
	const portableIds = new Map(bundle.workflows.map(({ id, name }) => [name, id]));
	let since = 0;
	let seen: readonly SeenRun[] = [];

	const running = async (includeData = false): Promise<RemoteExecution[]> => {
		const lists = await Promise.all(
			['running', 'waiting'].map(async (status) => await api.listExecutions({ status, includeData, limit: MOST_RUNS })),
		);
		return lists.flat().filter((execution) => !hasEnded(execution));
	};
	/** Undefined where n8n is too busy to say. */
	const runningIfTold = async (): Promise<RemoteExecution[] | undefined> => {
		try {
			return await running();
		} catch (error) {
			if (error instanceof N8nApiError && error.status === 503) return undefined;
			throw error;
		}
	};
	const newest = async (): Promise<number> => {
		const lists = await Promise.all([api.listExecutions({ limit: 1 }), running()]);
		return Math.max(since, ...lists.flat().map(({ id }) => Number(id)));
	};
	const toSeen = ({ workflowId, mode, status, data }: RemoteExecution): SeenRun => {
		const name = names.get(workflowId) ?? workflowId;
		const error = readPath(data, 'resultData', 'error');
		const lastNode = readPath(data, 'resultData', 'lastNodeExecuted');
		return {
			workflow: { id: portableIds.get(name) ?? workflowId, name },
			mode,
			status,
			lastNode: typeof lastNode === 'string' ? lastNode : undefined,
			error: isRecord(error)
				? { message: readString(error, 'message') ?? '', stack: readString(error, 'stack') }
				: undefined,
			data,
		};
	};
	const whatRuns = (executions: readonly RemoteExecution[]): string =>
		executions
			.map(({ id, workflowId, status }) => `${names.get(workflowId) ?? workflowId} (${id}, ${status})`)
			.join('; ');

	return {
		get seen() {
			return seen;
		},
		async read() {
			const [alive, ended] = await Promise.all([
				running(true),
				api.listExecutions({ includeData: true, limit: MOST_RUNS }),
			]);
			// The one that ended between the two reads is in both: its later state counts.
			const all = [...new Map([...alive, ...ended].map((execution) => [execution.id, execution])).values()];
			seen = all
				.filter(({ id, workflowId }) => Number(id) > since && !isForeign(workflowId))
				.toSorted((left, right) => Number(left.id) - Number(right.id))
				.map(toSeen);
		},
		async forget() {
			since = await newest();
			seen = [];
		},
		async settled(isBusy = async () => false) {
			const deadlineMs = Date.now() + LONGEST_MS;
			let quiet = 0;
			let last: readonly RemoteExecution[] = [];
			while (quiet < QUIET_POLLS) {
				if (Date.now() > deadlineMs) {
					const state = last.length > 0 ? whatRuns(last) : 'n8n runs nothing, and GitHub Actions build';
					throw new Error(`After ${LONGEST_MS / 1000} s it was not calm; last seen: ${state}.`);
				}
				await delay(POLL_MS);
				const now = await runningIfTold();
				if (now !== undefined) last = now;
				quiet = now?.length === 0 && !(await isBusy()) ? quiet + 1 : 0;
			}
		},
		async stop() {
			const deadlineMs = Date.now() + STOPPING_MS;
			for (;;) {
				const left = await running();
				if (left.length === 0) return;
				if (Date.now() > deadlineMs) throw new Error(`n8n did not stop what ran: ${whatRuns(left)}.`);
				// One that has ended meanwhile cannot be stopped.
				await Promise.allSettled(left.map(async ({ id }) => await api.stopExecution(id)));
				await delay(POLL_MS);
			}
		},
	};
}
