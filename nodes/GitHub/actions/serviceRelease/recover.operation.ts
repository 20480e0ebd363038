import { decideAboutDeadRun } from '../../../deployment/ledger/deadRun';
import { jsonField } from '../../../shared/fields/fields';
import type { Operation } from '../../../shared/operation/operation';

const died = jsonField('Run', 'died', '={{ $json }}', {
	required: true,
	description:
		'What died, as plain values: workflow, execution, node, mode, reason, url; with what Turn: Take Over found under turn',
});

export const recover: Operation = {
	value: 'recover',
	name: 'Recover',
	action: 'Decide what to do about a run that died',
	description: 'Decide whether the release of a run that died is taken up again, or somebody is told',
	properties: [died],
	async execute(context) {
		const decision = decideAboutDeadRun(died.read(context));
		// As Prepare Page takes it, so that no step of n8n's stands between the decision and the page.
		return { ...decision, ...('page' in decision && { announcement: { page: decision.page } }) };
	},
};
