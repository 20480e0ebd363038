import { textField } from '../../shared/fields/fields';

export const titleField = textField('Title', 'title', {
	description: 'Shown with the deploy in Netlify. A mark of this run is added, by which it can be found again.',
});
