import { requiredTextField } from '../../../shared/fields/fields';
import { dryRunProperty } from '../../../shared/fields/sharedProperties';
import { ConfigurationError } from '../../../shared/operation/errors';
import type { Operation, OperationContext } from '../../../shared/operation/operation';
import { clock } from '../../../shared/waiting/clock';
import { grafanaClient } from '../../api/client';
import { createAnnotation } from '../../changes/createAnnotation';
import { keyField, tagsField } from '../../fields/annotation';
import { dashboardField } from '../../fields/locators';
import { momentField } from '../../fields/moments';
import { annotationJson } from '../../output/annotationJson';
import type { AnnotationWish } from '../../state/annotation';

const textField = requiredTextField('Text', 'text', { placeholder: 'Deployed paintbox 1a2b3c4 to production' });
const startField = momentField('Start', 'start', 'When it begins; empty is now');
const endField = momentField(
	'End',
	'end',
	'When it ends, for a region; empty for a point, or for a region that Finish ends',
);

export const create: Operation = {
	value: 'create',
	name: 'Create',
	action: 'Create an annotation',
	description: 'Mark a moment, or a span of time, on dashboards; one that is there already is not made again',
	properties: [textField, tagsField, startField, endField, keyField, dashboardField, dryRunProperty],
	async execute(context) {
		const wish = wishIn(context);
		const key = keyField.read(context);
		if (dryRunProperty.read(context)) {
			const { text, tags, timeMs, timeEndMs } = wish;
			const endedAt = timeEndMs === null ? null : new Date(timeEndMs).toISOString();
			return { dryRun: true, text, tags: [...tags], startedAt: new Date(timeMs).toISOString(), endedAt, key };
		}
		const { annotation, isNew } = await createAnnotation(grafanaClient(context), wish, key);
		return { ...annotationJson(annotation), created: isNew };
	},
};

function wishIn(context: OperationContext): AnnotationWish {
	const timeMs = startField.read(context) ?? clock.now();
	const timeEndMs = endField.read(context);
	if (timeEndMs !== null && timeEndMs < timeMs) {
		throw new ConfigurationError('End is before Start', 'Correct one of them, or leave End empty for a point');
	}
	return {
		text: textField.read(context),
		tags: tagsField.read(context),
		timeMs,
		timeEndMs,
		dashboardUid: dashboardField.read(context) || null,
	};
}
