import { numberField, requiredTextField } from '../../../shared/fields/fields';
import { dryRunProperty } from '../../../shared/fields/sharedProperties';
import type { Operation } from '../../../shared/operation/operation';
import { clock } from '../../../shared/waiting/clock';
import { grafanaClient } from '../../api/client';
import { createSilence } from '../../changes/silences';
import { matchersField } from '../../fields/matchers';
import { silenceJson } from '../../output/silenceJson';
import { matcherText } from '../../state/silence';

const matchers = matchersField('Matchers', 'matchers', true);
const minutesField = numberField('For (Minutes)', 'minutes', 30, { minimum: 1, maximum: 43_200 });
const commentField = requiredTextField('Comment', 'comment', { placeholder: 'Release 4711 is under way' });
const createdByField = requiredTextField('Created By', 'createdBy', { default: 'Slipway' });

export const create: Operation = {
	value: 'create',
	name: 'Create',
	action: 'Create a silence',
	description: 'Let nobody be paged by the alerts that fit, for so long; it ends by itself',
	properties: [matchers, minutesField, commentField, createdByField, dryRunProperty],
	async execute(context) {
		const startsAtMs = clock.now();
		const wish = {
			matchers: matchers.read(context),
			comment: commentField.read(context),
			createdBy: createdByField.read(context),
			startsAtMs,
			endsAtMs: startsAtMs + minutesField.read(context) * 60_000,
		};
		if (dryRunProperty.read(context)) {
			const { comment, endsAtMs } = wish;
			return {
				dryRun: true,
				matchers: wish.matchers.map(matcherText),
				comment,
				endsAt: new Date(endsAtMs).toISOString(),
			};
		}
		return silenceJson(await createSilence(grafanaClient(context), wish));
	},
};
