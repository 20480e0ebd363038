import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { ConfigurationError, type ErrorHints, toNodeError } from './errors';
import { failedItem } from './failedItem';
import { noItem, type JointOperation, type Operation, type OperationContext, type Resource } from './operation';
import { failureValue, faultValue, resultFieldOf, resultValue } from './resultField';

/**
 * A node's whole `execute`: every input item through the operation chosen for it, in order, each
 * output paired with its item. With *Put Result in Field* each item goes on with the result under that
 * name, also where the platform refused it; with "Continue" on error besides, whatever was wrong. Else
 * with "Continue On Fail" an item that failed becomes one with `error`, and the rest goes on.
 *
 * @throws NodeApiError | NodeOperationError, at the first failure otherwise.
 */
export async function runOperations(
	functions: IExecuteFunctions,
	resources: ReadonlyArray<Resource<Operation | JointOperation>>,
	hints: ErrorHints = {},
): Promise<INodeExecutionData[][]> {
	if (functions.getInputData().length > 0) {
		const first = chosenOperation(functions, resources, 0);
		if ('executeAll' in first) return [await runJointly(functions, first, hints)];
	}
	return await runForEachItem(
		functions,
		async (context) => {
			const operation = chosenOperation(functions, resources, context.itemIndex);
			if ('execute' in operation) return await operation.execute(context);
			throw new ConfigurationError(
				`"${operation.name}" works on all items together, and cannot be chosen for one of them`,
				'Choose the operation without an expression',
			);
		},
		hints,
	);
}

async function runJointly(
	functions: IExecuteFunctions,
	operation: JointOperation,
	hints: ErrorHints,
): Promise<INodeExecutionData[]> {
	try {
		return await operation.executeAll(functions);
	} catch (error) {
		throw toNodeError(functions.getNode(), error, 0, hints);
	}
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
			const field = resultFieldOf(functions, itemIndex);
			const context = { functions, itemIndex };
			if (field === undefined) {
				const result = await execute(context);
				if (result === noItem) continue;
				for (const json of [result].flat()) output.push({ json, pairedItem: { item: itemIndex } });
			} else {
				const { json, binary } = items[itemIndex] ?? { json: {} };
				const value = await fieldValue(execute, context, hints);
				if (value === noItem) continue;
				output.push({ json: { ...json, [field]: value }, ...(binary && { binary }), pairedItem: { item: itemIndex } });
			}
		} catch (error) {
			const nodeError = toNodeError(functions.getNode(), error, itemIndex, hints);
			if (!functions.continueOnFail()) throw nodeError;
			output.push(failedItem(nodeError, { item: itemIndex }));
		}
	}
	return [output];
}

async function fieldValue(
	execute: Operation['execute'],
	context: OperationContext,
	hints: ErrorHints,
): Promise<IDataObject | typeof noItem> {
	return await execute(context).then(
		(result) => (result === noItem ? result : resultValue(result)),
		(error: unknown) => {
			const value = failureValue(error, hints) ?? (goesOn(context.functions) ? faultValue(error) : undefined);
			if (value) return value;
			throw error;
		},
	);
}

/** Whether nothing may stop the run here: a lock that is never to stand before a roll back, say. */
export function goesOn(functions: IExecuteFunctions): boolean {
	return functions.getNode().onError === 'continueRegularOutput';
}

function chosenOperation(
	functions: IExecuteFunctions,
	resources: ReadonlyArray<Resource<Operation | JointOperation>>,
	itemIndex: number,
): Operation | JointOperation {
	const resourceValue = functions.getNodeParameter('resource', itemIndex);
	const operationValue = functions.getNodeParameter('operation', itemIndex);
	const operation = resources
		.find((resource) => resource.value === resourceValue)
		?.operations.find((candidate) => candidate.value === operationValue);
	if (operation) return operation;
	throw new ConfigurationError(
		`This node has no operation "${String(operationValue)}" for "${String(resourceValue)}"`,
		'Open the node and choose the operation again',
	);
}
