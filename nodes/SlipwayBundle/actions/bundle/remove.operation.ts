import { switchField } from '../../../shared/fields/fields';
import type { Operation } from '../../../shared/operation/operation';
import { clock } from '../../../shared/waiting/clock';
import { removeBundle } from '../../changes/remove';
import { editedOnRemove } from '../../fields/edited';
import { removedJson } from '../../output/removedJson';
import { bundledWorkflows } from '../../state/bundledWorkflows';
import { editorAdvice } from '../../state/editorAdvice';
import { withN8n } from '../withN8n';

const tables = switchField(
	'Remove Data Tables',
	'removeDataTables',
	'Whether to remove the Data Tables with all that is in them, too: catalog, ledger, approvals',
);

const credentials = switchField(
	'Remove Credentials',
	'removeCredentials',
	'Whether to remove also the credentials that this node made for you to fill in',
);

export const remove: Operation = {
	value: 'remove',
	name: 'Remove',
	action: 'Remove the workflows',
	description: 'Remove the workflows; Data Tables and credentials stay unless told otherwise',
	properties: [editedOnRemove, tables, credentials],
	execute: async (context) => {
		const removed = await withN8n(
			context,
			async (api) =>
				await removeBundle({
					api,
					bundle: bundledWorkflows(),
					edited: editedOnRemove.read(context) === 'remove',
					tables: tables.read(context),
					credentials: credentials.read(context),
					advice: editorAdvice,
					clock,
				}),
		);
		return removedJson(removed);
	},
};
