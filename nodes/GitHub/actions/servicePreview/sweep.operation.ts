import type { IDataObject } from 'n8n-workflow';

import type { PullRequest } from '../../../deployment/preview/previewSight';
import { namesIn, repositoriesToSweep, sweepPreviews } from '../../../deployment/preview/sweepPreviews';
import { OperationFailure } from '../../../shared/operation/errors';
import { noItem, type Operation } from '../../../shared/operation/operation';
import { attempt } from '../../../shared/waiting/attempt';
import { clock } from '../../../shared/waiting/clock';
import { mapConcurrently } from '../../../shared/waiting/mapConcurrently';
import { gitHubClient } from '../../api/client';
import { listPullRequests } from '../../api/pullRequests';
import { repositoryFrom } from '../../api/repositories';
import { type Unseen, whyUnseen } from '../../api/sights/whyUnseen';
import { rowsField, wholeTable } from '../../fields/ledgerRows';
import { previewRowsField } from '../../fields/preview';
import { catalogRowsField } from '../../fields/tables';

const flyApps = rowsField('Fly.io Apps', 'flyApps', 'What Fly: App: Get Many gave for the organization of previews');
const neonBranches = rowsField(
	'Neon Branches',
	'neonBranches',
	'What Neon: Branch: Get Many gave for the projects that hold the databases of previews',
);

/** Few at once: GitHub's secondary limits count what goes on side by side. */
const concurrency = 4;

export const sweep: Operation = {
	value: 'sweep',
	name: 'Sweep',
	action: 'Find previews that have to be looked at',
	description:
		'Ask for each pull request whose preview is left over, unfinished or of an older head, an item each; GitHub is asked which are open',
	properties: [catalogRowsField, previewRowsField, flyApps, neonBranches],
	async execute(context) {
		const catalogRows = wholeTable(catalogRowsField.read(context), 'slipway_services');
		const previewRows = wholeTable(previewRowsField.read(context), 'slipway_previews');
		const names = [...namesIn(flyApps.read(context)), ...namesIn(neonBranches.read(context))];
		const client = gitHubClient(context);
		const repositories = repositoriesToSweep({ catalogRows, previewRows });
		const looks = await mapConcurrently(repositories, concurrency, async ({ repository }) => ({
			repository,
			list: await attempt(listPullRequests(client, repositoryFrom(repository), 'open', Infinity)),
		}));
		const open = new Map<string, readonly PullRequest[]>();
		const unseen: Array<Unseen & { readonly repository: string }> = [];
		for (const { repository, list } of looks) {
			if (list.ok) open.set(repository.toLowerCase(), list.value);
			else unseen.push({ repository, ...whyUnseen(list.error) });
		}
		const asks = sweepPreviews({ catalogRows, previewRows, names, open, nowMs: clock.now() });
		// An outage passes until the next sweep, and somebody else tells of it.
		const refused = unseen.filter((look) => !look.isTransient);
		if (asks.length === 0 && refused.length > 0) {
			throw new OperationFailure(
				`The open pull requests could not be read. ${refused.map(({ repository, reason }) => `${repository}: ${reason}`).join('; ')}`,
				'Previews of these repositories are not swept until they can be',
			);
		}
		return asks.length === 0 ? noItem : asks.map((ask): IDataObject => ({ ...ask, services: [...ask.services] }));
	},
};
