import { switchField } from '../../shared/fields/fields';

export const parseJsonField = switchField(
	'Parse JSON',
	'parseJson',
	'Whether to return a string that is JSON as its value. Other strings stay as they are, and so does a number that would lose digits, such as 1.10 or a long ID.',
);
