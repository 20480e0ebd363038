import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';

import { Upstash } from '../../../nodes/Upstash/Upstash.node';

/** The parameters of an operation, with what n8n fills in for the fields that a workflow leaves alone. */
export function withDefaults(parameters: INodeParameters): INodeParameters {
	const { resource, operation } = parameters;
	const defaults: INodeParameters = {};
	for (const property of new Upstash().description.properties) {
		const show = property.displayOptions?.show ?? {};
		if (show.resource?.includes(String(resource)) && show.operation?.includes(String(operation))) {
			defaults[property.name] = property.default as INodeParameters[string];
		}
	}
	return { ...defaults, ...parameters };
}

/** The error that a run ends in, as n8n shows it: with advice, and with none of `secrets` in it. */
export async function failureOf(
	run: Promise<IDataObject | IDataObject[]>,
	secrets: readonly string[],
): Promise<{ message: string; advice: string }> {
	const error: unknown = await run.then(
		(items) => {
			throw new Error(`It did not fail, but gave ${JSON.stringify(items)}`);
		},
		(reason: unknown) => reason,
	);
	if (!(error instanceof NodeApiError) && !(error instanceof NodeOperationError)) throw error;
	const everything = JSON.stringify({ ...error, message: error.message, stack: error.stack });
	for (const secret of secrets) expect(everything).not.toContain(secret);
	const advice = error.description ?? '';
	expect(advice).not.toBe('');
	return { message: error.message, advice };
}
