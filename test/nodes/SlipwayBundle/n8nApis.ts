import { createN8nApi, type N8nApi } from '../../../nodes/SlipwayBundle/api/n8nApi';
import { N8nApiError } from '../../../nodes/SlipwayBundle/api/types';
import type { Bundle } from '../../../nodes/SlipwayBundle/state/bundle';
import type { N8nInstance } from '../../../tools/n8n/instance';

/** n8n's API as it is, which notes each write that reaches it. */
export function watched(n8n: N8nInstance, written: string[]): N8nApi {
	return createN8nApi(async (method, path, body) => {
		if (method !== 'GET') written.push(`${method} ${path}`);
		return await send(n8n, method, path, body);
	});
}

/** n8n does what is asked first of this kind, and its answer is lost. */
export function losing(n8n: N8nInstance, method: string, path: string): N8nApi {
	return createN8nApi(async (asked, at, body) => {
		const answer = await send(n8n, asked, at, body);
		if (asked === method && at === path) throw new N8nApiError('lost on the way', undefined);
		return answer;
	});
}

async function send({ origin, session }: N8nInstance, method: string, path: string, body: unknown): Promise<unknown> {
	const response = await fetch(`${origin}/api/v1${path}`, {
		method,
		headers: { 'X-N8N-API-KEY': session.apiKey, 'Content-Type': 'application/json' },
		...(body === undefined ? {} : { body: JSON.stringify(body) }),
	});
	if (!response.ok) throw new N8nApiError(`${method} ${path}: ${response.status}`, response.status);
	return await response.json();
}

/** The bundle's next version, in which the first step of a workflow has other notes. */
export function withNotes(bundle: Bundle, name: string, notes: string): Bundle {
	const workflows = bundle.workflows.map((workflow) => {
		if (workflow.name !== name) return workflow;
		const [first, ...rest] = Array.isArray(workflow.content.nodes) ? workflow.content.nodes : [];
		return { ...workflow, content: { ...workflow.content, nodes: [{ ...first, notes }, ...rest] } };
	});
	return { ...bundle, workflows };
}
