import type { INodeProperties } from 'n8n-workflow';

import { requiredText } from '../../shared/fields/parameters';
import { OperationFailure } from '../../shared/operation/errors';
import type { OperationContext } from '../../shared/operation/operation';
import { keysOfClaimToken } from '../state/claimToken';

export const claimTokenProperty: INodeProperties = {
	displayName: 'Claim Token',
	name: 'claimToken',
	type: 'string',
	typeOptions: { password: true },
	default: '',
	required: true,
	placeholder: '={{ $(\'Claim\').item.json.claimToken }}',
	description: 'What Begin returned when it granted this work',
};

/** The token, and the keys that it was given for. */
export function claimParameter(context: OperationContext): { readonly claimToken: string; readonly keys: string[] } {
	const claimToken = requiredText(context, 'claimToken', 'Claim Token');
	const keys = keysOfClaimToken(claimToken);
	if (keys !== null) return { claimToken, keys };
	throw new OperationFailure(
		'Claim Token is not one that Claim: Begin gave',
		'Take "claimToken" from the item that Begin returned with "granted": true',
	);
}

export const ifNotHeldProperty: INodeProperties = {
	displayName: 'If Not Held',
	name: 'ifNotHeld',
	type: 'options',
	options: [
		{ name: 'Error', value: 'error', description: 'Fail, and say who has the claim now' },
		{ name: 'Return', value: 'return', description: 'Return an item that says why' },
	],
	default: 'error',
	description: 'What to do when the claim is another\'s by now, has ended otherwise, or is forgotten',
};
