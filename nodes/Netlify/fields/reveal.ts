import { type Field, switchField } from '../../shared/fields/fields';

/** Reveal, for operations whose answer holds what only few may know. `what` begins the sentence. */
export function revealField(what: string): Field<boolean> {
	return switchField(
		'Reveal',
		'reveal',
		`Whether to return ${what} as it is. Whoever may see the execution's data can then read it.`,
	);
}
