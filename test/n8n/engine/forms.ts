import { WebhookContext } from 'n8n-core';
import {
	type INodeExecutionData,
	type INodeType,
	type IRunExecutionData,
	isNodeClassInstance,
	type IWebhookData,
} from 'n8n-workflow';

import { isRecord, type JsonRecord, readRecords, readString } from '../../../tools/json';
import type { Engine } from './engine';
import { engineNodeTypes } from './nodeTypes';
import type { EngineRun } from './runs';
import { nodeNamed } from './workflowFile';

/** A page of a form as a browser gets it. */
export interface FormPage {
	/** `form-trigger`, or `form-trigger-completion` for the last. */
	readonly template: string;
	readonly data: JsonRecord;
	/** The fields by name, with the choices they offer. */
	readonly fields: ReadonlyMap<string, readonly string[]>;
}

const FORM_MODE = { formMode: 'production', submittedAt: '2026-11-27T03:00:00.000Z' };

/** Begins a form as a person who is signed in to n8n does: the first page, sent. */
export async function beginForm(engine: Engine, workflowId: string, answers: JsonRecord): Promise<EngineRun> {
	const workflow = engine.workflows.get(workflowId);
	const trigger = workflow?.nodes.find(({ type }) => type.endsWith('.formTrigger'));
	if (!workflow || !trigger) throw new Error(`${workflowId} has no form`);
	// The sign-in is n8n's own and no part of this engine.
	trigger.parameters.authentication = 'none';
	const user = { id: 'user-1', email: 'kim@candlefish.ai', firstName: 'Kim', lastName: 'Park' };
	return await engine.start(workflowId, { ...answers, ...FORM_MODE, user }, 'trigger');
}

/** The page at which a run waits. Throws what n8n would show in its place. */
export async function openPage(engine: Engine, run: EngineRun): Promise<FormPage> {
	let page: { template: string; data: JsonRecord } | undefined;
	await callWebhook(engine, run, 'GET', {}, (template, data) => {
		page = { template, data };
	});
	if (!page) throw new Error(`"${run.lastNode}" showed no page`);
	const fields = readRecords(page.data, 'formFields').map(
		(field) => [readString(field, 'label') ?? '', choicesOf(field)] as const,
	);
	return { ...page, fields: new Map(fields) };
}

/** Sends the page at which a run waits, field by field in their order, and runs on. */
export async function sendPage(engine: Engine, run: EngineRun, answers: readonly unknown[]): Promise<EngineRun> {
	const data = Object.fromEntries(answers.map((answer, index) => [`field-${index}`, answer]));
	const items = await callWebhook(engine, run, 'POST', data, () => undefined);
	const resumed = await engine.runner.resume(run, items);
	await engine.runner.settled();
	return resumed;
}

/** Goes on as n8n does when nobody sends the page in time: with what the step was given. */
export async function letPageLapse(engine: Engine, run: EngineRun): Promise<EngineRun> {
	const [entry] = run.data?.executionData?.nodeExecutionStack ?? [];
	const resumed = await engine.runner.resume(run, entry?.data.main?.[0] ?? [{ json: {} }]);
	await engine.runner.settled();
	return resumed;
}

function choicesOf(field: JsonRecord): string[] {
	const list = [field.selectOptions, field.multiSelectOptions, field.radioSelectOptions].find(Array.isArray);
	const entries: unknown[] = Array.isArray(list) ? list : [];
	return entries.map((entry) => (isRecord(entry) ? String(entry.label) : String(entry)));
}

/** What a page is rendered from: the step that waits counts as not yet executed. */
function whileWaiting({ data, lastNode }: EngineRun): IRunExecutionData | null {
	if (!data) return null;
	const { runData } = data.resultData;
	const own = runData[lastNode ?? '']?.slice(0, -1) ?? [];
	return { ...data, resultData: { ...data.resultData, runData: { ...runData, [lastNode ?? '']: own } } };
}

async function callWebhook(
	engine: Engine,
	run: EngineRun,
	method: 'GET' | 'POST',
	data: JsonRecord,
	onRender: (template: string, data: JsonRecord) => void,
): Promise<INodeExecutionData[]> {
	const workflow = engine.runner.workflowOf(run.workflow);
	const node = nodeNamed(run.workflow, run.lastNode ?? '');
	const type: INodeType = engineNodeTypes.getByNameAndVersion(node.type, node.typeVersion);
	const description = type.description.webhooks?.find(({ httpMethod }) => httpMethod === method);
	if (!description || !type.webhook) throw new Error(`"${node.name}" is not a page`);
	const additionalData = engine.runner.additionalData(run);
	const response = { render: onRender, setHeader: () => undefined, status: () => response, send: () => undefined };
	additionalData.httpRequest = {
		method,
		headers: {},
		query: {},
		params: {},
		body: { data, files: {} },
		contentType: 'multipart/form-data',
	} as unknown as typeof additionalData.httpRequest;
	additionalData.httpResponse = response as unknown as typeof additionalData.httpResponse;
	const webhookData: IWebhookData = {
		httpMethod: method,
		node: node.name,
		path: '',
		webhookDescription: description,
		workflowId: run.workflow.id,
		workflowExecuteAdditionalData: additionalData,
	};
	const context = new WebhookContext(workflow, node, additionalData, run.mode, webhookData, [], whileWaiting(run));
	await workflow.expression.acquireIsolate();
	try {
		const { webhook } = type;
		// n8n's newer nodes take their context as an argument; the older ones as `this`.
		const call = webhook as (this: unknown, context: unknown) => ReturnType<typeof webhook>;
		const answer = await call.call(isNodeClassInstance(type) ? type : context, context);
		return answer.workflowData?.[0] ?? [];
	} finally {
		await workflow.expression.releaseIsolate();
	}
}
