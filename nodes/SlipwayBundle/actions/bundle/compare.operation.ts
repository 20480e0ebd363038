import type { Operation } from '../../../shared/operation/operation';
import { compareBundle } from '../../changes/compare';
import { comparedJson } from '../../output/comparedJson';
import { bundledWorkflows } from '../../state/bundledWorkflows';
import { editorAdvice } from '../../state/editorAdvice';
import { withN8n } from '../withN8n';

export const compare: Operation = {
	value: 'compare',
	name: 'Compare',
	action: 'Compare the workflows with the bundle',
	description:
		'Say which workflows differ from the bundle, how, and who changed them; what you chose in them is no difference',
	properties: [],
	execute: async (context) =>
		comparedJson(await withN8n(context, async (api) => await compareBundle(api, bundledWorkflows(), editorAdvice))),
};
