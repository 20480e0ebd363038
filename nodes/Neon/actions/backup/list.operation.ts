import type { IDataObject } from 'n8n-workflow';

import { databasesTable } from '../../../deployment/backups/databaseRow';
import { listBackups, listDrills, readDatabaseRows } from '../../../deployment/backups/listWork';
import { choiceField, option } from '../../../shared/fields/fields';
import { rowsField } from '../../../shared/fields/tableRows';
import { OperationFailure } from '../../../shared/operation/errors';
import { noItem, type Operation } from '../../../shared/operation/operation';
import { clock } from '../../../shared/waiting/clock';

const workField = choiceField('Work', 'work', [
	option('Backups', 'backups', 'Back up each database, and let go what was kept long enough'),
	option('Drills', 'drills', 'Restore the newest backup of each database into a scratch branch'),
]);

const databaseRowsField = rowsField('Database Rows', 'databaseRows', `The rows of the table ${databasesTable}`);

export const list: Operation = {
	value: 'list',
	name: 'List',
	action: 'List the databases to back up or to drill',
	description:
		'Give an item for each database with what is to be done on a copy of it, and one for each row that cannot be used',
	properties: [workField, databaseRowsField],
	async execute(context) {
		const rows = readDatabaseRows(databaseRowsField.read(context));
		if (rows === null) {
			throw new OperationFailure(
				`The Data Table ${databasesTable} could not be read, so nothing is backed up`,
				'Look at the step that reads it, and at n8n under Data tables',
			);
		}
		const nowMs = clock.now();
		const listed = workField.read(context) === 'drills' ? listDrills(rows, nowMs) : listBackups(rows, nowMs);
		return listed.length === 0 ? noItem : listed.map((item) => ({ ...item }) as IDataObject);
	},
};
