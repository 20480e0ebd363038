import { readServiceCatalog } from '../../../deployment/catalog/serviceCatalog';
import { choiceField, option } from '../../../shared/fields/fields';
import { knownFilesProperty, readKnownFiles } from '../../fields/knownFiles';
import { issueJson } from '../../output/rowJson';
import type { CatalogOperation } from '../catalogOperation';
import { issuesFailure } from './issuesFailure';

const onIssues = choiceField(
	'On Issues',
	'onFaults',
	[
		option('Fail', 'fail', 'Stop with an error that lists them'),
		option('Return the Result', 'return', 'Go on with valid: false, to branch on it'),
	],
	{ description: 'What to do when a row has an issue' },
);

export const validate: CatalogOperation = {
	value: 'validate',
	name: 'Validate',
	action: 'Validate the catalog',
	description: 'List the issues of all rows',
	properties: [knownFilesProperty, onIssues],
	execute(context, rows) {
		const repositories = readServiceCatalog(rows).rows.map(({ repository }) => repository);
		const knownFiles = readKnownFiles(
			context,
			repositories.filter((name) => name !== ''),
		);
		const { issues } = readServiceCatalog(rows, knownFiles);
		if (issues.length > 0 && onIssues.read(context) === 'fail') {
			throw issuesFailure(`The service catalog has ${issues.length} issue${issues.length === 1 ? '' : 's'}`, issues);
		}
		return [
			{
				json: { valid: issues.length === 0, faults: issues.map(issueJson), rows: rows.length },
				rowNumbers: rows.map((_row, index) => index + 1),
			},
		];
	},
};
