import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { collectionField, type Field } from '../../shared/fields/fields';

/** Changes of an update, each to be added. */
export function changesField(options: readonly INodeProperties[]): Field<IDataObject> {
	return collectionField('Changes', 'changes', 'Add Change', options);
}

export function optionsField(options: readonly INodeProperties[]): Field<IDataObject> {
	return collectionField('Options', 'options', 'Add Option', options);
}
