import type { JsonRecord } from '../../deployment/values/jsonRecords';

/*
 * n8n gives each step that answers at an address an id of its own when it saves the workflow, where the file has none:
 * the address of a form's page. It belongs to that n8n. Saved without it, the step would get a new one each time.
 */

/** The bundle's steps with the ids that one n8n gave them. */
export function withWebhookIdsOf(remote: readonly JsonRecord[], nodes: readonly JsonRecord[]): JsonRecord[] {
	return nodes.map((node) => {
		const given = remote.find(({ id }) => id === node.id)?.webhookId;
		return node.webhookId === undefined && given !== undefined ? { ...node, webhookId: given } : node;
	});
}

/** An n8n's steps without the ids that it gave to those that have none in the file. */
export function withoutGivenWebhookIds(nodes: readonly JsonRecord[], file: readonly JsonRecord[]): JsonRecord[] {
	return nodes.map((node) => {
		const known = file.find(({ id }) => id === node.id);
		if (known === undefined || known.webhookId !== undefined) return node;
		return Object.fromEntries(Object.entries(node).filter(([name]) => name !== 'webhookId'));
	});
}
