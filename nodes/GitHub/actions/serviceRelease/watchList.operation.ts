import { watchCommands, watchListOf } from '../../../deployment/catalog/watchList';
import { isRecord, numberAt } from '../../../deployment/values/jsonFields';
import { OperationFailure } from '../../../shared/operation/errors';
import type { Operation } from '../../../shared/operation/operation';
import { rowsField } from '../../fields/ledgerRows';

const catalogRows = rowsField('Catalog Rows', 'catalogRows', 'All rows of the table slipway_services');

export const watchList: Operation = {
	value: 'watchList',
	name: 'Watch List',
	action: 'List what GitHub Watch looks at',
	description: 'List the repositories and branches that the catalog deploys from, as the commands that store them',
	properties: [catalogRows],
	async execute(context) {
		const rows = catalogRows
			.read(context)
			.filter(isRecord)
			.filter((row) => Object.keys(row).length > 0);
		if (!rows.every((row) => (numberAt(row, 'id') ?? 0) > 0)) {
			throw new OperationFailure(
				'The catalog could not be read, so the list of what is watched stays as it was',
				'Look at the step that reads the table slipway_services',
			);
		}
		const list = watchListOf(rows);
		return {
			repositories: list.size,
			branches: [...list.values()].reduce((sum, { branches, releases }) => sum + branches.length + releases.length, 0),
			commands: watchCommands(list),
		};
	},
};
