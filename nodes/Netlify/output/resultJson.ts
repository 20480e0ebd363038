import type { IDataObject, JsonObject } from 'n8n-workflow';

import type { DeploymentState } from '../../deployment/state/deploymentState';
import { onFailureProperty, returnsFailure } from '../../shared/fields/failureHandling';
import { type CancelResult, EndUnknown } from '../../shared/waiting/endUnknown';
import { OperationFailure } from '../../shared/operation/errors';
import type { OperationContext } from '../../shared/operation/operation';
import { switchParameter } from '../../shared/fields/parameters';
import type { BuildLog } from '../actions/deploy/withBuildLog';
import { shortCommit } from '../state/commit';
import { releaseJson, releaseOf, type DeployFacts } from './deploymentJson';
import { siteName } from '../api/sites';
import type { NetlifyDeploy, NetlifySite } from '../api/types';

/** How a deploy ended, or how far it was when the time was up. */
export interface DeployOutcome {
	readonly deploy: NetlifyDeploy;
	/** The deploy that the site serves now; null when none, or not read. */
	readonly published: NetlifyDeploy | null;
	/** Whether it was proven to be what was asked for. */
	readonly verified: boolean;
	readonly state: DeploymentState;
	readonly reason: string;
	readonly advice: string;
	/** With state `unknown`: why nobody saw the end, and whether it was cancelled. */
	readonly unseen?: { readonly cause: unknown; readonly cancelResult: CancelResult };
	/** The end of the build's log, when the build failed. */
	readonly log?: BuildLog;
}

export const netlifyBadEnd = 'the deploy fails, is cancelled or replaced';

/** On Failure, for operations that may not wait. */
export const badEndProperty = onFailureProperty(netlifyBadEnd, { waitForCompletion: [true] });

/** The output of an operation that waited. What Netlify skipped is no bad end. @throws OperationFailure at one, unless the node shall go on. */
export function outcomeJson(
	context: OperationContext,
	site: NetlifySite,
	outcome: DeployOutcome,
	known: Pick<DeployFacts, 'previous' | 'digest'> = {},
): IDataObject {
	const { deploy, published, verified, state } = outcome;
	const log = outcome.log && { logTail: [...outcome.log.lines], logNote: outcome.log.note };
	const { message: reason, advice } = endUnknown(site, outcome) ?? { message: outcome.reason, advice: outcome.advice };
	const facts: DeployFacts = { ...known, published, state, reason };
	if (verified || state === 'skipped' || returnsFailure(context)) {
		const raw = !switchParameter(context, 'simplify');
		return { ...releaseJson(deploy, facts, { verified, raw }), ...(advice && { advice }), ...log };
	}
	const details = { release: { ...releaseOf(deploy, facts), artifact: null, verified: false }, ...log };
	const unknown = endUnknown(site, outcome, details);
	if (unknown) throw unknown;
	const lines = outcome.log?.lines ?? [];
	const tail = lines.length === 0 ? '' : `\n\nThe end of its log:\n${lines.join('\n')}`;
	throw new OperationFailure(
		`Netlify deploy ${deploy.id} of site ${siteName(site)}${detailOf(deploy)} is not done, but ${state}: ${reason}`,
		`${advice}${tail}`,
		details,
	);
}

function endUnknown(
	site: NetlifySite,
	{ deploy, published, unseen }: DeployOutcome,
	details: JsonObject = {},
): EndUnknown | undefined {
	const isServed = published?.id === deploy.id;
	const what = isServed ? `deploy ${deploy.id}, which site ${siteName(site)} serves,` : `deploy ${deploy.id} of site ${siteName(site)}`;
	return unseen && new EndUnknown(what, unseen.cause, unseen.cancelResult, details);
}

/**
 * The output when it is not known whether Netlify made the deploy that it was asked for.
 *
 * @throws the error itself, unless the node shall go on.
 */
export function unknownStartJson(
	context: OperationContext,
	site: NetlifySite,
	error: EndUnknown,
	previous: string | null,
): IDataObject {
	if (!returnsFailure(context)) throw error;
	const facts: DeployFacts = { published: null, previous, state: error.state, reason: error.message };
	const release = releaseJson(stubOf('', site), facts, { verified: false, raw: false });
	return { ...release, id: null, artifact: null, advice: error.advice };
}

/** All that is known of a deploy that could not be read. */
export function stubOf(id: string, site: NetlifySite): NetlifyDeploy {
	return { id, site_id: site.id, ...(site.name && { name: site.name }) };
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
