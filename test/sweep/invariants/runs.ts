import type { IDataObject } from 'n8n-workflow';
import { isDeepStrictEqual } from 'node:util';

import type { Engine } from '../../n8n/engine/engine';

/** The fields that a platform's workflow may add. */
const ADDED = new Set(['live', 'published', 'deployments']);

/** The one item that the last run of that workflow gave back, and what is wrong with it. */
export function handedBack(
	engine: Engine,
	workflowId: string,
	asked: IDataObject,
): { readonly item: IDataObject; readonly violations: readonly string[] } {
	const run = engine.runsOf(workflowId).at(-1);
	const items = (run?.data?.resultData.runData[run.lastNode ?? '']?.at(-1)?.data?.main ?? []).flatMap(
		(output) => output ?? [],
	);
	const [first] = items;
	const violations: string[] = [];
	if (items.length !== 1) violations.push(`${items.length} items came back, and not the one that was given`);
	const kept = Object.fromEntries(Object.entries(first?.json ?? {}).filter(([name]) => !ADDED.has(name)));
	if (first && !isDeepStrictEqual(kept, asked)) violations.push('the item did not come back as it was');
	return { item: first?.json ?? {}, violations };
}

/** Runs that ended with an error of their own, or did not end. */
export function brokenRuns({ runner }: Engine): string[] {
	return runner.runs
		.filter(({ status }) => status !== 'success')
		.map(
			({ workflow, status, lastNode, error }) =>
				`a run of ${workflow.name} is ${status} at "${lastNode ?? 'its start'}"${error ? `: ${error.message}` : ''}`,
		);
}
