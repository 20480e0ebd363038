import { isRecord, textAt, valueAt } from '../../deployment/values/jsonFields';
import { field, type Field } from '../../shared/fields/fields';
import { collectionParameter } from '../../shared/fields/parameters';
import { ConfigurationError } from '../../shared/operation/errors';

/** For each platform's word in the catalog, the id of the workflow that does everything there. */
export const platformWorkflowsField: Field<ReadonlyMap<string, string>> = field(
	{
		displayName: 'Workflows',
		name: 'workflows',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		placeholder: 'Add Platform',
		default: {},
		required: true,
		options: [
			{
				displayName: 'Platform',
				name: 'platform',
				values: [
					{
						displayName: 'Platform',
						name: 'name',
						type: 'string',
						default: '',
						placeholder: 'fly',
						description: "The catalog's word for it",
					},
					{
						displayName: 'Workflow',
						name: 'workflow',
						type: 'workflowSelector',
						default: '',
						description: 'Takes an item, does what its "task" says, and hands it back with "live" or "published"',
					},
				],
			},
		],
		description: 'The workflow of each platform. It must not wait on a webhook, a form or for longer than a minute.',
	},
	(context) => {
		const { platform } = collectionParameter(context, 'workflows');
		const rows: unknown[] = [platform ?? []].flat();
		const workflows = new Map<string, string>();
		for (const row of rows.filter(isRecord)) {
			const name = textAt(row, 'name') ?? '';
			// n8n extracts no value of this kind of field.
			const id = textAt(row, 'workflow', 'value') ?? textAt(row, 'workflow') ?? '';
			if (name === '' || id === '') {
				const told = name === '' ? JSON.stringify(valueAt(row, 'workflow') ?? '') : `"${name}"`;
				throw new ConfigurationError(
					`Workflows has a line without a ${name === '' ? 'platform' : 'workflow'}: ${told}`,
					'Fill in both, or remove the line',
				);
			}
			workflows.set(name, id);
		}
		return workflows;
	},
);
