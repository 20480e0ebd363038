import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { type ErrorHints, OperationFailure, toNodeError } from './errors';
import { failedItem } from './failedItem';
import type { Operation, Resource } from './operation';

/**
 * A node's whole `execute`: every input item through the operation chosen for it, in order, each
 * output paired with its item. With "Continue On Fail" a failed item becomes an item with `error`
 * and the rest goes on.
 *
 * @throws NodeApiError | NodeOperationError, at the first failure otherwise.
 */
export async function runOperations(
	functions: IExecuteFunctions,
	resources: readonly Resource[],
	hints: ErrorHints = {},
): Promise<INodeExecutionData[][]> {
	return await runForEachItem(
		functions,
		async (context) =>
			await chosenOperation(functions, resources, context.itemIndex).execute(context),
		hints,
	);
}

/** The item loop of `runOperations`, for a node that does one thing and has no menu of operations. */
export async function runForEachItem(
	functions: IExecuteFunctions,
	execute: Operation['execute'],
	hints: ErrorHints = {},
): Promise<INodeExecutionData[][]> {
	const output: INodeExecutionData[] = [];
	const items = functions.getInputData();
	for (let itemIndex = 0; itemIndex < items.length; itemIndex++) {
		try {
			const result = await execute({ functions, itemIndex });
			for (const json of Array.isArray(result) ? result : [result]) {
				output.push({ json, pairedItem: { item: itemIndex } });
			}
		} catch (error) {
			const nodeError = toNodeError(functions.getNode(), error, itemIndex, hints);
			if (!functions.continueOnFail()) throw nodeError;
			output.push(failedItem(nodeError, { item: itemIndex }));
		}
	}
	return [output];
}

function chosenOperation(
	functions: IExecuteFunctions,
	resources: readonly Resource[],
	itemIndex: number,
): Operation {
	const resourceValue = functions.getNodeParameter('resource', itemIndex);
	const operationValue = functions.getNodeParameter('operation', itemIndex);
	const operation = resources
		.find((resource) => resource.value === resourceValue)
		?.operations.find((candidate) => candidate.value === operationValue);
	if (operation) return operation;
	throw new OperationFailure(
		`This node has no operation "${String(operationValue)}" for "${String(resourceValue)}"`,
		'Open the node and choose the operation again',
	);
}
