import { switchField } from '../../shared/fields/fields';

export const parseJsonField = switchField(
	'Parse JSON',
	'parseJson',
	'Whether to return text that is JSON as its value. Other text stays as it is, and so does a number that a value could not give back exactly, such as 1.10 or a long ID.',
);
