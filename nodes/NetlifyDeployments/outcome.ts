import type { IDataObject } from 'n8n-workflow';

import type { DeploymentState } from '../deployment/deploymentState';
import { onBadEndProperty, returnsBadEnd } from '../shared/badEnd';
import { OperationFailure } from '../shared/errors';
import type { OperationContext } from '../shared/operation';
import { switchParameter } from '../shared/parameters';
import type { BuildLog } from './buildLog';
import { shortCommit } from './commit';
import { releaseJson, releaseOf, type DeployFacts } from './release';
import { siteName } from './sites';
import type { NetlifyDeploy, NetlifySite } from './types';

/** How a deploy ended, or how far it was when the time was up. */
export interface DeployOutcome {
	readonly deploy: NetlifyDeploy;
	/** The deploy that the site serves now. */
	readonly published: NetlifyDeploy | null;
	/** Whether it was proven to be what was asked for. */
	readonly verified: boolean;
	readonly state: DeploymentState;
	readonly reason: string;
	readonly advice: string;
	/** The end of the build's log, when the build failed. */
	readonly log?: BuildLog;
}

export const netlifyBadEnd = 'the deploy fails, is cancelled or replaced';

/** On Bad End, for operations that may not wait. */
export const badEndProperty = onBadEndProperty(netlifyBadEnd, { waitForCompletion: [true] });

/** The output of an operation that waited. What Netlify skipped is no bad end. @throws OperationFailure at one, unless the node shall go on. */
export function outcomeJson(
	context: OperationContext,
	site: NetlifySite,
	outcome: DeployOutcome,
	known: Pick<DeployFacts, 'previous' | 'digest'> = {},
): IDataObject {
	const { deploy, published, verified, state, reason } = outcome;
	const facts: DeployFacts = { ...known, published, state, reason };
	const log = outcome.log && { logTail: [...outcome.log.lines], logNote: outcome.log.note };
	if (verified || state === 'skipped' || returnsBadEnd(context)) {
		const raw = !switchParameter(context, 'simplify');
		return { ...releaseJson(deploy, facts, { verified, raw }), ...log };
	}
	const lines = outcome.log?.lines ?? [];
	const tail = lines.length === 0 ? '' : `\n\nThe end of its log:\n${lines.join('\n')}`;
	throw new OperationFailure(
		`Netlify deploy ${deploy.id} of site ${siteName(site)}${detailOf(deploy)} is not done, but ${state}: ${reason}`,
		`${outcome.advice}${tail}`,
		{ release: { ...releaseOf(deploy, facts), artifact: null, verified: false }, ...log },
	);
}

function detailOf({ branch, commit_ref: commit }: NetlifyDeploy): string {
	const details = [branch ? `branch ${branch}` : '', commit ? `commit ${shortCommit(commit)}` : ''];
	const text = details.filter(Boolean).join(', ');
	return text === '' ? '' : ` (${text})`;
}

/** The output of an operation that did not wait: nothing is proven yet. */
export function unverifiedJson(
	context: OperationContext,
	deploy: NetlifyDeploy,
	facts: DeployFacts,
): IDataObject {
	return releaseJson(deploy, facts, {
		verified: false,
		raw: !switchParameter(context, 'simplify'),
	});
}

/** The plan of a dry run for one deploy: what would be done to it, and what it is now. */
export function deployPlanJson(site: NetlifySite, action: string, deploy: NetlifyDeploy): IDataObject {
	return planJson(site, {
		action,
		target: { ...releaseOf(deploy, { published: site.published_deploy ?? null }) },
	});
}

/** The output of a dry run: what would be done, to what, and what is live now. */
export function planJson(site: NetlifySite, plan: IDataObject): IDataObject {
	const published = site.published_deploy ?? null;
	return {
		dryRun: true,
		verified: false,
		platform: 'netlify',
		target: siteName(site),
		siteId: site.id,
		plan,
		locked: published?.locked === true,
		current: published ? { ...releaseOf(published, { published }) } : null,
	};
}
