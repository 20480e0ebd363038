import { field, type Field, textField } from '../../shared/fields/fields';
import { shortenedDescription } from '../api/textLimits';

const text = textField('Description', 'description', {
	description: 'One line. GitHub accepts 140 characters and no emoji: the rest is cut, and emoji are replaced.',
});

/** The description of a deployment or a status, read as GitHub accepts it. */
export const descriptionField: Field<string> = field(text, (context) => shortenedDescription(text.read(context)));
