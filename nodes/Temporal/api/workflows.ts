import type { IDataObject } from 'n8n-workflow';

import { isRecord, listAt, textAt, valueAt } from '../../deployment/values/jsonFields';
import { listByCursor } from '../../shared/http/pagination';
import { path } from '../../shared/http/path';
import type { PlatformClient } from '../../shared/http/platformClient';
import { clock } from '../../shared/waiting/clock';
import { readFound } from './readFound';
import type { WorkflowRun } from './types';

/** What a workflow gave: JSON by its nature. */
export type JsonResult = IDataObject[string];

/** A workflow by its id; of its runs the newest, unless one is named. */
export interface WorkflowReference {
	readonly namespace: string;
	readonly workflowId: string;
	readonly runId: string;
}

const placeOf = ({ namespace, workflowId }: WorkflowReference): string =>
	path`/api/v1/namespaces/${namespace}/workflows/${workflowId}`;

/**
 * Starts a workflow and gives the id of its run. With a request ID of its own it is safe to repeat: the server
 * answers with the run that the first try made.
 */
export async function startWorkflow(
	client: PlatformClient,
	reference: WorkflowReference,
	start: IDataObject & { readonly requestId: string },
): Promise<{ readonly runId: string; readonly isNew: boolean }> {
	const body = await client.object<{ runId?: string; started?: boolean }>({
		method: 'POST',
		path: placeOf(reference),
		body: start,
		safeToRepeat: true,
	});
	return { runId: body.runId ?? '', isNew: body.started === true };
}

/** A run as it is now; null where there is no such workflow. */
export async function readWorkflow(client: PlatformClient, reference: WorkflowReference): Promise<WorkflowRun | null> {
	const found = await readFound<{ workflowExecutionInfo?: WorkflowRun }>(
		client,
		{
			path: placeOf(reference),
			...(reference.runId !== '' && { query: { 'execution.runId': reference.runId } }),
		},
		clock.now(),
		'workflowExecutionInfo',
	);
	return found && (found.body.workflowExecutionInfo ?? {});
}

/** Runs of a namespace, the newest first: visibility lags a little behind. */
export async function listWorkflows(client: PlatformClient, namespace: string, limit: number): Promise<WorkflowRun[]> {
	return await listByCursor<WorkflowRun>(
		client,
		{ method: 'GET', path: path`/api/v1/namespaces/${namespace}/workflows`, query: { pageSize: 100 } },
		{
			limit,
			parameter: 'nextPageToken',
			select: (body) => valueAt(body, 'executions') ?? [],
			next: (body) => textAt(body, 'nextPageToken') ?? undefined,
		},
	);
}

/** What a workflow gave, or why it did not: by the event that closed it. */
export async function readOutcome(
	client: PlatformClient,
	reference: WorkflowReference,
): Promise<{ readonly result: JsonResult; readonly failure: string }> {
	const found = await readFound<object>(
		client,
		{
			path: `${placeOf(reference)}/history`,
			query: {
				historyEventFilterType: 'HISTORY_EVENT_FILTER_TYPE_CLOSE_EVENT',
				...(reference.runId !== '' && { 'execution.runId': reference.runId }),
			},
		},
		clock.now(),
	);
	const event = listAt(found?.body, 'history', 'events').at(-1);
	const results = listAt(event, 'workflowExecutionCompletedEventAttributes', 'result');
	return {
		result: results.length > 1 ? results.map(plainValue) : plainValue(results[0]),
		failure: failureIn(valueAt(event, 'workflowExecutionFailedEventAttributes', 'failure')),
	};
}

function plainValue(value: unknown): string | number | boolean | object | null {
	switch (typeof value) {
		case 'string':
		case 'number':
		case 'boolean':
		case 'object':
			return value;
		default:
			return null;
	}
}

/** The innermost reason: an activity's failure wraps the one that says why. */
function failureIn(failure: unknown): string {
	if (!isRecord(failure)) return '';
	return failureIn(failure.cause) || (textAt(failure, 'message') ?? '');
}

/** With the same request ID the workflow gets it once; but one that has ended since refuses the repeated request. */
export async function signalWorkflow(
	client: PlatformClient,
	reference: WorkflowReference,
	signal: string,
	body: IDataObject & { readonly requestId: string },
	safeToRepeat: boolean,
): Promise<void> {
	await client.request({
		method: 'POST',
		path: `${placeOf(reference)}${path`/signal/${signal}`}`,
		body: { ...body, ...runIn(reference) },
		safeToRepeat,
	});
}

/** Asks a workflow to end; also twice, and also one that has ended: the server takes all of it. */
export async function cancelWorkflow(
	client: PlatformClient,
	reference: WorkflowReference,
	reason: string,
): Promise<void> {
	await client.request({
		method: 'POST',
		path: `${placeOf(reference)}/cancel`,
		body: { reason, identity: 'slipway', ...runIn(reference) },
		safeToRepeat: true,
	});
}

export async function terminateWorkflow(
	client: PlatformClient,
	reference: WorkflowReference,
	reason: string,
): Promise<void> {
	await client.request({
		method: 'POST',
		path: `${placeOf(reference)}/terminate`,
		body: { reason, identity: 'slipway', ...runIn(reference) },
	});
}

function runIn({ workflowId, runId }: WorkflowReference): IDataObject {
	return runId === '' ? {} : { workflowExecution: { workflowId, runId } };
}
