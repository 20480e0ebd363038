import type { INodeProperties } from 'n8n-workflow';

import { OperationFailure } from '../../shared/errors';
import { textField } from '../../shared/fields';
import type { OperationContext } from '../../shared/operation';
import { textParameter } from '../../shared/parameters';
import { fieldNames } from '../files/binaryFiles';
import { contextOptions, type DeployContext } from './deployContexts';

export const keyProperty: INodeProperties = textField('Key', 'key', {
	required: true,
	placeholder: 'API_URL',
});

/** Shown where Contexts has `branch`, or always. */
export const branchProperty: INodeProperties = textField('Branch', 'branch', {
	placeholder: 'staging',
	displayOptions: { show: { contexts: ['branch'] } },
	description: 'The branch of the context Branch',
});

/** The chosen contexts. @throws OperationFailure for one that Netlify does not have, or a branch without a name. */
export function placesParameter(context: OperationContext): DeployContext[] {
	const chosen = listParameter(context, 'contexts');
	const known = contextOptions.map(({ value }) => value);
	return chosen.map((name) => {
		if (!known.includes(name)) {
			throw new OperationFailure(
				`"${name}" is not a deploy context`,
				`Use ${known.join(', ')}`,
			);
		}
		if (name !== 'branch') return { context: name, branch: null };
		const branch = textParameter(context, 'branch');
		if (branch !== '') return { context: name, branch };
		throw new OperationFailure('Branch is empty', 'Give the branch of the context Branch');
	});
}

/** A field of several options, or an expression that gives a list or a text with commas. */
export function listParameter({ functions, itemIndex }: OperationContext, name: string): string[] {
	const value: unknown = functions.getNodeParameter(name, itemIndex, []);
	return [...new Set(fieldNames(Array.isArray(value) ? value.join() : String(value ?? '')))];
}
