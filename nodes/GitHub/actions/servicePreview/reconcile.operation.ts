import type { IDataObject } from 'n8n-workflow';

import { previewItems, previewPlan } from '../../../deployment/preview/previewItems';
import type { PreviewBuildSight, PreviewSight } from '../../../deployment/preview/previewSight';
import { reconcilePreviews } from '../../../deployment/preview/reconcilePreviews';
import { neededBuilds, previewSight } from '../../../deployment/preview/seePreview';
import { jsonField, numberField, switchField } from '../../../shared/fields/fields';
import type { PlatformClient } from '../../../shared/http/platformClient';
import type { Operation } from '../../../shared/operation/operation';
import { clock } from '../../../shared/waiting/clock';
import { mapConcurrently } from '../../../shared/waiting/mapConcurrently';
import { gitHubClientForLook } from '../../api/client';
import { type Repository, repositoryFrom } from '../../api/repositories';
import { readBuildsAt, readPullRequestSight } from '../../api/sights/previewSights';
import { wholeTable } from '../../fields/ledgerRows';
import { previewIn, previewRowsField } from '../../fields/preview';
import { catalogRowsField } from '../../fields/tables';

const preview = jsonField('Preview', 'preview', '={{ $json }}', {
	required: true,
	description: 'The item that asks for the preview; in later rounds the one that carries it',
});
const longestRunSeconds = numberField(
	'Longest Run (Seconds)',
	'longestRunSeconds',
	240,
	{ minimum: 1, maximum: 86_400 },
	{ description: 'What is still to be done then is handed over to a new run. n8n Cloud cuts executions off.' },
);
const dryRun = switchField('Dry Run', 'dryRun', 'Whether to only tell, for each part, what would be done and why');

export const reconcile: Operation = {
	value: 'reconcile',
	name: 'Reconcile',
	action: 'Decide what a preview needs',
	description:
		'Compare what a pull request is with what was made for it, and hand on what is to be made, removed or told',
	properties: [preview, catalogRowsField, previewRowsField, longestRunSeconds, dryRun],
	async execute(context) {
		const asked = previewIn(preview.read(context), context);
		const tables = {
			catalogRows: wholeTable(catalogRowsField.read(context), 'slipway_services'),
			previewRows: wholeTable(previewRowsField.read(context), 'slipway_previews'),
		};
		const client = gitHubClientForLook(context);
		const repository = repositoryFrom(asked.repository);
		const pullRequest = await readPullRequestSight(client, repository, asked.number);
		const sight = await withBuilds(client, repository, previewSight(asked, pullRequest, tables));
		const reconciled = reconcilePreviews(sight, {
			nowIso: new Date(clock.now()).toISOString(),
			longestRunSeconds: longestRunSeconds.read(context),
		});
		if (dryRun.read(context)) return previewPlan(reconciled) as IDataObject[];
		return previewItems(reconciled, sight) as IDataObject[];
	},
};

/** Few at once: GitHub's secondary limits count what goes on side by side. */
const concurrency = 4;

async function withBuilds(client: PlatformClient, repository: Repository, sight: PreviewSight): Promise<PreviewSight> {
	const { workflows, commit } = neededBuilds(sight);
	const builds = await mapConcurrently(
		[...workflows],
		concurrency,
		async (workflow): Promise<[string, PreviewBuildSight]> => [
			workflow,
			await readBuildsAt(client, repository, { workflow, commit }),
		],
	);
	return { ...sight, builds: new Map(builds) };
}
