import { field, switchField, type Field } from '../../shared/fields/fields';

/** A switch that is on at first. */
function onAtFirst(off: Field<boolean>): Field<boolean> {
	return field({ ...off, default: true }, off.read);
}

/** Allow Default Branch, where a person may mean the branch that production runs on. */
export const allowDefaultBranchField = switchField(
	'Allow Default Branch',
	'allowDefaultBranch',
	'Whether to allow this for the default branch or a protected one, which usually hold production data',
);

/** Whether a branch is asked a query before it counts as verified. */
export const checkAnswersField = onAtFirst(
	switchField(
		'Check That It Answers',
		'checkAnswers',
		'Whether to also wait until the branch answers SELECT 1 over HTTPS. This wakes its compute.',
	),
);

export const schemaOnlyField = switchField(
	'Schema Only',
	'schemaOnly',
	'Whether to copy the tables without their rows, so that it holds no production data',
);

export const addComputeField = onAtFirst(
	switchField(
		'Add Compute',
		'addCompute',
		'Whether to give it a read-write compute, without which nothing can connect',
	),
);

export const pooledField = switchField(
	'Pooled',
	'pooled',
	'Whether to connect through the pooler: many more connections, but no session state, which migrations need',
);

export const noLoginField = switchField(
	'No Login',
	'noLogin',
	'Whether the role cannot log in, and so has no password',
);

export const replaceOriginalField = switchField(
	'Replace the Original',
	'replaceOriginal',
	'Whether the new branch takes over the name and computes of the original one, whose connections end. The original stays under another name.',
);

/** Reveal, for operations whose answer holds a password. `what` begins the sentence. */
export function revealField(what: string): Field<boolean> {
	return switchField('Reveal', 'reveal', `Whether to return ${what}. Whoever sees the execution's data can read it.`);
}

/** As an entry of a collection, which is on when it is added to Changes. */
export const protectedOption = onAtFirst(
	switchField('Protected', 'protected', 'Whether to protect it from being deleted or reset'),
);

export const neverExpiresOption = onAtFirst(
	switchField('Never Expires', 'neverExpires', 'Whether to remove its expiry'),
);
