import { switchField, textField } from '../../../shared/fields/fields';
import { dryRunProperty, simplifyProperty, waitProperties } from '../../../shared/fields/sharedProperties';
import { verifiedVersionsParameter, verifiedVersionsProperty } from '../../../shared/fields/verifiedVersions';
import { OperationFailure } from '../../../shared/operation/errors';
import type { PlatformClient } from '../../../shared/http/platformClient';
import type { Operation, OperationContext } from '../../../shared/operation/operation';
import { cancelSignalOf } from '../../../shared/waiting/cancelSignal';
import { netlifyClientForDeploying } from '../../api/client';
import { findDeploy, listDeploys } from '../../api/deploys';
import { readSite } from '../../api/sites';
import { type NetlifyDeploy, type NetlifySite, publishedIdOf, siteName } from '../../api/types';
import { assertNotStopped } from '../../changes/assertNotStopped';
import { cancelUnderWay } from '../../changes/cancelUnderWay';
import { chosenSite } from '../../fields/chosenSite';
import { rollbackDeployField } from '../../fields/deploy';
import { deployContextField } from '../../fields/deployContext';
import { siteField } from '../../fields/site';
import { onFailureIfWaiting } from '../../fields/onFailure';
import { deployPlanJson } from '../../output/planJson';
import { restoreAndWait } from './restoreAndWait';
import { production } from '../../state/deployContext';
import { deploysUnderWay } from '../../state/liveDeploy';
import { namedTarget, type RollbackRequest, rollbackTarget } from './rollbackTarget';

/** How far back a good deploy is looked for. */
const historyLength = 500;

const onlyIfLiveField = textField('Only If Live', 'badDeployId', {
	placeholder: '65f1c0de7a1e0001d0000001',
	description:
		'ID of the bad deploy. If another one is live by now, nothing is changed; if it was rolled back already, the deploy that is live is returned. Makes it safe to run this twice.',
});

const cancelsField = switchField(
	'Cancel What Is Under Way',
	'cancelUnderWay',
	'Whether production builds that have not ended are cancelled first, so that none of them goes live over it',
);

export const rollBack: Operation = {
	value: 'rollBack',
	name: 'Roll Back',
	action: 'Roll back a site',
	description: 'Put the last good production deploy before the live one live again, or a chosen one, without a build',
	properties: [
		siteField,
		rollbackDeployField,
		onlyIfLiveField,
		verifiedVersionsProperty('Full commits or deploy IDs', '={{ $json.verifiedCommits }}'),
		deployContextField,
		cancelsField,
		...waitProperties(120),
		onFailureIfWaiting,
		dryRunProperty,
		simplifyProperty,
	],
	async execute(context) {
		const wish = readWish(context);
		const { client, site } = await chosenSite(context, netlifyClientForDeploying(context));
		const history = await listDeploys(client, site.id, { production: true }, historyLength);
		const underWay = cancelsField.read(context) ? deploysUnderWay(production, history).map(({ id }) => id) : [];
		if (dryRunProperty.read(context)) {
			const target = await targetOf(client, site, { ...wish, history, cancelled: underWay });
			const isDone = target.id === publishedIdOf(site);
			return deployPlanJson(site, isDone ? 'none' : 'rollBack', target, { cancels: underWay });
		}
		if (underWay.length === 0) {
			return await restoreAndWait(
				context,
				client,
				site,
				await targetOf(client, site, { ...wish, history, cancelled: [] }),
			);
		}
		assertNotStopped(cancelSignalOf(context));
		const { ended, left } = await cancelUnderWay(client, site.id, underWay);
		// One of them may have gone live just before.
		const siteNow = await readSite(client, site.id);
		if (left.includes(wish.badDeployId)) throw notCancelled(siteNow, wish.badDeployId);
		const historyNow = await listDeploys(client, site.id, { production: true }, historyLength);
		const target = await targetOf(client, siteNow, { ...wish, history: historyNow, cancelled: ended });
		return { ...(await restoreAndWait(context, client, siteNow, target)), cancelled: ended, stillUnderWay: left };
	},
};

type Wish = Pick<RollbackRequest, 'badDeployId' | 'verified'> & { readonly toDeployId: string };

/** What is asked for. @throws OperationFailure for a branch, before anything is asked of Netlify. */
function readWish(context: OperationContext): Wish {
	const { branch } = deployContextField.read(context);
	if (branch !== null) {
		throw new OperationFailure(
			`Netlify can only restore what is published on production, so branch ${branch} cannot be rolled back`,
			'Revert the commit on the branch, or fix it: its next deploy goes live by itself. Each earlier deploy still answers at its own address',
			{ state: 'failed' },
		);
	}
	return {
		badDeployId: onlyIfLiveField.read(context),
		toDeployId: rollbackDeployField.read(context),
		verified: verifiedVersionsParameter(
			context,
			'Give commits or deploy IDs, such as {{ $json.rows.map(row => row.commit) }}',
		),
	};
}

function notCancelled(site: NetlifySite, deployId: string): OperationFailure {
	return new OperationFailure(
		`Deploy ${deployId} of site ${siteName(site)} has not ended and could not be cancelled, so it may still go live`,
		'Cancel it in Netlify, or run this again: once it is live, it is rolled back',
		{ state: 'unknown' },
	);
}

async function targetOf(
	client: PlatformClient,
	site: NetlifySite,
	wish: Wish & Pick<RollbackRequest, 'history' | 'cancelled'>,
): Promise<NetlifyDeploy> {
	const live = site.published_deploy ?? null;
	if (wish.toDeployId !== '') {
		return namedTarget(siteName(site), await findDeploy(client, site, wish.toDeployId), live, wish);
	}
	if (live) return rollbackTarget(siteName(site), { ...wish, live });
	throw new OperationFailure(
		`Site ${siteName(site)} serves no deploy, so there is nothing to roll back`,
		'Deploy it first',
	);
}
