import { textField } from '../../../shared/fields/fields';
import { ConfigurationError, OperationFailure } from '../../../shared/operation/errors';
import type { Operation, OperationContext } from '../../../shared/operation/operation';
import type { PlatformClient } from '../../../shared/http/platformClient';
import { clock } from '../../../shared/waiting/clock';
import { readAnnotation } from '../../api/annotations';
import { grafanaClient } from '../../api/client';
import type { GrafanaAnnotation } from '../../api/types';
import { annotationOfKey } from '../../changes/createAnnotation';
import { finishAnnotation } from '../../changes/finishAnnotation';
import { keyField, tagsField } from '../../fields/annotation';
import { annotationField } from '../../fields/locators';
import { momentField } from '../../fields/moments';
import { annotationJson } from '../../output/annotationJson';

const endField = momentField('End', 'end', 'When it ended; empty is now');
const newTextField = textField('Text', 'text', {
	placeholder: 'Deployed paintbox 1a2b3c4: live',
	description: 'What it says from now on; empty leaves it as it is',
});

export const finish: Operation = {
	value: 'finish',
	name: 'Finish',
	action: 'Finish an annotation',
	description: 'Make a region of an annotation: from where it begins to now',
	properties: [annotationField, keyField, endField, newTextField, tagsField],
	async execute(context) {
		const client = grafanaClient(context);
		const before = await chosenAnnotation(context, client);
		const timeEndMs = endField.read(context) ?? clock.now();
		if (timeEndMs < (before.time ?? 0)) {
			throw new ConfigurationError(
				`End is before the annotation begins: ${new Date(before.time ?? 0).toISOString()}`,
				'Give a later End, or leave it empty',
			);
		}
		const end = { timeEndMs, text: newTextField.read(context), tags: tagsField.read(context) };
		return annotationJson(await finishAnnotation(client, before, end));
	},
};

async function chosenAnnotation(context: OperationContext, client: PlatformClient): Promise<GrafanaAnnotation> {
	const [id, key] = [annotationField.read(context), keyField.read(context)];
	if (id === '' && key === '') {
		throw new ConfigurationError(
			'Annotation and Key are both empty',
			'Choose the annotation, or give the key of its Create',
		);
	}
	const found = id === '' ? await annotationOfKey(client, key) : await readAnnotation(client, id);
	if (found) return found;
	throw new OperationFailure(
		id === '' ? `Grafana has no annotation of the key "${key}"` : `Grafana has no annotation ${id}`,
		'Create it first; or it was deleted since',
	);
}
