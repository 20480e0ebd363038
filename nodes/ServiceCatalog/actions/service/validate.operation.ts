import { describeFault, readServiceCatalog } from '../../../deployment/catalog/serviceCatalog';
import { OperationFailure } from '../../../shared/operation/errors';
import { textParameter } from '../../../shared/fields/parameters';
import type { CatalogOperation } from '../catalogOperation';
import { knownFilesParameter, knownFilesProperty } from '../../fields/knownFiles';
import { issueJson } from '../../output/rowJson';

export const validate: CatalogOperation = {
	value: 'validate',
	name: 'Validate',
	action: 'Validate the catalog',
	description: 'Find the faults of every row, in one list',
	properties: [
		knownFilesProperty,
		{
			displayName: 'On Faults',
			name: 'onFaults',
			type: 'options',
			options: [
				{ name: 'Fail', value: 'fail', description: 'Stop with an error that lists them' },
				{
					name: 'Return the Result',
					value: 'return',
					description: 'Go on with valid: false, to branch on it',
				},
			],
			default: 'fail',
			description: 'What to do when a row has a fault',
		},
	],
	execute(context, rows) {
		const repositories = readServiceCatalog(rows).rows.map(({ repository }) => repository);
		const knownFiles = knownFilesParameter(context, repositories.filter((name) => name !== ''));
		const { faults } = readServiceCatalog(rows, knownFiles);
		if (faults.length > 0 && textParameter(context, 'onFaults') !== 'return') {
			throw new OperationFailure(
				`The service catalog has ${faults.length} fault${faults.length === 1 ? '' : 's'}: ${faults.map(describeFault).join('; ')}`,
				faults.map(({ row, field, advice }) => `Row ${row}, ${field}: ${advice}`).join('. '),
				{ faults: faults.map((fault) => ({ ...fault })) },
			);
		}
		return [
			{
				json: { valid: faults.length === 0, faults: faults.map(issueJson), rows: rows.length },
				rowNumbers: rows.map((_row, index) => index + 1),
			},
		];
	},
};
