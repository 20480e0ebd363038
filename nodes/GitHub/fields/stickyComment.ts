import type { INodeProperties } from 'n8n-workflow';

import { numberParameter, requiredText } from '../../shared/fields/parameters';
import { OperationFailure } from '../../shared/operation/errors';
import type { OperationContext } from '../../shared/operation/operation';
import { repositoryProperty } from './repository';

export const stickyProperties: INodeProperties[] = [
	repositoryProperty,
	{
		displayName: 'Issue or Pull Request Number',
		name: 'issueNumber',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 1,
		required: true,
	},
	{
		displayName: 'Key',
		name: 'key',
		type: 'string',
		default: 'preview',
		required: true,
		description: 'Names the comment, in a hidden marker at its start: there is one of each key',
	},
];

export function issueNumberParameter(context: OperationContext): number {
	return numberParameter(context, 'issueNumber', 'Issue or Pull Request Number', { minimum: 1 });
}

/** The hidden line a comment of ours starts with. @throws OperationFailure for a key that would break it. */
export function markerParameter(context: OperationContext): string {
	const key = requiredText(context, 'key', 'Key');
	if (/^[\w./:@#-]+$/.test(key) && !key.includes('--')) return `<!-- slipway:${key} -->`;
	throw new OperationFailure(
		`Key cannot be put in a hidden marker: ${key}`,
		'Use letters, digits and . / : @ # - _ in it, and no double hyphen',
	);
}
