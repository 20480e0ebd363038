import type { INodeProperties } from 'n8n-workflow';

import { textField } from '../../shared/fields/fields';
import type { OperationContext } from '../../shared/operation/operation';
import type { Migration } from '../state/migration';
import { commandWords } from './taskOverrides';

const shownForImages = { displayOptions: { show: { deployWhat: ['images'] } } };

const commandField = textField('Migration Command', 'migrationCommand', {
	placeholder: 'npm run migrate',
	description:
		'Run once as a task of its own with the new images, in the network of the service, before the service is changed. If it fails, nothing is deployed. Words, or a JSON list of them.',
	...shownForImages,
});

const runKeyField = textField('Migration Run Key', 'migrationRunKey', {
	placeholder: '={{ $json.releaseId }}',
	description:
		'Within a day, the same key joins the task that was started before; with another one a migration that failed is tried again. One that ended well is never run again for the same revision.',
	...shownForImages,
});

/** The fields of a migration before a deployment. */
export const migrationFields: readonly INodeProperties[] = [commandField, runKeyField];

/** What they ask for; null for no migration. @throws ConfigurationError for a command that cannot be read. */
export function readMigration(context: OperationContext): Migration | null {
	const command = commandWords(commandField.read(context));
	return command.length === 0 ? null : { command, runKey: runKeyField.read(context) };
}
