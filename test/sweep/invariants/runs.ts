import type { IDataObject } from 'n8n-workflow';
import { isDeepStrictEqual } from 'node:util';

import { listAt } from '../../../nodes/deployment/values/jsonFields';
import { isRecord, type JsonRecord, readPath } from '../../../tools/json';
import type { SweptWorld } from '../sweptWorld';

/** The fields that a platform's workflow may add. */
const ADDED = new Set(['live', 'published', 'deployments']);

/** The one item that the last run of that workflow gave back, and what is wrong with it. */
export function handedBack(
	engine: SweptWorld,
	workflowId: string,
	asked: IDataObject,
): { readonly item: JsonRecord; readonly violations: readonly string[] } {
	const run = engine.runsOf(workflowId).at(-1);
	const lastStep = listAt(run?.data, 'resultData', 'runData', run?.lastNode ?? '').at(-1);
	const items = listAt(lastStep, 'data', 'main').flatMap((output) => (Array.isArray(output) ? output : []));
	const [first] = items.map((item: unknown) => readPath(item, 'json')).filter(isRecord);
	const violations: string[] = [];
	if (items.length !== 1) violations.push(`${items.length} items came back, and not the one that was given`);
	const kept = Object.fromEntries(Object.entries(first ?? {}).filter(([name]) => !ADDED.has(name)));
	if (first && !isDeepStrictEqual(asJson(kept), asJson(asked))) violations.push('the item did not come back as it was');
	return { item: first ?? {}, violations };
}

/** As it is after a call over HTTP. */
const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

/** Runs that ended with an error of their own, or did not end. */
export function brokenRuns({ runner }: SweptWorld): string[] {
	return runner.runs
		.filter(({ status }) => status !== 'success')
		.map(
			({ workflow, status, lastNode, error }) =>
				`a run of ${workflow.name} is ${status} at "${lastNode ?? 'its start'}"${error ? `: ${error.message}` : ''}`,
		);
}
