import { field, type Field, requiredTextField } from '../../shared/fields/fields';
import { ConfigurationError } from '../../shared/operation/errors';

/** Commit, read in lower case. @throws ConfigurationError for a short SHA, which could be compared with nothing. */
export function commitField(description: string): Field<string> {
	const text = requiredTextField('Commit', 'sha', { description });
	return field(text, (context) => {
		const sha = text.read(context).toLowerCase();
		if (/^[0-9a-f]{40}$|^[0-9a-f]{64}$/.test(sha)) return sha;
		throw new ConfigurationError(
			`Commit must be a full SHA: ${sha}`,
			'Enter all 40 characters, as in the event of the trigger',
		);
	});
}
