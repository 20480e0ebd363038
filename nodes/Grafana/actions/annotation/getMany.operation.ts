import { numberField } from '../../../shared/fields/fields';
import { limitParameter } from '../../../shared/fields/parameters';
import { listProperties, simplifyProperty } from '../../../shared/fields/sharedProperties';
import type { Operation } from '../../../shared/operation/operation';
import { clock } from '../../../shared/waiting/clock';
import { listAnnotations } from '../../api/annotations';
import { grafanaClient } from '../../api/client';
import { tagsField } from '../../fields/annotation';
import { annotationJson } from '../../output/annotationJson';

const hoursField = numberField(
	'Of the Last (Hours)',
	'hours',
	24,
	{ minimum: 0, maximum: 87_600 },
	{
		description: 'Those that lie in this time, at least in part; 0 for all',
	},
);

/** Grafana gives no pages: one answer holds them all. */
const most = 10_000;

export const getMany: Operation = {
	value: 'getMany',
	name: 'Get Many',
	action: 'Get many annotations',
	description: 'List annotations with all of the tags, the newest first',
	properties: [...listProperties, tagsField, hoursField, simplifyProperty],
	async execute(context) {
		const hours = hoursField.read(context);
		const nowMs = clock.now();
		const filter = {
			tags: tagsField.read(context),
			...(hours > 0 && { span: { fromMs: nowMs - hours * 3_600_000, toMs: nowMs } }),
		};
		const limit = Math.min(limitParameter(context), most);
		const annotations = await listAnnotations(grafanaClient(context), filter, limit);
		const isSimple = simplifyProperty.read(context);
		return annotations.map((annotation) => (isSimple ? annotationJson(annotation) : { ...annotation }));
	},
};
