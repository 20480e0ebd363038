import { field, switchField, type Field } from '../../shared/fields/fields';

/** A switch that is on at first. */
function onAtFirst(off: Field<boolean>): Field<boolean> {
	return field({ ...off, default: true }, off.read);
}

/** Allow Default Branch, where a person may mean the branch that production runs on. */
export const allowDefaultBranchField = switchField(
	'Allow Default Branch',
	'allowDefaultBranch',
	'Whether this may be done to the default branch or a protected one, where production data usually is',
);

/** Whether a branch is asked a query before it counts as verified. */
export const checkAnswersField = onAtFirst(
	switchField(
		'Check That It Answers',
		'checkAnswers',
		'Whether to also send the branch SELECT 1 over HTTPS until it answers. This wakes its compute.',
	),
);

export const schemaOnlyField = switchField(
	'Schema Only',
	'schemaOnly',
	'Whether to take the parent\'s tables without their rows, so that no production data is in it',
);

export const addComputeField = onAtFirst(
	switchField('Add Compute', 'addCompute', 'Whether it gets a read-write compute. Nothing can connect to it without one.'),
);

export const pooledField = switchField(
	'Pooled',
	'pooled',
	'Whether to connect through the pooler, which allows many more connections but no session state. Migrations need a direct connection.',
);

export const noLoginField = switchField('No Login', 'noLogin', 'Whether the role cannot log in, and so has no password');

export const replaceOriginalField = switchField(
	'Replace the Original',
	'replaceOriginal',
	'Whether the new branch takes over the name and the computes of the original one, whose connections end. The original stays under another name.',
);

/** Reveal, for operations whose answer holds a password. `what` begins the sentence. */
export function revealField(what: string): Field<boolean> {
	return switchField(
		'Reveal',
		'reveal',
		`Whether to return ${what} as it is. Whoever may see the execution's data can then read it.`,
	);
}

/** As an entry of a collection, which is on when it is added to Changes. */
export const protectedOption = onAtFirst(
	switchField('Protected', 'protected', 'Whether it is protected from being deleted or reset'),
);

export const neverExpiresOption = onAtFirst(
	switchField('Never Expires', 'neverExpires', 'Whether to remove its expiry'),
);
