import { textField } from '../../../shared/fields/fields';
import { dryRunProperty, simplifyProperty, waitProperties } from '../../../shared/fields/sharedProperties';
import { verifiedVersionsParameter, verifiedVersionsProperty } from '../../../shared/fields/verifiedVersions';
import { OperationFailure } from '../../../shared/operation/errors';
import type { Operation } from '../../../shared/operation/operation';
import { netlifyClientForDeploying } from '../../api/client';
import { listDeploys } from '../../api/deploys';
import { siteName } from '../../api/types';
import { chosenSite } from '../../fields/chosenSite';
import { siteField } from '../../fields/site';
import { onFailureIfWaiting } from '../../fields/onFailure';
import { deployPlanJson } from '../../output/planJson';
import { restoreAndWait } from './restoreAndWait';
import { rollbackTarget } from './rollbackTarget';

/** How far back a good deploy is looked for. */
const historyLength = 500;

const onlyIfLiveField = textField('Only If Live', 'badDeployId', {
	placeholder: '65f1c0de7a1e0001d0000001',
	description:
		'ID of the bad deploy. If another one is live by now, nothing is changed; if it was rolled back already, the deploy that is live is returned. Makes it safe to run this twice.',
});

export const rollBack: Operation = {
	value: 'rollBack',
	name: 'Roll Back',
	action: 'Roll back a site',
	description: 'Put the last good production deploy before the live one live again, without a build',
	properties: [
		siteField,
		onlyIfLiveField,
		verifiedVersionsProperty('Full commits or deploy IDs', '={{ $json.verifiedCommits }}'),
		...waitProperties(120),
		onFailureIfWaiting,
		dryRunProperty,
		simplifyProperty,
	],
	async execute(context) {
		const badDeployId = onlyIfLiveField.read(context);
		const verified = verifiedVersionsParameter(
			context,
			'Give commits or deploy IDs, such as {{ $json.rows.map(row => row.commit) }}',
		);
		const { client, site } = await chosenSite(context, netlifyClientForDeploying(context));
		if (!site.published_deploy) {
			throw new OperationFailure(
				`Site ${siteName(site)} serves no deploy, so there is nothing to roll back`,
				'Deploy it first',
			);
		}
		const history = await listDeploys(client, site.id, { production: true }, historyLength);
		const target = rollbackTarget(siteName(site), { live: site.published_deploy, history, badDeployId, verified });
		const isDone = target.id === site.published_deploy.id;
		if (dryRunProperty.read(context)) return deployPlanJson(site, isDone ? 'none' : 'rollBack', target);
		return await restoreAndWait(context, client, site, target);
	},
};
