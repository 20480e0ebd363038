import type { INodeExecutionData, IPairedItemData, NodeApiError, NodeOperationError } from 'n8n-workflow';

/**
 * What stands for a failed input item with "Continue On Fail": the error and what to do about it. n8n puts
 * the error's message in the place of such an item's JSON, so the message gets the advice too: else no step
 * that follows could say it.
 */
export function failedItem(
	error: NodeApiError | NodeOperationError,
	pairedItem: IPairedItemData | IPairedItemData[],
): INodeExecutionData {
	const { message, description: advice } = error;
	if (!advice) return { json: { error: message }, error, pairedItem };
	error.message = `${message.replace(/[.\s]+$/, '')}. ${advice}`;
	return { json: { error: message, advice }, error, pairedItem };
}
