import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { isRecord } from '../../tools/json';
import { noteObservation, OBSERVATIONS_VARIABLE } from '../../tools/schemas/observations';
import { roomOfNode, schemaFileOf } from '../../tools/schemas/schemaFiles';

const root = path.resolve(__dirname, '../..');

/**
 * Holds what an operation gave against the schema that n8n's editor shows of it. `npm run schemas` has the
 * outputs noted instead, and writes the schemas.
 *
 * @throws when an item has a field that the schema does not name.
 */
export function checkOutputSchema(
	node: string,
	parameters: INodeParameters,
	output: readonly INodeExecutionData[],
): void {
	const { resource, operation, simplify, putResultInField } = parameters;
	// The vendor's own answer, or another step's item.
	if (simplify === false || putResultInField) return;
	const operationName = typeof operation === 'string' ? `${String(resource)}/${operation}` : '';
	const items = output.filter(({ error }) => error === undefined).map(({ json }) => json);
	const folder = process.env[OBSERVATIONS_VARIABLE];
	if (folder !== undefined) {
		if (items.length > 0) noteObservation(folder, { node, operation: operationName, items });
		return;
	}
	const named = fieldsOf(node, operationName);
	if (!named) return;
	const unknown = [...new Set(items.flatMap((item) => Object.keys(item)))].filter((name) => !named.includes(name));
	if (unknown.length === 0) return;
	throw new Error(
		`${node} ${operationName} gives ${unknown.join(', ')}, which its schema does not name: run npm run schemas`,
	);
}

function fieldsOf(node: string, operation: string): readonly string[] | undefined {
	const room = roomOfNode(root, node);
	const file = room === undefined ? undefined : path.join(root, schemaFileOf(room, operation));
	if (file === undefined || !existsSync(file)) return undefined;
	const schema: unknown = JSON.parse(readFileSync(file, 'utf8'));
	return isRecord(schema) && isRecord(schema.properties) ? Object.keys(schema.properties) : undefined;
}
