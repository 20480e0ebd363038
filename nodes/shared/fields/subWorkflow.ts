import { isRecord } from '../../deployment/values/jsonFields';
import { type Field, field } from './fields';

/** A workflow of this n8n that may be left out, chosen as in n8n's own *Execute Sub-workflow*; read as its id, '' for none. */
export function optionalSubWorkflowField(displayName: string, name: string, description: string): Field<string> {
	return field(
		{ displayName, name, type: 'workflowSelector', default: '', description },
		({ functions, itemIndex }) => {
			// n8n extracts no value of this kind of field.
			const chosen: unknown = functions.getNodeParameter(name, itemIndex, '');
			const id = isRecord(chosen) ? chosen.value : chosen;
			return typeof id === 'string' ? id.trim() : '';
		},
	);
}
