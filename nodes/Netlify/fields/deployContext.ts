import { type Field, field, textField } from '../../shared/fields/fields';
import { ConfigurationError } from '../../shared/operation/errors';
import { type ChosenContext, contextNamed } from '../state/deployContext';

const entered = textField('Context', 'context', {
	default: 'production',
	placeholder: 'branch:staging',
	description: 'Where it is live: production, or branch:NAME for what the address of a branch serves',
});

/** Context: read as what it names; an empty one is production. */
export const deployContextField: Field<ChosenContext> = field(entered, (context) => {
	const text = entered.read(context);
	const chosen = contextNamed(text);
	if (chosen) return chosen;
	throw new ConfigurationError(
		`Context cannot be "${text}"`,
		'Use production, or branch:NAME with the name of a branch that Netlify deploys',
	);
});
