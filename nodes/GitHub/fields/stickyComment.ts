import type { INodeProperties } from 'n8n-workflow';

import { numberField, requiredTextField } from '../../shared/fields/fields';
import { ConfigurationError } from '../../shared/operation/errors';
import type { OperationContext } from '../../shared/operation/operation';
import { type StickyComment, stickyMarker } from '../api/comments';
import { repositoryField } from './repository';

const issueNumber = numberField('Issue or Pull Request Number', 'issueNumber', 1, { minimum: 1 }, { required: true });

const key = requiredTextField('Key', 'key', {
	description: 'Names the comment in a hidden marker at its start: there is one comment per key',
});

export const stickyProperties: readonly INodeProperties[] = [
	repositoryField,
	issueNumber,
	{ ...key, default: 'preview' },
];

/** The comment that the fields name. @throws ConfigurationError for a key that would break its hidden marker. */
export function readStickyComment(context: OperationContext): StickyComment {
	return {
		repository: repositoryField.read(context),
		issueNumber: issueNumber.read(context),
		marker: markerOf(key.read(context)),
	};
}

function markerOf(name: string): string {
	if (/^[\w./:@#-]+$/.test(name) && !name.includes('--')) return stickyMarker(name);
	throw new ConfigurationError(
		`Key cannot be used in a hidden marker: ${name}`,
		'Use letters, digits and . / : @ # - _, and no double hyphen',
	);
}
