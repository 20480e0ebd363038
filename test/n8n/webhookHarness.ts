import { HookContext, WebhookContext } from 'n8n-core';
import type { IDataObject, IWebhookData, IWebhookResponseData, WorkflowActivateMode } from 'n8n-workflow';

import { type NodeRun, prepareNode } from './nodeHarness';

/** One POST as n8n hands it to a webhook node: its bytes, and its body parsed as n8n parses it. */
export interface WebhookPost {
	readonly headers: Readonly<Record<string, string>>;
	readonly body: Buffer | string;
}

export interface WebhookOutcome {
	/** What the caller gets: by the node itself, or by n8n once the execution is stored. */
	readonly status: number;
	readonly body: unknown;
	/** The items the workflow starts with; empty when it does not start. */
	readonly items: IDataObject[];
}

type WebhookNodeRun = Omit<NodeRun, 'items' | 'abortSignal'>;

/** Sends posts to a webhook node in n8n-core's real context, with what it remembers. */
export async function postToNode(
	run: WebhookNodeRun & { readonly staticData?: IDataObject },
	post: WebhookPost,
): Promise<WebhookOutcome> {
	const { workflow, node, additionalData } = prepareNode(run);
	Object.assign(workflow.getStaticData('node', node), run.staticData);
	const description = run.node.description.webhooks?.[0];
	if (!run.node.webhook || !description) throw new Error(`${node.name} has no webhook`);
	const answered: { status: number; body: unknown } = { status: 0, body: undefined };
	const response = {
		status(code: number) {
			answered.status = code;
			return response;
		},
		json(body: unknown) {
			answered.body = body;
			return response;
		},
	};
	additionalData.httpRequest = requestOf(post);
	additionalData.httpResponse = response;
	const webhookData: IWebhookData = {
		httpMethod: 'POST',
		node: node.name,
		path: 'webhook',
		webhookDescription: description,
		workflowId: workflow.id,
		workflowExecuteAdditionalData: additionalData,
	};
	const context = new WebhookContext(workflow, node, additionalData, 'trigger', webhookData, [], null);
	const result: IWebhookResponseData = await run.node.webhook.call(context);
	const items = (result.workflowData?.[0] ?? []).map(({ json }) => json);
	if (result.noWebhookResponse) return { ...answered, items };
	// As n8n's webhook-helpers do for `onReceived`: the description's code, the node's body.
	await workflow.expression.acquireIsolate();
	try {
		const code = workflow.expression.getSimpleParameterValue(
			node,
			String(description.responseCode ?? '200'),
			'trigger',
			{},
		);
		return { status: Number(code), body: result.webhookResponse, items };
	} finally {
		await workflow.expression.releaseIsolate();
	}
}

function requestOf({ headers, body }: WebhookPost): object {
	const rawBody = Buffer.from(body);
	const lowerCase = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
	const contentType = (lowerCase['content-type'] ?? '').split(';')[0];
	return {
		method: 'POST',
		headers: lowerCase,
		rawBody,
		body: contentType === 'application/json' ? (JSON.parse(rawBody.toString()) as unknown) : {},
		params: {},
		query: {},
	};
}

export interface HookHarness {
	checkExists(): Promise<boolean>;
	create(): Promise<boolean>;
	delete(): Promise<boolean>;
	/** What n8n does when a workflow is published. */
	activate(): Promise<void>;
	/** The address the node registers. */
	readonly webhookUrl: string;
	readonly staticData: IDataObject;
}

/** A node's webhook methods in n8n-core's real context, with static data that lives as long as this. */
export function createHookHarness(
	run: WebhookNodeRun & { readonly staticData?: IDataObject; readonly webhookBaseUrl?: string },
): HookHarness {
	const { workflow, node, additionalData } = prepareNode(run);
	additionalData.webhookBaseUrl = run.webhookBaseUrl ?? 'https://n8n.candlefish.test/webhook';
	const staticData = workflow.getStaticData('node', node);
	Object.assign(staticData, run.staticData);
	const methods = run.node.webhookMethods?.default;
	const description = run.node.description.webhooks?.[0];
	if (!methods || !description) throw new Error(`${node.name} has no webhook methods`);
	const activation: WorkflowActivateMode = 'activate';
	const context = new HookContext(workflow, node, additionalData, 'trigger', activation, {
		httpMethod: 'POST',
		node: node.name,
		path: 'webhook',
		webhookDescription: description,
		workflowId: workflow.id,
		workflowExecuteAdditionalData: additionalData,
	});
	const call = (name: 'checkExists' | 'create' | 'delete') => async (): Promise<boolean> => {
		await workflow.expression.acquireIsolate();
		try {
			return await methods[name].call(context);
		} finally {
			await workflow.expression.releaseIsolate();
		}
	};
	const harness = {
		checkExists: call('checkExists'),
		create: call('create'),
		delete: call('delete'),
		async activate() {
			if (!(await harness.checkExists())) await harness.create();
		},
		get webhookUrl() {
			return context.getNodeWebhookUrl('default') ?? '';
		},
		staticData,
	};
	return harness;
}
