import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { mapConcurrently } from '../waiting/mapConcurrently';
import { ConfigurationError, type ErrorHints, toNodeError } from './errors';
import { failedItem } from './failedItem';
import {
	noItem,
	type JointOperation,
	type Operation,
	type OperationContext,
	type OperationResult,
	type Resource,
	ResultWithFiles,
} from './operation';
import { failureValue, faultValue, resultFieldOf, resultValue } from './resultField';

/**
 * A node's whole `execute`: every input item through the operation chosen for it, each output, in the
 * order of the items, paired with its item. With *Put Result in Field* each item goes on with the result under that
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
	const first = functions.getInputData().length > 0 ? chosenOperation(functions, resources, 0) : undefined;
	if (first && 'executeAll' in first) return [await runJointly(functions, first, hints)];
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
		first?.itemsAtOnce,
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
	itemsAtOnce = 1,
): Promise<INodeExecutionData[][]> {
	const outputs = await mapConcurrently(functions.getInputData(), itemsAtOnce, async (item, itemIndex) => {
		try {
			return await outputOf(item, execute, { functions, itemIndex }, hints);
		} catch (error) {
			const nodeError = toNodeError(functions.getNode(), error, itemIndex, hints);
			if (!functions.continueOnFail()) throw nodeError;
			return [failedItem(nodeError, { item: itemIndex })];
		}
	});
	return [outputs.flat()];
}

async function outputOf(
	{ json, binary }: INodeExecutionData,
	execute: Operation['execute'],
	context: OperationContext,
	hints: ErrorHints,
): Promise<INodeExecutionData[]> {
	const pairedItem = { item: context.itemIndex };
	const field = resultFieldOf(context.functions, context.itemIndex);
	if (field === undefined) {
		const result = await execute(context);
		return result === noItem ? [] : itemsOf(result).map((each) => ({ ...each, pairedItem }));
	}
	const value = await fieldValue(execute, context, hints);
	if (value === noItem) return [];
	const files = value instanceof ResultWithFiles ? { ...binary, ...value.binary } : binary;
	const told = value instanceof ResultWithFiles ? value.json : value;
	return [{ json: { ...json, [field]: told }, ...(files && { binary: files }), pairedItem }];
}

function itemsOf(result: Exclude<OperationResult, typeof noItem>): INodeExecutionData[] {
	if (result instanceof ResultWithFiles) return [{ json: result.json, binary: result.binary }];
	return [result].flat().map((json) => ({ json }));
}

async function fieldValue(
	execute: Operation['execute'],
	context: OperationContext,
	hints: ErrorHints,
): Promise<IDataObject | ResultWithFiles | typeof noItem> {
	return await execute(context).then(
		(result) => {
			if (result === noItem) return result;
			if (!(result instanceof ResultWithFiles)) return resultValue(result);
			return new ResultWithFiles(resultValue(result.json), result.binary);
		},
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
