import { type Field, field, textField } from '../../shared/fields/fields';
import { ConfigurationError } from '../../shared/operation/errors';
import type { GrafanaMatcher } from '../api/types';
import { matcherIn } from '../state/silence';

/** Matchers of alerts, one a line, which must all fit. @throws ConfigurationError for a line that is none. */
export function matchersField(displayName: string, name: string, isRequired: boolean): Field<GrafanaMatcher[]> {
	const text = textField(displayName, name, {
		...(isRequired && { required: true }),
		typeOptions: { rows: 3 },
		placeholder: 'service=paintbox-api',
		description: `One a line, all must fit: name=value, name!=value, name=~regex, name!~regex${isRequired ? '' : '; empty for all'}`,
	});
	return field(text, (context) => {
		const lines = text.read(context).split('\n');
		const matchers = lines.filter((line) => line.trim() !== '').map(matcherOf);
		if (matchers.length > 0 || !isRequired) return matchers;
		throw new ConfigurationError(`${displayName} is empty`, 'Name at least one label, such as service=paintbox-api');
	});
}

function matcherOf(line: string): GrafanaMatcher {
	const matcher = matcherIn(line);
	if (matcher !== null) return matcher;
	throw new ConfigurationError(
		`"${line.trim()}" is not a matcher`,
		'Write it as name=value or name=~regex, one a line',
	);
}
