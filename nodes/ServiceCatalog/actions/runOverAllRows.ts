import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { ConfigurationError, OperationFailure, toNodeError } from '../../shared/operation/errors';
import { failedItem } from '../../shared/operation/failedItem';
import type { Resource } from '../../shared/operation/operation';
import { failureValue, resultFieldOf, resultValue } from '../../shared/operation/resultField';
import type { CatalogOperation } from './catalogOperation';

/**
 * The node's whole `execute`, once for all input items: they are the rows. Each output is paired
 * with the items of the rows it speaks about. With *Put Result in Field* it goes into the item of the first of them.
 *
 * @throws NodeOperationError; with "Continue On Fail" one item with `error` instead.
 */
export function runOverAllRows(
	functions: IExecuteFunctions,
	resources: ReadonlyArray<Resource<CatalogOperation>>,
): INodeExecutionData[][] {
	const items = functions.getInputData();
	const allItems = items.map((_item, item) => ({ item }));
	let field: string | undefined;
	const inItem = (rowNumber: number, result: IDataObject): IDataObject =>
		field === undefined ? result : { ...items[rowNumber - 1]?.json, [field]: result };
	try {
		field = resultFieldOf(functions, 0);
		const outputs = chosenOperation(functions, resources).execute({ functions, itemIndex: 0 }, rowsIn(items));
		return [
			outputs.map(({ json, rowNumbers }) => ({
				json: inItem(rowNumbers[0] ?? 1, field === undefined ? json : resultValue(json)),
				pairedItem: rowNumbers.map((rowNumber) => ({ item: rowNumber - 1 })),
			})),
		];
	} catch (error) {
		const value = field === undefined ? undefined : failureValue(error, {});
		if (value) return [[{ json: inItem(1, value), pairedItem: allItems }]];
		const nodeError = toNodeError(functions.getNode(), error, 0);
		if (!functions.continueOnFail()) throw nodeError;
		return [[failedItem(nodeError, allItems)]];
	}
}

/** A table without rows comes as no item, or, with Always Output Data, as one empty item. */
function rowsIn(items: readonly INodeExecutionData[]): IDataObject[] {
	const rows = items.map(({ json }) => json);
	const stranger = rows.findIndex((row) => Object.keys(row).length > 0 && !('service' in row));
	if (stranger >= 0) {
		// A Data Table that cannot be read hands on the item that it was given, by its ordinary output.
		throw new OperationFailure(
			`Item ${stranger + 1} is not a row of the service catalog: it has no column "service"`,
			'The table could not be read, or this node is connected to something else. Look at the output of the step before it, then run this again',
		);
	}
	if (rows.some((row) => Object.keys(row).length > 0)) return rows;
	throw new OperationFailure(
		'The service catalog is empty',
		'Run the workflow "00 Setup", which creates the Data Table slipway_services with example rows, or add a row for each service',
	);
}

function chosenOperation(
	functions: IExecuteFunctions,
	resources: ReadonlyArray<Resource<CatalogOperation>>,
): CatalogOperation {
	const operationValue = functions.getNodeParameter('operation', 0);
	const operation = resources.flatMap(({ operations }) => operations).find(({ value }) => value === operationValue);
	if (operation) return operation;
	throw new ConfigurationError(
		`This node has no operation "${String(operationValue)}"`,
		'Open the node and choose the operation again',
	);
}
