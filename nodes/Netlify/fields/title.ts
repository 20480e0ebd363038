import { textField } from '../../shared/fields/fields';

export const titleProperty = textField('Title', 'title', {
	description: 'Shown with the deploy in Netlify; a mark of this run is added, by which it can be found again',
});
