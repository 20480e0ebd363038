import { type Field, field, type FieldDetails, textField } from './fields';
import { ConfigurationError } from '../operation/errors';

/** Expected Commit: read in lower case; null when left empty. */
export function expectedCommitField(details: FieldDetails): Field<string | null> {
	const entered = textField('Expected Commit', 'expectedCommit', details);
	return field(entered, (context) => commitIn(entered.read(context)));
}

function commitIn(entered: string): string | null {
	const commit = entered.toLowerCase();
	if (commit === '') return null;
	if (/^[0-9a-f]{7,64}$/.test(commit)) return commit;
	throw new ConfigurationError(
		`Expected Commit "${entered}" is not a commit`,
		'Give the full SHA of the commit, such as {{ $json.sha }}, or leave it empty',
	);
}
