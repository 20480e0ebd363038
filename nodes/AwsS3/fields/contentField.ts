import type { IBinaryData } from 'n8n-workflow';

import { choiceField, field, option, textField } from '../../shared/fields/fields';
import { requiredText } from '../../shared/fields/parameters';
import type { OperationContext } from '../../shared/operation/operation';

/** What the step is to write, as the fields name it. */
export type GivenContent =
	| { readonly kind: 'bytes'; readonly bytes: Buffer; readonly mimeType: string }
	/** A file that n8n keeps outside of the item. */
	| { readonly kind: 'kept'; readonly id: string; readonly mimeType: string };

const contentFrom = choiceField('Content From', 'contentFrom', [
	option('Input File', 'binary', 'A file of the incoming item'),
	option('Text', 'text'),
]);

const inputText = textField('Input Data Field Name', 'binaryField', {
	default: 'data',
	description: 'Field of the incoming item that holds the file',
	displayOptions: { show: { contentFrom: ['binary'] } },
});
const binaryField = field(inputText, (context) => requiredText(context, 'binaryField', 'Input Data Field Name'));

const text = textField('Text', 'text', {
	typeOptions: { rows: 4 },
	displayOptions: { show: { contentFrom: ['text'] } },
});

export const contentFields = [contentFrom, binaryField, text];

/** Reads it, without holding a file that n8n keeps. @throws ConfigurationError | NodeOperationError of n8n for an item without it */
export async function readContent(context: OperationContext): Promise<GivenContent> {
	if (contentFrom.read(context) === 'text') {
		// As it was entered: a text's spaces and line breaks are part of it.
		const given: unknown = context.functions.getNodeParameter('text', context.itemIndex, '');
		const words = typeof given === 'string' ? given : JSON.stringify(given);
		return { kind: 'bytes', bytes: Buffer.from(words), mimeType: 'text/plain; charset=utf-8' };
	}
	const { functions, itemIndex } = context;
	const data: IBinaryData = functions.helpers.assertBinaryData(itemIndex, binaryField.read(context));
	const { id, mimeType } = data;
	if (id !== undefined) return { kind: 'kept', id, mimeType };
	return { kind: 'bytes', bytes: await functions.helpers.getBinaryDataBuffer(itemIndex, data), mimeType };
}
