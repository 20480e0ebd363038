import type { IDataObject } from 'n8n-workflow';

import { concludePreview, type ConcludedPreview } from '../../../deployment/preview/concludePreview';
import { numberAt, valueAt } from '../../../deployment/values/jsonFields';
import { ConfigurationError } from '../../../shared/operation/errors';
import type { Operation } from '../../../shared/operation/operation';
import { clock } from '../../../shared/waiting/clock';
import { gitHubClient } from '../../api/client';
import { repositoryFrom } from '../../api/repositories';
import { type Telling, tellPreview } from '../../changes/tellPreview';
import { rowsField } from '../../fields/ledgerRows';
import { previewIn } from '../../fields/preview';

const items = rowsField(
	'Items',
	'items',
	'What Service Preview: Reconcile gave, with how each part came out under "made": {{ $input.all() }}',
	{ default: '={{ $input.all() }}' },
);

export const tell: Operation = {
	value: 'tell',
	name: 'Tell',
	action: 'Tell how a preview stands',
	description:
		"Write the pull request's one comment and GitHub's deployment by what was made, and give a row for each part that changed",
	properties: [items],
	async execute(context) {
		const given = items.read(context);
		const [first] = given;
		if (valueAt(first, 'parts') === undefined) {
			throw new ConfigurationError(
				'The items list no parts of a preview',
				'Hand over all items that Service Preview: Reconcile gave, and run this step once: {{ $input.all() }}',
			);
		}
		// The round counts looks: what is told belongs to the look before.
		const seen = previewIn(first, context);
		const preview = { ...seen, round: numberAt(first, 'preview', 'round') ?? 0 };
		const nowMs = clock.now();
		const concluded = concludePreview(given, preview, new Date(nowMs).toISOString());
		const told = await tellPreview(gitHubClient(context), repositoryFrom(preview.repository), concluded);
		return itemsOf(concluded, told, nowMs);
	},
};

const tellAgainAfterMs = 10 * 60_000;

/** A row in each, so that a table takes them as they are; without one, an item that only goes on. */
function itemsOf(concluded: ConcludedPreview, told: Telling, nowMs: number): IDataObject[] {
	const { preview, rows, verdict, failure } = concluded;
	const again = told.ok ? '' : new Date(nowMs + tellAgainAfterMs).toISOString();
	const lookAgainAt = [concluded.lookAgainAt, again].filter((time) => time !== '').sort()[0] ?? '';
	const common = {
		kind: 'preview',
		repository: preview.repository,
		number: preview.number,
		verdict,
		preview: { ...preview },
		turn: {
			name: preview.turnName,
			owner: preview.releaseId,
			notes: { ...preview.notes },
			head: concluded.mark,
			lookAgainAt,
			failure,
		},
		told: { ...told },
	};
	const list = rows.length === 0 ? [null] : rows;
	return list.map((row) => ({ ...common, row: row === null ? null : { ...row } }));
}
