import type { IDataObject, INodeProperties } from 'n8n-workflow';

import type { DeploymentState } from '../deployment/deploymentState';
import { OperationFailure } from '../shared/errors';
import type { OperationContext } from '../shared/operation';
import { switchParameter, textParameter } from '../shared/parameters';
import type { BuildLog } from './buildLog';
import { shortCommit } from './commit';
import { releaseJson, releaseOf, type DeployFacts } from './release';
import { siteName } from './sites';
import type { NetlifyDeploy, NetlifySite } from './types';

/** How a deploy ended, or how far it was when the time was up. */
export interface DeployOutcome {
	readonly deploy: NetlifyDeploy;
	/** The deploy that the site serves now. */
	readonly publishedId: string | null;
	/** Whether it was proven to be what was asked for. */
	readonly verified: boolean;
	readonly state: DeploymentState;
	readonly reason: string;
	readonly advice: string;
	/** The end of the build's log, when the build failed. */
	readonly log?: BuildLog;
}

/** On Bad End, shown with Wait for Completion where `show` says so. */
export function onBadEndProperty(show?: { readonly [name: string]: boolean[] }): INodeProperties {
	return {
		displayName: 'On Bad End',
		name: 'onBadEnd',
		type: 'options',
		options: [
			{
				name: 'Fail',
				value: 'fail',
				description: 'Stop with an error that says what happened and what to do',
			},
			{
				name: 'Return the Release',
				value: 'return',
				description: 'Go on with the release as it is, "verified" false and the reason in it',
			},
		],
		default: 'fail',
		description: 'What to do when the deploy fails, is cancelled or replaced, or the time is up',
		...(show && { displayOptions: { show } }),
	};
}

/** The output of an operation that waited. @throws OperationFailure at a bad end, unless the node shall go on. */
export function outcomeJson(
	context: OperationContext,
	site: NetlifySite,
	outcome: DeployOutcome,
	known: Pick<DeployFacts, 'previous' | 'digest'> = {},
): IDataObject {
	const { deploy, publishedId, verified, state, reason } = outcome;
	const facts: DeployFacts = { ...known, publishedId, state, reason };
	const log = outcome.log && { logTail: [...outcome.log.lines], logNote: outcome.log.note };
	if (verified || textParameter(context, 'onBadEnd') === 'return') {
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
		current: published ? { ...releaseOf(published, { publishedId: published.id }) } : null,
	};
}
