import type { INodeProperties } from 'n8n-workflow';

import { OperationFailure } from '../../../shared/operation/errors';
import { textField } from '../../../shared/fields/fields';
import type { OperationContext } from '../../../shared/operation/operation';
import { textParameter } from '../../../shared/fields/parameters';
import { fieldNames } from '../files/binaryFiles';
import { contextOptions, type DeployContext } from '../../state/environment/deployContexts';

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

/**
 * The chosen contexts. From an expression, `branch:staging` is the context of that branch, as in Netlify's
 * own tools. @throws OperationFailure for one that Netlify does not have, or a branch without a name.
 */
export function placesParameter(context: OperationContext): DeployContext[] {
	return listParameter(context, 'contexts').map((name) => {
		const place = placeOf(name) ?? namedBranch(context, name);
		if (place) return place;
		throw new OperationFailure(
			`"${name}" is not a deploy context`,
			`Use ${contextOptions.map(({ value }) => String(value)).join(', ')}; or branch:NAME for one branch`,
		);
	});
}

/** `production`, or `branch:staging`; undefined for what is none by itself. */
export function placeOf(name: string): DeployContext | undefined {
	const branch = /^branch:(.+)$/s.exec(name)?.[1]?.trim();
	if (branch) return { context: 'branch', branch };
	const isKnown = name !== 'branch' && contextOptions.some(({ value }) => value === name);
	return isKnown ? { context: name, branch: null } : undefined;
}

function namedBranch(context: OperationContext, name: string): DeployContext | undefined {
	if (name !== 'branch') return undefined;
	const branch = textParameter(context, 'branch');
	if (branch !== '') return { context: name, branch };
	throw new OperationFailure('Branch is empty', 'Give the branch of the context Branch');
}

/** A field of several options, or an expression that gives a list or a text with commas. */
export function listParameter({ functions, itemIndex }: OperationContext, name: string): string[] {
	const value: unknown = functions.getNodeParameter(name, itemIndex, []);
	// Of a list each entry as it is: a branch's name may hold a comma.
	const names = Array.isArray(value)
		? value.map((entry) => String(entry ?? '').trim()).filter((entry) => entry !== '')
		: fieldNames(String(value ?? ''));
	return [...new Set(names)];
}
