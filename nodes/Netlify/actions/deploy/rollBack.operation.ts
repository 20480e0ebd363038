import { OperationFailure } from '../../../shared/operation/errors';
import { textField } from '../../../shared/fields/fields';
import type { Operation } from '../../../shared/operation/operation';
import { switchParameter, textParameter } from '../../../shared/fields/parameters';
import { dryRunProperty, simplifyProperty, waitProperties } from '../../../shared/fields/sharedProperties';
import {
	adviceWithoutTarget,
	verifiedVersionsParameter,
	verifiedVersionsProperty,
} from '../../../shared/fields/verifiedVersions';
import { chosenSite } from '../../fields/chosenSite';
import { listDeploys } from '../../api/deploys';
import { siteProperty } from '../../fields/locators';
import { badEndProperty, deployPlanJson } from '../../output/resultJson';
import { publishAgain } from './restoreAndWait';
import { chooseTarget, rolledBackFrom, wasRolledBackFrom } from '../../state/rollbackCandidates';
import { siteName } from '../../api/sites';
import { deployingClient } from '../../api/client';

/** How far back a good deploy is looked for. */
const historyLength = 500;

export const rollBack: Operation = {
	value: 'rollBack',
	name: 'Roll Back',
	action: 'Roll back a site',
	description: 'Put the last good production deploy before the live one live again, without a build',
	properties: [
		siteProperty,
		textField('Only If Live', 'badDeployId', {
			placeholder: '65f1c0de7a1e0001d0000001',
			description:
				'ID of the bad deploy. If another one is live by now, nothing is changed; if it was rolled back already, that is the answer. Makes it safe to run this twice',
		}),
		verifiedVersionsProperty('Full commits or deploy IDs', '={{ $json.verifiedCommits }}'),
		...waitProperties(120),
		badEndProperty,
		dryRunProperty,
		simplifyProperty,
	],
	async execute(context) {
		const badDeployId = textParameter(context, 'badDeployId');
		const verified = verifiedVersionsParameter(
			context,
			'Give commits or deploy IDs, such as {{ $json.rows.map(row => row.commit) }}',
		);
		const { client, site } = await chosenSite(context, deployingClient(context));
		const name = siteName(site);
		const live = site.published_deploy;
		if (!live) {
			throw new OperationFailure(
				`Site ${name} serves no deploy, so there is nothing to roll back`,
				'Deploy it first',
			);
		}
		const history = await listDeploys(client, site.id, { production: true }, historyLength);
		const replaced = rolledBackFrom(live, history);
		if (badDeployId !== '' && badDeployId !== live.id) {
			const bad = history.find(({ id }) => id === badDeployId);
			const isDone = bad !== undefined && replaced !== undefined && wasRolledBackFrom(bad, history);
			// Rolled back already, by an earlier try of this step or by a person: prove it, change nothing.
			if (isDone) {
				return switchParameter(context, 'dryRun')
					? deployPlanJson(site, 'none', live)
					: await publishAgain(context, client, site, live);
			}
			throw new OperationFailure(
				`Site ${name} does not serve deploy ${badDeployId}, but ${live.id}, so it was not rolled back`,
				'Nothing is to be done if the deploy that is live now is good. Else choose a deploy and use Restore',
			);
		}
		if (replaced) {
			throw new OperationFailure(
				`Deploy ${live.id} of site ${name} is itself live by a roll back, from deploy ${replaced.id}, and a roll back is not rolled back`,
				'Look at what is wrong first: it may not be the deploy. To go further back, choose a deploy and use Restore',
			);
		}
		const choice = chooseTarget(live, history, verified);
		if (!choice.found) {
			throw new OperationFailure(
				`Site ${name} cannot be rolled back: ${choice.reason}`,
				adviceWithoutTarget(verified, {
					listed: 'Check that Verified Releases holds full commits or deploy IDs of this site, or choose a deploy and use Restore',
					unlisted: 'Choose a deploy and use Restore, or deploy a good commit',
				}),
			);
		}
		if (switchParameter(context, 'dryRun')) return deployPlanJson(site, 'rollBack', choice.target);
		return await publishAgain(context, client, site, choice.target);
	},
};
