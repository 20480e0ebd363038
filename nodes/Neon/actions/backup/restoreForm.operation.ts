import type { IDataObject } from 'n8n-workflow';

import { backupsTable } from '../../../deployment/backups/backupRow';
import { databasesTable } from '../../../deployment/backups/databaseRow';
import { concludePromotion, decideRestore, restorePage } from '../../../deployment/backups/restoreForm';
import { choiceField, jsonField, option } from '../../../shared/fields/fields';
import { rowsField } from '../../../shared/fields/tableRows';
import type { Operation } from '../../../shared/operation/operation';
import { clock } from '../../../shared/waiting/clock';

const stage = choiceField('Stage', 'stage', [
	option('Page', 'page', 'Make the page that shows what can be restored'),
	option('Decision', 'decision', 'Decide what follows from the answers'),
	option('Result', 'result', 'Make the last page of a promotion, and its row'),
]);

const item = jsonField('Item', 'item', '={{ $json }}', {
	description: 'The form\'s first page; its answers; at last the item with what Branch: Restore gave under "promoted"',
});

const withRows = { displayOptions: { show: { stage: ['page', 'decision'] } } };

const databaseRows = rowsField('Database Rows', 'databaseRows', `The rows of the table ${databasesTable}`, withRows);
const backupRows = rowsField('Backup Rows', 'backupRows', `The rows of the table ${backupsTable}`, withRows);

export const restoreForm: Operation = {
	value: 'restoreForm',
	name: 'Restore Form',
	action: 'Make the pages of the form that restores a database',
	description: 'Show the backups and the copies that wait, and decide what follows from what a person chose',
	properties: [stage, item, databaseRows, backupRows],
	async execute(context) {
		const json = item.read(context);
		const nowMs = clock.now();
		const chosen = stage.read(context);
		if (chosen === 'result') return { ...concludePromotion(json, nowMs) } as IDataObject;
		const rows = { databases: databaseRows.read(context), backups: backupRows.read(context) };
		return { ...(chosen === 'page' ? restorePage : decideRestore)(json, rows, nowMs) } as IDataObject;
	},
};
