import { isRecord } from '../../deployment/values/jsonFields';
import { type Field, field } from '../../shared/fields/fields';
import { ConfigurationError } from '../../shared/operation/errors';

/** A workflow of this n8n, chosen as in n8n's own *Execute Sub-workflow*; read as its id. */
export const subWorkflowField: Field<string> = field(
	{
		displayName: 'Workflow',
		name: 'workflow',
		type: 'workflowSelector',
		default: '',
		required: true,
		description:
			'Called once for each item. It hands one item back, and must not wait on a webhook, a form or for longer than a minute.',
	},
	({ functions, itemIndex }) => {
		// n8n extracts no value of this kind of field.
		const chosen: unknown = functions.getNodeParameter('workflow', itemIndex, '');
		const id = isRecord(chosen) ? chosen.value : chosen;
		if (typeof id === 'string' && id.trim() !== '') return id.trim();
		throw new ConfigurationError('Workflow is empty', 'Choose one from the list, or correct its expression');
	},
);
