import type { INodeProperties } from 'n8n-workflow';

import { type Field, field, requiredTextField, textField } from '../../../shared/fields/fields';
import { ConfigurationError } from '../../../shared/operation/errors';
import type { OperationContext } from '../../../shared/operation/operation';
import { assertKey } from '../../api/variableLimits';
import type { DeployContext } from '../../state/environment/deployContexts';
import { listParameter } from '../listValue';
import { contextOptions } from './contextOptions';

const key = requiredTextField('Key', 'key', { placeholder: 'API_URL' });

/** Key. @throws ConfigurationError when it is read and Netlify would refuse it. */
export const keyField: Field<string> = field(key, (context) => {
	const entered = key.read(context);
	assertKey(entered);
	return entered;
});

/** Shown where Contexts has `branch`. */
export const branchField = textField('Branch', 'branch', {
	placeholder: 'staging',
	displayOptions: { show: { contexts: ['branch'] } },
	description: 'The branch of the context Branch',
});

/**
 * Contexts: from an expression, `branch:staging` is the context of that branch, as in Netlify's own tools.
 * Read with Branch; a context that Netlify does not have, or a branch without a name, is a ConfigurationError.
 */
export function contextsField(
	initial: string[],
	details: Pick<INodeProperties, 'description'>,
): Field<DeployContext[]> {
	return field(
		{
			displayName: 'Contexts',
			name: 'contexts',
			type: 'multiOptions',
			options: contextOptions,
			default: [...initial],
			...details,
		},
		(context) => listParameter(context, 'contexts').map((name) => placeNamed(name, context)),
	);
}

function placeNamed(name: string, context: OperationContext): DeployContext {
	const place = placeOf(name) ?? namedBranch(context, name);
	if (place) return place;
	throw new ConfigurationError(
		`"${name}" is not a deploy context`,
		`Use ${contextOptions.map(({ value }) => String(value)).join(', ')}, or branch:NAME for one branch`,
	);
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
	const branch = branchField.read(context);
	if (branch !== '') return { context: name, branch };
	throw new ConfigurationError('Branch is empty', 'Fill in the branch of the context Branch');
}
