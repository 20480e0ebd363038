import { textField } from '../../../shared/fields/fields';
import type { Operation } from '../../../shared/operation/operation';
import { ecsClient } from '../../api/client';
import { readServiceRevisions } from '../../api/serviceDeployments';
import { readService } from '../../api/services';
import { readHistory } from '../../changes/readHistory';
import { serviceFields, serviceReference } from '../../fields/locators';
import { liveServiceOf } from '../../state/liveService';
import { requireActive } from './requirements';

/** How many service deployments back the one that runs is looked for: as many as one call describes. */
const looksBack = 20;

const containerField = textField('Container', 'container', {
	placeholder: 'nanda-workers',
	description: 'The container whose image counts; leave it empty for the one that the service is there for',
});

export const getLive: Operation = {
	value: 'getLive',
	name: 'Get Live',
	action: 'Get what is live of a service',
	description: 'See what a service runs and what is being deployed, in the shape of every platform',
	properties: [...serviceFields, containerField],
	itemsAtOnce: 5,
	async execute(context) {
		const reference = serviceReference(context);
		const container = containerField.read(context);
		const ecs = await ecsClient(context);
		const service = await readService(ecs, reference);
		requireActive(service);
		const history = await readHistory(ecs, reference, looksBack);
		const known = new Set(history.map(({ revision }) => revision?.serviceRevisionArn));
		const others = (service.currentServiceRevisions ?? []).map(({ arn }) => arn).filter((arn) => !known.has(arn));
		const [olderRevision] = (await readServiceRevisions(ecs, others)).values();
		return { ...liveServiceOf({ service, history, olderRevision, container }) };
	},
};
