import { choiceField, type Field, field, option, requiredTextField } from '../../shared/fields/fields';
import { ConfigurationError } from '../../shared/operation/errors';
import { keysOfClaimToken } from '../state/claimToken';

/** A claim token, and the keys that it was given for. */
export interface GivenClaim {
	readonly claimToken: string;
	readonly keys: string[];
}

const token = requiredTextField('Claim Token', 'claimToken', {
	typeOptions: { password: true },
	placeholder: "={{ $('Claim').item.json.claimToken }}",
	description: 'What Begin returned when it granted this work',
});

export const claimTokenField: Field<GivenClaim> = field(token, (context) => {
	const claimToken = token.read(context);
	const keys = keysOfClaimToken(claimToken);
	if (keys !== null) return { claimToken, keys };
	throw new ConfigurationError(
		'Claim Token is not one that Claim: Begin gave',
		'Take "claimToken" from the item that Begin returned with "granted": true',
	);
});

export const ifNotHeldField = choiceField(
	'If Not Held',
	'ifNotHeld',
	[
		option('Error', 'error', 'Fail, and say who has the claim now'),
		option('Return', 'return', 'Return an item that says why'),
	],
	{ description: 'What to do when another run has the claim by now, or it has ended otherwise or been forgotten' },
);
